import type { SessionEvent } from '../../common/model.js';
import { TitleRank } from '../../common/model.js';
import { folder, ident, isObject, list, str, time, typeName, type Json } from '../fields.js';
import { titleOf } from '../titles.js';
import { ownerOf } from './places.js';
import type { Reading } from './state.js';

/**
 * The facts of a session: `{sessionId, projectHash, startTime, lastUpdated, kind, summary, directories}`. A resume writes them
 * again, with the time of the resume.
 */
export function metadata(record: Json, reading: Reading): void {
  const { state } = reading;
  const at = time(record.startTime);
  if (at === null && record.startTime !== undefined) {
    reading.problems.push('startTime is not a time');
  }
  const event: SessionEvent = { type: 'session', session: reading.session, ...(at === null ? {} : { at }) };
  const owner = ident(ownerOf(reading.file.path));
  if (record.kind === 'subagent' || owner !== undefined) {
    state.subAgent = true;
  }
  if (owner !== undefined && owner !== reading.session) {
    event.parent = owner;
  }
  const cwd = projectFolder(reading) ?? folder(list(record.directories)[0]);
  if (cwd !== undefined && state.cwd === null) {
    state.cwd = event.cwd = cwd;
  }
  reading.events.push(event);
  summary(record.summary, reading);
}

/** `{"$set": {…}}`: facts that changed. Its `messages` are a checkpoint, which the caller reads. */
export function changed(set: Json, reading: Reading): void {
  summary(set.summary, reading);
  const [cwd] = list(set.directories);
  located(folder(cwd), null, reading);
  for (const name of Object.keys(set)) {
    if (!KNOWN.has(name)) {
      reading.events.push({ type: 'unknown', name: `$set/${name.slice(0, 60)}` });
    }
  }
}

/** The checkpoint of a `$set`, or of the first line. */
export function messagesOf(record: Json, reading: Reading): Json[] {
  const { messages } = record;
  if (messages !== undefined && !Array.isArray(messages)) {
    reading.problems.push(`messages is ${typeName(messages)}, not a list`);
  }
  return list(messages).filter(isObject);
}

/** The text that opens a session names the workspace: a list in new versions, a sentence in old ones. */
export function toldWhere(text: string, at: number | null, reading: Reading): void {
  if (reading.state.cwd === null) {
    const head = text.slice(0, 4000);
    const named =
      /Workspace Directories:\**\s*\n\s*- (.+)/.exec(head)?.[1] ??
      /working in the (?:directory|following directories): *\n? *-? *(.+)/.exec(head)?.[1];
    located(folder(named?.trim()), at, reading);
  }
}

function located(cwd: string | undefined, at: number | null, { state, session, events }: Reading): void {
  if (cwd !== undefined && state.cwd === null) {
    state.cwd = cwd;
    events.push({ type: 'session', session, ...(at === null ? {} : { at }), cwd });
  }
}

/** What `.project_root` says. */
export function projectFolder({ file }: Pick<Reading, 'file'>): string | undefined {
  for (const text of file.companions?.values() ?? []) {
    return folder(text.trim());
  }
  return undefined;
}

/** One line about the session, which the program has a model write. */
function summary(value: unknown, { session, events }: Reading): void {
  const text = str(value);
  if (text !== undefined && text.trim() !== '') {
    events.push({ type: 'session', session, title: { text: titleOf(text), rank: TitleRank.generated } });
  }
}

/**
 * What a `$set` may hold. The session's id is that of the first line; times are those of the messages; the scratchpad is the
 * program's own memory.
 */
const KNOWN: ReadonlySet<string> = new Set([
  ...['messages', 'summary', 'directories', 'lastUpdated', 'startTime', 'sessionId', 'projectHash', 'kind'],
  ...['memoryScratchpad', 'activeExtensionName'],
]);
