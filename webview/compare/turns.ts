import type { OutlineRow } from '../../src/common/steps.js';
import { isError, isPrompt } from '../replay/items.js';

/** A prompt with all that followed it, until the next one. */
export interface Turn {
  /** null: what came before the first prompt. */
  prompt: OutlineRow | null;
  /** Without the prompt. */
  steps: readonly OutlineRow[];
  figures: TurnFigures;
}

/** What a turn, or a whole session, came to. */
export interface TurnFigures {
  steps: number;
  tools: number;
  errors: number;
  tokens: number;
  costUsd: number;
  /** Responses without a price, which are not in the cost. */
  unpriced: boolean;
  /** Responses whose usage is known. */
  responses: number;
  /** Files changed, each once. */
  files: number;
  /** Milliseconds from the first to the last step; null when no step has a time. */
  tookMs: number | null;
}

/** The turns of a session. Prompts of a way that was left stay within the turn that it began in, as do those to sub-agents. */
export function turnsOf(rows: readonly OutlineRow[]): Turn[] {
  const parts: OutlineRow[][] = [];
  for (const row of rows) {
    const last = parts.at(-1);
    if (last === undefined || startsTurn(row)) {
      parts.push([row]);
    } else {
      last.push(row);
    }
  }
  return parts.map((part) => {
    const [first, ...rest] = part;
    const prompt = first && startsTurn(first) ? first : null;
    return { prompt, steps: prompt === null ? part : rest, figures: figuresOf(part) };
  });
}

/** Sums over steps. */
export function figuresOf(rows: readonly OutlineRow[]): TurnFigures {
  const files = new Set<string>();
  const figures = { steps: rows.length, tools: 0, errors: 0, tokens: 0, costUsd: 0, responses: 0 };
  let unpriced = false;
  let first = Infinity;
  let last = -Infinity;
  for (const row of rows) {
    figures.tools += row.tool ? 1 : 0;
    figures.errors += isError(row) ? 1 : 0;
    if (row.spent) {
      figures.tokens += row.spent.tokens;
      figures.costUsd += row.spent.costUsd ?? 0;
      figures.responses++;
      unpriced ||= row.spent.costUsd === null;
    }
    for (const change of row.changes ?? []) {
      files.add(change.newPath ?? change.path);
    }
    for (const at of [row.at, row.tool?.endedAt ?? null]) {
      if (at !== null) {
        first = Math.min(first, at);
        last = Math.max(last, at);
      }
    }
  }
  return { ...figures, unpriced, files: files.size, tookMs: first === Infinity ? null : last - first };
}

function startsTurn(row: OutlineRow): boolean {
  return row.branch === 0 && isPrompt(row);
}
