import type { Keep } from '../common/settings.js';
import type { Places, SourceShape } from '../importers/importer.js';
import type { Batch, SourceProgress } from '../store/batch.js';
import type { FileStat } from './fileSource.js';
import type { PackedRows } from './rowPacker.js';
import type { KnownFolder } from './sessionFolders.js';
import { unpackRows } from './unpackRows.js';

/** What just changed goes before what is imported from history. */
export type LaneName = 'live' | 'history';

/** One file to read from where it was left. */
export interface ReadJob {
  id: number;
  agent: string;
  root: string;
  /** Below the root, with `/`. */
  path: string;
  /** The path that the system opens. */
  file: string;
  shape: SourceShape;
  /** Where the store has it; null for a file it does not know. */
  known: SourceProgress | null;
  /** Read again from its start, whatever is known. */
  restart: boolean;
  /** Nobody writes it now: what stands after the last newline is taken when it is whole. */
  settled: boolean;
  /** What went wrong the last time and has been reported. */
  reported: string | null;
}

/** What became of a job. */
export interface JobOutcome {
  job: number;
  status: 'read' | 'gone' | 'failed';
  /** The file as it was when it was opened; null where that failed. */
  stat: FileStat | null;
  /** For `failed`. */
  message: string | null;
  /** Something is there that may become whole by itself: look again when nobody writes any more. */
  waiting: boolean;
}

export type ToParser =
  | { type: 'configure'; keep: Keep; excludedProjects: readonly string[]; folders: readonly KnownFolder[] }
  | { type: 'read'; epoch: number; lane: LaneName; job: ReadJob }
  | { type: 'committed'; epoch: number; lane: LaneName }
  /** Forgets every job and all that is not posted. Messages of an older epoch are to be dropped. */
  | { type: 'reset'; epoch: number };

export interface PackedBatch {
  type: 'batch';
  epoch: number;
  lane: LaneName;
  /** All of a `Batch` but its blocks, as JSON: half the price of a structured clone for many small rows. */
  json: string;
  blocks: Uint8Array[];
  /** See `Batch`; null where the storing thread is not behind and packs for itself. */
  packed: Uint8Array[] | null;
  /** The jobs of `sources`, in that order. */
  jobs: number[];
  done: JobOutcome[];
  /** Read from files since the last message. */
  bytes: number;
}

export type FromParser =
  PackedBatch | { type: 'done'; epoch: number; lane: LaneName; done: JobOutcome[]; bytes: number };

/** What a parsing thread is started with. */
export interface ParserData {
  role: 'parse';
  home: string;
  platform: Places['platform'];
  wasmPath: string;
  /** Batches that may be under way at once, which bounds memory. */
  credits: Readonly<Record<LaneName, number>>;
  /** The id of the job at work, readable after the thread has died. */
  marker: SharedArrayBuffer;
}

/** What the ingest keeps of a file in the store's column `notes`, and asks of every file before it reads any. */
export interface SourceNotes {
  /** Working folders of the file's sessions, for exclusions. */
  folders?: Record<string, string>;
  /** Those of sub-agents in them. */
  threadFolders?: Record<string, string>;
  /** Excluded folders that lines were left out for. */
  excluded?: string[];
  /** Sessions and plans whose project nobody knew, so that what the file says of them was left out. */
  undecided?: string[];
  /** Nobody was writing when the end was reached: what follows the offset has been looked at. */
  tail?: boolean;
}

/** What it keeps in the column `state`, which is read with the file. */
export interface SourceState extends SourceNotes {
  /** What the importer's parser carries. */
  parser: unknown;
  /** Hash of the bytes before the offset, to notice that the file was written anew behind its head. */
  before?: string;
  /** Of a database: how far the rows of each query have been read. */
  marks?: Record<string, number>;
}

export function unpackBatch({ json, blocks, packed }: PackedBatch): Batch {
  const { rows, ...rest } = JSON.parse(json) as Omit<Batch, 'blocks' | 'packed' | 'rows'> & {
    rows: PackedRows;
  };
  return { ...rest, rows: unpackRows(rows), blocks, ...(packed === null ? {} : { packed }) };
}
