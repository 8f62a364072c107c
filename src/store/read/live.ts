import type { SessionSummary } from '../../common/protocol.js';
import type { ReadContext } from './context.js';
import { hasStoredParent } from './lineage.js';
import { nameId } from './names.js';
import { sessionIds } from './sessions.js';
import { summarize } from './summaries.js';

/** The top-level session in a worktree that had the newest event, while it has not ended; null: none. */
export function readLiveSession(context: ReadContext, worktree: string): SessionSummary | null {
  const place = nameId(context.db, worktree);
  if (place === null) {
    return null;
  }
  const since = context.now() - context.settings().endedAfterMinutes * 60_000;
  const ids = sessionIds(
    context,
    [
      { sql: 's.ended_at >= ?', parameters: [since] },
      {
        sql: '(s.cwd = ? or s.cwd in (select cwd from place where worktree = ?))',
        parameters: [place, place],
      },
      { sql: `not ${hasStoredParent}`, parameters: [] },
    ],
    { limit: 1 },
  );
  return summarize(context, ids)[0] ?? null;
}
