import {
  TitleRank,
  type ImportEvent,
  type MessageEvent,
  type MessageKind,
  type Role,
} from '../../common/model.js';
import { isObject, jsonText, list, object, str, type Json } from '../fields.js';
import { titleOf } from '../titles.js';

/** The session of a line, and what earlier lines have told of it. */
export interface Context {
  session: string;
  /** Whose session it is, where an export tells; null: of whoever writes such lines. */
  agent: string | null;
  /** The first prompt has given it a title. */
  titled: boolean;
  problems: string[];
}

/** The events of a line whose fields are as its form wants them. */
export function eventsOf(type: string, line: Json, context: Context): ImportEvent[] {
  const { session, agent } = context;
  switch (type) {
    case 'session':
      return [sessionOf(line, session, agent)];
    case 'message':
      return messageOf(line, context);
    case 'usage':
      return [usageOf(line, session, agent)];
    case 'tool_result':
      return [
        {
          type,
          session,
          ...renamed(line, ['thread', 'exit_code:exitCode', 'duration_ms:durationMs', 'attachments']),
          callId: line.call_id,
          at: line.at ?? null,
          output: line.output ?? null,
          isError: line.is_error ?? false,
        } as ImportEvent,
      ];
    case 'file_change':
      return [
        {
          type,
          session,
          ...renamed(line, ['thread', 'path', 'operation', 'new_path:newPath', 'patch']),
          callId: line.call_id,
          at: line.at ?? null,
          added: line.added ?? null,
          removed: line.removed ?? null,
        } as ImportEvent,
      ];
    case 'sub_agent':
      return [
        {
          type,
          session,
          ...renamed(line, [
            'thread',
            'agent_type:agentType',
            'description',
            'call_id:callId',
            'model',
            'at',
          ]),
        } as ImportEvent,
      ];
    case 'todos':
      return [{ type, session, ...renamed(line, ['thread', 'items']), at: line.at ?? null } as ImportEvent];
    case 'plan':
      return [
        {
          type,
          ...(session === '' ? {} : { session }),
          ...renamed(line, ['name', 'text', 'path']),
          at: line.at ?? null,
        } as ImportEvent,
        ...(session === '' ? [] : [{ type: 'session', session, plan: line.name } as ImportEvent]),
      ];
    case 'prompt':
      return [
        {
          type,
          ...(session === '' ? {} : { session }),
          ...renamed(line, ['at', 'text', 'project']),
        } as ImportEvent,
      ];
    case 'link':
      return [
        { type, session, ...renamed(line, ['thread', 'url', 'label']), at: line.at ?? null } as ImportEvent,
      ];
    case 'marks':
      return [{ type, session, ...renamed(line, ['title', 'note', 'favourite', 'archived', 'tags']) }];
    case 'pin':
      return [
        {
          type,
          session,
          uid: line.message,
          ...renamed(line, ['note']),
          at: line.at ?? null,
        } as ImportEvent,
      ];
    case 'ticket':
      return [{ type, session, ...renamed(line, ['key', 'title', 'note']) } as ImportEvent];
    default:
      return [];
  }
}

/** Sessions of agents that nobody knows are shown under one; which agent held them is told with its version. */
function sessionOf(line: Json, session: string, agent: string | null): ImportEvent {
  const version = [agent === null ? str(line.agent) : undefined, str(line.agent_version)]
    .filter((word) => word !== undefined)
    .join(' ');
  const rank = TitleRank[(line.title_kind ?? 'generated') as 'custom' | 'generated' | 'prompt'];
  return {
    type: 'session',
    session,
    ...renamed(line, [
      ...['at', 'cwd', 'branch', 'parent', 'parent_call:parentCall', 'agent_type:agentType', 'headless'],
      ...['forked_from:forkedFrom', 'client', 'archived', 'waiting', 'agent_cost_usd:agentCostUsd'],
    ]),
    ...(version === '' ? {} : { agentVersion: version.slice(0, 500) }),
    ...(titleOf(str(line.title) ?? '') === ''
      ? {}
      : { title: { text: titleOf(str(line.title) ?? ''), rank } }),
  };
}

function messageOf(line: Json, context: Context): ImportEvent[] {
  const { session, agent } = context;
  const tool = isObject(line.tool) ? line.tool : undefined;
  const role = line.role as Role;
  const kind = (tool === undefined ? (line.kind ?? KINDS[role]) : 'tool') as MessageKind;
  const input = tool?.input;
  const words =
    str(line.text) ??
    (input === undefined ? '' : typeof input === 'string' ? input : jsonText(input, context.problems));
  if (words === '' && tool === undefined && list(line.attachments).length === 0) {
    if (line.text === undefined && line.attachments === undefined && context.problems.length === 0) {
      context.problems.push('message.text is missing: write the words, or a tool or attachments');
    }
    return [];
  }
  const event = {
    type: 'message',
    session,
    uid: line.id,
    at: line.at ?? null,
    role,
    kind,
    text: words,
    ...renamed(line, [
      'thread',
      'parent',
      'model',
      'branch',
      'cwd',
      'attachments',
      'queued',
      'is_task:isTask',
    ]),
    ...(tool === undefined
      ? {}
      : { tool: { callId: tool.call_id, name: tool.name, category: tool.category ?? 'other' } }),
    ...(line.response === undefined
      ? {}
      : { response: responseKey(line, line.response as string, session, agent) }),
    ...(line.copied_from === undefined ? {} : { copied: true }),
  } as MessageEvent;
  if (kind !== 'prompt' || context.titled || titleOf(words) === '') {
    return [event];
  }
  context.titled = true;
  return [event, { type: 'session', session, title: { text: titleOf(words), rank: TitleRank.prompt } }];
}

/** Responses are named within the session that gave them, which a fork names with each copy. */
function usageOf(line: Json, session: string, agent: string | null): ImportEvent {
  const key = responseKey(line, line.id as string, session, agent);
  const group = str(line.group);
  const used = object(line.tokens);
  return {
    type: 'usage',
    session,
    key,
    group: group === undefined ? key : responseKey(line, group, session, agent),
    rank: (line.rank as number | undefined) ?? 0,
    // Where the agent's own file tells of the same response, that one holds.
    preference: agent === null ? 0 : 9,
    at: line.at ?? null,
    isCopy: line.copied_from !== undefined,
    model: line.model ?? null,
    tokens:
      line.tokens === null
        ? null
        : {
            input: used.input,
            cacheRead: used.cache_read ?? 0,
            cacheWrite5m: used.cache_write_5m ?? 0,
            cacheWrite1h: used.cache_write_1h ?? 0,
            output: used.output,
            reasoning: used.reasoning ?? null,
          },
    ...renamed(line, ['thread', 'tier', 'web_searches:webSearches', 'branch', 'cwd', 'request_id:requestId']),
    ...(line.approximate === true ? { approximate: true } : {}),
  } as ImportEvent;
}

/** An export names responses as the logbook does that it came from. */
function responseKey(line: Json, id: string, session: string, agent: string | null): string {
  return agent !== null ? id : `drop-in:${str(line.copied_from) ?? session}:${id}`;
}

/** The fields that are there, under the names of the model: `theirs` or `theirs:ours`. */
function renamed(line: Json, names: readonly string[]): Json {
  const fields: Json = {};
  for (const name of names) {
    const [theirs = '', ours = theirs] = name.split(':');
    const value = line[theirs];
    if (
      value !== undefined &&
      !(Array.isArray(value) && theirs === 'attachments' && list(value).length === 0)
    ) {
      fields[ours] = value;
    }
  }
  return fields;
}

const KINDS: Readonly<Record<Role, MessageKind>> = {
  user: 'prompt',
  assistant: 'text',
  system: 'notice',
  tool: 'notice',
};
