import { TitleRank, type SessionEvent } from '../../common/model.js';
import type { Keep } from '../../common/settings.js';
import { fingerprint, folder, ident, isObject, jsonText, str, time, typeName, type Json } from '../fields.js';
import type { FileParser, ParsedRecord, SourceFile } from '../importer.js';
import { follow } from '../lineChain.js';
import { titleOf } from '../titles.js';
import { entry } from './entries.js';
import { idOfName } from './places.js';
import { stateOf, stateToStore, type Line, type Reading, type State } from './state.js';

/** A session's file: its first line is the header, the others hang together by `id` and `parentId`. */
export class PiFile implements FileParser {
  readonly #file: SourceFile;
  readonly #state: State;

  constructor(file: SourceFile, stored: unknown) {
    this.#file = file;
    this.#state = stateOf(stored);
  }

  parse(record: unknown): ParsedRecord {
    if (!isObject(record)) {
      return { events: [], problems: [`the line is ${typeName(record)}, not an object`] };
    }
    const state = this.#state;
    state.session ??= (record.type === 'session' ? ident(record.id) : undefined) ?? idOfName(this.#file.path);
    const problems: string[] = [];
    const line = lineOf(record, state, problems);
    const { session } = state;
    const reading: Reading = { file: this.#file, state, session, line, events: [], problems };
    if (record.type === 'session') {
      header(record, reading);
    } else {
      told(record, reading);
    }
    return problems.length === 0 ? { events: reading.events } : { events: reading.events, problems };
  }

  state(keep: Keep): unknown {
    return stateToStore(this.#state, keep);
  }
}

/** `{version, id, timestamp, cwd, parentSession}`: the last is the path of the file that this one is a fork of. */
function header(record: Json, reading: Reading): void {
  const { state, session, line } = reading;
  const parent = str(record.parentSession);
  const cwd = folder(record.cwd);
  const forkedFrom = parent === undefined ? undefined : ident(idOfName(parent));
  const event: SessionEvent = { type: 'session', session, ...(line.at === null ? {} : { at: line.at }) };
  state.createdAt = line.at;
  if (cwd !== undefined) {
    state.cwd = event.cwd = cwd;
  }
  if (forkedFrom !== undefined && forkedFrom !== session) {
    state.isFork = true;
    event.forkedFrom = forkedFrom;
  }
  reading.events.push(event);
}

function told(record: Json, reading: Reading): void {
  const { line, state } = reading;
  if (record.type === 'session_info') {
    name(record, reading);
  } else {
    entry(record, reading);
  }
  const last = reading.events.findLast((event) => event.type === 'message');
  // A summary of a way that was left is not what the next prompt answers: that goes on from before it.
  const isAside = record.type === 'branch_summary' || record.type === 'branchSummary';
  follow(line.id, line.after, last?.type === 'message' && !isAside ? last.uid : null, state.chain);
}

/** The name that the user gave the session; the last one holds. */
function name(record: Json, { session, line, events }: Reading): void {
  const text = str(record.name)?.trim() ?? '';
  if (text !== '') {
    const at = line.at === null || line.copied ? {} : { at: line.at };
    events.push({ type: 'session', session, ...at, title: { text: titleOf(text), rank: TitleRank.custom } });
  }
}

/** Lines of version 1 have no id: their name is made of time and content. */
function lineOf(record: Json, state: State, problems: string[]): Line {
  const at = time(record.timestamp);
  if (at === null && record.timestamp !== undefined) {
    problems.push('timestamp is not a time');
  }
  const id =
    ident(record.id) ??
    `${ident(record.timestamp) ?? ''}/${fingerprint(jsonText(record.message ?? record, problems))}`;
  return {
    id,
    after: ident(record.parentId),
    at,
    copied: state.isFork && at !== null && state.createdAt !== null && at < state.createdAt,
  };
}
