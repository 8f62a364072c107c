import type { SessionId, SessionState, SessionSummary } from './protocol.js';

export const noticeKinds = ['finished', 'failed', 'waiting'] as const;

export type NoticeKind = (typeof noticeKinds)[number];

/** What a person may want to be told of a session, once. */
export interface SessionNotice {
  kind: 'stopped' | 'waiting';
  session: SessionSummary;
}

/** The states in which sessions were seen, and what there is to tell when they are seen again. */
export interface SessionNotices {
  /** Sessions whose state may still change without anything being written: they are to be looked at from time to time. */
  live(): SessionId[];
  /** Takes what sessions are now, and says what changed that is worth telling. Sub-agents are never told. */
  see(sessions: readonly SessionSummary[]): SessionNotice[];
}

/**
 * Follows the sessions that go on after `since` (milliseconds): of one that had stopped before, nothing is told. A session is
 * told of once when it waits and once when it stops; when it goes on it may be told of again.
 */
export function followSessions(since: number): SessionNotices {
  const states = new Map<SessionId, SessionState>();
  return {
    live: () => [...states].flatMap(([id, state]) => (state === 'active' ? [id] : [])),
    see(sessions) {
      const notices: SessionNotice[] = [];
      for (const session of sessions) {
        const { id, state, parentId, headless, endedAt } = session;
        const before = states.get(id);
        if (parentId !== null || headless || endedAt === null || (before === undefined && endedAt < since)) {
          continue;
        }
        states.set(id, state);
        const wentOn = before === 'active' || before === undefined;
        if (state === 'waiting' && before !== 'waiting') {
          notices.push({ kind: 'waiting', session });
        } else if ((state === 'idle' || state === 'ended') && wentOn && before !== undefined) {
          notices.push({ kind: 'stopped', session });
        }
      }
      return notices;
    },
  };
}
