import type { Tokens } from '../../common/model.js';

/** What a line about tokens tells: rounded figures of one message, and the cost of the whole run so far. */
export interface Told {
  tokens: Tokens;
  sessionUsd: number | null;
}

/**
 * `Tokens: 12k sent, 3.4k cache write, 1k cache hit, 1.2k received. Cost: $0.01 message, $0.05 session.` (Aider-AI/aider,
 * `coders/base_coder.py`, `utils.format_tokens`: whole below 1,000, one digit below 10k, else thousands). What was sent has
 * the cache in it; where it is less than that, it does not. null: it is no such line.
 */
export function tokensTold(line: string): Told | null {
  const found =
    /^Tokens: ([\d.,]+[kKM]?) sent(?:, ([\d.,]+[kKM]?) cache write)?(?:, ([\d.,]+[kKM]?) cache hit)?, ([\d.,]+[kKM]?) received\./.exec(
      line,
    );
  if (found === null) {
    return null;
  }
  const [sent = 0, written = 0, read = 0, output = 0] = found.slice(1).map(figure);
  const rest = Math.max(0, sent - written);
  const cost = /\$([\d.]+) session\./.exec(line)?.[1];
  const usd = cost === undefined ? NaN : Number(cost);
  return {
    tokens: {
      input: rest >= read ? rest - read : rest,
      cacheRead: read,
      cacheWrite5m: written,
      cacheWrite1h: 0,
      output,
      reasoning: null,
    },
    sessionUsd: usd > 0 && usd < 1e6 ? usd : null,
  };
}

function figure(text: string | undefined): number {
  const told = text?.toLowerCase() ?? '0';
  const value = Number.parseFloat(told.replaceAll(',', ''));
  const unit = told.endsWith('m') ? 1e6 : told.endsWith('k') ? 1e3 : 1;
  const tokens = Math.round(value * unit);
  return tokens >= 0 && tokens <= 1e12 ? tokens : 0;
}
