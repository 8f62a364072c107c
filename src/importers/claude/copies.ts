import { ascii, hasAt, openBrace, quote } from '../bytes.js';
import { isObject, object, type Json } from '../fields.js';
import type { LineBytes } from '../importer.js';

/**
 * The record of a tool result's line with one text emptied that stands in it twice, or that nothing reads: what a command put
 * out, a file that was read, a file as it was before an edit. Decoding and parsing them is a third of what reading costs.
 * Undefined: the line has none that is worth it, or is not of the form that was expected; it is to be parsed as it is.
 */
export function withoutCopies(line: LineBytes): Json | undefined {
  const found = line[0] === openBrace && line.length > worthwhile ? copyIn(line) : null;
  if (found === null || found.to - found.from < worthwhile) {
    return undefined;
  }
  let record: unknown;
  try {
    record = JSON.parse(line.toString('utf8', 0, found.from) + MARK + line.toString('utf8', found.to));
  } catch {
    // Whoever parses the whole line will tell what is wrong with it.
    return undefined;
  }
  if (!isObject(record)) {
    return undefined;
  }
  // Only where the mark is found in its place is it sure that nothing else was taken away.
  const holder = found.inFile ? object(object(record.toolUseResult).file) : object(record.toolUseResult);
  if (holder[found.field] !== MARK) {
    return undefined;
  }
  holder[found.field] = '';
  return record;
}

interface Copy {
  field: string;
  inFile: boolean;
  /** Behind the text's first quote, and its last quote. */
  from: number;
  to: number;
}

/** In valid JSON the quotes of these keys are the line's own: those within a text have a backslash before them. */
function copyIn(line: LineBytes): Copy | null {
  const result = line.indexOf(RESULT);
  if (result < 0) {
    return null;
  }
  const start = result + RESULT.length;
  if (hasAt(line, start, STDOUT)) {
    return upTo(line, start + STDOUT.length, 'stdout', false);
  }
  if (hasAt(line, start, FILE)) {
    const content = line.indexOf(CONTENT, start);
    return content < 0 ? null : upTo(line, content + CONTENT.length, 'content', true);
  }
  const original = line.indexOf(ORIGINAL, start);
  return original < 0 ? null : upTo(line, original + ORIGINAL.length, 'originalFile', false);
}

/** The text ends at the first quote that a comma and a quote follow, or two bytes on where that quote is one of the text. */
function upTo(line: LineBytes, from: number, field: string, inFile: boolean): Copy | null {
  const next = line.indexOf(NEXT, from);
  if (next < 0) {
    return null;
  }
  let backslashes = 0;
  while (line[next - 1 - backslashes] === backslash) {
    backslashes++;
  }
  return { field, inFile, from, to: backslashes % 2 === 0 ? next : next + 2 };
}

/** Bytes below which two pieces cost more than the whole. */
const worthwhile = 512;
const backslash = 92;
/** No text of an agent's is likely to be this one. */
const MARK = '~ left out ~';
const RESULT = ascii('"toolUseResult":{');
const STDOUT = ascii('"stdout":"');
const FILE = ascii('"type":"text","file":{');
const CONTENT = ascii('"content":"');
const ORIGINAL = ascii('"originalFile":"');
const NEXT = Uint8Array.of(quote, 44, quote);
