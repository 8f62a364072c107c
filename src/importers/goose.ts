import { baseName } from '../common/paths.js';
import type { Keep } from '../common/settings.js';
import { ident, isObject, num, str, typeName, word, type Json } from './fields.js';
import { copy, firstAnswer, header, session } from './goose/session.js';
import { mayContain, roots, shapeOf } from './goose/places.js';
import { message } from './goose/messages.js';
import { queries } from './goose/queries.js';
import { stateOf, stateToStore, type Reading, type State } from './goose/state.js';
import { timeOf } from './goose/times.js';
import { ledger } from './goose/usage.js';
import type { FileParser, Importer, ParsedRecord, SourceFile } from './importer.js';
import { isPlainId } from './places.js';

/**
 * Goose (github.com/block/goose, now aaif-goose/goose), from files of lines to schema 17 of its database, by their source. What
 * counts twice there: the ledger of calls, the sums of a session and the usage of its last call tell of the same tokens, and
 * the lines that the database was made of are left where they were. See `goose/usage.ts`.
 */
export const goose: Importer = {
  id: 'goose',
  label: 'Goose',
  version: 1,
  roots,
  shapeOf,
  mayContain,
  queries: (path) => (shapeOf(path) === 'sqlite' ? queries : []),
  start(file, state) {
    return new GooseFile(file, state);
  },
  resume(agentSessionId) {
    return isPlainId(agentSessionId)
      ? ['goose', 'session', '--resume', '--session-id', agentSessionId]
      : null;
  },
};

class GooseFile implements FileParser {
  readonly #file: SourceFile;
  readonly #state: State;

  constructor(file: SourceFile, stored: unknown) {
    this.#file = file;
    this.#state = stateOf(stored);
  }

  parse(record: unknown): ParsedRecord {
    const fromDatabase = shapeOf(this.#file.path) === 'sqlite';
    const reading: Reading = { state: this.#state, fromDatabase, events: [], problems: [] };
    const { events, problems } = reading;
    if (!isObject(record)) {
      problems.push(`the ${fromDatabase ? 'row' : 'line'} is ${typeName(record)}, not an object`);
    } else if (fromDatabase) {
      row(record, reading);
    } else {
      line(baseName(this.#file.path).replace(/\.jsonl$/, ''), record, reading);
    }
    return problems.length === 0 ? { events } : { events, problems };
  }

  state(keep: Keep): unknown {
    return stateToStore(this.#state, keep);
  }
}

/** A row of one of the statements in `queries`. */
function row({ from, row: columns }: Json, reading: Reading): void {
  if (!isObject(columns)) {
    reading.problems.push(`row is ${typeName(columns)}, not an object`);
    return;
  }
  switch (from) {
    case 'session':
      return session(columns, reading);
    case 'copy':
      return copy(columns, reading);
    case 'message':
      return messageRow(columns, reading);
    case 'ledger':
      return ledger(columns, reading);
    default:
      reading.events.push({ type: 'unknown', name: `row of ${word(from)?.slice(0, 80) ?? typeName(from)}` });
  }
}

function messageRow(columns: Json, reading: Reading): void {
  const of = ident(columns.session_id);
  const id = num(columns.id);
  if (of === undefined || id === undefined) {
    reading.problems.push('messages.session_id or id is missing');
    return;
  }
  const { copies, children } = reading.state;
  const content = json(columns.content_json, 'messages.content_json', reading.problems);
  if (content === undefined) {
    return;
  }
  const position = placeOf(columns.created_timestamp, id);
  const before = json(columns.previous_content ?? '[]', 'messages.content_json', []);
  message(
    {
      session: of,
      role: columns.role,
      created: columns.created_timestamp,
      content,
      metadata: json(columns.metadata_json ?? '{}', 'messages.metadata_json', reading.problems),
      cwd: columns.working_dir,
      copied: copies.some((one) => one.session === of && id <= one.last),
      isChild: children.includes(of.slice(0, 60)),
      opens: columns.role === 'user' && columns.first === 1,
      previous: { role: columns.previous_role, created: columns.previous_timestamp, content: before },
      ...(position === undefined ? {} : { position }),
    },
    reading,
  );
}

/** A line of a session's file: the first tells of the session, the others are messages; the oldest have no such first line. */
function line(id: string, record: Json, reading: Reading): void {
  const { state } = reading;
  const isMessage = record.role !== undefined && record.content !== undefined;
  if (!state.begun) {
    state.begun = true;
    if (!isMessage) {
      header(id, record, reading);
      return;
    }
  }
  if (!isMessage) {
    reading.events.push({ type: 'unknown', name: 'line that is no message' });
    return;
  }
  const { role, created, content, metadata } = record;
  if (role === 'assistant') {
    firstAnswer(id, created, reading);
  }
  message(
    {
      ...{ session: id, role, created, content, metadata, cwd: undefined },
      ...{ copied: false, isChild: false, opens: role === 'user' && !state.titled },
    },
    reading,
  );
  state.titled ||= role === 'user';
}

/** A message's place in the database: its second, and in that its row's number, as Goose itself orders them. */
function placeOf(created: unknown, id: number): number | undefined {
  const seconds = Math.floor((timeOf(created) ?? 0) / 1000);
  return seconds > 0 && seconds < LATEST && id >= 0 ? seconds * ROWS + (Math.floor(id) % ROWS) : undefined;
}

const ROWS = 2 ** 20;
/** Places are below 2^53: until the year 2242. */
const LATEST = 2 ** 33;

/** The value of a JSON text; undefined, and a problem that names the column, where it is none. */
function json(text: unknown, where: string, problems: string[]): unknown {
  try {
    return JSON.parse(str(text) ?? '') as unknown;
  } catch {
    problems.push(`${where} is not JSON`);
    return undefined;
  }
}
