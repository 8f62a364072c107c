import type { Tokens, UsageEvent } from '../../common/model.js';

/** What is kept whole of one line that tells of a response. */
export interface Kept {
  preference: number;
  model: string | null;
  tokens: Tokens | null;
  approximate: boolean;
  tier: string | null;
  webSearches: number;
  requestId: string | null;
}

/** One session's word that the response is its own. Rows are named by their ids. */
export interface Claim {
  session: number;
  thread: number | null;
  at: number | null;
  isCopy: boolean;
  branch: number | null;
  cwd: number | null;
}

/** What decides between sessions, and between texts that rows name by number. */
export interface Lookups {
  session(id: number): { startedAt: number | null; agentSessionId: string; agent: string } | null;
  name(id: number): string | null;
  thread(id: number): string;
}

export function keptOf(event: UsageEvent): Kept {
  return {
    preference: event.preference,
    model: event.model,
    tokens: event.tokens,
    approximate: event.approximate === true,
    tier: event.tier ?? null,
    webSearches: event.webSearches ?? 0,
    requestId: event.requestId ?? null,
  };
}

/**
 * The line to keep of two: the lowest preference, then the largest total. Lines that are still equal differ in details at
 * most; the greater detail wins, so that the order of reading never matters. Negative: `a`; zero: they are the same.
 */
export function compareKept(a: Kept, b: Kept): number {
  return (
    a.preference - b.preference ||
    total(b.tokens) - total(a.tokens) ||
    Number(a.approximate) - Number(b.approximate) ||
    details(a.tokens, b.tokens) ||
    compareTexts(b.model, a.model) ||
    compareTexts(b.tier, a.tier) ||
    b.webSearches - a.webSearches ||
    compareTexts(b.requestId, a.requestId)
  );
}

/** The earlier of two claims of one session. Negative: `a`; zero: they are the same. */
export function compareInSession(a: Claim, b: Claim, lookups: Lookups): number {
  const names = (x: number | null, y: number | null) =>
    x === y ? 0 : compareTexts(x === null ? null : lookups.name(x), y === null ? null : lookups.name(y), 1);
  const threads = (x: number | null, y: number | null) =>
    x === y ? 0 : compareTexts(x === null ? '' : lookups.thread(x), y === null ? '' : lookups.thread(y));
  return (
    compareTimes(a.at, b.at) ||
    Number(a.isCopy) - Number(b.isCopy) ||
    threads(a.thread, b.thread) ||
    names(a.branch, b.branch) ||
    names(a.cwd, b.cwd)
  );
}

/**
 * The claim of several sessions that was first: lowest time, then not a copy, then the session that started earlier, then
 * the smaller session id.
 */
export function firstClaim(claims: readonly Claim[], lookups: Lookups): Claim {
  const [first, ...others] = claims;
  if (first === undefined) {
    throw new Error('A response without a claim');
  }
  return others.reduce((best, claim) => (compareSessions(claim, best, lookups) < 0 ? claim : best), first);
}

function compareSessions(a: Claim, b: Claim, lookups: Lookups): number {
  const decided = compareTimes(a.at, b.at) || Number(a.isCopy) - Number(b.isCopy);
  if (decided !== 0) {
    return decided;
  }
  const [x, y] = [lookups.session(a.session), lookups.session(b.session)];
  return (
    compareTimes(x?.startedAt ?? null, y?.startedAt ?? null) ||
    compareTexts(x?.agentSessionId ?? null, y?.agentSessionId ?? null) ||
    compareTexts(x?.agent ?? null, y?.agent ?? null)
  );
}

/** Every token once; a response without usage is less than one that cost nothing. */
function total(tokens: Tokens | null): number {
  return tokens === null
    ? -1
    : tokens.input + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h + tokens.output;
}

function details(a: Tokens | null, b: Tokens | null): number {
  if (a === null || b === null) {
    return 0;
  }
  return (
    b.output - a.output ||
    b.input - a.input ||
    b.cacheWrite1h - a.cacheWrite1h ||
    b.cacheWrite5m - a.cacheWrite5m ||
    (b.reasoning ?? -1) - (a.reasoning ?? -1)
  );
}

/** Unknown times are last. */
function compareTimes(a: number | null, b: number | null): number {
  return a === b ? 0 : a === null ? 1 : b === null ? -1 : a - b;
}

/** By code units, as every machine does it. `nulls` is 1 to have null last, -1 to have it first. */
function compareTexts(a: string | null, b: string | null, nulls: 1 | -1 = -1): number {
  if (a === b) {
    return 0;
  }
  if (a === null || b === null) {
    return a === null ? nulls : -nulls;
  }
  return a < b ? -1 : 1;
}
