import type { SessionEvent } from '../../common/model.js';
import { ident, isObject, jsonText, list, object, str, word, type Json } from '../fields.js';
import { changesApplied } from './applyPatch.js';
import { callEnded, durationOf, exitCode, optional } from './calls.js';
import { typed } from './prompts.js';
import type { Reading } from './state.js';
import { answered } from '../waiting.js';

/** An item of 0.15x and later: the same facts in another form. */
export function completed(done: Json, reading: Reading): void {
  const id = ident(done.id);
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
        list(done.receiver_thread_ids).forEach((thread) => spawned(ident(thread), id, undefined, reading));
      }
      return;
    case 'SubAgentActivity':
      return done.kind === 'started'
        ? spawned(ident(done.agent_thread_id), id, undefined, reading)
        : undefined;
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

/** A command has ended: `exec_command_end`, or a completed `CommandExecution`. */
export function commandEnded(callId: string | undefined, facts: Json, reading: Reading): void {
  if (callId === undefined) {
    reading.problems.push('call_id of a command is missing');
    return;
  }
  const code = exitCode(facts.exit_code);
  const command = list(facts.command).filter((part) => typeof part === 'string');
  const ended = {
    ...optional('exitCode', code),
    ...optional('durationMs', durationOf(facts.duration)),
    failed: code === undefined ? facts.status === 'failed' || facts.status === 'declined' : code !== 0,
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

/** A call of an MCP server has ended. */
export function mcpEnded(payload: Json, reading: Reading): void {
  const callId = ident(payload.call_id);
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
  const name = `mcp__${word(server) ?? 'server'}__${word(tool) ?? 'tool'}`.slice(0, 500);
  const ended = { failed, ...optional('durationMs', durationOf(payload.duration)) };
  callEnded(
    callId,
    ended,
    { name, input: jsonText(input ?? {}, reading.problems) },
    str(outcome.Err) ?? null,
    reading,
  );
}

/** The child's own file says whose child it is; which call started it, only its parent's does. */
export function spawned(
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

/** `FileChange` has its changes by path, or as a list that names the paths. */
function fileChanges(changes: unknown): unknown {
  return Array.isArray(changes)
    ? Object.fromEntries(
        changes.filter(isObject).map((change): [string, unknown] => [str(change.path) ?? '', change]),
      )
    : changes;
}
