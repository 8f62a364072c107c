import { ident, isObject, list, object, str, time, typeName, word, type Json } from '../fields.js';
import { completed, requested, started, userRequested } from './calls.js';
import { message, modelOf, reasoning, systemMessage, userMessage } from './messages.js';
import { clientOf, costOf, modelChosen, placedAnew, start, titleChanged } from './session.js';
import { shutdown } from './shutdown.js';
import type { Reading, State } from './state.js';
import { subAgentStarted, subAgentTold, threadOf } from './subAgents.js';
import { compactionUsage, idOfCall, messageUsage, responseKey, usageRecord } from './usage.js';
import { answered, asked } from '../waiting.js';

/**
 * One line of a session's events: `{type, id, timestamp, parentId, agentId?, data}`. Sources: files of 0.0.420 to 1.0.102,
 * and the schema in github/copilot-sdk, `nodejs/src/generated/session-events.ts`.
 */
export function event(
  record: unknown,
  offset: number,
  { agent, session, state }: { agent: string; session: string; state: State },
): Pick<Reading, 'events' | 'problems'> {
  if (!isObject(record)) {
    return { events: [], problems: [`the line is ${typeName(record)}, not an object`] };
  }
  const data = object(record.data);
  const stamp = ident(record.timestamp);
  const reading: Reading = {
    agent,
    state,
    session,
    thread: threadOf(record, data, state),
    id: ident(record.id) ?? `${stamp ?? ''}@${offset}`,
    at: time(record.timestamp),
    events: [],
    problems: [],
  };
  if (reading.at === null && stamp !== undefined) {
    reading.problems.push('timestamp is not a time');
  }
  const type = word(record.type) ?? '';
  if (!isObject(record.data) && !ignored.has(type) && type !== '') {
    reading.problems.push(`data of ${type.slice(0, 80)} is ${typeName(record.data)}, not an object`);
    return reading;
  }
  read(type, record, data, reading);
  return reading;
}

function read(type: string, record: Json, data: Json, reading: Reading): void {
  switch (type) {
    case 'session.start':
      return start(data, reading);
    case 'session.resume':
      answered(reading);
      return placedAnew(object(data.context), data.selectedModel, reading);
    case 'session.context_changed':
      return placedAnew(data, undefined, reading);
    case 'session.model_change':
      return modelChosen(data.newModel, reading);
    case 'session.auto_mode_resolved':
      return modelChosen(data.chosenModel, reading);
    case 'session.title_changed':
      return titleChanged(data.title, reading);
    case 'session.usage_record':
      return usageRecord(data, reading);
    case 'session.usage_checkpoint':
      return costOf(data.totalNanoAiu, reading);
    case 'session.shutdown':
      answered(reading);
      costOf(data.totalNanoAiu, reading);
      return shutdown(data, reading);
    case 'user.message':
      answered(reading);
      return userMessage(data, reading);
    case 'system.message':
      clientOf(data.content, reading);
      return systemMessage(data, reading);
    case 'assistant.turn_start':
      clientOf(undefined, reading);
      return modelChosen(data.model, reading);
    case 'assistant.message':
      clientOf(undefined, reading);
      return assistantMessage(data, reading);
    case 'assistant.reasoning':
      return reasoning(str(data.content) ?? '', null, reading);
    case 'tool.user_requested':
      return userRequested(data, reading);
    case 'tool.execution_start':
      return started(data, reading);
    case 'tool.execution_complete':
      return completed(data, reading);
    case 'subagent.started':
      return subAgentStarted(record, data, reading);
    case 'subagent.configured':
    case 'subagent.completed':
    case 'subagent.failed':
      return subAgentTold(data, reading);
    case 'permission.requested':
      return data.resolvedByHook === true ? undefined : asked(reading);
    case 'user_input.requested':
    case 'elicitation.requested':
    case 'exit_plan_mode.requested':
      return asked(reading);
    case 'permission.completed':
    case 'user_input.completed':
    case 'elicitation.completed':
    case 'exit_plan_mode.completed':
      return answered(reading);
    default:
      return said(type, data, reading);
  }
}

/** Events that are a text for people to read, or that nothing is read of. */
function said(type: string, data: Json, reading: Reading): void {
  switch (type) {
    case 'session.info':
    case 'session.warning':
      return message({ role: 'system', kind: 'notice', text: str(data.message) ?? '' }, null, reading);
    case 'session.error':
      return message({ role: 'system', kind: 'error', text: str(data.message) ?? '' }, null, reading);
    case 'session.handoff':
      return message({ role: 'system', kind: 'notice', text: str(data.summary) ?? '' }, null, reading);
    case 'session.truncation':
      return compacted('The oldest messages were taken out of the context', reading);
    case 'session.context_cleared':
      return compacted('The context was cleared', reading);
    case 'session.compaction_complete': {
      compactionUsage(data, reading);
      const failure = str(data.error);
      return data.success === false && failure !== undefined
        ? message({ role: 'system', kind: 'error', text: failure }, null, reading)
        : compacted(str(data.summaryContent) ?? 'The conversation was compacted', reading);
    }
    case 'system.notification':
    case 'skill.invoked':
      return message({ role: 'user', kind: 'injected', text: str(data.content) ?? '' }, null, reading);
    case 'abort':
      answered(reading);
      return message(
        { role: 'system', kind: 'interrupt', text: str(data.reason) ?? 'Interrupted' },
        null,
        reading,
      );
    default:
      if (!ignored.has(type) && !ignoredKinds.test(type)) {
        reading.events.push({ type: 'unknown', name: type === '' ? 'line without type' : type.slice(0, 80) });
      }
  }
}

function assistantMessage(data: Json, reading: Reading): void {
  const model = modelOf(data.model, reading);
  const response = responseKey(reading.agent, reading.session, idOfCall(data) ?? reading.id);
  const thought = str(data.reasoningText);
  if (thought !== undefined) {
    reasoning(thought, 'thinking', reading);
  }
  message(
    { role: 'assistant', kind: 'text', text: str(data.content) ?? '', ...model, response },
    null,
    reading,
  );
  for (const request of list(data.toolRequests)) {
    requested(object(request), response, reading);
  }
  messageUsage(data, response, reading);
}

function compacted(text: string, reading: Reading): void {
  message({ role: 'system', kind: 'compaction', text }, null, reading);
}

/**
 * Known and not read: what is told better by another event (turns, hooks, deltas, the state of plans and lists, whose files
 * are read), and the program's own settings.
 */
const ignored: ReadonlySet<string> = new Set([
  ...[
    'assistant.turn_end',
    'assistant.intent',
    'assistant.idle',
    'assistant.message_start',
    'assistant.usage',
  ],
  ...['assistant.message_delta', 'assistant.reasoning_delta', 'assistant.streaming_delta'],
  ...['assistant.tool_call_delta', 'assistant.server_tool_progress'],
  ...['session.idle', 'session.mode_changed', 'session.mode_notice_delivered', 'session.plan_changed'],
  ...[
    'session.todos_changed',
    'session.workspace_file_changed',
    'session.snapshot_rewind',
    'session.usage_info',
  ],
  ...[
    'session.compaction_start',
    'session.task_complete',
    'session.permissions_changed',
    'session.binary_asset',
  ],
  ...['session.remote_steerable_changed', 'session.session_limits_changed', 'session.tools_updated'],
  ...['session.autopilot_objective_changed', 'session.background_tasks_changed', 'session.skills_loaded'],
  ...['session.custom_agents_updated', 'session.mcp_servers_loaded', 'session.mcp_server_status_changed'],
  ...['session.extensions_loaded', 'session.managed_settings_resolved', 'session.managed_settings_enforced'],
  ...['tool.execution_partial_result', 'tool.execution_progress', 'tool_search.activated'],
  ...['subagent.selected', 'subagent.deselected', 'pending_messages.modified', 'capabilities.changed'],
  ...['system.custom_notification', 'session.custom_notification', 'ui.ephemeral_query'],
]);

/** Families of such events. */
const ignoredKinds =
  /^(?:hook|model|external_tool|command|commands|mcp|sampling|auto_mode_switch|session_limits_exhausted|factory|canvas|extensions|assistant\.fusion_phase_\w+|session\.(?:fusion|schedule|canvas|mcp|extensions|factory)_\w+)(?:[._]|$)/;
