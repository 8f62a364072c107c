import { standsFor, type TicketAliases } from '../attribution/aliases.js';
import type { TicketAssignment } from '../attribution/attribute.js';
import { splitId } from '../common/sessionId.js';
import type { SessionId } from '../common/protocol.js';
import { readAliases, readIntervals, type StoredInterval } from './attributionRows.js';
import { readRuns } from './ticketRuns.js';
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
  /** What people said of tickets, by key. */
  details(): ReadonlyMap<string, TicketDetails>;
  /** Which tickets were merged into which. */
  aliases(): TicketAliases;
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
  /** What was assigned by hand in a session, in the order in which it was. */
  assignments(session: number): TicketAssignment[];
  /** When a session has responses of a ticket. */
  runsOf(session: number, key: string): TicketRuns;

  // What follows runs in the caller's transaction.
  transaction<T>(fn: () => T): T;
  open(start: NewInterval): void;
  close(interval: number, at: number): void;
  /** Makes the ticket known where it is not. Absent fields stay. */
  edit(key: string, details: Partial<TicketDetails>, now: number): void;
  merge(from: string, into: string): void;
  unmerge(key: string): void;
  /** A session as a whole, or its responses in [from, to). */
  assign(session: number, key: string, range: Range | null): void;
  unassign(session: number, range: Range | null): void;
  /** In place of all that was assigned in the session. */
  setAssignments(session: number, assigned: readonly TicketAssignment[]): void;
}

/** What people said of a ticket. */
export interface TicketDetails {
  title: string | null;
  note: string | null;
  /** Milliseconds; null: it was not given up. */
  abandonedAt: number | null;
}

/** When a session, and what descends from it, has responses of a ticket. */
export interface TicketRuns {
  /** It has responses, and all of them are the ticket's. */
  whole: boolean;
  ranges: readonly Range[];
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

/** Milliseconds: [from, to); null: without that end. */
export interface Range {
  from: number | null;
  to: number | null;
}

export function createTicketStore(db: Database): TicketStore {
  return {
    intervals: () => readIntervals(db),
    details: () =>
      new Map(
        db
          .prepare('select key, title, note, abandoned_at from ticket')
          .all()
          .map(([key, title, note, at]) => [
            key as string,
            {
              title: title as string | null,
              note: note as string | null,
              abandonedAt: at as number | null,
            },
          ]),
      ),
    aliases: () => readAliases(db),
    lastSeen: (key) => readLastSeen(db, key),
    isKnown: (key) =>
      db
        .prepare(
          `select 1 where exists (select 1 from ticket where key = ?1)
           or exists (select 1 from assignment where key = ?1)
           or exists (select 1 from usage where ticket = (select id from name where text = ?1))`,
        )
        .get(key) !== undefined,
    assignedKeys() {
      const aliases = readAliases(db);
      return new Set(
        db
          .prepare('select distinct key from assignment')
          .all()
          .map(([key]) => standsFor(key as string, aliases)),
      );
    },
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
    assignments: (session) => readAssigned(db, session),
    runsOf: (session, key) => readRuns(db, session, key),
    transaction: (fn) => db.transaction(fn),
    open({ key, title, repository, worktree, branch, at, now }) {
      db.prepare(
        `insert into ticket (key, title, created_at) values (?, ?, ?)
         on conflict (key) do update set title = coalesce(excluded.title, title), abandoned_at = null`,
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
    edit(key, { title, note, abandonedAt }, now) {
      db.prepare('insert into ticket (key, created_at) values (?, ?) on conflict do nothing').run(key, now);
      const set = (column: 'title' | 'note' | 'abandoned_at', value: string | number | null | undefined) =>
        value !== undefined && db.prepare(`update ticket set ${column} = ? where key = ?`).run(value, key);
      set('title', title);
      set('note', note);
      set('abandoned_at', abandonedAt);
    },
    merge(from, into) {
      db.prepare('insert into ticket_alias (key, into_key) values (?, ?)').run(from, into);
    },
    unmerge(key) {
      db.prepare('delete from ticket_alias where key = ?').run(key);
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
    setAssignments(session, assigned) {
      db.prepare('delete from assignment where session_id = ?').run(session);
      for (const { key, from, to } of assigned) {
        db.prepare('insert into assignment (session_id, from_at, to_at, key) values (?, ?, ?, ?)').run(
          ...[session, from, to, key],
        );
      }
    },
  };
}

function readAssigned(db: Database, session: number): TicketAssignment[] {
  return db
    .prepare('select key, from_at, to_at from assignment where session_id = ? order by id')
    .all(session)
    .map(([key, from, to]) => ({
      key: key as string,
      from: from as number | null,
      to: to as number | null,
    }));
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
      `select id, from_at, to_at, key from assignment where session_id = ?1
       and (from_at is null or ?3 is null or from_at < ?3) and (to_at is null or ?2 is null or to_at > ?2)`,
    )
    .all(session, from, to);
  const insert = db.prepare('insert into assignment (session_id, from_at, to_at, key) values (?, ?, ?, ?)');
  for (const [id, start, end, key] of overlapping) {
    db.prepare('delete from assignment where id = ?').run(id!);
    if (from !== null && (start === null || (start as number) < from)) {
      insert.run(session, start!, from, key!);
    }
    if (to !== null && (end === null || (end as number) > to)) {
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
