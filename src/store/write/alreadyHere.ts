import type { SessionId } from '../../common/protocol.js';
import { agentOf, type Batch, type Row } from '../batch.js';
import type { Database } from '../database.js';
import { withoutRows } from './withoutRows.js';

/** A session that an export told of and that was here before. */
export interface ToldAgain {
  /** Index into the batch's sources. */
  source: number;
  session: SessionId;
}

/**
 * A batch without what exports tell of sessions that are stored from their agents' own files: these have all of it, and no
 * text in them was replaced. Such sessions are named in `already`, and so are those that another export has told of, into
 * which this one merges.
 */
export function withoutStored(db: Database, batch: Batch): { batch: Batch; already: ToldAgain[] } {
  if (!batch.rows.some((row) => 'agent' in row && row.agent !== undefined)) {
    return { batch, already: [] };
  }
  const holder = db.prepare(
    `select src.agent = s.agent, src.root, src.path from session s join source src on src.id = s.source_id
     where s.agent = ? and s.agent_session_id = ?`,
  );
  const found = new Map<string, ToldAgain & { isDropped: boolean }>();
  const isDropped = (row: Row) => {
    if (!('agent' in row) || row.agent === undefined || row.session === undefined) {
      return false;
    }
    const session = `${agentOf(batch, row)}:${row.session}`;
    const name = `${row.source} ${session}`;
    let told = found.get(name);
    if (told === undefined) {
      const [isOwn, root, path] = holder.get(row.agent, row.session) ?? [];
      const source = batch.sources[row.source];
      if (isOwn === undefined || (root === source?.root && path === source?.path)) {
        return false;
      }
      told = { source: row.source, session, isDropped: isOwn === 1 };
      found.set(name, told);
    }
    return told.isDropped;
  };
  return {
    batch: withoutRows(batch, isDropped),
    already: [...found.values()].map(({ source, session }) => ({ source, session })),
  };
}
