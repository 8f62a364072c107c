import type { SubAgentEvent } from '../../common/model.js';
import { ident, remember, word, type Json } from '../fields.js';
import { message } from './messages.js';
import type { Reading, State } from './state.js';
import { optional } from './usage.js';

const MOST_THREADS = 64;

/**
 * The sub-agent that an event is of. Newer versions name it in the envelope, older ones by the call that started it; an event
 * that has both ties the two together.
 */
export function threadOf(record: Json, data: Json, state: State): string | undefined {
  const agent = ident(record.agentId);
  const call = ident(data.parentToolCallId);
  const known = state.threads.findLast((thread) => thread.call === call || thread.thread === agent);
  return known?.thread ?? agent ?? call;
}

/** `subagent.started`: the call's own description says more than that of the kind of agent. */
export function subAgentStarted(record: Json, data: Json, reading: Reading): void {
  const call = ident(data.toolCallId);
  const thread = ident(record.agentId) ?? call;
  if (thread === undefined) {
    reading.problems.push('subagent.started.toolCallId is missing');
    return;
  }
  if (call !== undefined) {
    remember(reading.state.threads, { call, thread }, MOST_THREADS);
  }
  const started = reading.state.calls.findLast(({ id }) => id === call);
  tell(thread, data, reading, started?.description ?? word(data.agentDisplayName));
}

/** `subagent.configured`, `subagent.completed` and `subagent.failed` tell the model, and the last what went wrong. */
export function subAgentTold(data: Json, reading: Reading): void {
  const call = ident(data.toolCallId);
  const thread =
    reading.state.threads.findLast((known) => known.call === call)?.thread ?? reading.thread ?? call;
  if (thread === undefined) {
    return;
  }
  tell(thread, data, reading, undefined);
  if (typeof data.error === 'string') {
    message({ role: 'system', kind: 'error', text: data.error }, null, { ...reading, thread });
  }
}

function tell(thread: string, data: Json, reading: Reading, description: string | undefined): void {
  const event: SubAgentEvent = {
    type: 'sub_agent',
    session: reading.session,
    thread,
    ...optional('agentType', word(data.agentName)),
    ...optional('description', description),
    ...optional('callId', ident(data.toolCallId)),
    ...optional('model', word(data.model)),
    ...(description === undefined || reading.at === null ? {} : { at: reading.at }),
  };
  reading.events.push(event);
}
