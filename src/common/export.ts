import type { SessionFilter, SessionId } from './protocol.js';

/** What exports are, said between windows, the command line, the thread that writes them, and the page that shows secrets first. */

/** The forms that an export may have, in the order in which they are offered. Labels and details are in English, the keys of translations. */
export const exportFormats = [
  { id: 'markdown', label: 'Markdown', detail: 'The conversation, to read', extension: 'md', place: 'file' },
  {
    id: 'html',
    label: 'Replay',
    detail: 'One HTML file with the player in it, which opens without a network',
    extension: 'html',
    place: 'file',
  },
  {
    id: 'json',
    label: 'JSON',
    detail: 'Everything, by the published schema; another logbook can import it',
    extension: 'json',
    place: 'file',
  },
  {
    id: 'ndjson',
    label: 'NDJSON',
    detail: 'The same, one record a line',
    extension: 'jsonl',
    place: 'file',
  },
  {
    id: 'prompt-flow',
    label: 'Prompt Flow',
    detail: 'The shape of Prompt Flow, a file a session',
    extension: 'json',
    place: 'folder',
  },
  {
    id: 'csv',
    label: 'Sessions as CSV',
    detail: 'One row a session, with its figures',
    extension: 'csv',
    place: 'file',
  },
  {
    id: 'parquet',
    label: 'Parquet',
    detail: 'Sessions, responses and tool calls in folders by year and month',
    extension: '',
    place: 'folder',
  },
  {
    id: 'analytics-csv',
    label: 'Analytics as CSV',
    detail: 'Sums by day, model, agent, project, branch, ticket and tool',
    extension: 'csv',
    place: 'file',
  },
  {
    id: 'analytics-json',
    label: 'Analytics as JSON',
    detail: 'The same as JSON',
    extension: 'json',
    place: 'file',
  },
] as const satisfies readonly {
  id: string;
  label: string;
  detail: string;
  extension: string;
  /** A folder gets several files, and must be new or empty. */
  place: 'file' | 'folder';
}[];

/** Bytes of a JSON document that a logbook reads as one; larger ones are passed over. Lines of NDJSON have no such end. */
export const largestDocument = 64 << 20;

export type ExportFormatId = (typeof exportFormats)[number]['id'];

/** What is exported: all that is given restricts. Sub-agents and children go with their sessions. */
export interface ExportSelection {
  /** These sessions. */
  sessions?: readonly SessionId[];
  /** Sessions with responses of this ticket; figures are of these responses only. */
  ticket?: string;
  /** A folder of the repository that the ticket is of, where its key is only a number. */
  folder?: string;
  /** Milliseconds: sessions with an event in [since, until); figures are of that time only, conversations are whole. */
  since?: number;
  until?: number;
  /** What else sessions must fulfil. */
  filter?: Omit<SessionFilter, 'since' | 'until' | 'ids' | 'parent' | 'children'>;
}

/** A pattern of the user's own: a regular expression whose first group, or whole match, is the secret. */
export interface OwnPattern {
  name: string;
  pattern: string;
}

/** A secret that was found, as far as it may be shown. */
export interface Finding {
  /** Its number in this export. */
  id: number;
  ruleId: string;
  ruleName: string;
  kind: 'secret' | 'personal';
  placeholder: string;
  /** Its first letters and its length. */
  masked: string;
  /** Places that rules found; encoded copies are replaced as well. */
  count: number;
  sessions: number;
  /** Where it was found first. */
  session: { id: SessionId; title: string };
  /** Text around it, other secrets in it replaced. */
  context: { before: string; after: string };
}

export interface ScanResult {
  /** Sessions that will be written, children among them. */
  sessions: number;
  findings: number;
}

/** Which secrets stay as they are; null: none is replaced. */
export interface RedactionChoice {
  rules: readonly string[];
  secrets: readonly number[];
}

export interface WriteRequest {
  format: ExportFormatId;
  /** Absolute path of the file or folder. */
  path: string;
  /** null: nothing is replaced. */
  keep: RedactionChoice | null;
}

export interface ExportResult {
  format: ExportFormatId;
  path: string;
  files: number;
  bytes: number;
  sessions: number;
  /** Places that were replaced in what was written. */
  redactions: number;
  /** How many secrets of each rule were found and are replaced. */
  rules: readonly { rule: string; secrets: number }[];
}

export interface ExportProgress {
  /** `listing`: it is not known yet how many sessions there are. */
  phase: 'listing' | 'scanning' | 'writing';
  /** Sessions that are done. */
  done: number;
  total: number;
}

/** What the thread answers that scans and writes. One export at a time: `scan` first, then any number of `write`. */
export interface ExportApi {
  scan(selection: ExportSelection, own: readonly OwnPattern[]): Promise<ScanResult>;
  /** Findings [from, from + limit), those that are most often found first. */
  findings(from: number, limit: number): Promise<readonly Finding[]>;
  write(request: WriteRequest): Promise<ExportResult>;
  /** Ends what runs, which is rejected and leaves no file, and returns when it has ended. */
  cancel(): Promise<void>;
}

/** What ids of sessions begin with in files of the shape of Prompt Flow. */
export const promptFlowIds = 'agent-logbook:';

/** A failure that is the user's to mend: a full disk, a folder that cannot be written, a pattern that takes too long. */
export class ExportError extends Error {
  override readonly name = 'ExportError';
}
