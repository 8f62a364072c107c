import type { Tokens } from '../../common/model.js';
import { isObject, tokens, typeName, type Json } from '../fields.js';
import { inSession, type Envelope, type Reading } from './state.js';

/**
 * The response that a line tells of, and its key. Every line of an answer has an id of its own, which a fork's copy keeps. A
 * sub-agent writes an answer as two lines, of which the second, its calls, has neither usage nor model: it is no response.
 * Telemetry lines tell the same again, a sub-agent's even in its parent's file, and are left alone.
 */
export function usage(
  line: Json,
  model: string | null,
  envelope: Envelope,
  reading: Reading,
): string | undefined {
  const told = line.usageMetadata;
  if ((told === undefined || told === null) && typeof line.model !== 'string') {
    return undefined;
  }
  const key = `qwen:${envelope.uuid}`;
  reading.events.push({
    type: 'usage',
    ...inSession(envelope),
    key,
    group: key,
    rank: 0,
    preference: 0,
    at: envelope.at,
    isCopy: envelope.copied,
    model,
    tokens: told === undefined || told === null ? null : tokensOf(told, reading.problems),
    ...(envelope.branch === undefined ? {} : { branch: envelope.branch }),
    ...(envelope.cwd === undefined ? {} : { cwd: envelope.cwd }),
  });
  return key;
}

/**
 * `usageMetadata`: the prompt has the cached part in it. Whether the candidates have the thoughts in them depends on the
 * provider; the total less the prompt is the output in any case.
 */
function tokensOf(told: unknown, problems: string[]): Tokens | null {
  if (!isObject(told)) {
    problems.push(`usageMetadata is ${typeName(told)}, not an object`);
    return null;
  }
  const figure = (field: string): number | null => tokens(told, field, 'usageMetadata', problems);
  const prompt = figure('promptTokenCount');
  const cached = figure('cachedContentTokenCount');
  const thoughts = figure('thoughtsTokenCount');
  const candidates = figure('candidatesTokenCount');
  const total = figure('totalTokenCount');
  if (prompt === null || cached === null || thoughts === null || candidates === null || total === null) {
    return null;
  }
  return {
    input: Math.max(0, prompt - cached),
    cacheRead: cached,
    cacheWrite5m: 0,
    cacheWrite1h: 0,
    output: total === 0 ? candidates + (thoughts > candidates ? thoughts : 0) : Math.max(0, total - prompt),
    reasoning: told.thoughtsTokenCount === undefined ? null : thoughts,
  };
}
