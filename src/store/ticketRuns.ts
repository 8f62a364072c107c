import type { Database } from './database.js';
import { descendants } from './descendants.js';
import type { TicketRuns } from './tickets.js';

/**
 * When a session, and what descends from it, has responses of a ticket: from the first to the last of each row of neighbours.
 * Responses of one moment go together.
 */
export function readRuns(db: Database, session: number, key: string): TicketRuns {
  const ranges: { from: number; to: number }[] = [];
  let [found, whole] = [false, true];
  let run: { from: number; to: number } | null = null;
  db.prepare(
    `select u.at, max(u.ticket is t.id), min(u.ticket is t.id)
     from (select ifnull((select id from name where text = ?), 0) as id) t join usage u
     where u.counted = 1 and u.session_id in (${descendants}) group by u.at order by u.at`,
  ).each([key, JSON.stringify([session])], ([at, some, all]) => {
    found = true;
    whole &&= all === 1;
    if (at === null) {
      return;
    }
    if (some !== 1) {
      run = null;
    } else if (run) {
      run.to = (at as number) + 1;
    } else {
      run = { from: at as number, to: (at as number) + 1 };
      ranges.push(run);
    }
  });
  return { whole: found && whole, ranges };
}
