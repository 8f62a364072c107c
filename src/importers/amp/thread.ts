import { TitleRank, type Client, type SessionEvent } from '../../common/model.js';
import { baseName } from '../../common/paths.js';
import {
  folder,
  ident,
  isObject,
  list,
  num,
  object,
  str,
  time,
  typeName,
  word,
  type Json,
} from '../fields.js';
import { pathOfUri } from '../fileUri.js';
import type { ParsedRecord, SourceFile } from '../importer.js';
import { titleOf } from '../titles.js';
import { assistant, info, user } from './messages.js';
import type { Reading, Said } from './reading.js';
import { ledger, ledgerKeys } from './usage.js';

/** A thread: `{v, id, created, title, messages, env, relationships, usageLedger}`. */
export function thread(record: unknown, file: SourceFile): ParsedRecord {
  if (!isObject(record)) {
    return { events: [], problems: [`the thread is ${typeName(record)}, not an object`] };
  }
  const session = ident(record.id) ?? baseName(file.path).replace(/\.json$/, '');
  const reading: Reading = {
    ...{ session, ...place(record), events: [], problems: [] },
    ...{
      calls: new Map(),
      ledger: ledgerKeys(record, session),
      threads: new Set<string>(),
      titled: false,
      waiting: false,
      at: time(record.created),
    },
  };
  facts(record, reading);
  const { messages } = record;
  if (messages !== undefined && !Array.isArray(messages)) {
    reading.problems.push(`messages is ${typeName(messages)}, not a list`);
  }
  list(messages).forEach((entry, index) => said(entry, index, reading));
  ledger(record, reading);
  reading.events.push({ type: 'session', session, waiting: reading.waiting });
  const { events, problems } = reading;
  return problems.length === 0 ? { events } : { events, problems };
}

function facts(record: Json, reading: Reading): void {
  const { session, cwd, branch } = reading;
  const at = time(record.created);
  const platform = object(object(object(record.env).initial).platform);
  const event: SessionEvent = { type: 'session', session, ...(at === null ? {} : { at }) };
  if (at === null && record.created !== undefined) {
    reading.problems.push('created is not a time');
  }
  const version = word(platform.clientVersion);
  const client = clientOf(str(platform.clientType) ?? str(platform.client));
  const parent = ident(record.mainThreadID);
  const origin = list(record.relationships)
    .filter(isObject)
    .find(({ type, role }) => type === 'fork' && role === 'parent');
  const forkedFrom = ident(origin?.threadID);
  reading.events.push({
    ...event,
    ...(cwd === undefined ? {} : { cwd }),
    ...(branch === undefined ? {} : { branch }),
    ...(version === undefined ? {} : { agentVersion: version }),
    ...(client === undefined ? {} : { client }),
    ...(client === 'exec' ? { headless: true } : {}),
    ...(parent === undefined || parent === session ? {} : { parent }),
    ...(forkedFrom === undefined || forkedFrom === session ? {} : { forkedFrom }),
  });
  const title = str(record.title)?.trim() ?? '';
  if (title !== '') {
    reading.events.push({
      type: 'session',
      session,
      title: { text: titleOf(title), rank: TitleRank.generated },
    });
  }
}

/** Folder and branch of the first tree that the thread was opened in. */
function place(record: Json): { cwd: string | undefined; branch: string | undefined } {
  const [tree] = list(object(object(record.env).initial).trees);
  const { uri, repository } = object(tree);
  const ref = str(object(repository).ref);
  const at = str(uri);
  return {
    cwd: at === undefined ? undefined : folder(pathOfUri(at)),
    branch: ref?.startsWith('refs/heads/') === true ? word(ref.slice('refs/heads/'.length)) : undefined,
  };
}

function said(entry: unknown, index: number, reading: Reading): void {
  if (!isObject(entry)) {
    reading.problems.push(`messages holds ${typeName(entry)}`);
    return;
  }
  const role = str(entry.role) ?? '';
  reading.at = time(object(entry.meta).sentAt) ?? time(object(entry.usage).timestamp) ?? reading.at;
  const about: Said = {
    id: `m${num(entry.messageId) ?? ident(entry.messageId) ?? index}`,
    at: reading.at,
    thread: ident(entry.parentToolUseId),
  };
  const isFirst = about.thread !== undefined && !reading.threads.has(about.thread);
  if (isFirst) {
    subAgent(about.thread, about.at, reading);
  }
  switch (role) {
    case 'user':
      return user(entry, about, isFirst, reading);
    case 'assistant':
      return assistant(entry, about, reading);
    case 'info':
      return info(entry, about, reading);
    default:
      reading.events.push({ type: 'unknown', name: `message/${role.slice(0, 60)}` });
  }
}

/** Messages of a sub-agent name the call that started it. */
function subAgent(thread: string, at: number | null, reading: Reading): void {
  reading.threads.add(thread);
  const call = reading.calls.get(thread);
  const description = str(object(call?.input).description);
  reading.events.push({
    type: 'sub_agent',
    session: reading.session,
    thread,
    callId: thread,
    ...(call === undefined ? {} : { agentType: call.name }),
    ...(description === undefined ? {} : { description }),
    ...(at === null ? {} : { at }),
  });
}

/** `cli`, `cli-execute`, `vscode`, `jetbrains` and the like. */
function clientOf(name: string | undefined): Client | undefined {
  return name === undefined ? undefined : CLIENTS.find(([form]) => form.test(name))?.[1];
}

const CLIENTS: readonly (readonly [RegExp, Client])[] = [
  [/exec|headless|sdk/i, 'exec'],
  [/vs ?code|cursor|windsurf|jetbrains|neovim|zed|^ide$/i, 'ide'],
  [/desktop/i, 'desktop'],
  [/cli/i, 'cli'],
];
