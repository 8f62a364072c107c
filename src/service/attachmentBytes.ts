import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageData } from '../common/steps.js';
import { ofBase64, ofDataUrl } from '../importers/attachments.js';
import type { AttachmentPlace } from '../store/read/attachments.js';

/** Bytes of an image that is shown; more would hold up the page. */
export const largestImage = 12 * 1024 * 1024;
/** Bytes of an agent's file that are looked at, from the message on. */
const reach = 48 * 1024 * 1024;

/**
 * Finds an image in the agent's own file, where it still is: in the line of the message, or in one after it that answers the
 * tool call, or in a document that is one whole. null: the file is gone or changed, or what is there is no image that browsers
 * show as nothing else. Only what is as long as it was is taken for it.
 */
export async function imageOf(place: AttachmentPlace | null): Promise<ImageData | null> {
  if (place === null || place.bytes === 0 || place.bytes > largestImage) {
    return null;
  }
  let file: FileHandle;
  try {
    file = await open(join(place.root, place.path));
  } catch {
    // Sessions outlive their files.
    return null;
  }
  try {
    const { size } = await file.stat();
    for (const line of await linesAt(file, place, size)) {
      const found = imageIn(parse(line), place.bytes);
      if (found) {
        return found;
      }
    }
    return size <= reach ? imageIn(parse(await readFrom(file, 0, size)), place.bytes) : null;
  } finally {
    await file.close();
  }
}

async function readFrom(file: FileHandle, from: number, length: number): Promise<string> {
  if (length <= 0) {
    return '';
  }
  const buffer = Buffer.allocUnsafe(length);
  const { bytesRead } = await file.read(buffer, 0, length, from);
  return buffer.toString('utf8', 0, bytesRead);
}

/** The line of the message, or those after it that name the tool call. */
async function linesAt(
  file: FileHandle,
  { offset, callId }: AttachmentPlace,
  size: number,
): Promise<string[]> {
  if (callId !== null) {
    return linesWith(await readFrom(file, offset, Math.min(reach, size - offset)), callId);
  }
  for (let length = 1024 * 1024; ; length *= 4) {
    const text = await readFrom(file, offset, Math.min(length, size - offset));
    const end = text.indexOf('\n');
    if (end >= 0 || length >= reach || offset + length >= size) {
      return [end < 0 ? text : text.slice(0, end)];
    }
  }
}

function linesWith(text: string, word: string): string[] {
  const lines: string[] = [];
  for (let at = text.indexOf(word); at >= 0;) {
    const start = text.lastIndexOf('\n', at) + 1;
    const end = text.indexOf('\n', at);
    lines.push(text.slice(start, end < 0 ? undefined : end));
    at = end < 0 ? -1 : text.indexOf(word, end);
  }
  return lines;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A document has no line of its own, and a file that was rewritten has another one there.
    return null;
  }
}

/** The image of so many bytes anywhere in a record. */
function imageIn(value: unknown, bytes: number): ImageData | null {
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const one = waiting.pop();
    if (typeof one === 'string') {
      const data = one.startsWith('data:') ? one.slice(one.indexOf(',') + 1) : one;
      const length = one.startsWith('data:') ? (ofDataUrl(one)?.bytes ?? 0) : ofBase64(undefined, one).bytes;
      const mime = length === bytes ? imageType(data) : null;
      if (mime !== null) {
        return { mime, data };
      }
    } else if (typeof one === 'object' && one !== null) {
      waiting.push(...Object.values(one));
    }
  }
  return null;
}

/** By the first bytes, whatever the file says of it; formats that can hold scripts are not among them. */
function imageType(base64: string): ImageData['mime'] | null {
  if (!/^[A-Za-z0-9+/]{16}/.test(base64) || !/^[A-Za-z0-9+/\s]*={0,2}$/.test(base64)) {
    return null;
  }
  const head = Buffer.from(base64.slice(0, 16), 'base64').toString('latin1');
  if (head.startsWith('\x89PNG')) {
    return 'image/png';
  }
  if (head.startsWith('\xff\xd8\xff')) {
    return 'image/jpeg';
  }
  if (head.startsWith('GIF8')) {
    return 'image/gif';
  }
  return head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP' ? 'image/webp' : null;
}
