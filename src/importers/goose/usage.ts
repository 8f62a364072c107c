import type { Tokens, UsageEvent } from '../../common/model.js';
import { count, object, str, tokens, word, type Json } from '../fields.js';
import type { Reading } from './state.js';
import { timeOf } from './times.js';

/**
 * Which figures tell the usage of a session (rank of `UsageEvent`): the lowest that it has counts alone. The ledger has a row
 * for each call since schema 15, and one for all that came before. The sums of the session are next, and the usage of its
 * last call is the least that was used.
 */
const LEDGER = 0;
const SUMS = 1;
const LAST = 2;
/** The lines that the database was made of. */
const LINES = 3;

/** A row of `usage_ledger`: one call, with `is_compaction` or without. */
export function ledger(row: Json, reading: Reading): void {
  const session = str(row.session_id);
  const id = count(row.id);
  if (session === undefined || id === undefined) {
    reading.problems.push('usage_ledger.session_id or id is missing');
    return;
  }
  const used = tokensOf(row, '', 'usage_ledger', reading);
  reading.events.push(
    response(session, `call:${id}`, LEDGER, timeOf(row.created_timestamp), row.model, used),
  );
}

/**
 * The sums of a session, or the usage of its last call. `answered`: a model has answered, so that where no tokens are told
 * they are unknown. The time is that of the session's beginning: of more than one response there is no one time.
 */
export function sums(
  session: string,
  at: number | null,
  row: Json,
  answered: boolean,
  reading: Reading,
): void {
  const all = tokensOf(row, 'accumulated_', 'session', reading);
  const last = all === null ? tokensOf(row, '', 'session', reading) : null;
  if (all === null && last === null && !answered) {
    return;
  }
  const rank = (last === null ? SUMS : LAST) + (reading.fromDatabase ? 0 : LINES);
  const used = last === null ? all : { ...last, approximate: true };
  reading.events.push(response(session, last === null ? 'sums' : 'last', rank, at, modelOf(row), used));
}

/** The model that a session was set to. */
export function modelOf(row: Json): string | undefined {
  let config: unknown;
  try {
    config = JSON.parse(str(row.model_config_json) ?? 'null');
  } catch {
    // It is a name for people: without it the tokens are still told.
    return undefined;
  }
  return word(object(config).model_name);
}

interface Used {
  tokens: Tokens;
  approximate: boolean;
}

function response(
  session: string,
  name: string,
  rank: number,
  at: number | null,
  model: unknown,
  used: Used | null,
): UsageEvent {
  const group = `goose:${session.slice(0, 300)}`;
  return {
    type: 'usage',
    session,
    key: `${group}:${name}`,
    group,
    rank,
    preference: rank < LINES ? 0 : 1,
    at,
    isCopy: false,
    model: word(model) ?? null,
    tokens: used === null ? null : used.tokens,
    ...(used?.approximate === true ? { approximate: true } : {}),
  };
}

/**
 * Input as Goose keeps it has the cached parts in it, whatever the provider reports; where the total says that it has not, or
 * there is more in the cache, it is taken as it is. What the total has beyond all that is told is of no kind: it counts as
 * input. Null where nothing is told.
 */
function tokensOf(row: Json, prefix: string, where: string, reading: Reading): Used | null {
  const figure = (kind: string): number | null =>
    tokens(row, `${prefix}${kind}_tokens`, where, reading.problems);
  const [input, output, total] = [figure('input'), figure('output'), figure('total')];
  const [read, written] = [figure('cache_read'), figure('cache_write')];
  if (input === null || output === null || total === null || read === null || written === null) {
    return null;
  }
  if (input + output + total === 0) {
    return null;
  }
  const cached = read + written;
  const isApart = cached > input || (cached > 0 && total === input + output + cached);
  const rest = Math.max(0, total - input - output - (isApart ? cached : 0));
  const fresh = count((isApart ? input : input - cached) + rest);
  if (fresh === undefined) {
    return null;
  }
  return {
    tokens: {
      input: fresh,
      cacheRead: read,
      cacheWrite5m: written,
      cacheWrite1h: 0,
      output,
      reasoning: null,
    },
    approximate: rest > 0,
  };
}
