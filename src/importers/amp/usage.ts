import type { Tokens } from '../../common/model.js';
import {
  ident,
  isObject,
  list,
  num,
  object,
  str,
  time,
  tokens,
  typeName,
  word,
  type Json,
} from '../fields.js';
import { inThread, type Reading, type Said } from './reading.js';

/**
 * Which record tells the usage of a thread (rank of `UsageEvent`): the lowest that the thread has counts alone. The ledger
 * knows every call, also those that are no message; a message tells its own again.
 */
const LEDGER = 0;
const MESSAGE = 1;

/**
 * The response that an answer is, and its key; none while it is being written, and where the request failed. The ledger's row of
 * the answer goes before its own. A prompt that is edited takes the answers below it away, whose numbers may come again: the
 * time tells them apart.
 */
export function usage(entry: Json, said: Said, reading: Reading): string | undefined {
  const told = entry.usage ?? undefined;
  const state = str(object(entry.state).type);
  if (told === undefined && (state === 'streaming' || state === 'error')) {
    return undefined;
  }
  const { session, cwd, branch } = reading;
  const when = time(object(told).timestamp);
  const key = `amp:${session}:${said.id}${when === null ? '' : `:${when}`}`;
  reading.events.push({
    type: 'usage',
    ...inThread(said, reading),
    key,
    group: `amp:${session}`,
    rank: MESSAGE,
    preference: 0,
    at: said.at,
    isCopy: false,
    model: word(object(told).model) ?? null,
    tokens: told === undefined ? null : tokensOf(told, reading.problems),
    ...(branch === undefined ? {} : { branch }),
    ...(cwd === undefined ? {} : { cwd }),
  });
  return reading.ledger.get(said.id) ?? key;
}

/** The keys of the ledger's rows, by the message that the call made. */
export function ledgerKeys(record: Json, session: string): Map<string, string> {
  return new Map(
    eventsOf(record).map((event, index) => [
      `m${num(event.toMessageId) ?? ''}`,
      keyOf(event, index, session),
    ]),
  );
}

function eventsOf(record: Json): Json[] {
  return list(object(record.usageLedger).events).filter(isObject);
}

function keyOf(event: Json, index: number, session: string): string {
  return `amp:${session}:ledger:${ident(event.id) ?? index}`;
}

/**
 * `usageLedger.events`: `{id, timestamp, model, credits, tokens: {input, output}, operationType, fromMessageId, toMessageId}`. What
 * came from the cache and went there is told by the message that the call made.
 */
export function ledger(record: Json, reading: Reading): void {
  const events = eventsOf(record);
  const caches = events.length === 0 ? new Map<number, Json>() : usagesOf(record);
  events.forEach((event, index) => {
    const made = object(caches.get(num(event.toMessageId) ?? -1));
    const used = object(event.tokens);
    const { session, cwd, branch, problems } = reading;
    const key = keyOf(event, index, session);
    reading.events.push({
      type: 'usage',
      session,
      key,
      group: `amp:${session}`,
      rank: LEDGER,
      preference: 0,
      at: time(event.timestamp),
      isCopy: false,
      model: word(event.model) ?? word(made.model) ?? null,
      tokens: isObject(event.tokens)
        ? ofFigures(
            tokens(used, 'input', 'usageLedger.tokens', problems),
            tokens(used, 'output', 'usageLedger.tokens', problems),
            made,
            problems,
          )
        : null,
      ...(branch === undefined ? {} : { branch }),
      ...(cwd === undefined ? {} : { cwd }),
    });
  });
}

/** Usage of the messages by their numbers. */
function usagesOf(record: Json): Map<number, Json> {
  const pairs = list(record.messages)
    .filter(isObject)
    .flatMap((entry): [number, Json][] => {
      const id = num(entry.messageId);
      return id !== undefined && isObject(entry.usage) ? [[id, entry.usage]] : [];
    });
  return new Map(pairs);
}

/** `{model, inputTokens, outputTokens, cacheCreationInputTokens, cacheReadInputTokens}`: input is without the cache. */
function tokensOf(told: unknown, problems: string[]): Tokens | null {
  if (!isObject(told)) {
    problems.push(`usage is ${typeName(told)}, not an object`);
    return null;
  }
  return ofFigures(
    tokens(told, 'inputTokens', 'usage', problems),
    tokens(told, 'outputTokens', 'usage', problems),
    told,
    problems,
  );
}

function ofFigures(
  input: number | null,
  output: number | null,
  cache: Json,
  problems: string[],
): Tokens | null {
  const cacheRead = tokens(cache, 'cacheReadInputTokens', 'usage', problems);
  const cacheWrite5m = tokens(cache, 'cacheCreationInputTokens', 'usage', problems);
  return input === null || output === null || cacheRead === null || cacheWrite5m === null
    ? null
    : { input, output, cacheRead, cacheWrite5m, cacheWrite1h: 0, reasoning: null };
}
