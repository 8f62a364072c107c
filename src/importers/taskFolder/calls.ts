import type { Attachment, ToolCategory } from '../../common/model.js';
import { ofDataUrl } from '../attachments.js';
import { isObject, list, object, str, word, type Json } from '../fields.js';
import { changesShown } from './changes.js';
import { message, type Entry, type OpenCall, type Reading } from './reading.js';
import { takeSent } from './sent.js';
import { toolShown } from './tools.js';
import { infoOf } from './usage.js';

/** `tool`: a call that the program shows as JSON, with the outcome of a search in it. */
export function tool(entry: Entry, reading: Reading): void {
  const shown = infoOf(entry.text);
  if (shown === null) {
    reading.problems.push(`text of ${entry.kind} is not the JSON of a tool call`);
    return;
  }
  const name = word(shown.tool) ?? 'tool';
  const category = toolShown(name);
  const { content, imageData, ...rest } = shown;
  const isFound = category === 'search' || category === 'web';
  const input = isFound || content === undefined ? rest : { ...rest, content };
  const call = open(entry, name, category, JSON.stringify(input), reading);
  const picture = ofDataUrl(str(imageData) ?? '');
  if (picture !== null) {
    call.attachments.push(picture);
  }
  const target = str(shown.path) ?? str(shown.url) ?? null;
  const output = answered(call, target, reading) ?? (isFound ? str(content) : undefined);
  if (output !== undefined && call.output === null) {
    call.output = output;
  }
  if (category === 'edit') {
    edited(shown, call, entry, reading);
  } else if (name === 'updateTodoList') {
    todoList(shown.todos, entry, reading);
  }
}

/** `command`, in older versions with its output below it, and with a mark where it has to be approved. */
export function command(entry: Entry, reading: Reading): void {
  const text = entry.text.replace(/REQ_APP$/, '');
  const split = text.indexOf('\nOutput:\n');
  const input = split < 0 ? text : text.slice(0, split);
  const call = open(entry, 'execute_command', 'run', input, reading);
  if (split >= 0) {
    call.output = text.slice(split + '\nOutput:\n'.length);
  }
  const output = answered(call, input, reading);
  call.output ??= output ?? null;
}

/** `command_output`: more of what the newest command wrote. */
export function commandOutput(entry: Entry, reading: Reading): void {
  const call = reading.calls.findLast(({ name }) => name === 'execute_command');
  if (call === undefined) {
    message({ role: 'tool', kind: 'notice', text: entry.text }, entry, reading);
    return;
  }
  if (entry.text !== '') {
    // What was sent to the model is cut; what was shown is not.
    call.output = call.isShown && call.output !== null ? `${call.output}\n${entry.text}` : entry.text;
    call.isShown = true;
    call.at = entry.at;
  }
}

/** `use_mcp_server`. */
export function mcpCall(entry: Entry, reading: Reading): void {
  const shown = infoOf(entry.text) ?? {};
  const name = word(shown.toolName) ?? 'read_resource';
  const input = str(shown.arguments) ?? str(shown.uri) ?? '';
  open(
    entry,
    `mcp__${word(shown.serverName) ?? 'server'}__${name}`.slice(0, 500),
    'mcp',
    input,
    reading,
  ).output = str(shown.response) ?? null;
}

/** What the newest call of this category came back with. */
export function outcome(
  category: 'mcp' | 'web' | 'delegate' | 'search',
  entry: Entry,
  reading: Reading,
): void {
  const call = reading.calls.findLast((known) => known.category === category);
  if (call === undefined) {
    message({ role: 'tool', kind: 'notice', text: entry.text }, entry, reading);
    return;
  }
  call.output = call.output === null ? entry.text : `${call.output}\n${entry.text}`;
  call.at = entry.at;
}

/** `browser_action_launch` has an address, `browser_action` is JSON. */
export function browse(entry: Entry, reading: Reading): void {
  open(entry, entry.name, 'web', entry.text, reading);
}

/** `browser_action_result`: a picture of the page and what its console says. */
export function browsed(entry: Entry, reading: Reading): void {
  const shown = infoOf(entry.text) ?? {};
  const picture = ofDataUrl(str(shown.screenshot) ?? '');
  const logs = [str(shown.currentUrl), str(shown.logs)].filter((text) => text !== undefined).join('\n');
  outcome('web', { ...entry, text: logs }, reading);
  const call = reading.calls.findLast((known) => known.category === 'web');
  if (picture !== null) {
    call?.attachments.push(picture);
  }
}

/** A tool call that the entry shows. Its result is told with the others, at the end. */
export function open(
  entry: Entry,
  name: string,
  category: ToolCategory,
  input: string,
  reading: Reading,
): OpenCall {
  const call: OpenCall = {
    callId: entry.uid,
    name,
    category,
    at: entry.at,
    output: null,
    isShown: false,
    isError: false,
    attachments: [],
  };
  reading.calls.push(call);
  message(
    { role: 'assistant', kind: 'tool', text: input, tool: { callId: call.callId, name, category } },
    entry,
    reading,
  );
  return call;
}

/** The results of all calls that have one. */
export function tellResults(reading: Reading): void {
  for (const { callId, at, output, isError, attachments } of reading.calls) {
    if (output !== null || isError || attachments.length > 0) {
      reading.events.push({
        type: 'tool_result',
        session: reading.session,
        callId,
        at,
        output,
        isError,
        ...(attachments.length === 0 ? {} : { attachments }),
      });
    }
  }
}

/** Pictures that are shown with an entry. */
export function picturesOf(entry: Json): Attachment[] {
  return list(entry.images).flatMap((image) => ofDataUrl(str(image) ?? '') ?? []);
}

/** The answer to a call in what was sent to the model. */
function answered(call: OpenCall, target: string | null, reading: Reading): string | undefined {
  const sent = takeSent(reading.context.sent, call.category, target);
  if (sent === undefined) {
    return undefined;
  }
  call.isError = sent.isError;
  call.attachments.push(...sent.attachments);
  return sent.output;
}

/** An edit that was made: not the newest entry, which waits for an answer, and neither refused nor failed. */
function edited(shown: Json, call: OpenCall, entry: Entry, reading: Reading): void {
  const failedNext = entry.next.say === 'diff_error' || entry.next.say === 'error';
  if (call.isError || failedNext || (entry.isLast && entry.kind.startsWith('ask'))) {
    call.isError ||= failedNext;
    return;
  }
  for (const change of changesShown(shown)) {
    reading.events.push({
      type: 'file_change',
      session: reading.session,
      callId: call.callId,
      at: entry.at,
      ...change,
    });
  }
}

function todoList(todos: unknown, entry: Entry, reading: Reading): void {
  reading.events.push({
    type: 'todos',
    session: reading.session,
    at: entry.at,
    items: list(todos)
      .filter(isObject)
      .flatMap((todo) => {
        const text = str(todo.content);
        const { status } = object(todo);
        const known = status === 'in_progress' || status === 'completed' ? status : ('pending' as const);
        return text === undefined ? [] : [{ text, status: known }];
      }),
  });
}
