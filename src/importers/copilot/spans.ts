import type { Tokens } from '../../common/model.js';
import { count, ident, isObject, list, object, str, time, word, type Json } from '../fields.js';

/**
 * What a span or a log record of the GenAI conventions tells of a call (OpenTelemetry, `gen_ai.*`). `kind` says what it
 * sums up: one call of a model, its log, a turn, or all calls of an agent.
 */
export interface Call {
  kind: 'span' | 'log' | 'turn' | 'agent';
  at: number | null;
  trace: string | undefined;
  span: string | undefined;
  session: string | undefined;
  response: string | undefined;
  model: string | undefined;
  tokens: Tokens | null;
  /** Only the sum is told; it stands as output. */
  sumOnly: boolean;
}

/** Null for what is no call: metrics, spans of tools, other programs' spans. */
export function callOf(record: Json): Call | null {
  const attributes = object(record.attributes);
  const kind = kindOf(record, attributes);
  if (kind === null) {
    return null;
  }
  const context = object(record.spanContext);
  return {
    kind,
    at:
      timeOf(record.endTime) ?? timeOf(record.hrTime) ?? timeOf(record.timestamp) ?? timeOf(record.startTime),
    trace: ident(record.traceId) ?? ident(context.traceId),
    span: ident(record.spanId) ?? ident(context.spanId),
    session: first(attributes, SESSIONS),
    response: ident(attributes['gen_ai.response.id']),
    model: word(attributes['gen_ai.response.model']) ?? word(attributes['gen_ai.request.model']),
    ...usedBy(attributes),
  };
}

/**
 * Tokens in attributes: the input has in it what was read from the cache, not what was written to it, and the output the
 * reasoning. Numbers may be texts.
 */
export function usedBy(attributes: Json): Pick<Call, 'tokens' | 'sumOnly'> {
  const of = (...names: string[]): number | undefined =>
    names.map((name) => numberOf(attributes[`gen_ai.usage.${name}`])).find((value) => value !== undefined);
  const input = of('input_tokens');
  const output = of('output_tokens');
  const read = of('cache_read.input_tokens') ?? 0;
  const sum = of('total_tokens', 'total.token_count');
  const tokens = (fresh: number, out: number): Tokens => ({
    input: fresh,
    cacheRead: read,
    cacheWrite5m: of('cache_write.input_tokens', 'cache_creation.input_tokens') ?? 0,
    cacheWrite1h: 0,
    output: out,
    reasoning: of('reasoning.output_tokens', 'reasoning_tokens') ?? null,
  });
  if (input === undefined && output === undefined) {
    return sum === undefined ? { tokens: null, sumOnly: false } : { tokens: tokens(0, sum), sumOnly: true };
  }
  return { tokens: tokens(Math.max(0, (input ?? 0) - read), output ?? 0), sumOnly: false };
}

function kindOf(record: Json, attributes: Json): Call['kind'] | null {
  const operation = str(attributes['gen_ai.operation.name']);
  const name = str(record.name) ?? '';
  const isSpan = record.type === undefined ? name !== '' && record.kind !== 'metric' : record.type === 'span';
  if (isSpan) {
    return operation === 'chat' || name.startsWith('chat ')
      ? 'span'
      : operation === 'invoke_agent' || name.startsWith('invoke_agent ')
        ? 'agent'
        : null;
  }
  const event = str(attributes['event.name']);
  const body = str(record.body) ?? str(record['_body']) ?? '';
  return event === 'gen_ai.client.inference.operation.details' || body.startsWith('GenAI inference:')
    ? 'log'
    : event === 'copilot_chat.agent.turn' || body.startsWith('copilot_chat.agent.turn')
      ? 'turn'
      : null;
}

/** `[seconds, nanoseconds]`, an ISO text, or a number of milliseconds. */
function timeOf(value: unknown): number | null {
  const [seconds, nanos] = list(value);
  return typeof seconds === 'number' && typeof nanos === 'number'
    ? time(Math.floor(seconds * 1000 + nanos / 1e6))
    : time(value);
}

function first(attributes: Json, names: readonly string[]): string | undefined {
  return names.map((name) => ident(attributes[name])).find((value) => value !== undefined);
}

function numberOf(value: unknown): number | undefined {
  return count(typeof value === 'string' && /^\d{1,15}$/.test(value.trim()) ? Number(value) : value);
}

/** A record that has a name, or attributes. */
export function isRecord(value: unknown): value is Json {
  return isObject(value) && (isObject(value.attributes) || typeof value.name === 'string');
}

/** The chat in VS Code names its session, and as the conversation the request; the command line has the first alone. */
const SESSIONS = [
  'copilot_chat.chat_session_id',
  'copilot_chat.session_id',
  'gen_ai.conversation.id',
  'session.id',
];
