import type { Attachment } from '../../common/model.js';
import { ofBase64 } from '../attachments.js';
import { isObject, list, object, str, word, type Json } from '../fields.js';
import { pathOfUri } from '../uris.js';

/** Deeper than this no prompt is put together. */
const DEPTH = 200;

/** A text, or Markdown as `{value}`. */
export function markdown(value: unknown): string {
  return typeof value === 'string' ? value : (str(object(value).value) ?? '');
}

/** A reference in the middle of an answer, as its name or the name of its file. */
export function reference(part: Json): string {
  const { inlineReference, name } = part;
  const of = object(inlineReference);
  const path = pathOfUri(of.uri ?? object(of.location).uri ?? inlineReference);
  return `\`${str(name) ?? str(of.name) ?? path?.split(/[\\/]/).at(-1) ?? '…'}\``;
}

/** What a tool gave to the model: `{content: [{value}]}`, where a value is a text or a tree of a prompt's pieces. */
export function toolOutput(result: unknown): { text: string; attachments: Attachment[] } {
  const texts: string[] = [];
  const attachments: Attachment[] = [];
  for (const item of list(object(result).content)) {
    const { value, data, mimeType } = object(item);
    if (typeof value === 'string') {
      texts.push(value);
    } else if (isObject(value) && isObject(value.node)) {
      const pieces: string[] = [];
      collect(value.node, pieces, 0);
      texts.push(pieces.join(''));
    } else if (mimeType !== undefined) {
      attachments.push(
        typeof data === 'string'
          ? ofBase64(word(mimeType), data)
          : { mime: word(mimeType) ?? 'application/octet-stream', bytes: 0 },
      );
    }
  }
  return { text: texts.join('\n'), attachments };
}

/** `{type: 2, text, lineBreakBefore}` is a piece of text, `{type: 1, children}` holds more. */
function collect(node: Json, pieces: string[], depth: number): void {
  const text = str(node.text);
  if (text !== undefined) {
    const before = pieces.at(-1);
    const isApart = node.lineBreakBefore === true && before !== undefined && !before.endsWith('\n');
    pieces.push(isApart ? `\n${text}` : text);
  }
  if (depth < DEPTH) {
    for (const child of list(node.children)) {
      if (isObject(child)) {
        collect(child, pieces, depth + 1);
      }
    }
  }
}

/** Pictures among what was attached to a prompt; files are named, not attached. */
export function attachmentsOf(variables: unknown): Attachment[] {
  return list(variables)
    .filter(isObject)
    .filter(({ kind, isImage }) => kind === 'image' || isImage === true)
    .map(({ mimeType, value }) => {
      const mime = word(mimeType) ?? 'image/*';
      return typeof value === 'string'
        ? ofBase64(mime, value)
        : { mime, bytes: isObject(value) ? Object.keys(value).length : list(value).length };
    });
}
