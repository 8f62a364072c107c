import type { SubAgentEvent } from '../../common/model.js';
import { fingerprint, ident, isObject, object, remember, str, word, type Json } from '../fields.js';
import { tag } from './injected.js';
import { inSession, type Envelope, type Reading } from './state.js';

/** As much of a prompt as tells the sub-agents of one session apart. */
const PROMPT_HEAD = 120;

/** Notes a call that starts a sub-agent, so that what its lines and results tell later can be joined to it. */
export function agentCall(callId: string, input: unknown, reading: Reading): void {
  const asked = object(input);
  const call: Reading['state']['calls'][number] = {
    id: callId,
    prompt: headOf(str(asked.prompt) ?? ''),
  };
  const type = word(asked.subagent_type);
  const description = str(asked.description);
  remember(
    reading.state.calls,
    {
      ...call,
      ...(type === undefined ? {} : { type: type.slice(0, 200) }),
      ...(description === undefined ? {} : { description: description.slice(0, 200) }),
    },
    32,
  );
}

/** The sub-agent that a tool result names: in its structure, or, in old versions, in its text ("agentId: …"). */
export function linkOf(
  callId: string,
  details: Json,
  text: string,
  envelope: Envelope,
  reading: Reading,
): void {
  const index = reading.state.calls.findIndex((call) => call?.id === callId);
  const call = index < 0 ? undefined : reading.state.calls.splice(index, 1)[0];
  const named =
    ident(details.agentId) ??
    (call === undefined ? undefined : /agentId: ([\w-]+)/.exec(text.slice(-400))?.[1]);
  if (named === undefined || (call === undefined && details.prompt === undefined)) {
    return;
  }
  announce(
    {
      type: 'sub_agent',
      session: envelope.session,
      thread: named,
      callId,
      ...optional('agentType', word(details.agentType) ?? call?.type),
      ...optional('description', word(details.description) ?? call?.description),
      ...optional('model', word(details.resolvedModel)),
    },
    reading,
  );
}

/** A progress line names the sub-agent and the call that started it; hundreds of them say the same. */
export function linkOfProgress(line: Json, thread: string, envelope: Envelope, reading: Reading): void {
  if (reading.state.linked.includes(thread)) {
    return;
  }
  remember(reading.state.linked, thread, 64);
  const callId = ident(line.parentToolUseID);
  const call = reading.state.calls.find((entry) => entry.id === callId);
  announce(
    {
      type: 'sub_agent',
      session: envelope.session,
      thread,
      ...optional('callId', callId),
      ...optional('agentType', call?.type),
      ...optional('description', call?.description),
      ...(envelope.at === null ? {} : { at: envelope.at }),
    },
    reading,
  );
}

/** `<task-notification>`: a sub-agent in the background has ended. */
export function linkOfNotification(text: string, session: string, reading: Reading): void {
  const head = text.slice(0, 2000);
  const thread = tag(head, 'task-id');
  const callId = tag(head, 'tool-use-id');
  // Background shells have such notices too; only a sub-agent was started by a call that we know as one.
  if (
    thread !== undefined &&
    callId !== undefined &&
    reading.state.calls.some((call) => call.id === callId)
  ) {
    announce({ type: 'sub_agent', session, thread, callId }, reading);
  }
}

/** A sub-agent's own file: its first line, and the first that tells the sub-agent's type. */
export function threadOfFile(envelope: Envelope, line: Json, reading: Reading): void {
  const { linked } = reading.state;
  const thread = reading.fileThread;
  if (thread === null || linked.length > 1) {
    return;
  }
  const agentType = word(line.attributionAgent);
  if (linked.length === 0) {
    remember(linked, thread, 64);
    announce(
      {
        type: 'sub_agent',
        session: envelope.session,
        thread,
        ...(envelope.at === null ? {} : { at: envelope.at }),
        ...(isHelper(thread) ? { internal: true } : {}),
      },
      reading,
    );
  }
  if (agentType !== undefined) {
    remember(linked, agentType.slice(0, 200), 64);
    announce({ type: 'sub_agent', session: envelope.session, thread, agentType }, reading);
  }
}

/**
 * The sub-agent of an inline line (versions to 2.0): it is named by its first line, and the others hang below that by
 * `parentUuid`. The first line's text is the prompt of the call that started it.
 */
export function inlineThread(line: Json, uuid: string, session: string, reading: Reading): string {
  const { sidechains, calls } = reading.state;
  const parent = ident(line.parentUuid);
  const known = parent === undefined ? undefined : sidechains.findLast((entry) => entry[0] === parent)?.[1];
  if (known !== undefined) {
    remember(sidechains, [uuid, known], 128);
    return known;
  }
  const last = sidechains.at(-1)?.[1];
  if (parent !== undefined && last !== undefined) {
    return last;
  }
  remember(sidechains, [uuid, uuid], 128);
  const content = object(line.message).content;
  const prompt = typeof content === 'string' ? headOf(content) : '';
  const index = prompt === '' ? -1 : calls.findIndex((entry) => entry.prompt === prompt);
  const call = index < 0 ? undefined : calls.splice(index, 1)[0];
  announce(
    {
      type: 'sub_agent',
      session,
      thread: uuid,
      ...optional('callId', call?.id),
      ...optional('agentType', call?.type),
      ...optional('description', call?.description),
    },
    reading,
  );
  return uuid;
}

/** A name of a prompt's start, not the text itself: the state is stored whether prompts are kept or not. */
function headOf(prompt: string): string {
  return prompt === '' ? '' : fingerprint(prompt.slice(0, PROMPT_HEAD));
}

/** `agent-<id>.meta.json` beside a sub-agent's file: the surest link to the call that started it. */
export function metaFile(record: unknown, session: string, thread: string, reading: Reading): void {
  if (!isObject(record)) {
    reading.problems.push('the description of a sub-agent is not an object');
    return;
  }
  announce(
    {
      type: 'sub_agent',
      session,
      thread,
      ...optional('agentType', word(record.agentType)),
      ...optional('description', word(record.description)),
      ...optional('callId', ident(record.toolUseId)),
      ...optional('model', word(record.model)),
      ...(isHelper(thread) ? { internal: true } : {}),
    },
    reading,
  );
}

/** A line of a workflow's `journal.jsonl`. */
export function journalLine(line: Json, envelope: Envelope, reading: Reading): void {
  const thread = ident(line.agentId);
  if (thread !== undefined) {
    announce(
      { type: 'sub_agent', ...inSession(envelope), thread, ...optional('description', word(line.key)) },
      reading,
    );
  }
}

/** Sub-agents that the program starts for itself: compaction and suggestions. */
function isHelper(thread: string): boolean {
  return thread.startsWith('acompact') || thread.startsWith('aprompt_suggestion');
}

function announce(event: SubAgentEvent, reading: Reading): void {
  reading.events.push(event);
}

function optional<K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, string>);
}
