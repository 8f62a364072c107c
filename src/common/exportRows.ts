import type { SessionId } from './protocol.js';
import type { Tokens } from './model.js';

/** What only exports ask of the store: rows as whole as they are stored. */

/** What a step has besides its outline and its body. */
export interface StepDetail {
  /** Row id of the message. */
  id: number;
  /** `uid` of the message that this one answers, where it is not the one before it. */
  parentUid: string | null;
  cwd: string | null;
  /** Key of the response that the message is part of; null: none, or one that counts in another session. */
  response: string | null;
  /** Of a tool call. `isError` null: there is no result. */
  call: {
    startedAt: number | null;
    endedAt: number | null;
    durationMs: number | null;
    isError: boolean | null;
  } | null;
}

/** One model response that counts. */
export interface ResponseRow {
  /** Unique over all sessions. */
  key: string;
  /** Of the responses of one group only those with the lowest rank count. */
  group: string;
  rank: number;
  sessionId: SessionId;
  agent: string;
  thread: string | null;
  at: number | null;
  model: string | null;
  branch: string | null;
  cwd: string | null;
  repository: string | null;
  ticket: string | null;
  /** null: the agent recorded none. */
  tokens: Tokens | null;
  approximate: boolean;
  tier: string | null;
  webSearches: number;
  requestId: string | null;
  /** US dollars; null: no price, or no tokens. */
  costUsd: number | null;
}
