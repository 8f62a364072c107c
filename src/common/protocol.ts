import type { QualityBand, SessionStatus } from './sessionGroups.js';
import type { SessionCategory, SessionInsights } from './insights.js';
import type { SessionTag } from './marks.js';
import type { Client } from './model.js';
import type { ImportProblem, ImportProgress } from './importReport.js';
import type { UsageDimension, UsageSums } from './usageReport.js';

/**
 * What the owner of the store answers. Every process asks the same interface, over a message port, a socket or directly.
 * Raise `protocolVersion` with each change that an older process would misunderstand.
 */
export const protocolVersion = 1;

/** `agent:agentSessionId`, the same on every machine and after a rebuild. */
export type SessionId = string;

/** The part of the store that a view looks at. Absent fields do not restrict. */
export interface SessionFilter {
  /** Sessions whose working folder is one of these folders or below it. */
  folders?: readonly string[];
  agents?: readonly string[];
  /** Milliseconds; sessions with an event in [since, until). */
  since?: number;
  until?: number;
  /** Words that must all occur in title, branch, ticket, project or agent. */
  text?: string;
  /** Children of this session instead of top-level sessions. */
  parent?: SessionId;
  /** Children as well as top-level sessions, each as one of its own. */
  children?: boolean;
  ids?: readonly SessionId[];
  /** With one of these tags, on the session or on one above it. */
  tags?: readonly string[];
  categories?: readonly SessionCategory[];
  /** How it stands, and how it went. */
  statuses?: readonly SessionStatus[];
  qualities?: readonly QualityBand[];
  favourite?: true;
  /** Only sessions started by a program, or only those that a person began. */
  headless?: boolean;
  /** Only those that were put away, or only the others. Absent: both. */
  archived?: boolean;
}

export interface Page {
  limit: number;
  offset?: number;
}

export type SessionState = 'active' | 'waiting' | 'idle' | 'ended';

export interface SessionSummary {
  id: SessionId;
  agent: string;
  agentSessionId: string;
  parentId: SessionId | null;
  forkedFrom: SessionId | null;
  /** The person's own, else the agent's. */
  title: string;
  tags: readonly SessionTag[];
  category: SessionCategory | null;
  favourite: boolean;
  /** Put away by the person. */
  archived: boolean;
  cwd: string | null;
  repository: string | null;
  branches: readonly string[];
  tickets: readonly string[];
  models: readonly string[];
  startedAt: number | null;
  endedAt: number | null;
  state: SessionState;
  /** The tool that runs now, while the session is active. */
  running: { tool: string; input: string; since: number } | null;
  /** Started by a program, not by a person. */
  headless: boolean;
  client: Client | null;
  agentVersion: string | null;
  agentType: string | null;
  messages: number;
  toolCalls: number;
  errors: number;
  subAgents: number;
  /** Of the whole session; below a group, of that group's share only. */
  usage: UsageSums;
  /** The session's main file, to reveal it; null when it is gone. */
  file: string | null;
}

export interface SubAgentSummary {
  thread: string;
  agentType: string | null;
  description: string | null;
  callId: string | null;
  startedAt: number | null;
  endedAt: number | null;
  messages: number;
  internal: boolean;
  usage: UsageSums;
}

export interface SessionDetail extends SessionSummary {
  agentVersion: string | null;
  /** As the agent has it; null: it has none. */
  agentTitle: string | null;
  note: string | null;
  /** What is concluded from the session's rows; null: it was not looked at yet. */
  insights: SessionInsights | null;
  /** The agent's own total, where it writes one. */
  agentCostUsd: number | null;
  threads: readonly SubAgentSummary[];
  children: readonly SessionSummary[];
  links: readonly { url: string; label: string }[];
  todos: readonly { text: string; status: 'pending' | 'in_progress' | 'completed' }[];
  problems: readonly ImportProblem[];
  /** The agent's command, as an argument array, that goes on with this session in a terminal. Added by the service; null: none. */
  resume?: readonly string[] | null;
  /** How the agent goes on from an earlier prompt of this session. Added by the service; null: it cannot. */
  resumeFromPrompt?: ResumeFromPrompt | null;
}

/** Agents have no command that begins at a prompt: one opens the session, and then its own interface goes back to the prompt. */
export interface ResumeFromPrompt {
  /** An argument array. */
  command: readonly string[];
  /** What is typed or pressed there to choose the prompt, as written on the keys. */
  backBy: string;
  /** A copy of the session goes on; otherwise what came after the prompt is left in the session itself. */
  copies: boolean;
}

/** An agent that can be read. The label is its proper name; the id is in the database and in keys. */
export interface AgentName {
  id: string;
  label: string;
}

export const groupings = [
  ...(['ticket', 'branch', 'project', 'agent', 'day', 'tag', 'category', 'status', 'quality'] as const),
  'none',
] as const;

export type GroupBy = (typeof groupings)[number];

/** A node of the tree. A session that crosses groups is in each of them. */
export interface SessionGroup {
  /** null: no ticket, no branch, no project. */
  key: string | null;
  label: string;
  sessions: number;
  usage: UsageSums;
  lastAt: number | null;
}

/** Values of a dimension, of which a response has one; null: those that have none. */
export type OneOf = readonly (string | null)[];

/** The responses that a report is about. Absent fields do not restrict. */
export interface UsageScope {
  /** Milliseconds: [since, until). */
  since?: number;
  until?: number;
  filter?: SessionFilter;
  ticket?: string;
  models?: OneOf;
  projects?: OneOf;
  branches?: OneOf;
  tickets?: OneOf;
}

export interface UsageQuery extends UsageScope {
  by: UsageDimension;
  /** A second dimension: rows are per (key, second). */
  thenBy?: UsageDimension;
  /** Days of UTC instead of the local time zone. */
  utc?: boolean;
  /** IANA name of the zone whose days count; absent: that of the asking process is sent, never that of the owner. */
  timeZone?: string;
}

export interface TicketSummary {
  key: string;
  title: string | null;
  /** What a person noted of it. */
  note: string | null;
  /** `seen`: known from a branch name or an assignment only, never started. `abandoned`: given up by hand. */
  state: 'open' | 'finished' | 'abandoned' | 'seen';
  startedAt: number | null;
  finishedAt: number | null;
  repository: string | null;
  worktree: string | null;
  branch: string | null;
  sessions: number;
  usage: UsageSums;
}

/** What `finish` and `status` show. */
export interface TicketReport extends TicketSummary {
  durationMs: number | null;
  filesChanged: readonly { path: string; added: number | null; removed: number | null }[];
  commits: readonly { hash: string; subject: string; at: number }[];
  /** Why commits could not be read; null when they could. */
  commitsProblem: string | null;
  topTools: readonly { name: string; calls: number; errors: number }[];
  subAgents: readonly { type: string; runs: number; totalTokens: number }[];
  models: readonly { model: string; totalTokens: number; costUsd: number | null }[];
  sessionIds: readonly SessionId[];
}

export interface StartTicket {
  key: string;
  title?: string;
  /** A folder in the worktree that the ticket is worked on in. */
  folder: string;
  /** Now, when absent. */
  at?: number;
}

/** How full a session's context is. */
export interface ContextFill {
  /** All input of its last response, cached or not. */
  tokens: number;
  model: string | null;
  /** Tokens that fit in; null: not known. */
  window: number | null;
}

/** What a folder belongs to, and its ticket. */
export interface FolderStatus {
  repository: string | null;
  worktree: string | null;
  branch: string | null;
  /** What a start would propose. */
  proposedKey: string | null;
  ticket: TicketSummary | null;
  /** The newest live session in this worktree, for the status bar. */
  live: SessionSummary | null;
  /** What is in the context of that session; null: there is none, or it does not tell. */
  context: ContextFill | null;
  /** A live session runs here and no ticket is open: its id, to ask once. */
  untracked: SessionId | null;
}

export interface PlanSummary {
  id: number;
  name: string;
  title: string;
  at: number | null;
  sessionId: SessionId | null;
  path: string | null;
}

/** What changed, never the new value. Any of these may be lost; a view that is shown asks again. */
export interface Changed {
  /** Sessions with new rows; 'all' after a rebuild, a deletion or a change of rules. */
  sessions: readonly SessionId[] | 'all';
  tickets: boolean;
  progress: ImportProgress | null;
  settings: boolean;
}
