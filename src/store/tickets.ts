import { splitId } from '../common/sessionId.js';
import type { SessionId } from '../common/protocol.js';
import { readIntervals, type StoredInterval } from './attributionRows.js';
import type { Database } from './database.js';

export type { StoredInterval };

/** Where the newest response of a ticket was made. */
export interface LastSeen {
  at: number | null;
  branch: string | null;
  repository: string | null;
  worktree: string | null;
}

/** Tickets, the times at which they were worked on, and what was assigned by hand. */
export interface TicketStore {
  /** Oldest first. */
  intervals(): StoredInterval[];
  titles(): ReadonlyMap<string, string | null>;
  /** For each ticket that has responses, or one of them. */
  lastSeen(key?: string): ReadonlyMap<string, LastSeen>;
  /** Whether the ticket was ever started, assigned, or is that of a response. */
  isKnown(key: string): boolean;
  /** Keys that were assigned by hand, whether they have responses or not. */
  assignedKeys(): ReadonlySet<string>;
  /** Folders in which sessions ran in these repositories, other worktrees included. */
  foldersOf(repositories: readonly string[]): string[];
  /** Worktrees in which responses of a ticket were made, and the branches that were checked out there. */
  places(key: string): TicketPlace[];
  /** Row number of a session; null: there is none. */
  sessionNumber(id: SessionId): number | null;

  // What follows runs in the caller's transaction.
  transaction<T>(fn: () => T): T;
  open(start: NewInterval): void;
  close(interval: number, at: number): void;
  setTitle(key: string, title: string): void;
  /** A session as a whole, or its responses in [from, to). */
  assign(session: number, key: string, range: Range | null): void;
  unassign(session: number, range: Range | null): void;
}

/** A worktree in which responses of a ticket were made. */
export interface TicketPlace {
  repository: string | null;
  worktree: string;
  branches: readonly string[];
}

export interface NewInterval {
  key: string;
  title: string | null;
  repository: string | null;
  worktree: string;
  branch: string | null;
  at: number;
  /** When it was started, where `at` is in the past. */
  now: number;
}

/** Milliseconds: [from, to). */
export interface Range {
  from: number;
  to: number;
}

export function createTicketStore(db: Database): TicketStore {
  return {
    intervals: () => readIntervals(db),
    titles: () =>
      new Map(
        db
          .prepare('select key, title from ticket')
          .all()
          .map(([key, title]) => [key as string, title as string | null]),
      ),
    lastSeen: (key) => readLastSeen(db, key),
    isKnown: (key) =>
      db
        .prepare(
          `select 1 where exists (select 1 from ticket where key = ?1)
           or exists (select 1 from assignment where key = ?1)
           or exists (select 1 from usage where ticket = (select id from name where text = ?1))`,
        )
        .get(key) !== undefined,
    assignedKeys: () =>
      new Set(
        db
          .prepare('select distinct key from assignment')
          .all()
          .map(([key]) => key as string),
      ),
    foldersOf: (repositories) =>
      db
        .prepare(
          `select distinct f.text from place p join name r on r.id = p.repository
           join name f on f.id in (p.worktree, p.cwd) where r.text in (select value from json_each(?))`,
        )
        .all(JSON.stringify(repositories))
        .map(([folder]) => folder as string),
    places: (key) => readPlaces(db, key),
    sessionNumber(id) {
      const row = db
        .prepare('select id from session where agent = ? and agent_session_id = ?')
        .get(...splitId(id));
      return (row?.[0] as number | undefined) ?? null;
    },
    transaction: (fn) => db.transaction(fn),
    open({ key, title, repository, worktree, branch, at, now }) {
      db.prepare(
        `insert into ticket (key, title, created_at) values (?, ?, ?)
         on conflict (key) do update set title = coalesce(excluded.title, title)`,
      ).run(key, title, now);
      db.prepare(
        `insert into ticket_interval (ticket_id, repository, worktree, branch, started_at)
         select id, ?, ?, ?, ? from ticket where key = ?`,
      ).run(repository, worktree, branch, at, key);
    },
    close(interval, at) {
      db.prepare('update ticket_interval set finished_at = ? where id = ? and finished_at is null').run(
        at,
        interval,
      );
    },
    setTitle(key, title) {
      db.prepare('update ticket set title = ? where key = ?').run(title, key);
    },
    assign(session, key, range) {
      // Assignments of a session never overlap: what is assigned last takes the place of what was.
      carve(db, session, range);
      db.prepare('insert into assignment (session_id, from_at, to_at, key) values (?, ?, ?, ?)').run(
        session,
        range?.from ?? null,
        range?.to ?? null,
        key,
      );
    },
    unassign: (session, range) => carve(db, session, range),
  };
}

/** Takes assignments of a session back, in a range only where one is given: what reaches over it stays on both sides. */
function carve(db: Database, session: number, range: Range | null): void {
  if (!range) {
    db.prepare('delete from assignment where session_id = ?').run(session);
    return;
  }
  const { from, to } = range;
  const overlapping = db
    .prepare(
      `select id, from_at, to_at, key from assignment where session_id = ?
       and (from_at is null or from_at < ?) and (to_at is null or to_at > ?)`,
    )
    .all(session, to, from);
  const insert = db.prepare('insert into assignment (session_id, from_at, to_at, key) values (?, ?, ?, ?)');
  for (const [id, start, end, key] of overlapping) {
    db.prepare('delete from assignment where id = ?').run(id!);
    if (start === null || (start as number) < from) {
      insert.run(session, start!, from, key!);
    }
    if (end === null || (end as number) > to) {
      insert.run(session, to, end!, key!);
    }
  }
}

/** Steps from ticket to ticket through the index, which is far fewer rows than there are responses. */
const allTickets = `
  with recursive of (ticket) as (
    select min(ticket) from usage where ticket is not null
    union all
    select (select min(ticket) from usage where ticket > of.ticket) from of where of.ticket is not null)`;
const oneTicket = 'with of (ticket) as (select id from name where text = ?)';

function readLastSeen(db: Database, key?: string): Map<string, LastSeen> {
  const seen = new Map<string, LastSeen>();
  db.prepare(
    `${key === undefined ? allTickets : oneTicket}
     select t.text, u.at, b.text, r.text, w.text from of
     join usage u on u.id = (
       select id from usage where ticket = of.ticket and counted = 1 order by at desc limit 1)
     join name t on t.id = of.ticket
     left join name b on b.id = u.branch left join place p on p.cwd = u.cwd
     left join name r on r.id = p.repository left join name w on w.id = p.worktree`,
  ).each(key === undefined ? [] : [key], ([ticket, at, branch, repository, worktree]) =>
    seen.set(ticket as string, {
      at: at as number | null,
      branch: branch as string | null,
      repository: repository as string | null,
      worktree: worktree as string | null,
    }),
  );
  return seen;
}

function readPlaces(db: Database, key: string): TicketPlace[] {
  const places = new Map<string, TicketPlace>();
  db.prepare(
    `select distinct r.text, w.text, b.text from usage u join place p on p.cwd = u.cwd
     join name w on w.id = p.worktree left join name r on r.id = p.repository left join name b on b.id = u.branch
     where u.ticket = (select id from name where text = ?) and u.counted = 1 order by w.text, b.text`,
  ).each([key], ([repository, worktree, branch]) => {
    const branches = places.get(worktree as string)?.branches ?? [];
    places.set(worktree as string, {
      repository: repository as string | null,
      worktree: worktree as string,
      branches: branch === null ? branches : [...branches, branch as string],
    });
  });
  return [...places.values()];
}
