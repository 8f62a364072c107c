import type {
  ExportFormatId,
  ExportProgress,
  ExportResult,
  Finding,
  RedactionChoice,
  ScanResult,
} from './export.js';
import type { PanelHost, PanelStart } from './panelProtocol.js';

export interface RedactionStart extends PanelStart {
  format: ExportFormatId;
  /** What is exported, for people: the title of a session, the key of a ticket. */
  what: string;
}

/** What the page that shows secrets before an export asks. */
export interface RedactionHost extends PanelHost {
  start(): Promise<RedactionStart>;
  /** Looks for secrets, once; again after patterns have changed. */
  scan(): Promise<ScanResult>;
  findings(from: number, limit: number): Promise<readonly Finding[]>;
  /** Keeps a pattern of the user's own and looks anew; what is wrong with it, or null. */
  addPattern(name: string, pattern: string): Promise<string | null>;
  /** Asks where to, and writes. null: the user has thought better of it. */
  write(keep: RedactionChoice): Promise<ExportResult | null>;
  /** Ends what is being written. */
  cancel(): Promise<void>;
  /** Opens what was written, or the folder that it is in. */
  openResult(): Promise<void>;
}

export interface RedactionProgressEvent {
  event: 'exportProgress';
  progress: ExportProgress;
}
