import type { MessageKind, Role } from '../../common/model.js';
import { contentOf } from '../attachments.js';
import { isObject, object, str, typeName, type Json } from '../fields.js';
import { userText } from './injected.js';
import { message } from './messages.js';
import { isToldFromQueue } from './queue.js';
import type { Envelope, Reading } from './state.js';
import { said } from './user.js';

/** An `attachment` line: what the program adds to the conversation, and what the user typed while the agent worked. */
export function attached(line: Json, envelope: Envelope, reading: Reading): void {
  const { attachment } = line;
  if (!isObject(attachment)) {
    reading.problems.push(`attachment is ${typeName(attachment)}, not an object`);
    return;
  }
  const type = str(attachment.type) ?? '';
  if (type === 'queued_command') {
    queued(attachment, envelope, reading);
  } else if (NAMED.has(type)) {
    const name = str(attachment.displayPath) ?? str(attachment.filename) ?? str(attachment.path);
    add(
      'user',
      'injected',
      name === undefined ? undefined : `${type.replaceAll('_', ' ')}: ${name}`,
      envelope,
      reading,
    );
  } else if (type.startsWith('hook_')) {
    hook(type, attachment, envelope, reading);
  } else if (type === 'diagnostics' || type === 'goal_status' || type === 'task_status') {
    const text = str(attachment.summary) ?? str(attachment.description) ?? str(attachment.content);
    add('user', 'injected', text, envelope, reading);
  } else if (!SILENT.has(type)) {
    reading.events.push({ type: 'unknown', name: `attachment/${type.slice(0, 60)}` });
  }
}

function queued(attachment: Json, envelope: Envelope, reading: Reading): void {
  const { text, attachments } = contentOf(attachment.prompt);
  const own = userText(text);
  const byProgram = attachment.commandMode === 'task-notification' || envelope.thread !== undefined;
  if (!byProgram && isToldFromQueue(text, reading)) {
    return;
  }
  said(byProgram ? { kind: 'injected', text } : { ...own, queued: true }, attachments, envelope, reading);
}

/** Of the hooks' reports only what failed, blocked, or was told to the user or the model is part of the story. */
function hook(type: string, attachment: Json, envelope: Envelope, reading: Reading): void {
  const name = str(attachment.hookName) ?? str(attachment.hookEvent) ?? 'hook';
  const text = contentOf(attachment.content).text || str(attachment.stdout) || str(attachment.stderr) || '';
  switch (type) {
    case 'hook_additional_context':
      return add('system', 'hook', `${name}: ${text}`, envelope, reading);
    case 'hook_system_message':
      return add('system', 'hook', `${name}: ${text}`, envelope, reading);
    case 'hook_blocking_error':
    case 'hook_non_blocking_error':
    case 'hook_error_during_execution': {
      const failed = object(attachment.blockingError);
      const error =
        str(attachment.stderr) ?? str(failed.blockingError) ?? str(attachment.blockingError) ?? text;
      return add('system', 'hook', `${name} failed: ${error}`, envelope, reading);
    }
    case 'hook_stopped_continuation':
      return add(
        'system',
        'hook',
        `${name} stopped the agent${text === '' ? '' : `: ${text}`}`,
        envelope,
        reading,
      );
    case 'hook_success':
    case 'hook_cancelled':
    case 'hook_permission_decision':
      return;
    default:
      reading.events.push({ type: 'unknown', name: `attachment/${type.slice(0, 60)}` });
  }
}

function add(
  role: Role,
  kind: MessageKind,
  text: string | undefined,
  envelope: Envelope,
  reading: Reading,
): void {
  if (text !== undefined && text !== '') {
    message({ role, kind, text }, envelope, reading);
  }
}

/** The file is named, its text is not kept again: it is the file as it was, not a part of the conversation. */
const NAMED: ReadonlySet<string> = new Set([
  'file',
  'already_read_file',
  'pdf_reference',
  'directory',
  'edited_text_file',
  'edited_image_file',
  'opened_file_in_ide',
  'selected_lines_in_ide',
  'nested_memory',
  'compact_file_reference',
  'plan_file_reference',
]);

/** Reminders and listings that the program repeats for the model. */
const SILENT: ReadonlySet<string> = new Set([
  'agent_listing_delta',
  'auto_mode',
  'auto_mode_exit',
  'batching_reminder_sent',
  'budget_usd',
  'command_permissions',
  'critical_system_reminder',
  'date',
  'date_change',
  'deferred_tools_delta',
  'dynamic_skill',
  'environment',
  'invoked_skills',
  'mcp_instructions_delta',
  'mcp_resource',
  'model',
  'output_style',
  'plan_mode',
  'plan_mode_exit',
  'plan_mode_reentry',
  'prompt_snapshot',
  'read_truncation_notice',
  'remote_session_change',
  'session_context',
  'silent_turn_reminder',
  'skill_listing',
  'task_reminder',
  'todo',
  'todo_reminder',
  'token_usage',
  'total_tokens_reminder',
  'ultra_effort_enter',
  'ultra_effort_exit',
  'ultramemory',
]);
