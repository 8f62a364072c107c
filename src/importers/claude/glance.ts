import type { ImportEvent } from '../../common/model.js';
import { ascii, hasAt, isCompact, openBrace, plainWord } from '../bytes.js';
import { isObject, str, type Json } from '../fields.js';
import type { LineBytes } from '../importer.js';
import { envelopeOf } from './envelope.js';
import type { Reading, State } from './state.js';
import { usageOf } from './usage.js';

/**
 * What a line says of responses. One is told by a line of the assistant, by a progress line that has the whole message of a
 * sub-agent, or by a line of an unknown type with a usage in it. What such a line means depends on the lines before in
 * three ways, see `State`: the session that the first line names, the time at which a fork was opened, and, in a session's
 * own file, the sub-agents' lines among the others.
 */
export function glance(
  line: LineBytes,
  state: State,
  fileThread: string | null,
  reading: () => Reading,
): readonly ImportEvent[] | null {
  if (state.session === null || (fileThread === null && state.lastLine === null) || !isCompact(line)) {
    return null;
  }
  const nested = line.indexOf(openBrace, 1);
  if (hasAt(line, nested, MODEL) && hasAt(line, nested - MESSAGE.length, MESSAGE)) {
    // What programs write since 2.0: a message that begins with its model.
    return assistant(line, nested, reading);
  }
  const typeAt = line.indexOf(TYPE);
  // Before the first nested object a type is the line's own; behind it, it may be that of a message or of a block.
  const type =
    typeAt < 0 || (nested >= 0 && nested < typeAt) ? undefined : plainWord(line, typeAt + TYPE.length);
  switch (type) {
    case 'assistant':
      return assistant(line, nested, reading);
    case undefined:
      return hasAt(line, nested - MESSAGE.length, MESSAGE)
        ? assistant(line, nested, reading)
        : byUsage(line, fileThread);
    case 'user':
    case 'system':
    case 'attachment': {
      // The lines of sub-agents in a session's own file hang together, and any of them may name one.
      const side = fileThread !== null ? 0 : line.indexOf(NOT_SIDECHAIN);
      return side >= 0 && side < typeAt ? NOTHING : null;
    }
    case 'queue-operation':
      // In a session's own file it says when a fork was opened only before the first message.
      return fileThread === null ? NOTHING : null;
    case 'file-history-snapshot':
    case 'file-history-delta':
      return NOTHING;
    default:
      return byUsage(line, fileThread);
  }
}

/**
 * A line of the assistant, without the blocks of its message, which begins at `message`: no figure depends on them. The two
 * cuts lie outside of strings, because in valid JSON a comma and a quote of a string cannot be followed by the letters that
 * follow here, and before the first nothing is nested in the message. Were the second deeper than the end of the content,
 * what is left would not be JSON; were it in another object behind the message, the message's usage would be among what
 * is cut away, yet the first usage stands behind the cut. Whatever is not so has to be parsed whole.
 */
function assistant(
  line: LineBytes,
  message: number,
  newReading: () => Reading,
): readonly ImportEvent[] | null {
  const from = hasAt(line, message - MESSAGE.length, MESSAGE) ? startOfContent(line, message + 1) : -1;
  const to = from < 0 ? -1 : endOfContent(line, from);
  if (to < 0) {
    return null;
  }
  const record = parsed(line.toString('utf8', 0, from) + line.toString('utf8', to, line.length));
  // A line without an id is named by its content.
  if (record?.type !== 'assistant' || !isObject(record.message) || str(record.uuid) === undefined) {
    return null;
  }
  const reading = newReading();
  const envelope = envelopeOf(record, record.type, reading);
  const usage = usageOf(record, record.message, envelope, 'transcript', reading.problems);
  if (usage !== null) {
    reading.events.push(usage);
  }
  return reading.events;
}

/** Null: not the form that was expected, or no JSON at all, which whoever parses the whole line will tell. */
function parsed(text: string): Json | null {
  try {
    const record: unknown = JSON.parse(text);
    return isObject(record) ? record : null;
  } catch {
    return null;
  }
}

/** Behind the bracket that opens the content; below 0: something else is nested in the message before it. */
function startOfContent(line: LineBytes, from: number): number {
  for (let i = from; i < line.length; i++) {
    const byte = line[i];
    if (byte === openBracket) {
      return hasAt(line, i + 1 - CONTENT.length, CONTENT) ? i + 1 : -1;
    }
    if (byte === openBrace || byte === closeBrace || byte === closeBracket) {
      return -1;
    }
  }
  return -1;
}

/** The bracket that may close the content: it stands a little before the first usage. */
function endOfContent(line: LineBytes, from: number): number {
  const usage = line.indexOf(USAGE, from);
  for (let i = usage - 1; i >= Math.max(from, usage - longestStop); i--) {
    if (line[i] === closeBracket) {
      return hasAt(line, i, STOP) ? i : -1;
    }
  }
  return -1;
}

/** Lines of types that are not known to be without a response. */
function byUsage(line: LineBytes, fileThread: string | null): readonly ImportEvent[] | null {
  const matters =
    line.indexOf(USAGE) >= 0 ||
    (fileThread === null ? line.indexOf(NOT_SIDECHAIN) < 0 : line.indexOf(QUEUE) >= 0);
  return matters ? null : NOTHING;
}

const NOTHING: readonly ImportEvent[] = [];
const closeBrace = 125;
const openBracket = 91;
const closeBracket = 93;
/** Bytes between the content and the usage at most: why the answer ended. */
const longestStop = 400;
const TYPE = ascii('"type":"');
const MESSAGE = ascii('"message":');
const MODEL = ascii('{"model":"');
const CONTENT = ascii(',"content":[');
const STOP = ascii('],"stop_reason":');
const USAGE = ascii('"usage":');
const NOT_SIDECHAIN = ascii('"isSidechain":false');
const QUEUE = ascii('"queue-operation"');
