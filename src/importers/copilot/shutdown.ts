import { count, isObject, object, typeName, word, type Json } from '../fields.js';
import type { Figures, ModelTotals, Reading } from './state.js';
import { figuresOf, RANK, response, responseKey, tokensOf } from './usage.js';

/** Models and requests beyond these are no session's: what a broken file says must not become millions of rows. */
const MOST_MODELS = 50;
const MOST_REQUESTS = 500;

/**
 * `session.shutdown.modelMetrics`: requests and tokens by model. In 1.0.102 they go on from those of the shutdown before (a
 * resumed session ended with 3,006 and then with 6,021 tokens of input); where one model has less than before, they are those
 * of the run alone, as older versions may have written them. What is new is told as so many responses as there were
 * requests, each with its share of the tokens.
 */
export function shutdown(data: Json, reading: Reading): void {
  const { state } = reading;
  const now = totalsOf(data.modelMetrics, reading);
  if (now.length === 0) {
    return;
  }
  const goesOn = state.totals.every((before) => {
    const after = now.find(({ model }) => model === before.model);
    return after !== undefined && isMore(after, before);
  });
  for (const totals of now) {
    const before = goesOn ? state.totals.find(({ model }) => model === totals.model) : undefined;
    const figures = totals.figures && minus(totals.figures, before?.figures ?? null);
    if (!state.recorded) {
      tell(totals.model, totals.requests - (before?.requests ?? 0), figures, reading);
    }
  }
  // Where a shutdown tells requests alone, the tokens of the one before still hold.
  state.totals = now.map(({ model, requests, figures }) => ({
    model,
    requests,
    figures: figures ?? state.totals.find((before) => before.model === model)?.figures ?? null,
  }));
  if (now.some(({ figures }) => figures !== null)) {
    state.shutdowns++;
    state.recorded = false;
  }
}

function totalsOf(metrics: unknown, reading: Reading): ModelTotals[] {
  if (!isObject(metrics)) {
    if (metrics !== undefined && metrics !== null) {
      reading.problems.push(`session.shutdown.modelMetrics is ${typeName(metrics)}, not an object`);
    }
    return [];
  }
  return Object.entries(metrics)
    .slice(0, MOST_MODELS)
    .flatMap(([name, metric]): ModelTotals[] => {
      const { requests, usage } = object(metric);
      const told = count(isObject(requests) ? requests.count : requests);
      const figures = isObject(usage) ? figuresOf(usage, 'session.shutdown.usage', reading.problems) : null;
      const asked = Math.min(told ?? (isObject(usage) ? 1 : 0), MOST_REQUESTS);
      return asked === 0 ? [] : [{ model: word(name)?.slice(0, 200) ?? '', requests: asked, figures }];
    });
}

function tell(model: string, requests: number, figures: Figures | null, reading: Reading): void {
  const rows = Math.max(requests, figures !== null && figures.some((value) => value > 0) ? 1 : 0);
  const tokens = figures && tokensOf(figures);
  const share = (of: number, nth: number): number =>
    Math.floor((of * (nth + 1)) / rows) - Math.floor((of * nth) / rows);
  for (let nth = 0; nth < rows; nth++) {
    const key = responseKey(reading.agent, reading.session, `shutdown:${reading.id}:${model}:${nth}`);
    reading.events.push({
      ...response(key, RANK.shutdown, reading),
      model: model === '' ? null : model,
      tokens: tokens && {
        input: share(tokens.input, nth),
        cacheRead: share(tokens.cacheRead, nth),
        cacheWrite5m: share(tokens.cacheWrite5m, nth),
        cacheWrite1h: 0,
        output: share(tokens.output, nth),
        reasoning: share(tokens.reasoning ?? 0, nth),
      },
    });
  }
}

function isMore(after: ModelTotals, before: ModelTotals): boolean {
  return (
    after.requests >= before.requests &&
    (before.figures === null || after.figures === null || after.figures[0] >= before.figures[0])
  );
}

function minus(after: Figures, before: Figures | null): Figures {
  return before === null
    ? after
    : (after.map((value, place) => Math.max(0, value - (before[place] ?? 0))) as unknown as Figures);
}
