import type { SubAgentEvent } from '../../common/model.js';
import { ident, str, time, word, type Json } from '../fields.js';
import { ownerOf } from './places.js';
import type { Envelope, Reading } from './state.js';

/** Tells of a sub-agent with the first line of its file. */
export function announce(line: Json, { session, thread, at }: Envelope, reading: Reading): void {
  if (thread === undefined || reading.state.announced) {
    return;
  }
  reading.state.announced = true;
  const agentType = word(line.agentName);
  // Without a description the name of the file tells the call: `<type>-<call>`.
  const callId =
    agentType !== undefined && thread.startsWith(`${agentType}-`)
      ? ident(thread.slice(agentType.length + 1))
      : undefined;
  reading.events.push({
    type: 'sub_agent',
    session,
    thread,
    ...(agentType === undefined ? {} : { agentType }),
    ...(callId === undefined ? {} : { callId }),
    ...(at === null ? {} : { at }),
  });
}

/** `.meta.json`: `{agentId, agentType, description, parentSessionId, parentAgentId, toolUseId, createdAt, model}`. */
export function described(record: Json, reading: Reading): void {
  const owner = ownerOf(reading.file.path);
  const session = ident(record.parentSessionId) ?? ident(owner?.session);
  const thread = ident(record.agentId) ?? ident(owner?.thread);
  if (session === undefined || thread === undefined) {
    reading.problems.push('agentId is missing');
    return;
  }
  const [agentType, description] = [word(record.agentType), str(record.description)];
  const [callId, model, at] = [ident(record.toolUseId), word(record.model), time(record.createdAt)];
  const event: SubAgentEvent = {
    type: 'sub_agent',
    session,
    thread,
    ...(agentType === undefined ? {} : { agentType }),
    ...(description === undefined ? {} : { description }),
    ...(callId === undefined ? {} : { callId }),
    ...(model === undefined ? {} : { model }),
    ...(at === null ? {} : { at }),
  };
  reading.events.push(event);
}
