import { TitleRank, type ImportEvent, type MessageEvent } from '../../common/model.js';
import { promptFlowIds } from '../../common/export.js';
import { fingerprint, isObject, list, object, str, time, typeName, type Json } from '../fields.js';
import { ofNewFile, ofUnifiedDiff, type Patch } from '../patch.js';
import type { Importer } from '../importer.js';
import { titleOf } from '../titles.js';
import { converter, unknownResponse, type Converted } from './converter.js';

/**
 * The export of Prompt Flow (`/export-session`), version 1.0.0: turns of a prompt and an answer, each with what was done. Its
 * counts and notes on redaction say nothing of the session that its turns do not.
 */
export const promptFlow: Importer = {
  ...converter('prompt-flow', 'Prompt Flow export', 'json', read),
  origin(document) {
    const id = str(object(object(document).registry).id) ?? '';
    return id.startsWith(promptFlowIds) ? id.slice(promptFlowIds.length) : null;
  },
};

interface Reading extends Converted {
  session: string;
  /** What commands wrote, in their order. */
  outputs: Json[];
  /** Files and commits that no action has told yet: content or diff by path, message by hash. */
  created: Map<string, string>;
  diffs: Map<string, string>;
  commits: Map<string, string>;
}

function read(document: unknown): Converted {
  const fields = object(document);
  if (!Array.isArray(fields.conversation)) {
    return { events: [], problems: [`conversation is ${typeName(fields.conversation)}, not a list`] };
  }
  const metadata = object(fields.metadata);
  const files = object(fields.files);
  const name = str(metadata.name);
  const first = str(object(fields.conversation[0]).userPrompt) ?? '';
  const reading: Reading = {
    // Exports have no id: one made of what does not change when it is exported again.
    session: `prompt-flow-${fingerprint(`${name ?? ''}\n${str(object(fields.conversation[0]).timestamp) ?? ''}\n${first}`)}`,
    events: [],
    problems: [],
    outputs: list(fields.commands).filter(isObject),
    created: textsOf(files.created, 'path', 'content'),
    diffs: textsOf(files.modified, 'path', 'diff'),
    commits: textsOf(fields.commits, 'hash', 'message'),
  };
  const { events, session } = reading;
  const times = fields.conversation.flatMap((turn) => time(object(turn).timestamp) ?? []);
  const at = times[0] ?? time(metadata.exportedAt);
  const title = name === undefined ? '' : titleOf(name);
  events.push({
    type: 'session',
    session,
    ...(at === null ? {} : { at }),
    ...(title === '' ? {} : { title: { text: title, rank: TitleRank.custom } }),
  });
  events.push(...marksOf(object(fields.registry), session));
  fields.conversation.forEach((turn, index) => {
    if (isObject(turn)) {
      turnOf(turn, index, reading);
    } else {
      reading.problems.push(`conversation[${index}] is ${typeName(turn)}, not an object`);
    }
  });
  rest(fields.conversation.length, reading);
  return { events, problems: reading.problems };
}

function marksOf({ tags, description }: Json, session: string): ImportEvent[] {
  const named = list(tags)
    .flatMap((tag) => str(tag) ?? [])
    .slice(0, 100);
  const note = str(description);
  return named.length === 0 && note === undefined
    ? []
    : [
        {
          type: 'marks',
          session,
          ...(named.length === 0 ? {} : { tags: named }),
          ...(note === undefined ? {} : { note }),
        },
      ];
}

function textsOf(entries: unknown, key: string, value: string): Map<string, string> {
  return new Map(
    list(entries)
      .filter(isObject)
      .flatMap((of): [string, string][] => {
        const [name, text] = [str(of[key]), of[value]];
        return name === undefined ? [] : [[name, typeof text === 'string' ? text : '']];
      }),
  );
}

/** Files and commits of which the turns say nothing. */
function rest(index: number, reading: Reading): void {
  const actions: Json[] = [
    ...[...reading.created.keys()].map((path) => ({ type: 'file_create', path })),
    ...[...reading.diffs.keys()].map((path) => ({ type: 'file_modify', path })),
    ...[...reading.commits].map(([hash, message]) => ({ type: 'git_commit', hash, message })),
  ];
  actions.forEach((action, nth) => actionOf(action, `${index}/rest-${nth}`, null, reading));
}

function turnOf(turn: Json, index: number, reading: Reading): void {
  const at = time(turn.timestamp);
  const prompt = str(turn.userPrompt);
  if (prompt !== undefined) {
    const kind = prompt.startsWith('/') ? 'command' : 'prompt';
    message({ uid: `${index}/prompt`, at, role: 'user', kind, text: prompt }, reading);
    if (index === 0) {
      const title = { text: titleOf(prompt), rank: TitleRank.prompt };
      reading.events.push({ type: 'session', session: reading.session, title });
    }
  }
  const answer = str(turn.claudeResponse);
  const response =
    answer === undefined ? undefined : unknownResponse('prompt-flow', reading.session, index, at);
  if (response !== undefined && answer !== undefined) {
    reading.events.push(response);
    const of = { role: 'assistant', kind: 'text', text: answer, response: response.key } as const;
    message({ uid: `${index}/response`, at, ...of }, reading);
  }
  list(turn.actions).forEach((action, nth) => {
    if (isObject(action)) {
      actionOf(action, `${index}/action-${nth}`, at, reading);
    }
  });
}

function actionOf(action: Json, callId: string, at: number | null, reading: Reading): void {
  const type = str(action.type) ?? '';
  const path = str(action.path);
  switch (type) {
    case 'file_create':
    case 'file_modify': {
      call(callId, type, 'edit', path ?? str(action.description) ?? '', at, reading);
      if (path !== undefined) {
        changed(type, path, str(action.content), callId, at, reading);
      }
      return;
    }
    case 'command':
      return commandOf(action, callId, at, reading);
    case 'git_commit': {
      reading.commits.delete(str(action.hash) ?? '');
      const text = ['Commit', str(action.hash), str(action.message)]
        .filter((word) => word !== undefined)
        .join(' ');
      return message({ uid: callId, at, role: 'system', kind: 'notice', text }, reading);
    }
    case 'question': {
      const text = str(action.description) ?? str(action.content) ?? '';
      return message({ uid: callId, at, role: 'assistant', kind: 'text', text }, reading);
    }
    default:
      reading.events.push({ type: 'unknown', name: `action ${type}`.slice(0, 80) });
  }
}

/** The content of a new file stands in the action or in a list of files, the diff of another in that list. */
function changed(
  type: 'file_create' | 'file_modify',
  path: string,
  told: string | undefined,
  callId: string,
  at: number | null,
  reading: Reading,
): void {
  const content = told ?? str(reading.created.get(path));
  const diff = str(reading.diffs.get(path));
  const patch: Patch | null =
    type === 'file_create'
      ? content === undefined
        ? null
        : ofNewFile(content)
      : diff === undefined
        ? null
        : ofUnifiedDiff(diff.slice(Math.max(0, diff.search(/^@@ /m))));
  (type === 'file_create' ? reading.created : reading.diffs).delete(path);
  reading.events.push({
    type: 'file_change',
    session: reading.session,
    callId,
    at,
    path,
    operation: type === 'file_create' ? 'create' : 'update',
    added: patch?.added ?? null,
    removed: patch?.removed ?? null,
    ...(patch?.patch === undefined ? {} : { patch: patch.patch }),
  });
}

/** What a command wrote stands in a list of its own, in the order of the commands. */
function commandOf(action: Json, callId: string, at: number | null, reading: Reading): void {
  const command = str(action.command) ?? '';
  call(callId, 'command', 'run', command, at, reading);
  const index = reading.outputs.findIndex((of) => of.command === command);
  const [told] = index < 0 ? [] : reading.outputs.splice(index, 1);
  const output = str(told?.output) ?? str(action.content) ?? null;
  const { exitCode } = action;
  const known = typeof exitCode === 'number' && Number.isInteger(exitCode) && Math.abs(exitCode) <= 2 ** 32;
  if (output !== null || known) {
    reading.events.push({
      type: 'tool_result',
      session: reading.session,
      callId,
      at,
      output,
      isError: known && exitCode !== 0,
      ...(known ? { exitCode } : {}),
    });
  }
}

function call(
  callId: string,
  name: string,
  category: 'edit' | 'run',
  text: string,
  at: number | null,
  reading: Reading,
): void {
  const event: ImportEvent = {
    type: 'message',
    session: reading.session,
    uid: callId,
    at,
    role: 'assistant',
    kind: 'tool',
    text,
    tool: { callId, name, category },
  };
  reading.events.push(event);
}

function message(
  draft: Pick<MessageEvent, 'uid' | 'at' | 'role' | 'kind' | 'text'> &
    Partial<Pick<MessageEvent, 'response'>>,
  { session, events }: Reading,
): void {
  if (draft.text !== '') {
    events.push({ type: 'message', session, ...draft });
  }
}
