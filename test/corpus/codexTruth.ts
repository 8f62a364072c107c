/** `total_token_usage` and its like: input holds what was cached and written to the cache, output holds reasoning. */
export interface CodexTokens {
  input_tokens: number;
  cached_input_tokens: number;
  cache_write_input_tokens: number;
  output_tokens: number;
  reasoning_output_tokens: number;
  total_tokens: number;
}

/** Tokens as they count: `input` is fresh input only. */
export interface CodexSums {
  responses: number;
  input: number;
  cachedInput: number;
  cacheWrite: number;
  output: number;
  reasoning: number;
  total: number;
}

/** What a reader must find in a corpus, and wrong totals by which its mistake is known. */
export interface CodexTruth {
  files: number;
  activeFiles: number;
  archivedFiles: number;
  archivedCopiesOfActive: number;
  bareFiles: number;
  tornFiles: number;
  bytes: number;
  lines: number;
  rootThreads: number;
  subAgents: number;
  userForks: number;
  replayingForks: number;
  filesWithRecords: number;
  filesWithReset: number;
  resumes: number;
  compactions: number;
  abortedTurns: number;
  rolledBackTurns: number;
  reEmitted: number;
  infoNull: number;
  byType: Record<string, number>;
  /** The right totals: each response once; replayed history belongs to the parent; aborted and rolled-back turns count. */
  truth: CodexSums;
  byModel: Record<string, CodexSums>;
  byDayUTC: Record<string, CodexSums>;
  byBranch: Record<string, CodexSums>;
  /** By the folder of the latest turn_context, and by that of the first line. */
  byCwd: Record<string, CodexSums>;
  bySessionCwd: Record<string, CodexSums>;
  bySource: Record<string, CodexSums>;
  wrong: Record<keyof typeof wrongBecause, number>;
  /** What the wrong totals differ from the right one by, before it is known. */
  apart: { rolledBack: number; subAgents: number; alsoInRecords: number; archivedTwice: number };
}

/** How a reader comes to each of the wrong totals. */
export const wrongBecause = {
  lastCumulative: 'last total_token_usage of each file',
  sumOfAllTokenCount: 'last_token_usage of every token_count event, re-emitted and replayed ones too',
  forksCountedWithParentHistory: 're-emitted events skipped, replayed history not',
  archivedCopiesCountedTwice: 'full archived copies of active sessions added (shorter copies left out)',
  recordsAndTokenCountBoth: 'token_usage_record and token_count of the same response',
  cachedAddedToInput: 'input_tokens taken as fresh input',
  reasoningAddedToOutput: 'output_tokens + reasoning_output_tokens',
  rolledBackTurnsDropped: 'thread_rolled_back taken as unbilled',
  subAgentsDropped: 'only root threads and user forks',
};

export function emptyCodexTruth(): CodexTruth {
  const counts = { files: 0, activeFiles: 0, archivedFiles: 0, archivedCopiesOfActive: 0, bareFiles: 0 };
  const threads = { rootThreads: 0, subAgents: 0, userForks: 0, replayingForks: 0, filesWithRecords: 0 };
  const turns = { filesWithReset: 0, resumes: 0, compactions: 0, abortedTurns: 0, rolledBackTurns: 0 };
  return {
    ...{ ...counts, tornFiles: 0, bytes: 0, lines: 0, ...threads, ...turns, reEmitted: 0, infoNull: 0 },
    ...{ byType: {}, truth: emptySums(), byModel: {}, byDayUTC: {}, byBranch: {} },
    ...{ byCwd: {}, bySessionCwd: {}, bySource: {} },
    wrong: Object.fromEntries(Object.keys(wrongBecause).map((name) => [name, 0])) as CodexTruth['wrong'],
    apart: { rolledBack: 0, subAgents: 0, alsoInRecords: 0, archivedTwice: 0 },
  };
}

/** Fills in the wrong totals that are the right one with a difference. */
export function finishWrong({ truth, wrong, apart }: CodexTruth): void {
  wrong.archivedCopiesCountedTwice = truth.total + apart.archivedTwice;
  wrong.recordsAndTokenCountBoth = truth.total + apart.alsoInRecords;
  wrong.cachedAddedToInput = truth.total + truth.cachedInput + truth.cacheWrite;
  wrong.reasoningAddedToOutput = truth.total + truth.reasoning;
  wrong.rolledBackTurnsDropped = truth.total - apart.rolledBack;
  wrong.subAgentsDropped = truth.total - apart.subAgents;
}

export function emptySums(): CodexSums {
  return { responses: 0, input: 0, cachedInput: 0, cacheWrite: 0, output: 0, reasoning: 0, total: 0 };
}

export function emptyTokens(): CodexTokens {
  return {
    ...{ input_tokens: 0, cached_input_tokens: 0, cache_write_input_tokens: 0 },
    ...{ output_tokens: 0, reasoning_output_tokens: 0, total_tokens: 0 },
  };
}

/** Adds tokens to tokens. */
export function addTokens(target: CodexTokens, tokens: CodexTokens): CodexTokens {
  for (const key of Object.keys(target) as (keyof CodexTokens)[]) {
    target[key] += tokens[key];
  }
  return target;
}

/** Counts a response. */
export function countTokens(sums: CodexSums, tokens: CodexTokens): void {
  sums.responses++;
  sums.input += tokens.input_tokens - tokens.cached_input_tokens - tokens.cache_write_input_tokens;
  sums.cachedInput += tokens.cached_input_tokens;
  sums.cacheWrite += tokens.cache_write_input_tokens;
  sums.output += tokens.output_tokens;
  sums.reasoning += tokens.reasoning_output_tokens;
  sums.total += tokens.total_tokens;
}
