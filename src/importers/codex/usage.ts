import type { Tokens, UsageEvent } from '../../common/model.js';
import { isObject, str, tokens, typeName, type Json } from '../fields.js';
import type { Reading, Totals } from './state.js';

/**
 * Which kind of record tells the usage of a thread (rank of `UsageEvent`): the lowest that the thread has counts alone.
 * Records come once a response; `token_count` tells the same response again; an archived copy tells all of it again.
 */
const RECORD = 0;
const COUNT = 1;
const ARCHIVED = 2;

/** `token_usage_record` (0.15x on): the usage of one response. Its sums over the turn and the thread are left alone. */
export function usageRecord(payload: Json, reading: Reading): void {
  const { usage } = payload;
  if (!isObject(usage)) {
    reading.problems.push(`token_usage_record.usage is ${typeName(usage)}, not an object`);
    return;
  }
  const id = str(payload.response_id) ?? `at-${reading.stamp}`;
  reading.events.push(
    response(id, RECORD, tokensOf(totalsOf(usage, 'token_usage_record.usage', reading)), reading),
  );
}

/**
 * `token_count`: a new response when the thread's totals have changed since the last one; the same event is written again
 * with every change of the rate limits. What it adds is `last_token_usage`, or, where that is missing, the increase of the
 * totals. Totals may fall back inside a file, and in a fork they go on from the parent's: they are never taken as a sum.
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
  const last = isObject(info.last_token_usage) ? info.last_token_usage : null;
  const before = state.totals;
  if (isObject(info.total_token_usage)) {
    const now = totalsOf(info.total_token_usage, 'token_count.info.total_token_usage', reading);
    if (before !== null && now.every((value, index) => value === before[index])) {
      return;
    }
    state.totals = now;
  } else if (last === null) {
    return;
  }
  if (state.replaying) {
    return;
  }
  const used =
    last !== null
      ? totalsOf(last, 'token_count.info.last_token_usage', reading)
      : increase(state.totals, before);
  // Totals of zero are told before the first response.
  if (used !== null && used.some((value) => value > 0)) {
    reading.events.push(response(`n${state.counted++}`, COUNT, tokensOf(used), reading));
  }
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

function totalsOf(usage: Json, where: string, reading: Reading): Totals {
  const field = (name: string) => tokens(usage, name, where, reading.problems);
  return [
    field('input_tokens'),
    field('cached_input_tokens'),
    field('cache_write_input_tokens'),
    field('output_tokens'),
    field('reasoning_output_tokens'),
  ];
}

/** What was added to the totals; all of them after they fell back to a new start. */
function increase(now: Totals | null, before: Totals | null): Totals | null {
  if (now === null || before === null) {
    return now;
  }
  const fell = now[0] < before[0] || now[3] < before[3];
  return fell
    ? now
    : (now.map((value, index) => Math.max(0, value - (before[index] ?? 0))) as unknown as Totals);
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
