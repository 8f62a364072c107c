import type { Tokens, UsageEvent } from '../../common/model.js';
import { isObject, num, object, str, tokens, word, type Json } from '../fields.js';
import type { Entry, Reading } from './reading.js';

/**
 * A request (`api_req_started`). Its text is written anew when the answer has ended, so that each counts once as it is now;
 * until then it has no figures and is no response. All zeros are the form of a provider that reports none.
 */
export function request(info: Json, entry: Entry, nextAt: number | null, reading: Reading): void {
  placeModel(entry, nextAt ?? Infinity, reading);
  reading.response = null;
  addCost(info.cost, reading);
  const told = FIELDS.some((field) => info[field] !== undefined && info[field] !== null);
  const hasEnded = nextAt !== null || str(info.cancelReason) !== undefined;
  if (!told && !hasEnded) {
    return;
  }
  const used = told ? tokensOf(info, entry, reading) : null;
  const event = response(entry, used !== null && total(used) > 0 ? used : null, reading);
  reading.events.push(event);
  reading.response = event.key;
}

/**
 * Sums that stand for several responses: requests that a restored checkpoint took out of the conversation
 * (`deleted_api_reqs`), and those of sub-agents (`subagent_usage`).
 */
export function aggregate(info: Json, entry: Entry, reading: Reading): void {
  addCost(info.cost, reading);
  const used = tokensOf(info, entry, reading);
  if (used === null || total(used) > 0) {
    reading.events.push(response(entry, used, reading));
  }
}

/** The conversation was summed up by a request of which only the cost is told. */
export function condensed(info: Json, entry: Entry, reading: Reading): void {
  addCost(info.cost, reading);
  reading.events.push(response(entry, null, reading));
}

/**
 * The model of a request is told by its entry, or by the last prompt before the next request: a prompt names the model some
 * milliseconds after its request was entered.
 */
function placeModel(entry: Entry, before: number, reading: Reading): void {
  const info = object(entry.fields.modelInfo);
  const known = reading.context.models;
  const used = known.findLast(({ at }) => at < before) ?? known[0];
  const told = word(info.modelId);
  reading.model = told ?? used?.model ?? null;
  reading.provider = told === undefined ? (used?.provider ?? null) : (word(info.providerId) ?? null);
}

function response(entry: Entry, used: Tokens | null, reading: Reading): UsageEvent {
  const key = `${reading.flavor.id}:${reading.session}:${entry.uid}`;
  const { cwd } = reading.context;
  return {
    type: 'usage',
    session: reading.session,
    key,
    group: key,
    rank: 0,
    preference: 0,
    at: entry.at,
    isCopy: false,
    model: reading.model,
    tokens: used,
    ...(cwd === null ? {} : { cwd }),
  };
}

function tokensOf(info: Json, entry: Entry, reading: Reading): Tokens | null {
  const where = entry.name;
  const [told, output, written, read] = FIELDS.map((field) => tokens(info, field, where, reading.problems));
  if (
    told === null ||
    told === undefined ||
    output === null ||
    output === undefined ||
    written === null ||
    written === undefined ||
    read === null ||
    read === undefined
  ) {
    return null;
  }
  const cached = read + written;
  const input = told >= cached && isWholePrompt(info, entry, reading) ? told - cached : told;
  return { input, cacheRead: read, cacheWrite5m: written, cacheWrite1h: 0, output, reasoning: null };
}

/**
 * Whether `tokensIn` has in it what came from and went to the cache. Cline keeps the three apart, but passes on what some
 * providers' OpenAI-like interfaces report. Roo Code 3.29.5 and Kilo Code 4.119 write the whole prompt for every provider
 * (RooCodeInc/Roo-Code#8954, `packages/core/src/message-utils/consolidateTokenUsage.ts`); before, only what an
 * OpenAI-like interface reports was whole. The files tell no version: their time does. Fewer tokens than the cache's are never whole.
 */
function isWholePrompt(info: Json, entry: Entry, { flavor, provider }: Reading): boolean {
  if (flavor.wholePromptSince === null) {
    return provider !== null && PASSED_ON.has(provider);
  }
  const protocol = str(info.apiProtocol) ?? str(entry.fields.apiProtocol);
  return protocol === 'openai' || (entry.at !== null && entry.at >= flavor.wholePromptSince);
}

function addCost(cost: unknown, reading: Reading): void {
  const usd = num(cost);
  if (usd !== undefined && usd > 0 && usd < 1e6) {
    reading.costUsd = (reading.costUsd ?? 0) + usd;
  }
}

function total({ input, cacheRead, cacheWrite5m, output }: Tokens): number {
  return input + cacheRead + cacheWrite5m + output;
}

/** The text of an entry as JSON; null where it is something else. */
export function infoOf(text: string): Json | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

const FIELDS = ['tokensIn', 'tokensOut', 'cacheWrites', 'cacheReads'] as const;
/** Providers of Cline 3 whose `prompt_tokens` are passed on as they are (`core/api/providers`). */
const PASSED_ON: ReadonlySet<string> = new Set([
  ...['openai', 'litellm', 'doubao', 'fireworks', 'hicap', 'lmstudio', 'qwen', 'xai', 'zai'],
]);
