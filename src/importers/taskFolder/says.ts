import { titleOf } from '../titles.js';
import { TitleRank, type TodosEvent } from '../../common/model.js';
import { isObject, list, object, str } from '../fields.js';
import {
  browse,
  browsed,
  command,
  commandOutput,
  mcpCall,
  open,
  outcome,
  picturesOf,
  tool,
} from './calls.js';
import { message, type Draft, type Entry, type Reading } from './reading.js';
import { aggregate, condensed, infoOf } from './usage.js';

type Read = (entry: Entry, reading: Reading) => void;

/**
 * What each entry of `ui_messages.json` is, by `say` and `ask`. Sources: cline/cline `src/shared/ExtensionMessage.ts` (to 3.89),
 * RooCodeInc/Roo-Code `packages/types/src/message.ts` (to 3.53). `api_req_started` is read with its neighbours.
 */
export const reads: ReadonlyMap<string, Read> = new Map<string, Read>([
  ...of(['task', 'say/user_feedback', 'user_feedback'], prompt),
  ...of(['say/user_feedback_diff', 'say/user_edit_todos'], injected),
  ...of(['text', 'completion_result', 'act_mode_respond'], text),
  ...of(['reasoning'], thinking),
  ...of(['followup', 'plan_mode_respond'], question),
  ...of(['tool'], tool),
  ...of(['command'], command),
  ...of(['command_output'], commandOutput),
  ...of(['use_mcp_server'], mcpCall),
  ...of(['mcp_server_response'], (entry, reading) => outcome('mcp', entry, reading)),
  ...of(['browser_action_launch', 'browser_action'], browse),
  ...of(['browser_action_result'], browsed),
  ...of(['codebase_search_result'], (entry, reading) => outcome('search', entry, reading)),
  ...of(['subtask_result'], (entry, reading) => outcome('delegate', entry, reading)),
  ...of(['use_subagents'], subAgents),
  ...of(['subagent'], subAgentsDone),
  ...of(['subagent_usage', 'deleted_api_reqs'], sums),
  ...of(['condense_context'], compaction),
  ...of(['sliding_window_truncation'], truncation),
  ...of(['task_progress'], progress),
  ...of(
    [
      ...['error', 'diff_error', 'error_retry', 'clineignore_error', 'rooignore_error', 'api_req_failed'],
      ...['command_permission_denied', 'condense_context_error', 'mistake_limit_reached'],
      ...['auto_approval_max_req_reached'],
    ],
    error,
  ),
  ...of(
    [
      ...['info', 'new_task', 'condense', 'summarize_task', 'report_bug', 'mcp_notification', 'image'],
      ...['shell_integration_warning', 'shell_integration_warning_with_suggestion', 'generate_explanation'],
    ],
    notice,
  ),
  ...of(
    [
      // Marks of the program for itself: its own steps, what is told by a neighbour, and what nobody said.
      ...['api_req_finished', 'api_req_retried', 'api_req_retry_delayed', 'api_req_rate_limited'],
      ...['api_req_deleted', 'checkpoint_created', 'checkpoint_saved', 'mcp_server_request_started'],
      ...['browser_session_status', 'load_mcp_documentation', 'hook_status', 'hook_output_stream'],
      ...['conditional_rules_applied', 'resume_task', 'resume_completed_task'],
    ],
    () => undefined,
  ),
]);

/** Asks that wait for the user; others end a task or offer to go on with it. */
export const waitingAsks: ReadonlySet<string> = new Set([
  ...['followup', 'plan_mode_respond', 'act_mode_respond', 'command', 'tool', 'use_mcp_server'],
  ...['browser_action_launch', 'use_subagents', 'new_task', 'condense', 'summarize_task', 'report_bug'],
  ...['api_req_failed', 'mistake_limit_reached', 'auto_approval_max_req_reached'],
]);

function of(names: readonly string[], read: Read): [string, Read][] {
  return names.map((name) => [name, read]);
}

/** The first text is the task. A task that another one started was written by a model. */
function prompt(entry: Entry, reading: Reading): void {
  const isTask = !reading.titled && reading.context.parent !== null;
  const drafted: Draft = {
    role: 'user',
    kind: isTask ? 'injected' : entry.text.startsWith('/') ? 'command' : 'prompt',
    text: entry.text,
    attachments: picturesOf(entry.fields),
    ...(isTask ? { isTask: true } : {}),
  };
  message(drafted, entry, reading);
  const isFirst = !reading.titled;
  reading.titled = true;
  if (isFirst && entry.text.trim() !== '') {
    const rank = isTask ? TitleRank.task : TitleRank.prompt;
    reading.events.push({
      type: 'session',
      session: reading.session,
      title: { text: titleOf(entry.text), rank },
    });
  }
}

function injected(entry: Entry, reading: Reading): void {
  message({ role: 'user', kind: 'injected', text: entry.text }, entry, reading);
}

function text(entry: Entry, reading: Reading): void {
  if (!reading.titled) {
    prompt(entry, reading);
    return;
  }
  const words = entry.text.replace(/HAS_CHANGES$/, '');
  thought(entry, reading);
  message({ role: 'assistant', kind: 'text', text: words }, entry, reading);
}

function thinking(entry: Entry, reading: Reading): void {
  const words = entry.text || (str(entry.fields.reasoning) ?? '');
  message({ role: 'assistant', kind: 'thinking', text: words }, entry, reading);
}

/** Older versions tell the thinking in a field of the text that it led to. */
function thought(entry: Entry, reading: Reading): void {
  const words = str(entry.fields.reasoning);
  if (words !== undefined) {
    message({ role: 'assistant', kind: 'thinking', text: words }, entry, reading, '/thinking');
  }
}

/** A question, or an answer in plan mode, that the user may reply to by one of the options. */
function question(entry: Entry, reading: Reading): void {
  const info = infoOf(entry.text);
  const words = info === null ? entry.text : (str(info.question) ?? str(info.response) ?? '');
  const options = [...list(info?.options), ...list(info?.suggest)].flatMap(
    (option) => str(option) ?? str(object(option).answer) ?? [],
  );
  const shown = [words, ...options.map((option) => `- ${option}`)].filter((line) => line !== '').join('\n');
  message({ role: 'assistant', kind: 'text', text: shown }, entry, reading);
  const selected = str(info?.selected);
  if (selected !== undefined) {
    message({ role: 'user', kind: 'prompt', text: selected }, entry, reading, '/selected');
  }
}

function error(entry: Entry, reading: Reading): void {
  message({ role: 'system', kind: 'error', text: entry.text }, entry, reading);
}

function notice(entry: Entry, reading: Reading): void {
  const info = infoOf(entry.text);
  const words =
    info === null
      ? entry.text
      : (str(info.context) ?? str(info.message) ?? str(info.title) ?? str(info.imagePath) ?? entry.text);
  message(
    { role: 'system', kind: 'notice', text: words, attachments: picturesOf(entry.fields) },
    entry,
    reading,
  );
}

function subAgents(entry: Entry, reading: Reading): void {
  const prompts = list(infoOf(entry.text)?.prompts).filter((one) => typeof one === 'string');
  open(entry, 'use_subagents', 'delegate', prompts.length === 0 ? entry.text : prompts.join('\n\n'), reading);
}

/** How the helpers ended: they have no session and no transcript of their own. */
function subAgentsDone(entry: Entry, reading: Reading): void {
  const items = list(infoOf(entry.text)?.items).filter(isObject);
  const results = items.map((item) => str(item.result) ?? str(item.error) ?? '').filter((one) => one !== '');
  const call = reading.calls.findLast(({ name }) => name === 'use_subagents');
  if (call !== undefined && results.length > 0) {
    call.output = results.join('\n\n');
    call.isError = items.some((item) => item.status === 'failed');
    call.at = entry.at;
  }
}

function sums(entry: Entry, reading: Reading): void {
  const info = infoOf(entry.text);
  if (info === null) {
    reading.problems.push(`text of ${entry.kind} is not JSON: its tokens are not counted`);
    return;
  }
  aggregate(info, entry, reading);
}

function compaction(entry: Entry, reading: Reading): void {
  const info = entry.fields.contextCondense;
  if (isObject(info)) {
    const words = str(info.summary) ?? 'The conversation was summed up';
    message({ role: 'system', kind: 'compaction', text: words }, entry, reading);
    condensed(info, entry, reading);
  }
}

function truncation(entry: Entry, reading: Reading): void {
  const removed = object(entry.fields.contextTruncation).messagesRemoved;
  const which = typeof removed === 'number' ? `${removed} messages` : 'The oldest messages';
  message(
    { role: 'system', kind: 'compaction', text: `${which} were left out of the context` },
    entry,
    reading,
  );
}

/** `task_progress`: a list in Markdown, `- [x] done` and `- [ ] to do`. */
function progress(entry: Entry, reading: Reading): void {
  const items: TodosEvent['items'] = [];
  for (const [, mark, words] of entry.text.matchAll(/^[ \t]*[-*] \[([ xX])\] (.+)$/gm)) {
    items.push({ text: (words ?? '').trim(), status: mark === ' ' ? 'pending' : 'completed' });
  }
  if (items.length > 0) {
    reading.events.push({ type: 'todos', session: reading.session, at: entry.at, items });
  }
}
