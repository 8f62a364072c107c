import type { Tokens, UsageEvent } from '../../common/model.js';
import { isObject, list, num, object, str, tokens, typeName, type Json } from '../fields.js';
import { inSession, type Envelope } from './state.js';

/** The model of messages that the program made itself: errors, "No response requested.". They are no response. */
export const SYNTHETIC = '<synthetic>';

/** Where a response was found; of the copies of one message the best place counts (rank of `UsageEvent`). */
type Found = 'transcript' | 'progress';

/**
 * The usage of an assistant line, by §1.6 of the format notes. A response is written as one line a content block, and again
 * in forks, resumed copies, sub-agent files and progress lines: `key` lets those fall on one row, `preference` picks the
 * line, and `rank` drops what another row of the same message already tells. `problems` gets the fields of a wrong type.
 */
export function usageOf(
  line: Json,
  message: Json,
  envelope: Envelope,
  found: Found,
  problems: string[],
): UsageEvent[] {
  const usage = message.usage;
  if (usage === undefined || usage === null || message.model === SYNTHETIC) {
    return [];
  }
  if (!isObject(usage)) {
    problems.push(`message.usage is ${typeName(usage)}, not an object`);
    return [];
  }
  const event = responseOf(line, message, envelope, found);
  event.tokens = tokensOf(usage, problems);
  const tier = tierOf(usage);
  if (tier !== undefined) {
    event.tier = tier;
  }
  const searches = num(object(usage.server_tool_use).web_search_requests);
  if (searches !== undefined && searches > 0) {
    event.webSearches = searches;
  }
  return [event, ...advisors(usage, event, problems)];
}

function responseOf(line: Json, message: Json, envelope: Envelope, found: Found): UsageEvent {
  const id = str(message.id);
  const request = str(line.requestId);
  const name = id === undefined ? envelope.uuid : request === undefined ? id : `${id}:${request}`;
  const event: UsageEvent = {
    type: 'usage',
    ...inSession(envelope),
    key: `claude:${found === 'progress' ? 'progress:' : ''}${name}`,
    group: `claude:${id ?? envelope.uuid}`,
    // A sub-agent may replay its parent's message under a new request id; a line without request id may repeat one with it.
    rank: found === 'progress' ? 4 : (envelope.sidechain ? 2 : 0) + (request === undefined ? 1 : 0),
    preference: envelope.sidechain ? 1 : 0,
    at: envelope.at,
    isCopy: envelope.copied,
    model: str(message.model) ?? null,
    tokens: null,
  };
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

function tokensOf(usage: Json, problems: string[]): Tokens {
  const where = 'message.usage';
  const split = object(usage.cache_creation);
  const hour = tokens(split, 'ephemeral_1h_input_tokens', `${where}.cache_creation`, problems);
  const minutes = tokens(split, 'ephemeral_5m_input_tokens', `${where}.cache_creation`, problems);
  const written = tokens(usage, 'cache_creation_input_tokens', where, problems);
  const thinking = num(object(usage.output_tokens_details).thinking_tokens);
  return {
    input: tokens(usage, 'input_tokens', where, problems),
    cacheRead: tokens(usage, 'cache_read_input_tokens', where, problems),
    // The split may be missing or incomplete: what it leaves out was kept for the shorter time.
    cacheWrite5m: Math.max(minutes, written - hour),
    cacheWrite1h: hour,
    output: tokens(usage, 'output_tokens', where, problems),
    reasoning: thinking ?? null,
  };
}

function tierOf(usage: Json): UsageEvent['tier'] {
  if (usage.speed === 'fast') {
    return 'fast';
  }
  return usage.service_tier === 'batch' || usage.service_tier === 'priority' ? usage.service_tier : undefined;
}

/**
 * An advisor is another model that was asked inside the response; the line's own figures leave it out. Other iterations are
 * parts of the response and are in its figures already.
 */
function advisors(usage: Json, response: UsageEvent, problems: string[]): UsageEvent[] {
  return list(usage.iterations)
    .filter(isObject)
    .filter((iteration) => iteration.type === 'advisor_message' && str(iteration.model) !== undefined)
    .map((iteration, index) => {
      const { webSearches: _searches, tier: _tier, ...shared } = response;
      const key = `${response.key}:advisor:${index}`;
      return {
        ...shared,
        key,
        group: `${response.group}:advisor:${index}`,
        model: str(iteration.model) ?? null,
        tokens: tokensOf(iteration, problems),
      };
    });
}
