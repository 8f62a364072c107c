import { agentOf, type Batch, type Row } from '../batch.js';
import type { Database, SqlValue } from '../database.js';
import { withoutRows } from './withoutRows.js';

/** Keeps out of the store what a person made us forget. */
export interface ForgottenFilter {
  /** A batch without the rows of forgotten sessions, and with their texts blanked in the blocks that others share. */
  apply(batch: Batch): Batch;
  /** Reads again what is forgotten; after a rollback or a deletion. */
  reload(): void;
}

export function createForgottenFilter(db: Database): ForgottenFilter {
  let forgotten = readForgotten(db);
  const insert = db.prepare('insert or ignore into forgotten (agent, agent_session_id, at) values (?, ?, ?)');

  /** What a forgotten session starts later is forgotten with it. */
  function noteChildren(batch: Batch): void {
    for (const row of batch.rows) {
      const agent = agentOf(batch, row);
      if (
        row.type === 'session' &&
        row.parent !== undefined &&
        forgotten.has(`${agent}:${row.parent}`) &&
        !forgotten.has(`${agent}:${row.session}`)
      ) {
        insert.run(agent, row.session, row.at ?? 0);
        forgotten.add(`${agent}:${row.session}`);
      }
    }
  }

  return {
    apply(batch) {
      if (forgotten.size === 0) {
        return batch;
      }
      noteChildren(batch);
      const isForgotten = (row: Row) =>
        'session' in row &&
        row.session !== undefined &&
        forgotten.has(`${agentOf(batch, row)}:${row.session}`);
      return withoutRows(batch, isForgotten);
    },
    reload: () => (forgotten = readForgotten(db)),
  };
}

function readForgotten(db: Database): Set<string> {
  return new Set(
    db
      .prepare('select agent, agent_session_id from forgotten')
      .all()
      .map(([agent, own]: SqlValue[]) => `${String(agent)}:${String(own)}`),
  );
}
