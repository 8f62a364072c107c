import { isObject, type Json } from '../fields.js';

/** What a person hands over: a file's path, its start, and more where it is small or a database. */
export interface Sample {
  /** The whole path, with `/`: where it lies may tell what its content leaves open. A name alone will do. */
  path: string;
  /** The first 64 KB as text, of which the last character may be half one. */
  head: string;
  /** The whole text, where it is no more than that or was read whole. */
  whole?: string;
  /** Of an SQLite database: the names of its tables. */
  tables?: readonly string[];
}

/** A sample, taken apart. */
export interface Content {
  path: string;
  /** The last part of the path. */
  name: string;
  text: string;
  /** The document, if it is one; of a long one as much as its start tells. */
  document: unknown;
  /** The objects of its first lines, if it has such lines. */
  lines: readonly Json[];
}

export function contentOf({ path, head, whole }: Sample): Content {
  const text = (whole ?? head).replace(/^\uFEFF/, '');
  const plain = path.replaceAll('\\', '/');
  const content = { path: plain, name: plain.slice(plain.lastIndexOf('/') + 1), text };
  const first = text.trimStart()[0];
  if (first !== '{' && first !== '[') {
    // Lines of JSON may begin with one that is none.
    return { ...content, document: undefined, lines: linesOf(text) };
  }
  const document = parsed(text) ?? (whole === undefined ? undefined : null);
  if (document !== undefined && document !== null) {
    return { ...content, document, lines: isObject(document) ? [document] : [] };
  }
  const lines = linesOf(text);
  return { ...content, document: lines.length > 0 ? undefined : parsed(closed(text)), lines };
}

/** At most so many lines are looked at. */
const MOST_LINES = 200;

function linesOf(text: string): Json[] {
  const found: Json[] = [];
  for (const line of text.split('\n', MOST_LINES)) {
    const value = line.startsWith('{') ? parsed(line) : undefined;
    if (isObject(value)) {
      found.push(value);
    }
  }
  return found;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The start of a JSON document, ended after its last whole value. */
function closed(text: string): string {
  const open: string[] = [];
  let isText = false;
  let end = 0;
  // What is open at `end`: so many of the oldest that were never closed since, and those that were.
  let kept = 0;
  let since: string[] = [];
  for (let i = 0; i < text.length; i++) {
    const letter = text[i];
    if (isText) {
      if (letter === '\\') {
        i++;
      } else if (letter === '"') {
        isText = false;
      }
    } else if (letter === '"') {
      isText = true;
    } else if (letter === '{' || letter === '[') {
      open.push(letter === '{' ? '}' : ']');
    } else if (letter === '}' || letter === ']') {
      const closer = open.pop();
      if (closer !== undefined && open.length < kept) {
        kept = open.length;
        since.push(closer);
      }
    } else if (letter === ',') {
      end = i;
      kept = open.length;
      since = [];
    }
  }
  return text.slice(0, end) + since.join('') + open.slice(0, kept).toReversed().join('');
}
