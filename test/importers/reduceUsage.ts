import type { ImportEvent, Tokens, UsageEvent } from '../../src/common/model.js';

/** One response as it counts: whole from one claim, and placed by the one that was first. */
export interface Response {
  key: string;
  session: string;
  at: number | null;
  branch: string | null;
  cwd: string | null;
  model: string | null;
  tokens: Tokens | null;
  approximate: boolean;
  webSearches: number;
}

/**
 * The rules of `UsageEvent`, in memory and in the fewest words: what the store does in SQL has to give the same. `events`
 * are those of one agent, of all its files, in any order.
 */
export function reduceUsage(events: Iterable<ImportEvent>): Response[] {
  const claims = new Map<string, UsageEvent[]>();
  const startedAt = new Map<string, number>();
  for (const event of events) {
    if (event.type === 'usage') {
      claims.set(event.key, [...(claims.get(event.key) ?? []), event]);
    }
    const at =
      event.type === 'session' || (event.type === 'message' && event.copied !== true) ? event.at : undefined;
    if (typeof at === 'number' && 'session' in event && event.session !== undefined) {
      startedAt.set(event.session, Math.min(at, startedAt.get(event.session) ?? Infinity));
    }
  }
  const rows = [...claims.values()].map((of) => ({ of, rank: Math.min(...of.map((claim) => claim.rank)) }));
  const best = new Map<string, number>();
  for (const { of, rank } of rows) {
    const group = of[0]?.group ?? '';
    best.set(group, Math.min(rank, best.get(group) ?? Infinity));
  }
  return rows
    .filter(({ of, rank }) => rank === best.get(of[0]?.group ?? ''))
    .map(({ of }) => responseOf(of, startedAt));
}

/** The sum that tokens are compared by. */
export function total(tokens: Tokens | null): number {
  return tokens === null
    ? -1
    : tokens.input + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h + tokens.output;
}

function responseOf(claims: readonly UsageEvent[], startedAt: ReadonlyMap<string, number>): Response {
  const told = claims.toSorted(
    (a, b) =>
      a.preference - b.preference ||
      total(b.tokens) - total(a.tokens) ||
      // Equal sums: any of the figures could be the right one, and the order of reading must not decide.
      (b.tokens?.output ?? 0) - (a.tokens?.output ?? 0) ||
      (b.tokens?.input ?? 0) - (a.tokens?.input ?? 0),
  )[0] as UsageEvent;
  const first = claims.toSorted(
    (a, b) =>
      (a.at ?? Infinity) - (b.at ?? Infinity) ||
      Number(a.isCopy) - Number(b.isCopy) ||
      (startedAt.get(a.session) ?? Infinity) - (startedAt.get(b.session) ?? Infinity) ||
      (a.session < b.session ? -1 : Number(a.session > b.session)),
  )[0] as UsageEvent;
  return {
    key: told.key,
    session: first.session,
    at: first.at,
    branch: first.branch ?? null,
    cwd: first.cwd ?? null,
    model: told.model,
    tokens: told.tokens,
    approximate: told.approximate === true,
    webSearches: told.webSearches ?? 0,
  };
}
