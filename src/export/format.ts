import type { AgentLabels } from '../common/agentLabels.js';
import type { ExportFormatId, ExportSelection } from '../common/export.js';
import type { ResponseRow, StepDetail } from '../common/exportRows.js';
import type { Pin } from '../common/marks.js';
import type { SessionDetail, TicketReport } from '../common/protocol.js';
import type { MessageBody, OutlineRow } from '../common/steps.js';
import type { UsageDimension, UsageReport, UsageRow } from '../common/usageReport.js';
import type { Redacted } from '../redact/redacted.js';

/** A form of an export. To add one: a file in `formats`, a line in its `index.ts`, one in `common/export.ts`, and a golden. */
export interface ExportFormat {
  readonly id: ExportFormatId;
  /** Writes the whole export, of what the source gives and of nothing else. `player`: the folder of the player's files. */
  write(source: ExportSource, out: Output, player: string): Promise<void>;
}

/** What may be written of a selection, piece by piece. */
export interface ExportSource {
  readonly version: string;
  /** Milliseconds. */
  readonly at: number;
  /** Whose days count. */
  readonly timeZone: string;
  readonly selection: ExportSelection;
  readonly labels: AgentLabels;
  /** Sessions that will come, children among them. */
  readonly count: number;
  /** Each session followed by its children. */
  sessions(): AsyncIterable<ExportedSession>;
  /** What the ticket came to; null: it is no export of a ticket. */
  ticket(): Promise<Redacted<TicketReport> | null>;
  /** What a person said of a ticket; null: nothing. */
  said(ticket: string): SaidOfTicket | null;
  /** The selection's own figures by a dimension. */
  usage(by: UsageDimension): Promise<Redacted<UsageReport>>;
  /** How many secrets of each rule are replaced, as far as they are known: at the end, all. */
  rules(): readonly { rule: string; secrets: number }[];
}

export interface ExportedSession {
  readonly detail: Redacted<SessionDetail>;
  /** The session's figures within the selection (a ticket, a time); null: it has no responses there. */
  readonly share: Redacted<UsageRow> | null;
  /** Its parent is in the export, too. */
  readonly hasParent: boolean;
  /** Steps in order, some at a time. */
  steps(): AsyncIterable<Redacted<readonly Step[]>>;
  /** Steps without their texts. */
  outline(): AsyncIterable<Redacted<readonly OutlineRow[]>>;
  /** Responses within the selection. */
  responses(): AsyncIterable<Redacted<readonly ResponseRow[]>>;
  plans(): AsyncIterable<Redacted<ExportedPlan>>;
  /** What a person pinned in it. */
  pins(): Promise<Redacted<readonly Pin[]>>;
}

/** Both redacted. */
export interface SaidOfTicket {
  title: string | null;
  note: string | null;
}

export interface ExportedPlan {
  name: string;
  text: string;
  path: string | null;
  at: number | null;
}

/** One step with all that is known of it. */
export interface Step {
  row: OutlineRow;
  body: MessageBody;
  detail: StepDetail | null;
}

/** Where an export goes. Nothing is there before all of it is. */
export interface Output {
  /** The one file of an export that is a file. */
  file(): Promise<OutputFile>;
  /** A file of an export that is a folder; parts of its path are separated by a slash. */
  fileAt(path: string): Promise<OutputFile>;
  /** Places that were replaced in what was written so far. */
  redactions(): number;
}

export interface OutputFile {
  /** Of bytes, `redactions` says how many places were replaced in them; in texts they are counted. */
  write(part: string | Uint8Array, redactions?: number): Promise<void>;
  close(): Promise<void>;
}
