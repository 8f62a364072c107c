import { standsFor, type TicketAliases } from '../attribution/aliases.js';
import type { TicketAssignment, TicketInterval } from '../attribution/attribute.js';
import type { Database, SqlValue } from './database.js';

/** A stored interval, with what is not needed to attribute responses. */
export interface StoredInterval extends TicketInterval {
  branch: string | null;
}

/** All intervals in which tickets were worked on, oldest first; those of a ticket that was merged with the other's key. */
export function readIntervals(db: Database): StoredInterval[] {
  const aliases = readAliases(db);
  return db
    .prepare(
      `select i.id, t.key, i.repository, i.worktree, i.branch, i.started_at, i.finished_at
       from ticket_interval i join ticket t on t.id = i.ticket_id order by i.started_at, i.id`,
    )
    .all()
    .map((row) => ({
      id: row[0] as number,
      key: standsFor(row[1] as string, aliases),
      repository: row[2] as string | null,
      worktree: row[3] as string,
      branch: row[4] as string | null,
      startedAt: row[5] as number,
      finishedAt: row[6] as number | null,
    }));
}

/** What was assigned by hand, by number of the session. */
export function readAssignments(db: Database): Map<number, TicketAssignment[]> {
  const bySession = new Map<number, TicketAssignment[]>();
  db.prepare('select session_id, key, from_at, to_at from assignment order by id').each(
    [],
    ([session, key, from, to]: SqlValue[]) => {
      const list = bySession.get(session as number) ?? [];
      list.push({
        key: key as string,
        from: from as number | null,
        to: to as number | null,
      });
      bySession.set(session as number, list);
    },
  );
  return bySession;
}

/** Which tickets were merged into which. */
export function readAliases(db: Database): TicketAliases {
  return new Map(
    db
      .prepare('select key, into_key from ticket_alias')
      .all()
      .map(([key, into]) => [key as string, into as string]),
  );
}
