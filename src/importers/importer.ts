import type { ImportEvent } from '../common/model.js';
import type { ResumeFromPrompt, SessionId } from '../common/protocol.js';
import type { Keep } from '../common/settings.js';

/**
 * How a source file grows, which decides the reader: appended lines, one document written anew, plain text that is read
 * whole whenever it changed, or a database of the agent's own.
 */
export type SourceShape = 'jsonl' | 'json' | 'text' | 'sqlite';

/** Where agents may have put their files. `env` is empty when the user named a home folder. */
export interface Places {
  home: string;
  env: Readonly<Record<string, string | undefined>>;
  platform: 'linux' | 'darwin' | 'win32';
}

/** One file below a root. `path` is relative to the root, with `/` on every platform. */
export interface SourceFile {
  root: string;
  path: string;
  modifiedAt: number;
  /** The texts of the files that `companions` names and that are there, by their path below the root. */
  companions?: ReadonlyMap<string, string>;
}

/**
 * Reads rows of an agent's own database. `sql` selects; its one parameter is the mark: 0 at first, later the highest value
 * of the column `mark` in the rows read so far, by which the rows come in order. Rows that were changed have to have a
 * higher mark, or the same (`where mark >= ?`): reading a row again must do no harm. Without such a column all rows are read whenever the database has
 * changed. A column `place`, a whole number, is the offset of the row's record: it orders the messages of the database, of
 * which one mark may have many. Texts are texts and whole numbers numbers; what is a blob is to be cast or written as hex.
 */
export interface RowQuery {
  /** Names the rows to the parser, which gets `{ from, row: { column: value } }`. */
  from: string;
  sql: string;
  /** Table → columns without which the statement cannot be made. */
  needs: Readonly<Record<string, readonly string[]>>;
  /** Other versions have no such table. Absent: a database without it is of an unknown version, which is a problem. */
  optional?: true;
}

/** A row as the parser of a `sqlite` source gets it. */
export interface RowRecord {
  from: string;
  row: Readonly<Record<string, string | number | null>>;
}

/** Where in its file a record lies. For `json` and `text` it is the whole file; a row of a database has no length. */
export interface RecordRange {
  offset: number;
  length: number;
}

export interface ParsedRecord {
  events: readonly ImportEvent[];
  /** What could not be read, in a sentence that names the field. File and line are added by the caller. */
  problems?: readonly string[];
}

/** The bytes of one line, without its newline, with the searches of Node's Buffer: importers know no Node. */
export interface LineBytes extends Uint8Array {
  indexOf(what: number | Uint8Array, from?: number): number;
  lastIndexOf(what: number | Uint8Array, from?: number): number;
  toString(encoding?: 'utf8' | 'latin1', from?: number, to?: number): string;
}

/**
 * Reads the records of one file in order. It keeps what one line tells about the next in `state()`, plain JSON of bounded
 * size, which is stored with the file's offset: reading on after a restart gives the same events as reading at once.
 */
export interface FileParser {
  /** Never throws. `record` is a parsed JSON value, the text of a `text` source, or a `RowRecord`. */
  parse(record: unknown, range: RecordRange): ParsedRecord;
  /** Without the texts that `keep` does not want kept. */
  state(keep: Keep): unknown;
  /**
   * For counting alone, in place of `parse` and only after the file has told of its session: what the line says of responses
   * and of sessions' parents, and null where that takes parsing all of it, as with whatever looks unlike the agent's own
   * writing (JSON without spaces, each key once). Later lines must say the same of responses as if it had been parsed, and
   * every time that is passed over must stand in a field `timestamp`. Absent: all lines are parsed.
   */
  glance?(line: LineBytes, range: RecordRange): readonly ImportEvent[] | null;
}

/** One agent's formats. Pure: no I/O, no clock. To add an agent: a file like this one, and a line in `index.ts`. */
export interface Importer {
  /** Short name, in the database and the command line. */
  readonly id: string;
  readonly label: string;
  /**
   * Raise it to have this agent's files read again from their start. What is read again falls on the stored rows by its
   * keys (uid, call id, key of a response), and what is no longer told stays: where a key changes, or a response had too
   * many tokens, a migration has to rename or delete what is stored, or it counts twice.
   */
  readonly version: number;
  /** Absolute folders that may hold this agent's files, whether they exist or not. */
  roots(places: Places): readonly string[];
  /** The shape of a file below a root, or null when it is none of the agent's session files. */
  shapeOf(path: string): SourceShape | null;
  /**
   * Small files that say something about this one, as paths below the root; one that ends in `/` stands for the JSON files of
   * that folder. They are read together with the file, and not watched: they are there before it, or it changes with them.
   */
  companions?(path: string): readonly string[];
  /** What to read of a `sqlite` source, in this order. */
  queries?(path: string): readonly RowQuery[];
  /**
   * The record of a line (`jsonl`) without texts that this importer does not read, which spares decoding them. Undefined: there
   * are none, and the line is to be parsed as it is.
   */
  record?(line: LineBytes): unknown;
  /** Folders below a root that cannot hold any file `shapeOf` accepts are skipped when scanning. */
  mayContain(folder: string): boolean;
  /** In a folder with an entry of this name only the files are looked at, where roots are not the agent's own folders. */
  readonly endsAt?: string;
  /** False for files in which no response and no session is told, only what is said about them. Absent: every file counts. */
  counts?(path: string): boolean;
  start(file: SourceFile, state?: unknown): FileParser;
  /** The session of a logbook that a document was exported from, in a form that carries less than is stored; null: it does not tell. */
  origin?(document: unknown): SessionId | null;
  /** The command, as an argument array, that goes on with a session in a terminal; null where the agent has none. */
  resume(agentSessionId: string): readonly string[] | null;
  /** How it goes on from an earlier prompt of a session. Absent: its interface cannot go back, or nobody documents that it can. */
  resumeFromPrompt?(agentSessionId: string): ResumeFromPrompt | null;
}
