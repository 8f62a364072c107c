import type { Attachment, ToolResultEvent } from '../../common/model.js';
import { contentOf, ofBlock } from '../attachments.js';
import {
  count,
  ident,
  isObject,
  jsonText,
  list,
  num,
  object,
  remember,
  str,
  word,
  type Json,
} from '../fields.js';
import { editCalled, editEnded } from './changes.js';
import { message, modelOf } from './messages.js';
import type { Reading } from './state.js';
import { copilotTool } from './tools.js';
import { todoList, todosOf } from './todos.js';
import { optional } from './usage.js';
import { answered, asked } from '../waiting.js';

const MOST_CALLS = 64;

/** A call in a message of the model: `{toolCallId, name, arguments, mcpServerName?}`. */
export function requested(request: Json, response: string, reading: Reading): void {
  called(request, word(request.name), response, reading);
}

/** The start of a call. Mostly the message has told it; a call inside another one has none, nor has one of the user. */
export function started(data: Json, reading: Reading): void {
  const callId = ident(data.toolCallId);
  const known = reading.state.calls.findLast(({ id }) => id === callId);
  if (known === undefined) {
    called(data, word(data.toolName), undefined, reading);
  }
  const call = reading.state.calls.findLast(({ id }) => id === callId);
  if (call !== undefined) {
    call.at = reading.at;
    if (QUESTIONS.has(call.name)) {
      asked(reading);
    }
  }
}

/** The user ran a tool at the prompt. */
export function userRequested(data: Json, reading: Reading): void {
  const callId = ident(data.toolCallId);
  const input = inputOf(data.arguments, reading);
  const command = str(object(input).command);
  message({ role: 'user', kind: 'shell', text: command ?? textOf(input, reading) }, null, reading);
  if (callId !== undefined) {
    called(data, word(data.toolName), undefined, reading);
  }
}

/** The end of a call, with what the model was shown of it. */
export function completed(data: Json, reading: Reading): void {
  const callId = ident(data.toolCallId);
  if (callId === undefined) {
    reading.problems.push('tool.execution_complete.toolCallId is missing');
    return;
  }
  const call = reading.state.calls.findLast(({ id }) => id === callId);
  const { text, attachments, detail, exit, kind } = outputOf(data);
  const exitCode = num(object(data.shellExecution).exitCode) ?? exit;
  const isError =
    data.success === false ||
    kind === 'failure' ||
    kind === 'error' ||
    kind === 'rejected' ||
    kind === 'denied' ||
    (exitCode !== undefined && exitCode !== 0);
  const took =
    call === undefined || call.at === null || reading.at === null ? undefined : count(reading.at - call.at);
  const event: ToolResultEvent = {
    type: 'tool_result',
    session: reading.session,
    ...(reading.thread === undefined ? {} : { thread: reading.thread }),
    callId,
    at: reading.at,
    output: text,
    isError,
    ...optional(
      'exitCode',
      exitCode !== undefined && Math.abs(exitCode) <= 2 ** 32 ? Math.trunc(exitCode) : undefined,
    ),
    ...optional('durationMs', took),
  };
  if (attachments.length > 0) {
    event.attachments = attachments;
  }
  reading.events.push(event);
  editEnded(callId, isError, detail, reading);
  answered(reading);
}

function called(data: Json, name: string | undefined, response: string | undefined, reading: Reading): void {
  const callId = ident(data.toolCallId);
  if (callId === undefined || name === undefined) {
    reading.problems.push(`a tool call has no ${callId === undefined ? 'toolCallId' : 'name'}`);
    return;
  }
  const input = inputOf(data.arguments, reading);
  const isView = name === 'str_replace_editor' && object(input).command === 'view';
  const category = isView ? 'read' : copilotTool(name, str(data.mcpServerName));
  message(
    {
      role: 'assistant',
      kind: 'tool',
      text: textOf(input, reading),
      tool: { callId, name, category },
      ...modelOf(data.model, reading),
      ...(response === undefined ? {} : { response }),
    },
    `call-${callId}`,
    reading,
  );
  const description = word(object(input).description);
  remember(
    reading.state.calls,
    {
      id: callId,
      name,
      at: null,
      ...(category === 'delegate' && description !== undefined ? { description } : {}),
    },
    MOST_CALLS,
  );
  editCalled(callId, name, input, reading);
  if (name === 'update_todo') {
    todosOf(object(input).todos, reading);
  } else if (name === 'manage_todo_list') {
    const items = todoList(object(input).todoList);
    if (items.length > 0) {
      reading.events.push({ type: 'todos', session: reading.session, at: reading.at, items });
    }
  }
}

/** Arguments are an object, or the JSON of one as text. */
function inputOf(input: unknown, reading: Reading): unknown {
  if (typeof input !== 'string' || !/^\s*[[{]/.test(input)) {
    return input;
  }
  try {
    return JSON.parse(input);
  } catch {
    reading.problems.push('the arguments of a tool call are not JSON');
    return input;
  }
}

function textOf(input: unknown, reading: Reading): string {
  return input === undefined || input === null
    ? ''
    : typeof input === 'string'
      ? input
      : jsonText(input, reading.problems);
}

interface Output {
  text: string | null;
  attachments: Attachment[];
  /** What the program showed of it, for an edit mostly a difference. */
  detail?: string;
  exit?: number;
  kind?: string;
}

/** `result` is `{content, detailedContent, contents, binaryResultsForLlm}`, before 1.0 `{result_type, text_result_for_llm}` or a text. */
function outputOf(data: Json): Output {
  const { result, error } = data;
  const failure = str(object(error).message) ?? str(error);
  if (typeof result === 'string') {
    return { text: result, attachments: [] };
  }
  if (!isObject(result)) {
    return { text: failure ?? null, attachments: [] };
  }
  const content = result.content ?? result.text_result_for_llm ?? result.textResultForLlm;
  const said = contentOf(content);
  const more = [...list(result.contents), ...list(result.binaryResultsForLlm)];
  const detail = str(result.detailedContent);
  const exit = more
    .filter(isObject)
    .map(({ exitCode }) => num(exitCode))
    .find((code) => code !== undefined);
  const text = said.text === '' ? (failure ?? detail ?? '') : said.text;
  const attachments = more.map(attachmentOf).filter((attachment) => attachment !== null);
  return {
    text,
    attachments: [...said.attachments, ...attachments],
    ...optional('detail', detail),
    ...optional('exit', exit),
    ...optional('kind', word(result.result_type) ?? word(result.resultType)),
  };
}

/** Binary data, or the description of some that is kept elsewhere. */
function attachmentOf(block: unknown): Attachment | null {
  const { byteLength, mimeType, type } = object(block);
  const bytes = count(byteLength);
  return type !== 'text' && bytes !== undefined
    ? { mime: word(mimeType) ?? 'application/octet-stream', bytes }
    : ofBlock(block);
}

/** Tools that wait for the user's answer. */
const QUESTIONS: ReadonlySet<string> = new Set(['ask_user', 'exit_plan_mode']);
