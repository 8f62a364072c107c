import type { Tokens, UsageEvent } from '../../common/model.js';
import { ident, isObject, tokens, typeName, type Json } from '../fields.js';
import type { Reading, Totals } from './state.js';

/**
 * Which kind of record tells the usage of a thread (rank of `UsageEvent`): the lowest that the thread has counts alone.
 * Records come once a response; `token_count` tells the same response again; an archived copy tells all of it again, and a
 * saved stream tells the sum of each turn.
 */
const RECORD = 0;
const COUNT = 1;
const ARCHIVED = 2;
const STREAM = 4;

/** `token_usage_record` (0.15x on): the usage of one response. Its sums over the turn and the thread are left alone. */
export function usageRecord(payload: Json, reading: Reading): void {
  const { usage } = payload;
  if (!isObject(usage)) {
    reading.problems.push(`token_usage_record.usage is ${typeName(usage)}, not an object`);
  }
  const id = ident(payload.response_id) ?? `at-${reading.stamp}`;
  const used = isObject(usage) ? totalsOf(usage, 'token_usage_record.usage', reading) : null;
  reading.events.push(response(id, RECORD, used === null ? null : tokensOf(used), reading));
}

/**
 * `token_count`: a new response when the thread's totals have changed since the last one; the same event is written again
 * with every change of the rate limits. What it adds is `last_token_usage`, or, where that is missing or unreadable, the
 * increase of the totals. Totals may fall back inside a file, and in a fork they go on from the parent's: they are never
 * taken as a sum.
 */
export function tokenCount(payload: Json, reading: Reading): void {
  const { info } = payload;
  if (!isObject(info)) {
    if (info !== undefined && info !== null) {
      reading.problems.push(`token_count.info is ${typeName(info)}, not an object`);
    }
    return;
  }
  const { state } = reading;
  const before = state.totals;
  const now = figures(info, 'total_token_usage', reading);
  if (now !== null) {
    if (before !== null && now.every((value, index) => value === before[index])) {
      return;
    }
    state.totals = now;
  }
  if (state.replaying || (!isObject(info.total_token_usage) && !isObject(info.last_token_usage))) {
    return;
  }
  const used = figures(info, 'last_token_usage', reading) ?? (now === null ? null : increase(now, before));
  // Totals of zero are told before the first response.
  if (used === null || used.some((value) => value > 0)) {
    reading.events.push(
      response(`n${state.counted++}`, COUNT, used === null ? null : tokensOf(used), reading),
    );
  }
}

/** What a turn of a saved stream used. Its figures are in its name: a stream that goes on with a thread counts from 0 again. */
export function turnUsage(
  usage: unknown,
  model: string | undefined,
  at: number | null,
  reading: Reading,
): void {
  const { state } = reading;
  state.model = model ?? state.model;
  if (!isObject(usage)) {
    reading.problems.push(`turn.completed.usage is ${typeName(usage)}, not an object`);
  }
  const used = isObject(usage) ? totalsOf(withNames(usage), 'turn.completed.usage', reading) : null;
  const name = `t${state.counted++}${used === null ? '' : `-${used.join('-')}`}`;
  const event = response(name, STREAM, used === null ? null : tokensOf(used), reading);
  reading.events.push({ ...event, at });
}

/** Some programs around Codex save what a turn used under other names. */
function withNames(usage: Json): Json {
  return {
    input_tokens: usage.input_tokens ?? usage.prompt_tokens,
    cached_input_tokens: usage.cached_input_tokens ?? usage.cached_tokens,
    cache_write_input_tokens: usage.cache_write_input_tokens,
    output_tokens: usage.output_tokens ?? usage.completion_tokens,
    reasoning_output_tokens: usage.reasoning_output_tokens,
  };
}

/** A bare file tells no usage: a response is known by its text only. */
export function unknownUsage(reading: Reading): void {
  reading.events.push(response(`m${reading.state.counted++}`, COUNT, null, reading));
}

/** Keys name the thread, not the file, so that an archived copy and its original fall on the same rows. */
function response(id: string, kind: number, used: Tokens | null, reading: Reading): UsageEvent {
  const { state, session } = reading;
  return {
    type: 'usage',
    session,
    key: `codex:${session}:${id}`,
    group: `codex:${session}`,
    rank: kind + (reading.archived ? ARCHIVED : 0),
    preference: reading.archived ? 1 : 0,
    at: reading.at,
    isCopy: false,
    model: state.model,
    tokens: used,
    ...(state.branch === null ? {} : { branch: state.branch }),
    ...(state.cwd === null ? {} : { cwd: state.cwd }),
  };
}

/** One of the two usages of a `token_count`; null where it is missing or cannot be read. */
function figures(info: Json, field: string, reading: Reading): Totals | null {
  const usage = info[field];
  return isObject(usage) ? totalsOf(usage, `token_count.info.${field}`, reading) : null;
}

/** Null where a figure cannot be read, or there is none at all. */
function totalsOf(usage: Json, where: string, reading: Reading): Totals | null {
  const found = FIELDS.map((field) => tokens(usage, field, where, reading.problems));
  const isTold = FIELDS.some((field) => usage[field] !== undefined && usage[field] !== null);
  return isTold && found.every((value) => value !== null) ? (found as unknown as Totals) : null;
}

const FIELDS = [
  'input_tokens',
  'cached_input_tokens',
  'cache_write_input_tokens',
  'output_tokens',
  'reasoning_output_tokens',
];

/** What was added to the totals; all of them after they fell back to a new start. */
function increase(now: Totals, before: Totals | null): Totals {
  if (before === null || now[0] < before[0] || now[3] < before[3]) {
    return now;
  }
  return now.map((value, index) => Math.max(0, value - (before[index] ?? 0))) as unknown as Totals;
}

/** Codex's input has the cached part in it, and its output the reasoning; ours has the input without the cache. */
function tokensOf([input, cached, written, output, reasoning]: Totals): Tokens {
  return {
    input: Math.max(0, input - cached - written),
    cacheRead: cached,
    cacheWrite5m: written,
    cacheWrite1h: 0,
    output,
    reasoning,
  };
}
