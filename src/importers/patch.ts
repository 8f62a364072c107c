import { isObject, list, num, str } from './fields.js';

/** Beyond this many characters the diff of a new file is not written out: the call's input has the same text. */
const WHOLE_FILE_LIMIT = 200_000;

export interface Patch {
  added: number;
  removed: number;
  /** Unified hunks without a file header. */
  patch?: string;
}

/** Hunks as Claude Code keeps them: `[{oldStart, oldLines, newStart, newLines, lines: [" a", "-b", "+c"]}]`. */
export function ofHunks(hunks: unknown): Patch | null {
  const parts: string[] = [];
  let added = 0;
  let removed = 0;
  for (const hunk of list(hunks)) {
    if (!isObject(hunk) || !Array.isArray(hunk.lines)) {
      continue;
    }
    parts.push(
      `@@ -${num(hunk.oldStart) ?? 0},${num(hunk.oldLines) ?? 0} +${num(hunk.newStart) ?? 0},${num(hunk.newLines) ?? 0} @@`,
    );
    for (const line of hunk.lines) {
      if (typeof line === 'string') {
        added += line.charCodeAt(0) === PLUS ? 1 : 0;
        removed += line.charCodeAt(0) === MINUS ? 1 : 0;
        parts.push(line);
      }
    }
  }
  return parts.length === 0 ? null : { added, removed, patch: parts.join('\n') };
}

/** A unified diff as text. */
export function ofUnifiedDiff(diff: string): Patch {
  let added = 0;
  let removed = 0;
  let inHunk = false;
  for (let start = 0; start < diff.length;) {
    const end = diff.indexOf('\n', start);
    const code = diff.charCodeAt(start);
    if (code === AT) {
      inHunk = true;
    } else if (inHunk || !(diff.startsWith('+++', start) || diff.startsWith('---', start))) {
      added += code === PLUS ? 1 : 0;
      removed += code === MINUS ? 1 : 0;
    }
    start = end < 0 ? diff.length : end + 1;
  }
  return { added, removed, patch: diff };
}

/** A file that came into being whole. */
export function ofNewFile(content: string): Patch {
  const lines = countLines(content);
  const patch = { added: lines, removed: 0 };
  return content.length > WHOLE_FILE_LIMIT ? patch : { ...patch, patch: wholeFile(content, lines, '+') };
}

/** A file that was deleted whole. */
export function ofDeletedFile(content: string): Patch {
  const lines = countLines(content);
  const patch = { added: 0, removed: lines };
  return content.length > WHOLE_FILE_LIMIT ? patch : { ...patch, patch: wholeFile(content, lines, '-') };
}

/** One text put in another's place; the place in the file is not known. */
export function ofReplacement(before: unknown, after: unknown): Patch | null {
  const [old, fresh] = [str(before) ?? '', str(after) ?? ''];
  if (old === '' && fresh === '') {
    return null;
  }
  const patch = { added: countLines(fresh), removed: countLines(old) };
  if (old.length + fresh.length > WHOLE_FILE_LIMIT) {
    return patch;
  }
  const lines = [...linesOf(old).map((line) => `-${line}`), ...linesOf(fresh).map((line) => `+${line}`)];
  return { ...patch, patch: `@@ -1,${patch.removed} +1,${patch.added} @@\n${lines.join('\n')}` };
}

/** Lines of a text; the line end after the last one starts no line of its own. */
export function countLines(text: string): number {
  if (text === '') {
    return 0;
  }
  let lines = text.endsWith('\n') ? 0 : 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    lines++;
  }
  return lines;
}

function wholeFile(content: string, lines: number, sign: '+' | '-'): string {
  const head = sign === '+' ? `@@ -0,0 +1,${lines} @@` : `@@ -1,${lines} +0,0 @@`;
  return [head, ...linesOf(content).map((line) => sign + line)].join('\n');
}

function linesOf(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') {
    lines.pop();
  }
  return lines;
}

const PLUS = 43;
const MINUS = 45;
const AT = 64;
