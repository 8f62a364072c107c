/**
 * An own count of a generated Claude Code home, from the lines alone and with nothing of the importer: responses, tokens and
 * cost of each session, for what the generator's truth does not tell. `{sessions: {id: figures}, costUsd}`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Dollars for a million tokens: input, output, cache write of 5 minutes, of an hour, cache read. The generator's prices. */
const prices = {
  'claude-opus-4-5-20251101': [5, 25, 6.25, 10, 0.5],
  'claude-opus-4-6': [5, 25, 6.25, 10, 0.5],
  'claude-sonnet-4-5-20250929': [3, 15, 3.75, 6, 0.3],
  'claude-sonnet-4-6': [3, 15, 3.75, 6, 0.3],
  'claude-haiku-4-5-20251001': [1, 5, 1.25, 2, 0.1],
};
const sonnetOver200k = [6, 22.5, 7.5, 12, 0.6];

export function countClaude(home) {
  const projects = join(home, '.claude', 'projects');
  const responses = new Map();
  const startedAt = new Map();
  for (const path of readdirSync(projects, { recursive: true }).filter((name) => name.endsWith('.jsonl'))) {
    const session = path.split(/[\\/]/)[1].replace(/\.jsonl$/, '');
    for (const line of linesOf(join(projects, path))) {
      const at = Date.parse(line.timestamp);
      if (
        line.message !== undefined &&
        line.forkedFrom === undefined &&
        at < (startedAt.get(session) ?? Infinity)
      ) {
        startedAt.set(session, at);
      }
      const usage = line.message?.usage;
      if (line.type === 'assistant' && usage && line.message.model !== '<synthetic>') {
        const key = `${line.message.id}:${line.requestId}`;
        const told = {
          session,
          at,
          isCopy: line.forkedFrom !== undefined,
          isSide: line.isSidechain === true,
        };
        responses.set(key, [
          ...(responses.get(key) ?? []),
          { ...told, model: line.message.model, ...tokensOf(usage) },
        ]);
      }
    }
  }
  const sessions = {};
  let costUsd = 0;
  for (const lines of responses.values()) {
    const first = lines.toSorted(
      (a, b) => a.at - b.at || a.isCopy - b.isCopy || startedAt.get(a.session) - startedAt.get(b.session),
    )[0];
    const told = lines.toSorted((a, b) => a.isSide - b.isSide || b.total - a.total)[0];
    const sums = (sessions[first.session] ??= { ...none });
    for (const field of Object.keys(none)) {
      sums[field] += field === 'responses' ? 1 : told[field];
    }
    costUsd += costOf(told);
  }
  return { sessions, costUsd };
}

const none = { responses: 0, input: 0, output: 0, cache5m: 0, cache1h: 0, cacheRead: 0, total: 0 };

function tokensOf(usage) {
  const tokens = {
    input: usage.input_tokens,
    output: usage.output_tokens,
    cache5m: usage.cache_creation.ephemeral_5m_input_tokens,
    cache1h: usage.cache_creation.ephemeral_1h_input_tokens,
    cacheRead: usage.cache_read_input_tokens,
  };
  return { ...tokens, total: Object.values(tokens).reduce((sum, value) => sum + value, 0) };
}

/** A request above 200,000 tokens is priced whole at the higher rate. */
function costOf({ model, input, output, cache5m, cache1h, cacheRead }) {
  const isLong = model.includes('sonnet-4-5') && input + cache5m + cache1h + cacheRead > 200_000;
  const price = isLong ? sonnetOver200k : prices[model];
  return [input, output, cache5m, cache1h, cacheRead].reduce(
    (sum, value, i) => sum + (value * price[i]) / 1e6,
    0,
  );
}

/** Whole lines; the last one may be torn. */
function linesOf(path) {
  return readFileSync(path, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}
