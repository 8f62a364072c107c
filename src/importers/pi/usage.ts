import type { Tokens } from '../../common/model.js';
import { fingerprint, ident, isObject, num, object, tokens, typeName, type Json } from '../fields.js';
import type { Reading } from './state.js';

/**
 * The response that an answer is, and its key. Ids of lines have eight letters and are made anew when an old file is taken over,
 * so that the key is made of the answer's times and figures: these a copy in a fork's file has in common with its original,
 * which counts for the session that wrote it.
 */
export function usage(told: Json, model: string | null, reading: Reading): string | undefined {
  const { line, session, state } = reading;
  const used = usedBy(told, reading.problems);
  if (used === 'nothing') {
    return undefined;
  }
  const figures = isObject(told.usage) ? told.usage : {};
  const name = [
    ...[told.timestamp, model, told.responseId, figures.input, figures.output],
    ...[figures.cacheRead, figures.cacheWrite],
  ];
  const key = `pi:${line.at ?? line.id}:${fingerprint(name.map((part) => ident(part) ?? num(part) ?? '').join('|'))}`;
  reading.events.push({
    type: 'usage',
    session,
    key,
    group: key,
    rank: 0,
    preference: 0,
    at: line.at,
    isCopy: line.copied,
    model,
    tokens: used,
    ...(state.cwd === null ? {} : { cwd: state.cwd }),
  });
  cost(object(figures.cost), reading);
  return key;
}

/** Zeros throughout are a request that failed, or an answer that was ended before its figures came. */
function usedBy(told: Json, problems: string[]): Tokens | null | 'nothing' {
  if (told.usage === undefined || told.usage === null) {
    return null;
  }
  const used = tokensOf(told.usage, problems);
  const isZero =
    used !== null && used.input + used.output + used.cacheRead + used.cacheWrite5m + used.cacheWrite1h === 0;
  if (isZero && told.stopReason === 'error') {
    return 'nothing';
  }
  return isZero && told.stopReason === 'aborted' ? null : used;
}

/** `{input, output, cacheRead, cacheWrite, totalTokens, cost}`: input is without the cache. */
function tokensOf(told: unknown, problems: string[]): Tokens | null {
  if (!isObject(told)) {
    problems.push(`usage is ${typeName(told)}, not an object`);
    return null;
  }
  const figure = (field: string): number | null => tokens(told, field, 'usage', problems);
  const [input, output] = [figure('input'), figure('output')];
  const [cacheRead, cacheWrite5m] = [figure('cacheRead'), figure('cacheWrite')];
  return input === null || output === null || cacheRead === null || cacheWrite5m === null
    ? null
    : { input, output, cacheRead, cacheWrite5m, cacheWrite1h: 0, reasoning: null };
}

/** The program's own cost of the session, which is shown beside ours. */
function cost(told: Json, { line, state, session, events }: Reading): void {
  const total = num(told.total);
  if (total !== undefined && total > 0 && total < 1e6 && !line.copied) {
    state.cost += total;
    events.push({ type: 'session', session, agentCostUsd: state.cost });
  }
}
