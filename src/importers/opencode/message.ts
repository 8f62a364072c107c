import type { Tokens, UsageEvent } from '../../common/model.js';
import {
  count,
  folder,
  ident,
  isObject,
  object,
  str,
  time,
  tokens,
  typeName,
  word,
  type Json,
} from '../fields.js';
import { placeOf, sessionTime } from './ids.js';
import type { Header, Reading } from './reading.js';

/** What is known of a message beside its data. */
export interface Known {
  id: string;
  session: string;
  sessionCreated: number | null;
  isChild: boolean;
  cwd: unknown;
  steps: boolean;
}

/**
 * `{role, time: {created, completed}, modelID, providerID, path: {cwd, root}, tokens, finish, error, summary}` of an
 * assistant, fewer fields of a user. Tells the response and how it failed; the texts are in the parts.
 */
export function message(data: Json, known: Known, reading: Reading): Header {
  const header = headerOf(data, known);
  if (data.role !== 'assistant') {
    if (data.role !== 'user') {
      const role = str(data.role)?.slice(0, 80);
      reading.events.push({ type: 'unknown', name: `message of ${role ?? typeName(data.role)}` });
    }
    return header;
  }
  const event = response(header, reading);
  if (event !== null) {
    reading.events.push(event);
  }
  failed(header, reading);
  return { ...header, response: event?.key ?? null };
}

/** The message as its parts see it, with the key of its response, and nothing told. */
export function headOf(data: Json, known: Known, reading: Reading): Header {
  const header = headerOf(data, known);
  const quiet = { ...reading, problems: [] };
  return { ...header, response: data.role === 'assistant' ? (response(header, quiet)?.key ?? null) : null };
}

function headerOf(data: Json, { id, session, sessionCreated, isChild, cwd, steps }: Known): Header {
  const created = time(object(data.time).created);
  const began = sessionCreated ?? sessionTime(session, created);
  return {
    id,
    session,
    data,
    created,
    copied: created !== null && began !== null && created < began,
    isChild,
    cwd: folder(object(data.path).cwd) ?? folder(data.path) ?? folder(cwd),
    steps,
    response: null,
  };
}

/**
 * The response that a message is. A fork copies messages with new ids and the same times and tokens, so that these are its
 * name. While it is written a message has no end and mostly no tokens; one that never came to its end has another name and
 * counts unless the same message is told with its end.
 */
function response(header: Header, reading: Reading): UsageEvent | null {
  const { data, created, session } = header;
  const completed = time(object(data.time).completed);
  const used = tokensOf(data.tokens, reading);
  const hasEnded = completed !== null || data.finish !== undefined || data.error !== undefined;
  if (used === null && !(hasEnded && wasAnswered(header))) {
    return null;
  }
  const model = word(data.modelID) ?? null;
  const name = `opencode:${ident(data.providerID) ?? ''}/${ident(data.modelID) ?? ''}:${created ?? header.id}`;
  const figures =
    used === null
      ? ''
      : [used.input, used.output, used.reasoning ?? 0, used.cacheRead, used.cacheWrite5m].join('.');
  return {
    type: 'usage',
    session,
    key: completed === null ? `${name}:open` : `${name}:${completed}:${figures}`,
    group: name,
    rank: (completed === null ? OPEN : 0) + (reading.fromDatabase ? 0 : FILES),
    preference: reading.fromDatabase ? 0 : 1,
    at: created,
    isCopy: header.copied,
    model,
    tokens: used,
    ...(header.cwd === undefined ? {} : { cwd: header.cwd }),
  };
}

const FILES = 1;
const OPEN = 2;

/**
 * Whether a model answered at all, where no tokens are told: it did in a message with steps, unless the request failed. A
 * command that the user ran, and a request that was refused, are no responses.
 */
function wasAnswered({ data, steps }: Header): boolean {
  const error = str(object(data.error).name);
  return steps && (error === undefined || UNFINISHED.has(error));
}

const UNFINISHED: ReadonlySet<string> = new Set(['MessageAbortedError', 'MessageOutputLengthError']);

/** `input` is without the cache and `output` without the reasoning. All zero is how a message begins: nothing was told. */
function tokensOf(value: unknown, reading: Reading): Tokens | null {
  if (!isObject(value)) {
    if (value !== undefined && value !== null) {
      reading.problems.push(`message.tokens is ${typeName(value)}, not an object`);
    }
    return null;
  }
  const { problems } = reading;
  const cache = object(value.cache);
  const input = tokens(value, 'input', 'message.tokens', problems);
  const output = tokens(value, 'output', 'message.tokens', problems);
  const reasoning = tokens(value, 'reasoning', 'message.tokens', problems);
  const read = tokens(cache, 'read', 'message.tokens.cache', problems);
  const write = tokens(cache, 'write', 'message.tokens.cache', problems);
  if (input === null || output === null || reasoning === null || read === null || write === null) {
    return null;
  }
  const written = count(output + reasoning);
  if (written === undefined || input + written + read + write === 0) {
    return null;
  }
  return {
    input,
    cacheRead: read,
    cacheWrite5m: write,
    cacheWrite1h: 0,
    output: written,
    reasoning: value.reasoning === undefined ? null : reasoning,
  };
}

/** `error: {name, data: {message}}`: the user stopped the answer, or something failed. */
function failed(header: Header, reading: Reading): void {
  const { data, id, session, copied, created } = header;
  if (!isObject(data.error)) {
    return;
  }
  const name = str(data.error.name) ?? 'Error';
  const text = str(object(data.error.data).message) ?? str(data.error.message);
  const at = time(object(data.time).completed) ?? created;
  const position = reading.fromDatabase ? placeOf('', at) : undefined;
  reading.events.push({
    type: 'message',
    session,
    uid: `${id}/error`,
    at,
    role: 'system',
    kind: name === 'MessageAbortedError' ? 'interrupt' : 'error',
    text: text === undefined ? name : `${name}: ${text}`,
    ...(copied ? { copied } : {}),
    ...(position === undefined ? {} : { position }),
  });
}
