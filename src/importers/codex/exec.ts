import type { FileChangeEvent, MessageEvent } from '../../common/model.js';
import { fingerprint, ident, isObject, jsonText, list, object, str, word, type Json } from '../fields.js';
import { codexTool } from './tools.js';
import { exitCode, optional } from './calls.js';
import type { Reading } from './state.js';
import { turnUsage } from './usage.js';

/**
 * What `codex exec --json` printed, saved (codex-rs/exec/src/exec_events.rs, 0.41 to 0.169): the thread's id, items, and what
 * each turn used. It has no times and no prompt, and names its items by their place in the run. The program's own rollout
 * tells the same better, so it is a thread of its own, marked as a copy; it stands alone where there is no rollout.
 */
export function execLine(record: Json, reading: Reading): void {
  const { state } = reading;
  begin(reading);
  switch (record.type) {
    case 'turn.completed':
      return turnUsage(record.usage, word(record.model), timeOf(reading), reading);
    case 'result': {
      const data = object(record.data);
      return turnUsage(data.usage, word(data.model_name) ?? word(data.model), timeOf(reading), reading);
    }
    case 'turn.failed':
      return said('error', str(object(record.error).message) ?? 'The turn failed', 'turn', reading);
    case 'error':
      return said('error', str(record.message) ?? 'An error without words', 'error', reading);
    case 'item.started':
    case 'item.updated':
    case 'item.completed':
      if (!isObject(record.item)) {
        reading.problems.push(`${record.type} has no item`);
        return;
      }
      return execItem(record.item, record.type === 'item.completed', reading);
    default:
      // The thread has started, or a turn has.
      state.model = word(record.model) ?? state.model;
  }
}

/** True for a line of such a stream. */
export function isExecLine(record: Json): boolean {
  return (
    (typeof record.type === 'string' && EXEC.has(record.type)) ||
    (record.type === 'result' && isObject(object(record.data).usage))
  );
}

const EXEC: ReadonlySet<string> = new Set([
  ...['thread.started', 'turn.started', 'turn.completed', 'turn.failed', 'error'],
  ...['item.started', 'item.updated', 'item.completed'],
]);

const THREAD = 'stream';

function begin(reading: Reading): void {
  const { state, session } = reading;
  if (state.createdAt === null) {
    const at = reading.at ?? Math.round(reading.file.modifiedAt);
    state.createdAt = at;
    reading.events.push(
      { type: 'session', session, headless: true, client: 'exec', ...(at > 0 ? { at } : {}) },
      { type: 'sub_agent', session, thread: THREAD, description: 'Saved stream', internal: true },
    );
  }
}

/** Lines have no time of their own but in some programs' copies: that of the file is when the run had ended. */
function timeOf({ at, state }: Reading): number | null {
  return at ?? (state.createdAt === 0 ? null : state.createdAt);
}

function execItem(item: Json, isDone: boolean, reading: Reading): void {
  const id = ident(item.id) ?? '';
  switch (item.type) {
    case 'agent_message':
      return isDone ? said('text', str(item.text) ?? '', id, reading) : undefined;
    case 'reasoning':
      return isDone ? said('thinking', str(item.text) ?? '', id, reading) : undefined;
    case 'error':
      return isDone ? said('error', str(item.message) ?? '', id, reading) : undefined;
    case 'todo_list':
      return todos(item, reading);
    case 'web_search':
      // The query is known when the search has ended.
      if (isDone) {
        called(id, 'web_search', str(item.query) ?? '', item, isDone, reading);
      }
      return;
    case 'command_execution':
      called(id, 'exec_command', str(item.command) ?? '', item, isDone, reading);
      return;
    case 'mcp_tool_call': {
      const name = `mcp__${word(item.server) ?? 'server'}__${word(item.tool) ?? 'tool'}`.slice(0, 500);
      called(id, name, jsonText(item.arguments ?? {}, reading.problems), item, isDone, reading);
      return;
    }
    case 'collab_tool_call':
      called(id, word(item.tool) ?? 'spawn_agent', str(item.prompt) ?? '', item, isDone, reading);
      return;
    case 'file_change':
      return isDone ? changed(id, item, reading) : undefined;
    default:
      reading.events.push({
        type: 'unknown',
        name: `item ${(str(item.type) ?? 'without type').slice(0, 80)}`,
      });
  }
}

/** A call, told when it starts and again when it has ended: its name is made of what both tell. */
function called(
  id: string,
  name: string,
  input: string,
  item: Json,
  isDone: boolean,
  reading: Reading,
): string {
  const callId = `${THREAD}-${id}-${fingerprint(`${name} ${input}`)}`;
  const category = codexTool(name);
  tell({ role: 'assistant', kind: 'tool', text: input, tool: { callId, name, category } }, callId, reading);
  if (isDone) {
    const code = exitCode(item.exit_code);
    reading.events.push({
      ...{ type: 'tool_result', session: reading.session, thread: THREAD, callId, at: timeOf(reading) },
      output: outputOf(item, reading),
      isError: item.status === 'failed' || item.status === 'declined' || (code !== undefined && code !== 0),
      ...optional('exitCode', code),
    });
  }
  return callId;
}

function outputOf(item: Json, reading: Reading): string | null {
  const texts = list(object(item.result).content).flatMap((part) => str(object(part).text) ?? []);
  const structured = object(item.result).structured_content;
  return (
    str(item.aggregated_output) ??
    str(object(item.error).message) ??
    (texts.length > 0
      ? texts.join('\n')
      : isObject(structured)
        ? jsonText(structured, reading.problems)
        : null)
  );
}

/** Which files a patch changed; the stream does not tell how. */
function changed(id: string, item: Json, reading: Reading): void {
  const changes = list(item.changes).filter(isObject);
  const callId = called(id, 'apply_patch', jsonText(changes, reading.problems), item, true, reading);
  if (item.status === 'failed' || item.status === 'declined') {
    return;
  }
  for (const change of changes) {
    const path = str(change.path);
    if (path === undefined || path === '') {
      reading.problems.push('file_change.changes.path is missing');
      continue;
    }
    const event: FileChangeEvent = {
      ...{ type: 'file_change', session: reading.session, thread: THREAD, callId, at: timeOf(reading), path },
      operation: change.kind === 'add' ? 'create' : change.kind === 'delete' ? 'delete' : 'update',
      ...{ added: null, removed: null },
    };
    reading.events.push(event);
  }
}

function todos(item: Json, reading: Reading): void {
  reading.events.push({
    ...{ type: 'todos', session: reading.session, thread: THREAD, at: timeOf(reading) },
    items: list(item.items)
      .filter(isObject)
      .flatMap((entry) => {
        const text = str(entry.text);
        const status = entry.completed === true ? ('completed' as const) : ('pending' as const);
        return text === undefined ? [] : [{ text, status }];
      }),
  });
}

function said(kind: 'text' | 'thinking' | 'error', text: string, id: string, reading: Reading): void {
  if (text !== '') {
    const role = kind === 'error' ? 'system' : 'assistant';
    tell({ role, kind, text }, `${THREAD}-${id}-${kind}-${fingerprint(text)}`, reading);
  }
}

function tell(
  draft: Pick<MessageEvent, 'role' | 'kind' | 'text' | 'tool'>,
  uid: string,
  reading: Reading,
): void {
  const { model } = reading.state;
  reading.events.push({
    ...{ type: 'message', session: reading.session, thread: THREAD, uid, at: timeOf(reading), ...draft },
    copied: true,
    ...(model === null || draft.role !== 'assistant' ? {} : { model }),
  });
}
