import type {
  FileChangeEvent,
  LinkEvent,
  MarksEvent,
  MessageEvent,
  PinEvent,
  PlanEvent,
  PromptEvent,
  RateLimitEvent,
  SessionEvent,
  SubAgentEvent,
  TicketEvent,
  TodosEvent,
  ToolResultEvent,
  UsageEvent,
} from '../common/model.js';

/**
 * What the parsing thread hands to the store, committed in one transaction: rows and the offsets they reach. It crosses
 * threads by structured clone; the buffers of `blocks` are transferred. Texts are in the blocks, as UTF-8.
 */
export interface Batch {
  sources: readonly SourceProgress[];
  rows: readonly Row[];
  /** Uncompressed, about 64 KB each; a text never spans two blocks. */
  blocks: readonly Uint8Array[];
  /** The same blocks by `packBlock`, where the thread that made them had the time. */
  packed?: readonly Uint8Array[];
  places: readonly Place[];
  problems: readonly { source: number; line: number | null; message: string; at: number }[];
  unknown: readonly { source: number; name: string; offset: number; length: number }[];
  /** Lines read for this batch, for the figures. */
  lines: number;
}

/** Where a source stands when the batch is committed. `id` is the number that `knownSources` gave, or 0 for a new file. */
export interface SourceProgress {
  id: number;
  agent: string;
  root: string;
  path: string;
  identity: string | null;
  size: number;
  modifiedAt: number;
  offset: number;
  line: number;
  head: string | null;
  headLength: number;
  importerVersion: number;
  /** What reading it has left out, and why, as JSON: what is asked of all files before any is read. */
  notes: string | null;
  /** What the parser carries from line to line, and what else is needed to go on, as JSON. Absent: it is as it is stored. */
  state?: string | null;
  generation: number;
  /** Since when the file is missing; absent: it is there. */
  goneAt?: number;
}

/** Text in a block of the batch. `fullBytes` is greater than `bytes` when only the head was kept. */
export interface BodyRef {
  block: number;
  start: number;
  bytes: number;
  fullBytes: number;
}

/** The working folder's repository and worktree by git; null where it is in none. */
export interface Place {
  cwd: string;
  repository: string | null;
  worktree: string | null;
}

/** Where a row comes from: index into `sources`, offset of the line, number of the event in its line. */
interface Located {
  source: number;
  offset: number;
  part: number;
  /** Removed by the user's privacy settings. */
  withheld?: boolean;
}

type WithBody<T, K extends string> = Omit<T, K> & { body: BodyRef | null };

export type Row = Located &
  (
    | SessionEvent
    | WithBody<MessageEvent, 'text'>
    | WithBody<ToolResultEvent, 'output'>
    | UsageEvent
    | WithBody<FileChangeEvent, 'patch'>
    | SubAgentEvent
    | PlanEvent
    | TodosEvent
    | PromptEvent
    | LinkEvent
    | RateLimitEvent
    | MarksEvent
    | PinEvent
    | TicketEvent
  );

/** Whose session a row tells of. */
export function agentOf({ sources }: Pick<Batch, 'sources'>, row: Row): string {
  return ('agent' in row ? row.agent : undefined) ?? sources[row.source]?.agent ?? '';
}
