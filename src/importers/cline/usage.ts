import type { Tokens } from '../../common/model.js';
import { isObject, object, tokens, typeName, type Json } from '../fields.js';
import type { Reading, Said } from './reading.js';

/**
 * Providers of which an answer tells less input than came from and went to the cache: theirs is told apart from it. All others'
 * `inputTokens` are the whole request (cline/cline `apps/vscode/src/sdk/message-translator.ts`; seen with
 * `openai-compatible` in version 3.0.65).
 */
export function providersApart(
  messages: readonly Json[],
  providerOf: (message: Json) => string,
): Set<string> {
  const apart = new Set<string>();
  for (const message of messages) {
    const { inputTokens, cacheReadTokens, cacheWriteTokens } = object(message.metrics);
    const cached = [cacheReadTokens, cacheWriteTokens].reduce<number>(
      (sum, value) => sum + (typeof value === 'number' ? value : 0),
      0,
    );
    if (typeof inputTokens === 'number' && inputTokens < cached) {
      apart.add(providerOf(message));
    }
  }
  return apart;
}

/**
 * An answer of the model is one response, by the message's id, which a fork keeps. The newest one of a session that runs may
 * still be without figures; errors that are shown in place of an answer are no response.
 */
export function response(said: Said, reading: Reading): string | undefined {
  const { fields } = said;
  if (object(fields.metadata).displayOnly === true) {
    return undefined;
  }
  const used = tokensIn(fields, said, reading);
  if (used === null && said.isLast && !reading.hasEnded && fields.metrics === undefined) {
    return undefined;
  }
  const key = `cline:${said.id}`;
  reading.events.push({
    type: 'usage',
    session: reading.session,
    key,
    group: key,
    rank: 0,
    preference: 0,
    at: said.at,
    isCopy: said.isCopy,
    model: said.model,
    tokens: used,
    ...(reading.branch === null ? {} : { branch: reading.branch }),
    ...(reading.cwd === null ? {} : { cwd: reading.cwd }),
  });
  return key;
}

function tokensIn({ metrics }: Json, { provider }: Said, reading: Reading): Tokens | null {
  if (!isObject(metrics)) {
    if (metrics !== undefined && metrics !== null) {
      reading.problems.push(`metrics is ${typeName(metrics)}, not an object`);
    }
    return null;
  }
  const found = FIELDS.map((field) => tokens(metrics, field, 'metrics', reading.problems));
  const isTold = FIELDS.some((field) => metrics[field] !== undefined && metrics[field] !== null);
  if (!isTold || found.includes(null)) {
    return null;
  }
  const [input = 0, output = 0, read = 0, written = 0] = found.map((value) => value ?? 0);
  // A provider that reports nothing is written as zeros.
  if (input + output + read + written === 0) {
    return null;
  }
  return {
    input: reading.apart.has(provider) ? input : Math.max(0, input - read - written),
    cacheRead: read,
    cacheWrite5m: written,
    cacheWrite1h: 0,
    output,
    reasoning: null,
  };
}

const FIELDS = ['inputTokens', 'outputTokens', 'cacheReadTokens', 'cacheWriteTokens'];
