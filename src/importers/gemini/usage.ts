import type { Tokens } from '../../common/model.js';
import { isObject, tokens, typeName, type Json } from '../fields.js';
import type { Reading } from './state.js';

/**
 * The usage of a response, by the id of its message. The record is written again when calls end, and once more without
 * tokens by a resume: of all that is told of one id the largest counts, so that nothing is erased or added twice.
 */
export function usage(
  id: string,
  at: number | null,
  model: string | null,
  used: Tokens | null,
  reading: Reading,
): void {
  const key = usageKey(id, reading);
  const { cwd } = reading.state;
  reading.events.push({
    type: 'usage',
    session: reading.session,
    key,
    group: key,
    rank: 0,
    preference: 0,
    at,
    isCopy: false,
    model,
    tokens: used,
    ...(cwd === null ? {} : { cwd }),
  });
}

export function usageKey(id: string, { agent, session }: Reading): string {
  return `${agent}:${session}:${id}`;
}

/** An answer whose tokens did not come before the next message never gets any: what it used is not known. */
export function endOpen(reading: Reading): void {
  const { open } = reading.state;
  if (open !== null) {
    reading.state.open = null;
    usage(open.id, open.at, open.model, null, reading);
  }
}

/**
 * `{input, output, cached, thoughts, tool, total}`, from the API's `usageMetadata`: `input` has the cached part in it,
 * `output` has no thoughts, and `tool` is input that tools of the API added. Null where a figure cannot be read.
 */
export function tokensOf(told: unknown, problems: string[]): Tokens | null {
  if (!isObject(told)) {
    problems.push(`tokens is ${typeName(told)}, not an object`);
    return null;
  }
  const [input, output, cached, thoughts, tool] = ['input', 'output', 'cached', 'thoughts', 'tool'].map(
    (field) => tokens(told, field, 'tokens', problems),
  ) as Figure[] as [Figure, Figure, Figure, Figure, Figure];
  if (input === null || output === null || cached === null || thoughts === null || tool === null) {
    return null;
  }
  return {
    input: Math.max(0, input - cached) + tool,
    cacheRead: cached,
    cacheWrite5m: 0,
    cacheWrite1h: 0,
    output: output + thoughts,
    reasoning: hasThoughts(told) ? thoughts : null,
  };
}

type Figure = number | null;

/** The field came with the models that think. */
function hasThoughts(told: Json): boolean {
  return told.thoughts !== undefined && told.thoughts !== null;
}
