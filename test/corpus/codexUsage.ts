import { addEvent, addLine, addToTotal, iso, isNew, type Thread, type TokenInfo } from './codexThread.js';
import { addTokens, countTokens, emptySums, emptyTokens, type CodexTokens } from './codexTruth.js';

/** Draws the usage of a response and counts it, except by day. */
export function drawUsage(thread: Thread, output: number, reasoning: number): CodexTokens {
  const { chance } = thread.draft.world.random;
  const input = thread.contextTokens;
  const cached = chance(0.06) ? 0 : Math.floor(Math.min(thread.lastInput, input) / 128) * 128;
  const fresh = input - cached;
  const written = isNew(thread) ? Math.min(fresh, chance(0.5) ? Math.floor(fresh * 0.7) : 0) : 0;
  const tokens: CodexTokens = {
    ...{ input_tokens: input, cached_input_tokens: cached, cache_write_input_tokens: written },
    ...{ output_tokens: output, reasoning_output_tokens: Math.min(output, reasoning) },
    total_tokens: input + output,
  };
  thread.lastInput = input;
  countTokens(thread.own, tokens);
  thread.turnUsage.push(tokens);
  const { byModel, byBranch, byCwd, bySessionCwd, bySource } = thread.draft.truth;
  countTokens((byModel[thread.model] ??= emptySums()), tokens);
  countTokens((byBranch[thread.branch] ??= emptySums()), tokens);
  countTokens((byCwd[thread.cwd] ??= emptySums()), tokens);
  countTokens((bySessionCwd[thread.sessionCwd] ??= emptySums()), tokens);
  countTokens((bySource[thread.kind] ??= emptySums()), tokens);
  addToTotal(thread, tokens);
  return tokens;
}

/** The new era tells a response's usage when it has ended, before its tools run. */
export function addRecord(thread: Thread, tokens: CodexTokens): void {
  if (!isNew(thread)) {
    return;
  }
  countDay(thread, tokens);
  addTokens(thread.recordSum, tokens);
  addLine(thread, 'token_usage_record', {
    ...{ thread_id: thread.id, turn_id: thread.turn, session_id: thread.rootId ?? thread.id },
    root_turn_id: thread.rootTurn ?? thread.turn,
    response_id: thread.draft.world.random.id('resp_', 40),
    usage: toldTokens(thread, tokens),
    turn_token_usage: toldTokens(thread, thread.turnSum),
    thread_token_usage: toldTokens(thread, thread.recordSum),
  });
}

/** The usage as every era tells it: with the thread's running total. */
export function addCount(thread: Thread, tokens: CodexTokens): void {
  if (!isNew(thread)) {
    countDay(thread, tokens);
  }
  addTokenCount(thread, {
    total_token_usage: toldTokens(thread, thread.total),
    last_token_usage: { ...toldTokens(thread, tokens), total_tokens: tokens.total_tokens },
    model_context_window: 258_400,
  });
  if (isNew(thread)) {
    thread.draft.truth.apart.alsoInRecords += tokens.total_tokens;
  }
  thread.earlierTotals.push({ ...thread.total });
}

/** The last count once more, as at the start of a turn or when the rate limits change. */
export function repeatCount(thread: Thread): void {
  addTokenCount(thread, thread.lastInfo);
}

/** The running total falls back, to nothing or to an earlier value. */
export function resetCounter(thread: Thread): void {
  const { random } = thread.draft.world;
  const earlier = thread.earlierTotals;
  if (earlier.length > 0) {
    const toNothing = random.chance(0.5);
    const one = toNothing ? undefined : earlier[Math.floor(random.next() * earlier.length * 0.5)];
    thread.total = one ? { ...one } : emptyTokens();
    thread.wasReset = true;
  }
}

/** Keeps account of what a reader would sum up that takes every event for a response. */
export function noteEvent(thread: Thread, info: TokenInfo): void {
  thread.sumOfEvents += info.last_token_usage.total_tokens;
  const total = JSON.stringify(info.total_token_usage);
  if (total === thread.lastTotalText) {
    thread.draft.truth.reEmitted++;
  } else {
    thread.sumOfChanges += info.last_token_usage.total_tokens;
    thread.lastTotalText = total;
  }
  thread.lastInfo = info;
}

/** Tokens with the keys that a version writes, in its order. */
export function toldTokens({ era, version }: Thread, tokens: CodexTokens): Partial<CodexTokens> {
  const { cache_write_input_tokens: _, ...without } = tokens;
  return era === 'new' || version.startsWith('0.145') ? { ...tokens } : without;
}

function addTokenCount(thread: Thread, info: TokenInfo | null): void {
  const { int } = thread.draft.world.random;
  const now = Math.floor(thread.at / 1000);
  addEvent(thread, 'token_count', {
    info,
    rate_limits: {
      ...{ limit_id: 'codex', limit_name: null },
      primary: { used_percent: int(1, 96), window_minutes: 300, resets_at: now + int(60, 18_000) },
      secondary: { used_percent: int(1, 60), window_minutes: 10_080, resets_at: now + 400_000 },
      ...{ credits: null, plan_type: 'team' },
    },
  });
  if (info) {
    noteEvent(thread, info);
  } else {
    thread.draft.truth.infoNull++;
  }
}

function countDay({ draft, at }: Thread, tokens: CodexTokens): void {
  countTokens((draft.truth.byDayUTC[iso(at).slice(0, 10)] ??= emptySums()), tokens);
}
