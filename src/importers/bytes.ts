import type { LineBytes } from './importer.js';

/** The bytes of an ASCII text, to be searched for in lines. */
export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/** Whether these bytes stand at a place of the line. */
export function hasAt(line: LineBytes, at: number, bytes: Uint8Array): boolean {
  if (at < 0 || at + bytes.length > line.length) {
    return false;
  }
  for (let i = 0; i < bytes.length; i++) {
    if (line[at + i] !== bytes[i]) {
      return false;
    }
  }
  return true;
}

/** The letters from a place to the next quote, when they are as plain as a name of a type; null: they are not. */
export function plainWord(line: LineBytes, from: number): string | null {
  let word = '';
  for (let i = from; i < Math.min(line.length, from + longestWord); i++) {
    const byte = line[i] ?? 0;
    if (byte === quote) {
      return word;
    }
    if (byte === backslash || byte > 126 || byte < 32) {
      return null;
    }
    word += String.fromCharCode(byte);
  }
  return null;
}

/**
 * Whether the line is one object as programs write it, without spaces between key, colon and value. Told by its first key:
 * one program wrote the whole line.
 */
export function isCompact(line: LineBytes): boolean {
  if (line[0] !== openBrace || line[1] !== quote) {
    return false;
  }
  for (let i = 2; i < Math.min(line.length, longestWord); i++) {
    if (line[i] === quote) {
      return line[i + 1] === colon && (line[i + 2] ?? 0) > space;
    }
  }
  return false;
}

export const openBrace = 123;
export const quote = 34;
const backslash = 92;
const colon = 58;
const space = 32;
const longestWord = 60;
