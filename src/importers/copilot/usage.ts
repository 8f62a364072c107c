import type { Tokens, UsageEvent } from '../../common/model.js';
import { ident, isObject, object, tokens, typeName, word, type Json } from '../fields.js';
import type { Figures, Reading } from './state.js';

/**
 * What tells the usage of a session (rank of `UsageEvent`): of what a session has, the lowest counts alone.
 *  - a record of each call (from 1.0.78 on);
 *  - what a shutdown sums up (see `shutdown.ts`);
 *  - rows of the database of all sessions;
 *  - exported telemetry: spans of calls, their logs, the turns', the agents' sums (see `otel.ts`);
 *  - the output of each message, which is a part of what was used.
 */
export const RANK = {
  record: 0,
  shutdown: 1,
  row: 2,
  span: 3,
  log: 4,
  turn: 5,
  agent: 6,
  message: 7,
} as const;

/** The key of a response. The record of a call and the messages that it wrote have the call's id in common. */
export function responseKey(agent: string, session: string, id: string): string {
  return `${agent}:${session}:${id}`;
}

/**
 * The responses that compete with each other: those of a session until it is shut down with figures, and so on. Records may
 * begin in the middle of a session, after an update, and must not drop what a shutdown told before.
 */
export function groupOf(agent: string, session: string, shutdowns: number): string {
  return shutdowns === 0 ? `${agent}:${session}` : `${agent}:${session}:${shutdowns}`;
}

/** `session.usage_record`: one call of a model. A forked session repeats those of the one it was made of. */
export function usageRecord(data: Json, reading: Reading): void {
  const { usage } = data;
  if (!isObject(usage)) {
    reading.problems.push(`session.usage_record.usage is ${typeName(usage)}, not an object`);
    return;
  }
  const { agent, session, state } = reading;
  const accounting = object(usage.accounting);
  const sequence = typeof accounting.sequence === 'number' ? `#${accounting.sequence}` : undefined;
  const id = ident(usage.apiCallId) ?? ident(accounting.usageId) ?? sequence ?? reading.id;
  const source = ident(accounting.sourceSessionId) ?? session;
  const isCopy = source !== session;
  if (isCopy && !state.forkTold) {
    state.forkTold = true;
    reading.events.push({ type: 'session', session, forkedFrom: source });
  }
  const figures = figuresOf(usage, 'session.usage_record.usage', reading.problems);
  const isTold = FIELDS.some((field) => usage[field] !== undefined && usage[field] !== null);
  state.recorded = true;
  reading.events.push({
    ...response(responseKey(agent, source, id), RANK.record, reading),
    // Told again by a fork, it competes with what the other session tells.
    group: groupOf(agent, source, state.shutdowns),
    isCopy,
    model: word(usage.model) ?? state.model,
    tokens: figures === null || !isTold ? null : tokensOf(figures),
    ...optional('requestId', ident(usage.apiCallId)),
  });
}

/** A message of the model, where nothing tells more of its call: its output is a part of what was used. */
export function messageUsage(data: Json, key: string, reading: Reading): void {
  if (reading.state.recorded) {
    return;
  }
  const output = tokens(data, 'outputTokens', 'assistant.message', reading.problems);
  const known = output !== null && output > 0;
  reading.events.push({
    ...response(key, RANK.message, reading),
    preference: 1,
    model: word(data.model) ?? reading.state.model,
    tokens: known ? tokensOf([0, 0, 0, output, 0], null) : null,
    ...(known ? { approximate: true as const } : {}),
    ...optional('requestId', ident(data.apiCallId)),
  });
}

/** A compaction is a call of a model, too; its figures stand in the event that ends it. */
export function compactionUsage(data: Json, reading: Reading): void {
  const used = data.compactionTokensUsed;
  if (!isObject(used) || reading.state.recorded) {
    return;
  }
  const figures = figuresOf(used, 'compactionTokensUsed', reading.problems);
  reading.events.push({
    ...response(
      responseKey(reading.agent, reading.session, `compaction-${reading.id}`),
      RANK.message,
      reading,
    ),
    model: word(used.model) ?? reading.state.model,
    tokens: figures === null ? null : tokensOf(figures, null),
  });
}

/** The fields that all responses of an event share. */
export function response(
  key: string,
  rank: number,
  { agent, session, thread, at, state }: Reading,
): Omit<UsageEvent, 'model' | 'tokens'> {
  return {
    type: 'usage',
    session,
    ...(thread === undefined ? {} : { thread }),
    key,
    group: groupOf(agent, session, state.shutdowns),
    rank,
    preference: 0,
    at,
    isCopy: false,
    ...(state.branch === null ? {} : { branch: state.branch }),
    ...(state.cwd === null ? {} : { cwd: state.cwd }),
  };
}

/** `{inputTokens, cacheReadTokens, …}`; null where one of them cannot be read. */
export function figuresOf(usage: Json, where: string, problems: string[]): Figures | null {
  const found = FIELDS.map((field) => tokens(usage, field, where, problems));
  return found.every((value) => value !== null) ? (found as unknown as Figures) : null;
}

/** Copilot's input has in it what was read from and written to the cache, and its output the reasoning. */
export function tokensOf(
  [input, read, written, output, reasoning]: Figures,
  told: number | null = reasoning,
): Tokens {
  return {
    input: Math.max(0, input - read - written),
    cacheRead: read,
    cacheWrite5m: written,
    cacheWrite1h: 0,
    output,
    reasoning: told,
  };
}

export function optional<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, V>);
}

/** What names the call of a model that a message is of. */
export function idOfCall(data: Json): string | undefined {
  return ident(data.apiCallId) ?? ident(data.messageId);
}

const FIELDS = ['inputTokens', 'cacheReadTokens', 'cacheWriteTokens', 'outputTokens', 'reasoningTokens'];
