import type { PlanSummary, SessionId, SessionState, TicketSummary } from './protocol.js';
import type { UsageSums } from './usageReport.js';

/** What the page of a ticket shows beside its report, and what can be done with tickets as a whole. */

/** All that the store knows of a ticket; what git knows is in its report. Times in milliseconds. */
export interface TicketPage extends TicketSummary {
  abandonedAt: number | null;
  /** In which it was open in one worktree at least; null: it was never started. */
  durationMs: number | null;
  /** Keys of the tickets that were merged into it. */
  mergedKeys: readonly string[];
  /** When it was worked on, oldest first. */
  intervals: readonly TicketSpan[];
  /** Top-level sessions with what they have of the ticket, those with most tokens first. */
  work: readonly TicketWork[];
  /** Sessions beyond the first `mostTicketSessions`. */
  workLeftOut: number;
  plans: readonly PlanSummary[];
}

export const mostTicketSessions = 5000;

/** null: still. */
export interface TicketSpan {
  worktree: string;
  branch: string | null;
  startedAt: number;
  finishedAt: number | null;
}

/** What a session, its sub-agents included, has of a ticket. */
export interface TicketWork {
  id: SessionId;
  agent: string;
  title: string;
  state: SessionState;
  branches: readonly string[];
  /** Of the ticket's responses; null: none of them tells its time. */
  firstAt: number | null;
  lastAt: number | null;
  /** Stretches of time in which it had responses of the ticket, without the longer pauses. */
  spans: readonly (readonly [from: number, to: number])[];
  share: WorkSums;
  /** Of the whole session. */
  whole: WorkSums;
  /** Assigned to the ticket by hand, the whole session or a part of it. */
  byHand: boolean;
}

export type WorkSums = Pick<
  UsageSums,
  'responses' | 'unknownResponses' | 'approximateResponses' | 'totalTokens' | 'costUsd' | 'estimate'
>;

/** Milliseconds: [from, to); an absent end is open. */
export interface AssignedRange {
  from?: number;
  to?: number;
}

/** Sessions to assign by hand. */
export interface SessionAssignment {
  sessions: readonly SessionId[];
  /** null: takes back what was assigned. */
  key: string | null;
  /** Only what they have of this ticket. */
  of?: string;
  range?: AssignedRange;
}

/** What was assigned by hand in a session, to bring it back with. */
export interface AssignedBefore {
  session: SessionId;
  assigned: readonly { key: string; from: number | null; to: number | null }[];
}

/** Absent fields stay; null clears. */
export interface TicketEdit {
  title?: string | null;
  note?: string | null;
}

/** What another expression for branches would change. */
export interface RulePreview {
  /** What is wrong with the expression; null: nothing. */
  problem: string | null;
  /** Those with most tokens first. */
  moves: readonly RuleMove[];
  /** Over all moves, `sessions` each once. */
  totals: RuleMoveSums;
}

export interface RuleMove extends RuleMoveSums {
  from: string | null;
  to: string | null;
}

/** Responses that would have another ticket, and the top-level sessions that they are of. */
export interface RuleMoveSums extends WorkSums {
  sessions: number;
}
