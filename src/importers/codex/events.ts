import { TitleRank } from '../../common/model.js';
import { count, ident, isObject, list, object, str, word, type Json } from '../fields.js';
import { titleOf } from '../titles.js';
import { changesApplied } from './applyPatch.js';
import { commandEnded, completed, mcpEnded, spawned } from './completed.js';
import { rateLimits } from './limits.js';
import { message } from './messages.js';
import { typed } from './prompts.js';
import type { Reading } from './state.js';
import { tokenCount } from './usage.js';
import { answered, asked } from '../waiting.js';

/** An `event_msg`: what the program told its screen. Texts are taken from the items; here are facts about them. */
export function event(payload: Json, reading: Reading): void {
  const type = str(payload.type) ?? '';
  switch (type) {
    case 'token_count':
      rateLimits(payload, reading);
      return tokenCount(payload, reading);
    case 'user_message':
      answered(reading);
      return typed(str(payload.message) ?? '', reading);
    case 'item_completed':
      return completed(object(payload.item), reading);
    case 'exec_command_end':
      return commandEnded(ident(payload.call_id), payload, reading);
    case 'mcp_tool_call_end':
      return mcpEnded(payload, reading);
    case 'patch_apply_end':
      if (payload.success !== false) {
        changesApplied(payload.changes, ident(payload.call_id) ?? `patch-${reading.stamp}`, reading);
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
      const turns = count(payload.num_turns) ?? 1;
      return notice(`${turns === 1 ? 'One turn was' : `${turns} turns were`} rolled back`, reading);
    }
    case 'entered_review_mode':
      return notice(`Review${hint(payload)}`, reading);
    case 'exited_review_mode':
      return review(object(payload.review_output), reading);
    case 'thread_name_updated': {
      const name = str(payload.thread_name);
      if (name !== undefined) {
        const session = ident(payload.thread_id) ?? reading.session;
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
        ident(payload.new_thread_id),
        ident(payload.call_id),
        word(payload.new_agent_role) ?? word(payload.new_agent_nickname),
        reading,
      );
    case 'sub_agent_activity':
      return payload.kind === 'started'
        ? spawned(ident(payload.agent_thread_id), ident(payload.event_id), undefined, reading)
        : undefined;
    case 'error':
    case 'stream_error':
      // Of a stream that broke off Codex says how often it tried to go on.
      return message(
        { role: 'system', kind: type === 'error' ? 'error' : 'retry', text: str(payload.message) ?? type },
        undefined,
        reading,
      );
    case 'warning':
    case 'deprecation_notice':
    case 'background_event':
      return notice(str(payload.message) ?? str(payload.summary) ?? '', reading);
    case 'model_reroute':
      return notice(
        `The model changed from ${word(payload.from_model) ?? '?'} to ${word(payload.to_model) ?? '?'}`,
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

/** Only until the first turn says it: the turn's own context holds for what it uses. */
function settings(applied: Json, reading: Reading): void {
  const model = word(applied.model);
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
