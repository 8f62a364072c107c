import { longContextPrices, prices, type Price } from './claudeWorld.js';

/** What a reader must find in a corpus, and some wrong answers by which its mistake is known. */
export interface ClaudeTruth {
  files: number;
  bytes: number;
  lines: number;
  sessions: number;
  subagentFiles: number;
  byType: Record<string, number>;
  tools: Record<string, number>;
  toolErrors: number;
  /** The right totals: each response once, over all files. */
  truth: ClaudeSums;
  byModel: Record<string, ClaudeSums>;
  byDayUTC: Record<string, ClaudeSums>;
  byBranch: Record<string, ClaudeSums>;
  /** Wrong: every line counted. */
  naiveNoDedupe: ClaudeSums;
  /** Wrong: the first line of a response wins. */
  firstWins: ClaudeSums;
  /** Wrong: sub-agents are left out. */
  mainOnly: ClaudeSums;
  /** Only the last one is right: 1-hour writes, and whole requests above 200,000 tokens, at their own prices. */
  costUSD: { flat5m: number; tiers5m1h: number; tiersAndLongContext: number };
}

export interface ClaudeSums {
  responses: number;
  input: number;
  output: number;
  cache5m: number;
  cache1h: number;
  cacheCreate: number;
  cacheRead: number;
  total: number;
}

/** `message.usage` of a line. */
export interface ClaudeUsage {
  input_tokens: number;
  cache_creation_input_tokens: number;
  cache_read_input_tokens: number;
  cache_creation: { ephemeral_5m_input_tokens: number; ephemeral_1h_input_tokens: number };
  output_tokens: number;
  server_tool_use?: { web_search_requests: number; web_fetch_requests: number };
  service_tier: string;
  inference_geo: string;
}

export function emptyTruth(): ClaudeTruth {
  return {
    ...{ files: 0, bytes: 0, lines: 0, sessions: 0, subagentFiles: 0, byType: {}, tools: {}, toolErrors: 0 },
    ...{ truth: emptySums(), byModel: {}, byDayUTC: {}, byBranch: {} },
    ...{ naiveNoDedupe: emptySums(), firstWins: emptySums(), mainOnly: emptySums() },
    costUSD: { flat5m: 0, tiers5m1h: 0, tiersAndLongContext: 0 },
  };
}

/** Counts a response where it belongs. */
export function addResponse(
  truth: ClaudeTruth,
  usage: ClaudeUsage,
  { model, branch, at, isSide }: { model: string; branch: string; at: number; isSide: boolean },
): void {
  addUsage(truth.truth, usage);
  if (!isSide) {
    addUsage(truth.mainOnly, usage);
  }
  addUsage((truth.byModel[model] ??= emptySums()), usage);
  addUsage((truth.byDayUTC[new Date(at).toISOString().slice(0, 10)] ??= emptySums()), usage);
  addUsage((truth.byBranch[branch] ??= emptySums()), usage);
  addCost(truth, model, usage);
}

export function addUsage(sums: ClaudeSums, usage: ClaudeUsage): void {
  sums.responses++;
  sums.input += usage.input_tokens;
  sums.output += usage.output_tokens;
  sums.cache5m += usage.cache_creation.ephemeral_5m_input_tokens;
  sums.cache1h += usage.cache_creation.ephemeral_1h_input_tokens;
  sums.cacheCreate += usage.cache_creation_input_tokens;
  sums.cacheRead += usage.cache_read_input_tokens;
  sums.total += usage.output_tokens + inputOf(usage);
}

function emptySums(): ClaudeSums {
  return {
    ...{ responses: 0, input: 0, output: 0, cache5m: 0, cache1h: 0 },
    ...{ cacheCreate: 0, cacheRead: 0, total: 0 },
  };
}

function inputOf(usage: ClaudeUsage): number {
  return usage.input_tokens + usage.cache_creation_input_tokens + usage.cache_read_input_tokens;
}

function addCost({ costUSD }: ClaudeTruth, model: string, usage: ClaudeUsage): void {
  const price = prices[model];
  if (!price) {
    throw new Error(`The corpus has no price for ${model}.`);
  }
  const { ephemeral_5m_input_tokens: write5m, ephemeral_1h_input_tokens: write1h } = usage.cache_creation;
  const costOf = (at: Price, short: number, long: number) =>
    (usage.input_tokens * at.input +
      usage.output_tokens * at.output +
      short * at.write5m +
      long * at.write1h +
      usage.cache_read_input_tokens * at.read) /
    1e6;
  const whole = (inputOf(usage) > 200_000 && longContextPrices[model]) || price;
  costUSD.flat5m += costOf(price, usage.cache_creation_input_tokens, 0);
  costUSD.tiers5m1h += costOf(price, write5m, write1h);
  costUSD.tiersAndLongContext += costOf(whole, write5m, write1h);
}
