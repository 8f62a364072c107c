import type { MessageEvent, ToolResultEvent } from '../../common/model.js';
import { changeOf } from '../copilot/changes.js';
import { editsOf } from '../copilot/edits.js';
import { todoList } from '../copilot/todos.js';
import { copilotTool } from '../copilot/tools.js';
import { optional } from '../copilot/usage.js';
import { count, ident, isObject, jsonText, list, num, object, str, word, type Json } from '../fields.js';
import { message, type Turn } from './messages.js';
import { markdown, toolOutput } from './texts.js';
import { callIdOf, callName } from './turns.js';
import { pathOfUri } from '../uris.js';

/** A call as the model made it: `{id, name, arguments}`, with its result beside, and what was shown of it among the parts. */
export function roundCall(
  call: Json,
  results: Json,
  parts: readonly Json[],
  changed: Set<string>,
  turn: Turn,
): void {
  const id = ident(call.id);
  const name = word(call.name);
  if (id === undefined || name === undefined) {
    turn.problems.push(`a call in toolCallRounds has no ${id === undefined ? 'id' : 'name'}`);
    return;
  }
  const callId = callIdOf(id);
  const input = inputOf(call.arguments, turn);
  const part = parts.find(
    ({ toolCallId }) => typeof toolCallId === 'string' && callIdOf(toolCallId) === callId,
  );
  tell(callId, name, textOf(input, turn), str(object(part?.source).type) === 'mcp', undefined, turn);
  const result = Object.hasOwn(results, id) ? results[id] : undefined;
  const output = toolOutput(result);
  const ended = endOf(part);
  const hasResult = result !== undefined && result !== null;
  const failed = ended.failed || (hasResult && failedText(output.text));
  if (hasResult || part !== undefined) {
    const text = hasResult ? output.text : (ended.output ?? null);
    push({ callId, output: text, isError: failed, ...ended.told }, output.attachments, undefined, turn);
  }
  const shownFiles = new Set(
    parts.filter(({ kind }) => kind === 'textEditGroup').map(({ uri }) => pathOfUri(uri)),
  );
  for (const file of editsOf(name, input)) {
    if (!failed && (hasResult || shownFiles.has(file.path))) {
      changed.add(file.path);
      turn.events.push(changeOf(file, callId, { ...turn, thread: undefined, state: { cwd: turn.cwd } }));
    }
  }
  const items = name === 'manage_todo_list' ? todoList(object(input).todoList) : [];
  if (items.length > 0) {
    turn.events.push({ type: 'todos', session: turn.session, at: turn.at, items });
  }
}

/** A call of which only what was shown is left: its id is the editor's own in old versions, and its input is not told. */
export function partCall(part: Json, thread: string | undefined, turn: Turn): void {
  const id = ident(part.toolCallId);
  const name = word(part.toolId);
  if (id === undefined || name === undefined) {
    turn.problems.push(`toolInvocationSerialized has no ${id === undefined ? 'toolCallId' : 'toolId'}`);
    return;
  }
  const callId = callIdOf(id);
  const specific = object(part.toolSpecificData);
  const command = object(specific.commandLine);
  const input = object(part.resultDetails).input ?? specific.rawInput;
  const text =
    str(command.userEdited) ??
    str(command.original) ??
    str(input) ??
    (markdown(part.pastTenseMessage) || markdown(part.invocationMessage));
  tell(callId, name, text, str(object(part.source).type) === 'mcp', thread, turn);
  const ended = endOf(part);
  push({ callId, output: ended.output ?? null, isError: ended.failed, ...ended.told }, [], thread, turn);
  const items = specific.kind === 'todoList' ? todoList(specific.todoList) : [];
  if (items.length > 0) {
    turn.events.push({ type: 'todos', session: turn.session, at: turn.at, items });
  }
}

/** The call that started a sub-agent: `toolSpecificData: {kind: 'subagent', description, agentName, prompt, result}`. */
export function subAgent(part: Json, turn: Turn): void {
  const { kind, description, agentName, prompt, modelName } = object(part.toolSpecificData);
  const id = ident(part.toolCallId);
  if (kind !== 'subagent' || id === undefined) {
    return;
  }
  const thread = id;
  turn.events.push({
    type: 'sub_agent',
    session: turn.session,
    thread,
    ...optional('agentType', word(agentName)),
    ...optional('description', word(description)),
    callId: callIdOf(id),
    ...optional('model', word(modelName)),
    ...optional('at', turn.at ?? undefined),
  });
  if (typeof prompt === 'string' && prompt !== '') {
    const uid = callName(turn.turns, `${thread}-task`);
    const task: MessageEvent = message({ role: 'user', kind: 'injected', text: prompt, thread }, uid, turn);
    turn.events.push({ ...task, isTask: true });
  }
}

function tell(
  callId: string,
  name: string,
  text: string,
  isMcp: boolean,
  thread: string | undefined,
  turn: Turn,
): void {
  const category = isMcp || name.startsWith('mcp_') ? 'mcp' : copilotTool(name, undefined);
  turn.events.push(
    message(
      {
        role: 'assistant',
        kind: 'tool',
        text,
        tool: { callId, name, category },
        ...optional('thread', thread),
      },
      callName(turn.turns, callId),
      turn,
    ),
  );
}

function push(
  result: Pick<ToolResultEvent, 'callId' | 'output' | 'isError' | 'exitCode' | 'durationMs'>,
  attachments: NonNullable<ToolResultEvent['attachments']>,
  thread: string | undefined,
  turn: Turn,
): void {
  turn.events.push({
    type: 'tool_result',
    session: turn.session,
    ...optional('thread', thread),
    at: turn.at,
    ...result,
    ...(attachments.length === 0 ? {} : { attachments }),
  });
}

interface End {
  failed: boolean;
  output?: string;
  told: Pick<ToolResultEvent, 'exitCode' | 'durationMs'>;
}

/** How a call ended, by what was shown of it. */
function endOf(part: Json | undefined): End {
  if (part === undefined) {
    return { failed: false, told: {} };
  }
  const specific = object(part.toolSpecificData);
  const { exitCode, duration } = object(specific.terminalCommandState);
  const code = num(exitCode);
  const exit = code !== undefined && Math.abs(code) <= 2 ** 32 ? Math.trunc(code) : undefined;
  const details = object(part.resultDetails);
  // 0: the user denied it; before, false.
  const isDenied = part.isConfirmed === false || object(part.isConfirmed).type === 0;
  const output =
    str(object(specific.terminalCommandOutput).text) ??
    str(specific.result) ??
    (Array.isArray(part.resultDetails)
      ? list(part.resultDetails)
          .map((entry) => pathOfUri(object(entry).uri ?? entry))
          .filter((path) => path !== undefined)
          .join('\n')
      : list(details.output)
          .filter(isObject)
          .map(({ value, isText }) => (isText === false ? '' : (str(value) ?? '')))
          .join('\n'));
  return {
    failed: isDenied || details.isError === true || (exit !== undefined && exit !== 0),
    ...(output === '' ? {} : { output }),
    told: { ...optional('exitCode', exit), ...optional('durationMs', count(duration)) },
  };
}

/** A failure is told to the model in words alone. */
function failedText(text: string): boolean {
  return /^(?:error|failed|could not|cannot|unable to|invalid|applying patch failed|string replacement failed|no changes|tool call (?:failed|was canceled)|the user (?:cancelled|canceled|chose))/i.test(
    text.trimStart().slice(0, 80),
  );
}

function inputOf(input: unknown, turn: Turn): unknown {
  if (typeof input !== 'string' || !/^\s*[[{]/.test(input)) {
    return input;
  }
  try {
    return JSON.parse(input);
  } catch {
    turn.problems.push('the arguments of a call in toolCallRounds are not JSON');
    return input;
  }
}

function textOf(input: unknown, turn: Turn): string {
  return typeof input === 'string'
    ? input
    : input === undefined || input === null
      ? ''
      : jsonText(input, turn.problems);
}
