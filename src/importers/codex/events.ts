import type { SessionEvent } from '../../common/model.js';
import { TitleRank } from '../../common/model.js';
import { isObject, list, num, object, str, type Json } from '../fields.js';
import { titleOf } from '../titles.js';
import { changesApplied } from './applyPatch.js';
import { callEnded, durationOf, optional } from './calls.js';
import { answered } from './items.js';
import { message } from './messages.js';
import { typed } from './prompts.js';
import type { Reading } from './state.js';
import { tokenCount } from './usage.js';

/** An `event_msg`: what the program told its screen. Texts are taken from the items; here are facts about them. */
export function event(payload: Json, reading: Reading): void {
  const type = str(payload.type) ?? '';
  switch (type) {
    case 'token_count':
      return tokenCount(payload, reading);
    case 'user_message':
      answered(reading);
      return typed(str(payload.message) ?? '', reading);
    case 'item_completed':
      return completed(object(payload.item), reading);
    case 'exec_command_end':
      return commandEnded(str(payload.call_id), payload, reading);
    case 'mcp_tool_call_end':
      return mcpEnded(payload, reading);
    case 'patch_apply_end':
      if (payload.success !== false) {
        changesApplied(payload.changes, str(payload.call_id) ?? `patch-${reading.stamp}`, reading);
      }
      return;
    case 'turn_aborted':
      return message(
        {
          role: 'user',
          kind: 'interrupt',
          text: `The turn was ended: ${str(payload.reason) ?? 'interrupted'}`,
        },
        undefined,
        reading,
      );
    case 'thread_rolled_back': {
      const turns = num(payload.num_turns) ?? 1;
      return notice(`${turns === 1 ? 'One turn was' : `${turns} turns were`} rolled back`, reading);
    }
    case 'entered_review_mode':
      return notice(`Review${hint(payload)}`, reading);
    case 'exited_review_mode':
      return review(object(payload.review_output), reading);
    case 'thread_name_updated': {
      const name = str(payload.thread_name);
      if (name !== undefined) {
        const session = str(payload.thread_id) ?? reading.session;
        reading.events.push({
          type: 'session',
          session,
          title: { text: titleOf(name), rank: TitleRank.generated },
        });
      }
      return;
    }
    case 'thread_settings_applied':
      return settings(object(payload.thread_settings), reading);
    case 'collab_agent_spawn_end':
      return spawned(
        str(payload.new_thread_id),
        str(payload.call_id),
        str(payload.new_agent_role) ?? str(payload.new_agent_nickname),
        reading,
      );
    case 'sub_agent_activity':
      return payload.kind === 'started'
        ? spawned(str(payload.agent_thread_id), str(payload.event_id), undefined, reading)
        : undefined;
    case 'error':
    case 'stream_error':
      return message(
        { role: 'system', kind: 'error', text: str(payload.message) ?? type },
        undefined,
        reading,
      );
    case 'warning':
    case 'deprecation_notice':
    case 'background_event':
      return notice(str(payload.message) ?? str(payload.summary) ?? '', reading);
    case 'model_reroute':
      return notice(
        `The model changed from ${str(payload.from_model) ?? '?'} to ${str(payload.to_model) ?? '?'}`,
        reading,
      );
    case 'task_complete':
    case 'turn_complete':
      return turnEnded(payload, reading);
    case 'exec_approval_request':
    case 'apply_patch_approval_request':
    case 'elicitation_request':
    case 'request_user_input':
    case 'request_permissions':
      return asked(reading);
    default:
      if (!SILENT.has(type)) {
        reading.events.push({ type: 'unknown', name: `event_msg/${type.slice(0, 60)}` });
      }
  }
}

/** An item of 0.15x and later: the same facts in another form. */
function completed(done: Json, reading: Reading): void {
  const id = str(done.id);
  switch (done.type) {
    case 'UserMessage':
      answered(reading);
      return typed(
        list(done.content)
          .map((part) => str(object(part).text) ?? '')
          .join(''),
        reading,
      );
    case 'CommandExecution':
      return commandEnded(id, done, reading);
    case 'FileChange':
      return done.status === 'failed' || done.status === 'declined'
        ? undefined
        : changesApplied(fileChanges(done.changes), id ?? `patch-${reading.stamp}`, reading);
    case 'McpToolCall':
      return mcpEnded(
        {
          ...done,
          call_id: id,
          invocation: { server: done.server, tool: done.tool, arguments: done.arguments },
        },
        reading,
      );
    case 'CollabAgentToolCall':
      if (str(done.tool)?.toLowerCase().includes('spawn') === true || done.tool === undefined) {
        list(done.receiver_thread_ids).forEach((thread) => spawned(str(thread), id, undefined, reading));
      }
      return;
    case 'SubAgentActivity':
      return done.kind === 'started' ? spawned(str(done.agent_thread_id), id, undefined, reading) : undefined;
    case 'Plan': {
      const text = str(done.text);
      if (text !== undefined) {
        reading.events.push({
          type: 'plan',
          session: reading.session,
          name: reading.session,
          at: reading.at,
          text,
        });
      }
      return;
    }
    default:
      // Texts and reasoning are items too; others are of no use to a reader yet.
      return;
  }
}

function commandEnded(callId: string | undefined, facts: Json, reading: Reading): void {
  if (callId === undefined) {
    reading.problems.push('call_id of a command is missing');
    return;
  }
  const exitCode = num(facts.exit_code);
  const command = list(facts.command).filter((part) => typeof part === 'string');
  const ended = {
    ...optional('exitCode', exitCode),
    ...optional('durationMs', durationOf(facts.duration)),
    failed:
      exitCode === undefined ? facts.status === 'failed' || facts.status === 'declined' : exitCode !== 0,
  };
  // [shell, "-lc", script] is the script.
  const script =
    command.length === 3 && command[1]?.startsWith('-') === true ? command[2] : command.join(' ');
  const input = script ?? '';
  callEnded(
    callId,
    ended,
    { name: 'exec_command', input },
    str(facts.aggregated_output) ?? str(facts.stdout) ?? '',
    reading,
  );
}

function mcpEnded(payload: Json, reading: Reading): void {
  const callId = str(payload.call_id);
  const { server, tool, arguments: input } = object(payload.invocation);
  if (callId === undefined) {
    reading.problems.push('call_id of an MCP call is missing');
    return;
  }
  const outcome = object(payload.result);
  const failed =
    outcome.Err !== undefined ||
    object(outcome.Ok).isError === true ||
    payload.status === 'failed' ||
    (payload.error !== undefined && payload.error !== null);
  const name = `mcp__${str(server) ?? 'server'}__${str(tool) ?? 'tool'}`;
  const ended = { failed, ...optional('durationMs', durationOf(payload.duration)) };
  callEnded(callId, ended, { name, input: JSON.stringify(input ?? {}) }, str(outcome.Err) ?? null, reading);
}

/** `FileChange` has its changes by path, or as a list that names the paths. */
function fileChanges(changes: unknown): unknown {
  return Array.isArray(changes)
    ? Object.fromEntries(
        changes.filter(isObject).map((change): [string, unknown] => [str(change.path) ?? '', change]),
      )
    : changes;
}

/** The child's own file says whose child it is; which call started it, only its parent's does. */
function spawned(
  child: string | undefined,
  callId: string | undefined,
  agentType: string | undefined,
  reading: Reading,
): void {
  if (child === undefined) {
    return;
  }
  const link: SessionEvent = { type: 'session', session: child, parent: reading.session };
  if (callId !== undefined) {
    link.parentCall = callId;
  }
  if (agentType !== undefined) {
    link.agentType = agentType;
  }
  reading.events.push(link);
}

/** Only until the first turn says it: the turn's own context holds for what it uses. */
function settings(applied: Json, reading: Reading): void {
  const model = str(applied.model);
  if (model !== undefined && !reading.state.modelOfTurn) {
    reading.state.model = model;
  }
}

function review(found: Json, reading: Reading): void {
  const findings = list(found.findings)
    .filter(isObject)
    .map((finding) =>
      [str(finding.title), str(finding.body)].filter((part) => part !== undefined).join('\n'),
    );
  const verdict = [str(found.overall_correctness), str(found.overall_explanation)]
    .filter((part) => part !== undefined)
    .join(': ');
  message(
    {
      role: 'assistant',
      kind: 'text',
      text: [verdict, ...findings].filter((part) => part !== '').join('\n\n'),
    },
    undefined,
    reading,
  );
}

function turnEnded(payload: Json, reading: Reading): void {
  answered(reading);
  const error = str(payload.error) ?? str(object(payload.error).message);
  if (error !== undefined) {
    message({ role: 'system', kind: 'error', text: error }, undefined, reading);
  }
}

function asked(reading: Reading): void {
  reading.state.waiting = true;
  reading.events.push({
    type: 'session',
    session: reading.session,
    ...(reading.at === null ? {} : { at: reading.at }),
    waiting: true,
  });
}

function hint(payload: Json): string {
  const text = str(payload.user_facing_hint);
  return text === undefined ? '' : `: ${text}`;
}

function notice(text: string, reading: Reading): void {
  message({ role: 'system', kind: 'notice', text }, undefined, reading);
}

/** Known, and told by the items or of no use to a reader. */
const SILENT: ReadonlySet<string> = new Set([
  'agent_message',
  'agent_message_delta',
  'agent_reasoning',
  'agent_reasoning_raw_content',
  'agent_reasoning_section_break',
  'collab_agent_interaction_end',
  'collab_agent_spawn_begin',
  'collab_close_end',
  'collab_resume_end',
  'collab_waiting_end',
  'context_compacted',
  'exec_command_begin',
  'image_generation_end',
  'item_started',
  'mcp_tool_call_begin',
  'patch_apply_begin',
  'plan_update',
  'session_configured',
  'shutdown_complete',
  'task_started',
  'thread_goal_updated',
  'token_usage',
  'turn_diff',
  'turn_started',
  'undo_completed',
  'undo_started',
  'view_image_tool_call',
  'web_search_begin',
  'web_search_end',
]);
