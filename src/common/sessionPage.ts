import type { CommitCategory } from './insights.js';
import type { MarkChange, Pin, TagCount } from './marks.js';
import type { PanelHost, PanelStart } from './panelProtocol.js';
import type { PlanSummary, SessionDetail, SessionId, SessionSummary, TicketReport } from './protocol.js';

/** What a session's page shows, and what it and its host say to each other. */

/** A session that is like another, and why. Shares are from 0 to 1. */
export interface SimilarSession {
  session: SessionSummary;
  /** The sum of what follows, from 0 to 1. */
  score: number;
  /** Files that both changed, of all that the one changed; rare ones weigh more. */
  files: { shared: readonly string[]; of: number; score: number };
  /** Words that both titles have. */
  words: { shared: readonly string[]; score: number };
  /** A branch that both worked on, but for the main ones; null: none. */
  branch: { name: string; score: number } | null;
}

export interface SessionCommits {
  commits: readonly { hash: string; subject: string; at: number }[];
  /** Why they could not be read; null: they could. */
  problem: string | null;
  /** What most of them say that they are; null: nothing. */
  category: CommitCategory | null;
}

/** A pinned moment with the beginning of its message. */
export interface ShownPin extends Pin {
  preview: string;
}

export interface SessionStart extends PanelStart {
  sessionId: SessionId;
}

export interface SessionHost extends PanelHost {
  start(): Promise<SessionStart>;
  /** null: the store no longer has it. */
  session(): Promise<SessionDetail | null>;
  /** Those with the most changed lines first. */
  files(): Promise<TicketReport['filesChanged']>;
  pins(): Promise<readonly ShownPin[]>;
  plans(): Promise<readonly PlanSummary[]>;
  similar(): Promise<readonly SimilarSession[]>;
  commits(): Promise<SessionCommits>;
  /** All tags that there are, to choose from. */
  tags(): Promise<readonly TagCount[]>;
  mark(change: MarkChange): Promise<void>;
  removePin(uid: string): Promise<void>;
  /** Opens the replay, at a message (its row id) if given. False when the message is not there any more. */
  openReplay(message?: number): Promise<boolean>;
  /** Opens the page of another session. */
  openSession(id: SessionId): Promise<void>;
  openPlan(id: number, name: string): Promise<void>;
  resume(): Promise<void>;
}
