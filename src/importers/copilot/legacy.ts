import { TitleRank } from '../../common/model.js';
import {
  fingerprint,
  ident,
  isObject,
  jsonText,
  list,
  object,
  str,
  time,
  typeName,
  word,
  type Json,
} from '../fields.js';
import { completed, requested } from './calls.js';
import { message } from './messages.js';
import type { Reading, State } from './state.js';
import { titleOf } from '../titles.js';
import { messageUsage, responseKey } from './usage.js';

/**
 * `history-session-state/session_*.json` (before 0.0.340), one document a session: `timeline`, with times, as it was shown,
 * and `chatMessages`, as it went to the model. The first is read where there is one. Neither tells tokens.
 */
export function legacySession(
  document: unknown,
  { session, state }: { session: string; state: State },
): Pick<Reading, 'events' | 'problems'> {
  const all: Pick<Reading, 'events' | 'problems'> = { events: [], problems: [] };
  if (!isObject(document)) {
    return { events: [], problems: [`the document is ${typeName(document)}, not an object`] };
  }
  const startedAt = time(document.startTime);
  const of = (at: number | null, id: string): Reading => ({
    agent: 'copilot',
    state,
    session,
    thread: undefined,
    id,
    at,
    ...all,
  });
  all.events.push({
    type: 'session',
    session,
    client: 'cli',
    ...(startedAt === null ? {} : { at: startedAt }),
  });
  const timeline = list(document.timeline).filter(isObject);
  const chat = list(document.chatMessages).filter(isObject);
  if (timeline.length > 0) {
    timeline.forEach((entry, place) => {
      const at = time(entry.timestamp) ?? startedAt;
      shown(entry, of(at, ident(entry.id) ?? `${place}-${fingerprint(textOf(entry))}`));
    });
  } else {
    chat.forEach((entry, place) => sent(entry, of(startedAt, `${place}-${fingerprint(textOf(entry))}`)));
  }
  return all;
}

/** An entry of the timeline: `{id, timestamp, type, text}` or a call's `{callId, name, arguments, result}`. */
function shown(entry: Json, reading: Reading): void {
  const text = textOf(entry);
  switch (entry.type) {
    case 'user':
      return prompt(text, reading);
    case 'copilot':
      return answer(text, entry, reading);
    case 'info':
    case 'warning':
      return message({ role: 'system', kind: 'notice', text }, null, reading);
    case 'error':
      return message({ role: 'system', kind: 'error', text }, null, reading);
    case 'tool_call_requested':
    case 'tool_call_completed': {
      const call = { ...entry, toolCallId: entry.callId, name: word(entry.name) ?? entry.toolTitle };
      if (!reading.state.calls.some(({ id }) => id === entry.callId)) {
        requested(call, responseKey(reading.agent, reading.session, reading.id), reading);
      }
      if (entry.type === 'tool_call_completed') {
        const { type, log } = object(entry.result);
        completed({ toolCallId: entry.callId, result: { content: log, result_type: type } }, reading);
      }
      return;
    }
    default:
      reading.events.push({ type: 'unknown', name: `timeline/${String(word(entry.type)).slice(0, 60)}` });
  }
}

/** A message as it went to the model: `{role, content, tool_calls, tool_call_id}`. */
function sent(entry: Json, reading: Reading): void {
  const text = textOf(entry);
  switch (entry.role) {
    case 'user':
      return prompt(text, reading);
    case 'assistant':
      answer(text, entry, reading);
      for (const [place, call] of list(entry.tool_calls).filter(isObject).entries()) {
        const made = object(call.function);
        const toolCallId = ident(call.id) ?? `${reading.id}-${place}`;
        requested(
          { toolCallId, name: made.name, arguments: made.arguments },
          responseKey(reading.agent, reading.session, reading.id),
          reading,
        );
      }
      return;
    case 'tool': {
      const toolCallId = ident(entry.tool_call_id) ?? reading.state.calls.at(-1)?.id;
      if (toolCallId !== undefined) {
        completed({ toolCallId, result: { content: text } }, reading);
      }
      return;
    }
    case 'system':
    case 'developer':
      return message({ role: 'system', kind: 'injected', text }, null, reading);
    default:
      reading.problems.push('chatMessages.role is not one of user, assistant, tool, system');
  }
}

function prompt(text: string, reading: Reading): void {
  message({ role: 'user', kind: 'prompt', text }, null, reading);
  if (!reading.state.titled && text.trim() !== '') {
    reading.state.titled = true;
    const title = { text: titleOf(text), rank: TitleRank.prompt };
    reading.events.push({ type: 'session', session: reading.session, title });
  }
}

function answer(text: string, entry: Json, reading: Reading): void {
  const response = responseKey(reading.agent, reading.session, reading.id);
  message({ role: 'assistant', kind: 'text', text, response }, null, reading);
  messageUsage({ model: entry.model }, response, reading);
}

function textOf(entry: Json): string {
  const content = entry.text ?? entry.content;
  return typeof content === 'string'
    ? content
    : content === undefined || content === null
      ? ''
      : list(content)
          .map((part) => str(object(part).text) ?? '')
          .join('\n') || jsonText(content, []);
}
