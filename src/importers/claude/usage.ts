import type { Tokens, UsageEvent } from '../../common/model.js';
import { count, ident, isObject, object, tokens, typeName, word, type Json } from '../fields.js';
import type { Envelope } from './state.js';

/** The model of messages that the program made itself: errors, "No response requested.". They are no response. */
export const SYNTHETIC = '<synthetic>';

/** Where a response was found; of the copies of one message the best place counts (rank of `UsageEvent`). */
type Found = 'transcript' | 'progress';

/**
 * The usage of an assistant line, by §1.6 of the format notes. A response is written as one line a content block, and again
 * in forks, resumed copies, sub-agent files and progress lines: `key` lets those fall on one row, `preference` picks the
 * line, and `rank` drops what another row of the same message already tells. `iterations` are parts of the response, whose
 * figures have them in it already. `problems` gets the fields of a wrong type. Null: the line tells of no response.
 */
export function usageOf(
  line: Json,
  message: Json,
  envelope: Envelope,
  found: Found,
  problems: string[],
): UsageEvent | null {
  const usage = message.usage;
  if (usage === undefined || usage === null || message.model === SYNTHETIC) {
    return null;
  }
  const event = responseOf(line, message, envelope, found);
  if (!isObject(usage)) {
    problems.push(`message.usage is ${typeName(usage)}, not an object`);
    return event;
  }
  event.tokens = tokensOf(usage, problems);
  const tier = tierOf(usage);
  if (tier !== undefined) {
    event.tier = tier;
  }
  const searches = count(object(usage.server_tool_use).web_search_requests) ?? 0;
  if (searches > 0) {
    event.webSearches = searches;
  }
  return event;
}

function responseOf(line: Json, message: Json, envelope: Envelope, found: Found): UsageEvent {
  const id = ident(message.id);
  const request = ident(line.requestId);
  const { key, group } = namesOf(id ?? envelope.uuid, id === undefined ? undefined : request, found);
  const event: UsageEvent = {
    type: 'usage',
    session: envelope.session,
    key,
    group,
    // A sub-agent may replay its parent's message under a new request id; a line without request id may repeat one with it.
    rank: found === 'progress' ? 4 : (envelope.sidechain ? 2 : 0) + (request === undefined ? 1 : 0),
    preference: envelope.sidechain ? 1 : 0,
    at: envelope.at,
    isCopy: envelope.copied,
    model: word(message.model) ?? null,
    tokens: null,
  };
  // Not spread into the object, which would take as long as all the rest.
  if (envelope.thread !== undefined) {
    event.thread = envelope.thread;
  }
  if (envelope.branch !== undefined) {
    event.branch = envelope.branch;
  }
  if (envelope.cwd !== undefined) {
    event.cwd = envelope.cwd;
  }
  if (request !== undefined) {
    event.requestId = request;
  }
  return event;
}

interface ResponseNames {
  id: string;
  request: string | undefined;
  found: Found;
  key: string;
  group: string;
}

/**
 * The names of a response. Those of the last one are remembered, as the next line mostly is of the same: making and hashing
 * two texts for each line is a tenth of what counting costs.
 */
function namesOf(id: string, request: string | undefined, found: Found): ResponseNames {
  if (lastNames.id !== id || lastNames.request !== request || lastNames.found !== found) {
    const name = request === undefined ? id : `${id}:${request}`;
    const key = `claude:${found === 'progress' ? 'progress:' : ''}${name}`;
    lastNames = { id, request, found, key, group: `claude:${id}` };
  }
  return lastNames;
}

let lastNames: ResponseNames = {
  id: '',
  request: undefined,
  found: 'transcript',
  key: 'claude:',
  group: 'claude:',
};

/** Null where a figure cannot be read, or there is none at all: what was used is not known. */
function tokensOf(usage: Json, problems: string[]): Tokens | null {
  const where = 'message.usage';
  const split = object(usage.cache_creation);
  const hour = tokens(split, 'ephemeral_1h_input_tokens', `${where}.cache_creation`, problems);
  const minutes = tokens(split, 'ephemeral_5m_input_tokens', `${where}.cache_creation`, problems);
  const written = tokens(usage, 'cache_creation_input_tokens', where, problems);
  const input = tokens(usage, 'input_tokens', where, problems);
  const cacheRead = tokens(usage, 'cache_read_input_tokens', where, problems);
  const output = tokens(usage, 'output_tokens', where, problems);
  const isTold = FIGURES.some((field) => usage[field] !== undefined && usage[field] !== null);
  if (hour === null || minutes === null || written === null || !isTold) {
    return null;
  }
  if (input === null || cacheRead === null || output === null) {
    return null;
  }
  return {
    input,
    cacheRead,
    // The split may be missing or incomplete: what it leaves out was kept for the shorter time.
    cacheWrite5m: Math.max(minutes, written - hour),
    cacheWrite1h: hour,
    output,
    reasoning: count(object(usage.output_tokens_details).thinking_tokens) ?? null,
  };
}

const FIGURES = ['input_tokens', 'output_tokens', 'cache_read_input_tokens', 'cache_creation_input_tokens'];

function tierOf(usage: Json): UsageEvent['tier'] {
  if (usage.speed === 'fast') {
    return 'fast';
  }
  return usage.service_tier === 'batch' || usage.service_tier === 'priority' ? usage.service_tier : undefined;
}
