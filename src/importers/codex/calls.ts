import type { Attachment, ToolResultEvent } from '../../common/model.js';
import { contentOf } from '../attachments.js';
import { count, isObject, num, object, remember, str, type Json } from '../fields.js';
import { codexTool } from './tools.js';
import { patchCalled, patchEnded } from './applyPatch.js';
import { message } from './messages.js';
import type { Reading } from './state.js';
import { asked } from '../waiting.js';

/** What is known of how a command ended. */
export interface Ended {
  exitCode?: number;
  durationMs?: number;
  failed: boolean;
}

/** A tool call of the model. `input` is the JSON or the free text that it wrote. */
export function called(
  callId: string,
  name: string,
  input: string,
  namespace: string | undefined,
  reading: Reading,
): void {
  const category = codexTool(name, namespace);
  const full = namespace === undefined || name.includes('__') ? name : `${namespace}.${name}`.slice(0, 500);
  message(
    { role: 'assistant', kind: 'tool', text: input, tool: { callId, name: full, category } },
    `${callId}/call`,
    reading,
  );
  remember(reading.state.calls, { id: callId, name }, 64);
  if (name === 'apply_patch' || name === 'shell' || name === 'shell_command' || name === 'exec_command') {
    patchCalled(callId, patchText(name, input), reading);
  }
  if (name === 'update_plan') {
    planUpdated(input, reading);
  } else if (name === 'request_user_input' || name === 'request_permissions') {
    asked(reading);
  }
}

/** The output of a call as the model was shown it. How the command ended may have been told before. */
export function callOutput(callId: string, output: unknown, reading: Reading): void {
  const { text, attachments, success } = outputOf(output);
  const call = reading.state.calls.findLast((entry) => entry.id === callId);
  const told = exitOf(text);
  const exitCode = call?.exitCode ?? told.exitCode;
  const failed =
    call?.failed === true ||
    success === false ||
    (exitCode !== undefined && exitCode !== 0) ||
    failedText(text);
  result(
    callId,
    told.text,
    {
      failed,
      ...optional('exitCode', exitCode),
      ...optional('durationMs', call?.durationMs ?? told.durationMs),
    },
    attachments,
    reading,
  );
  if (call !== undefined) {
    call.done = true;
  }
  patchEnded(callId, failed, reading);
}

/**
 * The program's own report of a call's end. Mostly the output that the model sees follows, and the two are told as one
 * result. A command that ran inside another call has no message yet; one that ended after its output replaces it.
 */
export function callEnded(
  callId: string,
  ended: Ended,
  nested: { name: string; input: string },
  output: string | null,
  reading: Reading,
): void {
  const call = reading.state.calls.findLast((entry) => entry.id === callId);
  if (call !== undefined && call.done !== true) {
    Object.assign(call, optional('exitCode', ended.exitCode), optional('durationMs', ended.durationMs), {
      failed: ended.failed,
    });
    return;
  }
  if (call === undefined) {
    const category = codexTool(nested.name);
    message(
      { role: 'assistant', kind: 'tool', text: nested.input, tool: { callId, name: nested.name, category } },
      `${callId}/call`,
      reading,
    );
    remember(reading.state.calls, { id: callId, name: nested.name, done: true }, 64);
  }
  result(callId, output, ended, [], reading);
}

/** The outcome of a call. */
export function result(
  callId: string,
  output: string | null,
  ended: Ended,
  attachments: Attachment[],
  reading: Reading,
): void {
  const event: ToolResultEvent = {
    type: 'tool_result',
    session: reading.session,
    callId,
    at: reading.at,
    output,
    isError: ended.failed,
    ...optional('exitCode', ended.exitCode),
    ...optional('durationMs', ended.durationMs),
  };
  if (attachments.length > 0) {
    event.attachments = attachments;
  }
  reading.events.push(event);
}

/** What a command ended with: a whole number of 32 bits. */
export function exitCode(value: unknown): number | undefined {
  const code = num(value);
  return code !== undefined && Math.abs(code) <= 2 ** 32 ? Math.trunc(code) : undefined;
}

/** Milliseconds of `{secs, nanos}`. */
export function durationOf(value: unknown): number | undefined {
  const duration = object(value);
  const seconds = num(duration.secs);
  return seconds === undefined ? undefined : count(seconds * 1000 + (num(duration.nanos) ?? 0) / 1e6);
}

export function optional<K extends string>(key: K, value: number | undefined): Partial<Record<K, number>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, number>);
}

/** A string, `{content, success}`, or a list of content items. */
function outputOf(output: unknown): { text: string; attachments: Attachment[]; success?: boolean } {
  if (!isObject(output)) {
    return contentOf(output);
  }
  const inner = output.content ?? output.output ?? output.body ?? output;
  const exit = exitCode(object(output.metadata).exit_code);
  const success =
    typeof output.success === 'boolean' ? output.success : exit === undefined ? undefined : exit === 0;
  return { ...contentOf(inner), ...(success === undefined ? {} : { success }) };
}

/**
 * How the command ended, from its output: `{"output", "metadata": {"exit_code", "duration_seconds"}}` as text, or a head of
 * lines with "Exit code: 1" or "Process exited with code 1".
 */
function exitOf(text: string): { text: string; exitCode?: number; durationMs?: number } {
  if (text.startsWith('{"output":')) {
    const parsed = parsedOutput(text);
    if (parsed !== null) {
      return parsed;
    }
  }
  const head = text.slice(0, 400);
  const code = /^(?:Exit code: |Process exited with code )(-?\d+)/m.exec(head)?.[1];
  const seconds = code === undefined ? undefined : /^Wall time: ([\d.]+) seconds/m.exec(head)?.[1];
  return {
    text,
    ...optional('exitCode', code === undefined ? undefined : exitCode(Number(code))),
    ...optional('durationMs', seconds === undefined ? undefined : count(Number(seconds) * 1000)),
  };
}

function parsedOutput(text: string): { text: string; exitCode?: number; durationMs?: number } | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The output of some other program that starts like ours: it is kept as it is.
    return null;
  }
  const fields = object(value);
  const metadata = object(fields.metadata);
  const seconds = num(metadata.duration_seconds);
  return typeof fields.output !== 'string'
    ? null
    : {
        text: fields.output,
        ...optional('exitCode', exitCode(metadata.exit_code)),
        ...optional('durationMs', seconds === undefined ? undefined : count(seconds * 1000)),
      };
}

/** Errors of the program itself have no exit code. */
function failedText(text: string): boolean {
  return /^(?:apply_patch verification failed|exec_command failed|collab \w+ failed|failed to parse function arguments|unsupported call|tool call error)/i.test(
    text.slice(0, 60),
  );
}

/** The patch in a call's input: the input itself, or a field of its JSON, or an argument of the command. */
function patchText(name: string, input: string): string {
  if (!input.includes('*** Begin Patch') || input.startsWith('*** Begin Patch')) {
    return name === 'apply_patch' || input.startsWith('*** Begin Patch') ? input : '';
  }
  let value: unknown;
  try {
    value = JSON.parse(input);
  } catch {
    return name === 'apply_patch' ? input : '';
  }
  const fields: Json = object(value);
  const command = fields.command;
  // ["apply_patch", "*** Begin Patch…"], or the script of ["bash", "-lc", "apply_patch <<'EOF' …"].
  const script = Array.isArray(command)
    ? command.find((part) => typeof part === 'string' && part.includes('*** Begin Patch'))
    : (command ?? fields.cmd);
  const text = str(fields.patch) ?? str(fields.input) ?? str(script) ?? '';
  return name === 'apply_patch' ||
    text.startsWith('*** Begin Patch') ||
    /^\s*(?:cd .{1,300}&& *)?(?:apply_patch|applypatch)\b/.test(text.slice(0, 400))
    ? text
    : '';
}

function planUpdated(input: string, reading: Reading): void {
  let value: unknown;
  try {
    value = JSON.parse(input);
  } catch {
    reading.problems.push('arguments of update_plan are not JSON');
    return;
  }
  const plan = object(value).plan;
  if (!Array.isArray(plan)) {
    return;
  }
  reading.events.push({
    type: 'todos',
    session: reading.session,
    at: reading.at,
    items: plan.filter(isObject).flatMap((step) => {
      const text = str(step.step);
      const status =
        step.status === 'in_progress' || step.status === 'completed' ? step.status : ('pending' as const);
      return text === undefined ? [] : [{ text, status }];
    }),
  });
}
