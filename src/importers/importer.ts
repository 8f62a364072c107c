import type { ImportEvent } from '../common/model.js';
import type { Keep } from '../common/settings.js';

/** How a source file grows, which decides the reader: appended lines, one document written anew, or plain text. */
export type SourceShape = 'jsonl' | 'json' | 'text';

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
}

/** Where in its file a record lies. For `json` and `text` it is the whole file. */
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
  /** Never throws. `record` is a parsed JSON value, or the text of a `text` source. */
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
   * The record of a line (`jsonl`) without texts that this importer does not read, which spares decoding them. Undefined: there
   * are none, and the line is to be parsed as it is.
   */
  record?(line: LineBytes): unknown;
  /** Folders below a root that cannot hold any file `shapeOf` accepts are skipped when scanning. */
  mayContain(folder: string): boolean;
  /** False for files in which no response and no session is told, only what is said about them. Absent: every file counts. */
  counts?(path: string): boolean;
  start(file: SourceFile, state?: unknown): FileParser;
  /** The command, as an argument array, that goes on with a session in a terminal; null where the agent has none. */
  resume(agentSessionId: string): readonly string[] | null;
}
