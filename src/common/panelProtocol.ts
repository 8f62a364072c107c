import type { AgentLabels } from './agentLabels.js';
import type { RedactionHost, RedactionProgressEvent } from './redactionPanel.js';
import type { SessionDetail, SessionId } from './protocol.js';
import type { ImageData, MessageBody, OutlineRow } from './steps.js';
import type { SearchHit, SearchResult } from './search.js';
import type { Pin } from './marks.js';
import type { SearchProblem } from './searchQuery.js';
import type { PatternMatches, TextPattern } from './textPattern.js';
import type { SqlHost, SqlWanted } from './sqlPanel.js';
import type { StatsFocus, StatsHost, StatsScope } from './statsPanel.js';

/** What webviews and their host-side panels say to each other: one interface a panel, and one union of events. */

/** Translations by the English text, as VS Code's own bundles have them. Empty for English. */
export type Bundle = Readonly<Record<string, string>>;

/** What both panels need before they draw. */
export interface PanelStart {
  bundle: Bundle;
  agents: AgentLabels;
}

/** What every panel offers to its webview. */
export interface PanelHost {
  copy(text: string): Promise<void>;
  /** Opens a web page in the user's browser, after VS Code has asked. Only http and https. */
  openLink(url: string): Promise<void>;
  /** Writes what a webview could not cope with to the log. */
  reportError(message: string): Promise<void>;
}

export interface ReplayStart extends PanelStart {
  sessionId: SessionId;
  /** Where to begin, when the panel was opened at a certain step. */
  at: ReplayPlace | null;
  /** The replay stands in a file of its own: what needs the editor or the logbook is not offered. */
  offline?: true;
}

/** A step to begin at. */
export interface ReplayPlace {
  seq: number;
  /** Words by which a search found the step: they are marked, and what hides them is opened. */
  words?: readonly string[];
}

/** Bytes of a text that a page holds; the whole opens in an editor. */
export const pageLimit = 200_000;

/** A file with the messages that changed it, and which of these changes are meant: [from, to) of them. */
export interface FileSteps {
  /** Its last name. */
  path: string;
  /** All of the session, in order. */
  messages: readonly number[];
  from: number;
  to: number;
}

/** Files, and changes of one file, that one call may show. */
export const mostFiles = 300;
export const mostFileSteps = 1000;

/** What the replay asks. `session` and `outline` are about the session of its panel. */
export interface ReplayHost extends PanelHost {
  start(): Promise<ReplayStart>;
  /** null: the store no longer has it. */
  session(): Promise<SessionDetail | null>;
  outline(from: number, limit: number): Promise<{ total: number; rows: readonly OutlineRow[] }>;
  /** Texts end after as many bytes as a page shows. */
  bodies(ids: readonly number[]): Promise<readonly MessageBody[]>;
  /** An image of a message, by its place among the attachments; null: the agent's file no longer has it. */
  image(messageId: number, index: number): Promise<ImageData | null>;
  /** Which of these messages have the pattern. */
  matching(ids: readonly number[], pattern: TextPattern): Promise<PatternMatches>;
  /** The moments of the session that were pinned. */
  pins(): Promise<readonly Pin[]>;
  /** Pins a message, or changes the note of one that is pinned. */
  setPin(messageId: number, note: string | null): Promise<void>;
  removePin(uid: string): Promise<void>;
  /** Copies an address that opens this replay, at a step if given. */
  copyLink(uid: string | null): Promise<void>;
  /** Copies steps [from, to) as Markdown; without, the whole session. */
  copyMarkdown(from?: number, to?: number): Promise<void>;
  /** Gives the replay the whole window, or no longer. */
  toggleWide(): Promise<void>;
  /** Opens the page of the session. */
  showPage(): Promise<void>;
  /** Lets the user choose a session to compare with. */
  compare(): Promise<void>;
  /** Opens a file of the user's, relative to the session's folder. False when it is not there (any more). */
  openFile(path: string, line?: number): Promise<boolean>;
  /** Opens the file as it is now, at the place that the message changed. False when it is not there (any more). */
  openChanged(path: string, messageId: number): Promise<boolean>;
  /** Opens changes of files in VS Code's diff editor: of one file beside each other, of several below each other. */
  showFiles(files: readonly FileSteps[]): Promise<void>;
  /** Opens what the message changed in the editor, as a document of unified diffs. */
  showChanges(messageId: number): Promise<void>;
  /** Opens the whole text of a message or of its tool's output in an editor. */
  openText(messageId: number, part: 'text' | 'output'): Promise<void>;
  /** Goes on with the session in a terminal, where the agent has a command for it: from its end, or from the prompt at a step. */
  resume(seq?: number): Promise<void>;
  /** Lets the user choose a ticket for what the session did from a time (milliseconds) on. */
  moveToTicket(from: number): Promise<void>;
  /** Opens the replay of a child session of this one, or of its parent. */
  openSession(id: SessionId): Promise<void>;
}

export interface SearchStart extends PanelStart {
  /** There is a folder open, so "this workspace" means something. */
  hasWorkspace: boolean;
  /** What to search for first; null: what was searched for last. */
  text: string | null;
  lists: SearchLists;
}

/** Searches that are kept over all windows, newest first. */
export interface SearchLists {
  saved: readonly string[];
  recent: readonly string[];
}

/** What is typed, and how it is to be answered. */
export interface SearchQuestion {
  text: string;
  order: 'newest' | 'best';
  scope: StatsScope;
  /** Of the last hit of the page before. */
  before?: number;
}

export interface SearchAnswer extends SearchResult {
  /** What is wrong with the text; what it concerns was left out. */
  problems: readonly SearchProblem[];
}

/** A hit, as far as it is opened. */
export type SearchTarget = Pick<SearchHit, 'message' | 'sessionId' | 'plan' | 'snippet' | 'marks'>;

export interface SearchHost extends PanelHost {
  start(): Promise<SearchStart>;
  search(question: SearchQuestion): Promise<SearchAnswer>;
  /** Opens the replay at a hit, or the plan that it is in. False when there is nothing (any more) to open. */
  open(target: SearchTarget): Promise<boolean>;
  /** Opens the replay of a session from its start. */
  openSession(id: SessionId): Promise<void>;
  /** Keeps a search by hand, or no longer. */
  save(text: string, saved: boolean): Promise<SearchLists>;
  /** Notes a search of which a hit was opened. */
  used(text: string): Promise<SearchLists>;
}

/** Calls that are answered when a person has chosen or confirmed something in VS Code, and that may take any time. */
const waitsForPerson: ReadonlySet<string> = new Set<
  keyof StatsHost | keyof ReplayHost | keyof SqlHost | keyof RedactionHost
>([
  // An export takes as long as there is to read and to write.
  'scan',
  'write',
  'addPattern',
  'openLink',
  'openFile',
  'openChanged',
  'resume',
  'moveToTicket',
  'compare',
  'copyMarkdown',
  'openSessions',
  // A question in SQL has a time of its own.
  'ask',
  'keep',
  'saveCsv',
]);

/** Milliseconds that a webview waits for an answer, by method; 0: for ever. */
export function panelCallLimit(method: string): number {
  return waitsForPerson.has(method) ? 0 : 30_000;
}

/** What a host tells a webview. Any of these may be lost: a webview that is shown asks again. */
export type PanelEvent =
  | { event: 'changed'; rebuilt: boolean }
  | { event: 'goTo'; seq: number; words?: readonly string[] }
  | { event: 'searchFor'; text: string }
  | { event: 'askSql'; wanted: SqlWanted }
  | RedactionProgressEvent
  | { event: 'focus'; focus: StatsFocus };

export function isPanelEvent(message: unknown): message is PanelEvent {
  return (
    typeof message === 'object' &&
    message !== null &&
    typeof (message as { event?: unknown }).event === 'string'
  );
}
