import type { Keep } from './settings.js';

export interface ImportProblem {
  file: string;
  line: number | null;
  message: string;
  at: number;
}

/** Where the import stands. `phase: 'idle'` is everything read. */
export interface ImportProgress {
  phase: 'scanning' | 'importing' | 'idle' | 'paused' | 'failed';
  filesDone: number;
  filesTotal: number;
  bytesDone: number;
  bytesTotal: number;
  /** The first import of this store, which a notification shows. */
  first: boolean;
  /** For `failed`: what happened and what to do. */
  message: string | null;
}

/** Figures of one run of `rescan`. */
export interface ImportResult {
  files: number;
  bytes: number;
  lines: number;
  sessions: number;
  messages: number;
  responses: number;
  problems: readonly ImportProblem[];
  /** Sessions of exports that were here before. Absent: none. */
  already?: readonly AlreadyHere[];
  elapsedMs: number;
}

/** A session that the file at `path` below `root`, an export, told of and that was here before. */
export interface AlreadyHere {
  root: string;
  path: string;
  session: string;
}

/** What became of files that a person gave. */
export interface FileImport {
  /** In the order in which they were given. */
  files: readonly ImportedFile[];
  result: ImportResult;
}

export interface ImportedFile {
  file: string;
  /** Whose it is; null: it was not taken. */
  agent: string | null;
  /** Sessions that it tells of, newest first. */
  sessions: readonly string[];
  /** Those of them that were in the logbook before: nothing of them is counted again. */
  already: readonly string[];
  /** Why it was not taken, and what can be done. */
  problem: string | null;
}

export interface DoctorReport {
  version: string;
  node: string;
  sqlite: string;
  platform: string;
  storage: string;
  database: {
    path: string;
    bytes: number;
    walBytes: number;
    schema: number;
    integrity: 'ok' | 'not checked' | string;
    /** The full-text index: its size, and how many sessions have texts that are not in it yet. */
    fullText: { bytes: number; pendingSessions: number };
  };
  owner: { pid: number; since: number; protocol: number; clients: number };
  prices: { source: string; version: string; date: string; models: number };
  settings: {
    disabledAgents: readonly string[];
    excludedProjects: readonly string[];
    keep: Keep;
    paused: boolean;
  };
  agents: readonly {
    id: string;
    label: string;
    roots: readonly { path: string; exists: boolean; problem: string | null }[];
    files: number;
    bytes: number;
    sessions: number;
  }[];
  counts: Readonly<Record<string, number>>;
  unknownLines: readonly { agent: string; name: string; count: number }[];
  /** Databases that were set aside after damage. */
  setAside: readonly string[];
  problems: readonly ImportProblem[];
}
