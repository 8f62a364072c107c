import { baseName } from '../common/paths.js';
import { ident, isObject, num, parsed, str, time, typeName, word, type Json } from './fields.js';
import type { FileParser, Importer, ParsedRecord, SourceFile } from './importer.js';
import { headOf, message, type Known } from './opencode/message.js';
import { oldest } from './opencode/oldest.js';
import { readPart } from './opencode/parts.js';
import { companions, counts, kindOf, mayContain, roots, shapeOf } from './opencode/places.js';
import { queries } from './opencode/queries.js';
import type { Reading } from './opencode/reading.js';
import { session, state } from './opencode/session.js';
import { todos } from './opencode/todos.js';
import { isPlainId } from './places.js';

/**
 * OpenCode (github.com/anomalyco/opencode, formerly sst/opencode), from the files of the first versions to the database of
 * 1.18.33. What counts twice there: the ends of steps and columns of sessions repeat the tokens of the messages, forks copy
 * messages with new ids, and the tree of files that the database was made of may still be there. See `opencode/message.ts`.
 */
export const opencode: Importer = {
  id: 'opencode',
  label: 'OpenCode',
  version: 2,
  roots,
  shapeOf,
  mayContain,
  companions,
  queries: (path) => (kindOf(path) === 'database' ? queries : []),
  counts,
  start(file) {
    return new OpenCodeFile(file);
  },
  resume(agentSessionId) {
    return isPlainId(agentSessionId) ? ['opencode', '--session', agentSessionId] : null;
  },
  resumeFromPrompt(agentSessionId) {
    return isPlainId(agentSessionId)
      ? { command: ['opencode', '--session', agentSessionId], backBy: '/fork', copies: true }
      : null;
  },
};

/** A row or a file tells all that is needed to understand it: nothing is remembered from one to the next. */
class OpenCodeFile implements FileParser {
  readonly #file: SourceFile;

  constructor(file: SourceFile) {
    this.#file = file;
  }

  parse(record: unknown): ParsedRecord {
    const kind = kindOf(this.#file.path);
    const fromDatabase = kind === 'database';
    const reading: Reading = {
      fromDatabase,
      modifiedAt: this.#file.modifiedAt,
      events: [],
      problems: [],
    };
    if (kind === 'todo') {
      todos(baseName(this.#file.path).replace(/\.json$/, ''), record, this.#file.modifiedAt, reading);
    } else if (!isObject(record)) {
      reading.problems.push(`the ${fromDatabase ? 'row' : 'file'} is ${typeName(record)}, not an object`);
    } else if (kind === 'session') {
      session(record, reading);
    } else if (kind === 'message') {
      messageFile(record, this.#file, reading);
    } else {
      row(record, reading);
    }
    const { events, problems } = reading;
    return problems.length === 0 ? { events } : { events, problems };
  }

  state(): unknown {
    return {};
  }
}

/** A row of one of the statements in `queries`. */
function row({ from, row: columns }: Json, reading: Reading): void {
  if (!isObject(columns)) {
    reading.problems.push(`row is ${typeName(columns)}, not an object`);
    return;
  }
  const id = ident(columns.id);
  switch (from) {
    case 'session':
      return session(
        {
          ...columns,
          parentID: columns.parent_id,
          forkedFrom: columns.forked_from,
          time: { created: columns.time_created },
        },
        reading,
      );
    case 'state':
    case 'cost':
      return id === undefined ? undefined : state(id, stateOf(columns, reading), reading);
    case 'workspace': {
      const branch = word(columns.branch);
      if (id !== undefined && branch !== undefined) {
        reading.events.push({ type: 'session', session: id, branch });
      }
      return;
    }
    case 'message': {
      const known = knownOf(columns, columns.id);
      const data = parsed(columns.data, 'message.data', reading);
      if (known !== null && data !== null) {
        message(data, known, reading);
      }
      return;
    }
    case 'part':
      return part(columns, reading);
    case 'todo':
      return todos(columns.session_id, columns.items, time(columns.time_updated), reading);
    default:
      reading.events.push({ type: 'unknown', name: `row of ${word(from)?.slice(0, 80) ?? typeName(from)}` });
  }
}

function stateOf(columns: Json, reading: Reading): Json {
  const json = (column: string): unknown =>
    columns[column] === null || columns[column] === undefined
      ? undefined
      : parsed(`{"value":${str(columns[column]) ?? 'null'}}`, `session.${column}`, reading)?.value;
  return {
    time: { updated: columns.time_updated, archived: columns.time_archived },
    share: { url: columns.share_url },
    revert: json('revert'),
    permission: json('permission'),
    cost: columns.cost,
  };
}

function part(columns: Json, reading: Reading): void {
  const known = knownOf(columns, columns.message_id);
  const id = ident(columns.id);
  const data = parsed(columns.data, 'part.data', reading);
  // What is wrong with the message is told by its own row.
  const of = parsed(columns.message, 'message.data', { ...reading, problems: [] });
  if (known !== null && id !== undefined && data !== null && of !== null) {
    const previous = ident(columns.previous);
    const place = {
      id,
      stored: time(columns.time_created),
      opens: columns.follows === '',
      ...(previous === undefined ? {} : { previous }),
    };
    readPart(data, place, headOf(of, known, reading), reading);
  }
}

function knownOf(columns: Json, message_: unknown): Known | null {
  const id = ident(message_);
  const of = ident(columns.session_id);
  return id === undefined || of === undefined
    ? null
    : {
        id,
        session: of,
        sessionCreated: time(columns.session_created),
        isChild: str(columns.parent_id) !== undefined,
        cwd: columns.directory,
        steps: num(columns.steps) === 1,
      };
}

/** A message's file, with the files of its parts, or, in the oldest versions, with the parts inside. */
function messageFile(record: Json, file: SourceFile, reading: Reading): void {
  const old = oldest(record);
  const data = old?.data ?? record;
  const name = baseName(file.path).replace(/\.json$/, '');
  const parts =
    old === null ? partFiles(file, reading) : old.parts.map((of, n) => ({ id: `${name}/${n}`, of }));
  const known: Known = {
    id: ident(data.id) ?? name,
    session: ident(data.sessionID) ?? baseName(file.path.slice(0, -baseName(file.path).length - 1)),
    sessionCreated: null,
    isChild: false,
    cwd: undefined,
    // The first versions had no steps.
    steps: old !== null || parts.some(({ of }) => of.type === 'step-start' || of.type === 'step-finish'),
  };
  const header = message(data, known, reading);
  for (const { id, of } of parts) {
    readPart(of, { id, stored: null, opens: false }, header, reading);
  }
}

/** The parts in the order of their ids, which is that of their files' names. */
function partFiles(file: SourceFile, reading: Reading): { id: string; of: Json }[] {
  return [...(file.companions ?? [])]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([path, text]) => {
      const of = parsed(text, baseName(path), reading);
      return of === null ? [] : [{ id: ident(of.id) ?? baseName(path).replace(/\.json$/, ''), of }];
    });
}
