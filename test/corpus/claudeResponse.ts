import { addEntry, type Draft, type SessionLines, type Talk } from './claudeLines.js';
import { drawCall, type ToolCall } from './claudeTools.js';
import { addResponse, addUsage, type ClaudeUsage } from './claudeTruth.js';

/** One answer of the model, as its lines say it. */
export interface Response {
  messageId: string;
  requestId: string;
  blocks: Block[];
  calls: ToolCall[];
  /** When its first line was written, in ms since 1970. */
  startedAt: number;
  /** The line of its last block. */
  lastUuid: string;
  /** Its usage with so many output tokens; web searches are drawn anew each time. */
  usage(outputTokens: number): ClaudeUsage;
  outputTokens: number;
}

type Block = { type: string } & Record<string, unknown>;

/**
 * Adds a response: a line for each block, all with the same ids. The first ones repeat the few output tokens that the response
 * began with, only the last one has the final number.
 */
export function addModelResponse(
  draft: Draft,
  file: SessionLines,
  talk: Talk,
  { isLast, task }: { isLast: boolean; task(): Block | null },
): Response {
  const { int, id } = draft.world.random;
  talk.at += int(1500, 25_000);
  const messageId = id('msg_01', 22);
  const requestId = id('req_011C', 20);
  const usage = drawUsage(draft, talk);
  const { blocks, calls } = drawBlocks(draft, talk, isLast);
  const started = task();
  if (started) {
    blocks.push(started);
    count(draft, 'Task');
  }
  const outputTokens = blocks.reduce((sum, block) => sum + Math.ceil(JSON.stringify(block).length / 4.2), 0);
  const firstTokens = int(1, 9);
  addResponse(draft.truth, usage(outputTokens), talk);
  const startedAt = talk.at;
  let lastUuid = '';
  blocks.forEach((block, i) => {
    const isFinal = i === blocks.length - 1;
    const told = usage(isFinal ? outputTokens : firstTokens);
    addUsage(draft.truth.naiveNoDedupe, told);
    if (i === 0) {
      addUsage(draft.truth.firstWins, told);
    }
    const stopped = calls.length > 0 || started ? 'tool_use' : 'end_turn';
    lastUuid = addEntry(draft, file, talk, {
      type: 'assistant',
      message: {
        ...{ model: talk.model, id: messageId, type: 'message', role: 'assistant', content: [block] },
        ...{ stop_reason: isFinal ? stopped : null, stop_sequence: null, usage: told },
      },
      requestId,
    });
    talk.at += int(200, 3000);
  });
  return { messageId, requestId, blocks, calls, startedAt, lastUuid, usage, outputTokens };
}

/** Draws what the model is given: the context grows by what is written to the cache, and now and then is a long one. */
function drawUsage({ world }: Draft, talk: Talk): (outputTokens: number) => ClaudeUsage {
  const { int, chance, logNormal } = world.random;
  const isLong = chance(0.004);
  const written = Math.floor(Math.min(40_000, logNormal(900, 1.1)));
  const read = talk.contextTokens;
  talk.contextTokens += written;
  if (isLong && talk.model.includes('sonnet-4-5') && !talk.isSide) {
    talk.contextTokens = Math.max(talk.contextTokens, int(205_000, 420_000));
  }
  const isHour = !talk.isSide && chance(0.35);
  const input = chance(0.9) ? int(1, 12) : int(100, 4000);
  return (outputTokens) => ({
    input_tokens: input,
    cache_creation_input_tokens: written,
    cache_read_input_tokens: read,
    cache_creation: {
      ephemeral_5m_input_tokens: isHour ? 0 : written,
      ephemeral_1h_input_tokens: isHour ? written : 0,
    },
    output_tokens: outputTokens,
    ...(chance(0.02) ? { server_tool_use: { web_search_requests: 1, web_fetch_requests: 0 } } : {}),
    service_tier: 'standard',
    inference_geo: 'not_available',
  });
}

function drawBlocks(draft: Draft, talk: Talk, isLast: boolean): { blocks: Block[]; calls: ToolCall[] } {
  const { random, text, pools } = draft.world;
  const { int, chance, logNormal } = random;
  const blocks: Block[] = [];
  if (chance(0.45)) {
    blocks.push({
      type: 'thinking',
      thinking: text.cut(pools.prose, Math.min(9000, logNormal(600, 0.9))),
      signature: text.cut(pools.signature, int(300, 1800)),
    });
  }
  let left = 0;
  if (!isLast && chance(0.86)) {
    left = chance(0.14) ? int(2, 4) : 1;
  }
  if (left === 0 || chance(0.4)) {
    const length = left > 0 ? logNormal(160, 0.7) : logNormal(900, 0.9);
    blocks.push({ type: 'text', text: text.prose(Math.min(8000, length)) });
  }
  const calls: ToolCall[] = [];
  for (; left > 0; left--) {
    const call = drawCall(draft.world, talk.cwd);
    const { id, name, input } = call;
    blocks.push({ type: 'tool_use', id, name, input, caller: { type: 'direct' } });
    calls.push(call);
    count(draft, name);
  }
  return { blocks, calls };
}

function count({ truth }: Draft, tool: string): void {
  truth.tools[tool] = (truth.tools[tool] ?? 0) + 1;
}
