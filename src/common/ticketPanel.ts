import type { PanelHost, PanelStart } from './panelProtocol.js';
import type { SessionId, TicketReport } from './protocol.js';
import type { TicketEdit, TicketPage } from './ticketPage.js';

/** What the page of a ticket and its host say to each other. */

export interface TicketStart extends PanelStart {
  ticket: string;
  /** Where it is looked at from: an issue number means another issue in another repository. */
  folder: string | null;
}

/** What is done in VS Code itself, which asks for what it needs to know. */
export const ticketActions = ['finish', 'reopen', 'abandon', 'merge', 'summary', 'copy', 'stats'] as const;
export type TicketAction = (typeof ticketActions)[number];

/** Sessions that one call may move. */
export const mostMoved = 5000;

export interface TicketHost extends PanelHost {
  start(): Promise<TicketStart>;
  /** What the store knows; null: nothing (any more). The key is another one where the ticket was merged. */
  page(): Promise<TicketPage | null>;
  /** With what git knows, which takes longer. */
  report(): Promise<TicketReport | null>;
  edit(change: TicketEdit): Promise<void>;
  /** Begins it and returns; what comes of it is seen as a change. */
  act(action: TicketAction): Promise<void>;
  unmerge(key: string): Promise<void>;
  /** Lets the person choose the ticket that gets what these sessions have of this one. */
  move(sessions: readonly SessionId[]): Promise<void>;
  /** Lets the person choose a part of a session and its ticket. */
  moveRange(session: SessionId): Promise<void>;
  /** Opens the replay, at the first step from a moment on (milliseconds) if given. */
  openSession(id: SessionId, at?: number): Promise<void>;
  openPlan(id: number): Promise<void>;
  /** False when it is not there (any more). */
  openFile(path: string): Promise<boolean>;
}
