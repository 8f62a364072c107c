import { setImmediate as nextTurn } from 'node:timers/promises';
import { standsFor, type TicketAliases } from '../attribution/aliases.js';
import {
  intervalsFor,
  ticketOf,
  type PlaceIntervals,
  type TicketAssignment,
  type TicketInterval,
} from '../attribution/attribute.js';
import { branchRule, type BranchRule, type TicketKeys } from '../attribution/ticketKey.js';
import { pathRules, type PathPlatform, type PathRules } from '../common/paths.js';
import type { Settings } from '../common/settings.js';
import { readAliases, readAssignments, readIntervals } from './attributionRows.js';
import type { Database, SqlValue } from './database.js';
import { descendants } from './descendants.js';
import { matchInTime } from './matchInTime.js';
import { createRollup } from './rollup.js';

/** What decides a response's ticket. Numbers are ids of rows: `session`, and `name` for folder and branch. */
export interface AttributedResponse {
  sessionId: number;
  /** Milliseconds. */
  at: number | null;
  cwd: number | null;
  branch: number | null;
}

/** Which responses to look at again; absent fields do not restrict. */
export interface AttributionScope {
  /** These sessions and what descends from them. */
  sessions?: readonly number[];
  /** Those that have this ticket now. */
  ticket?: string;
  /** Milliseconds: responses with a time in [since, until). */
  since?: number;
  until?: number;
}

/** Knows the ticket of every response, by the rules of src/attribution and what the database holds. */
export interface Attributor extends TicketKeys {
  /**
   * Id of the name that is the ticket's key; null: none. Called for each row that is written. What rows of one
   * transaction share is looked up once and kept in `shared`, which must be a new one for each transaction.
   */
  resolve(response: AttributedResponse, shared?: SharedFacts): number | null;
  /** Reads intervals, assignments and the branch rule again. After each change of one of them, and after all was deleted. */
  reload(): void;
  /** Looks again at responses that are stored, in slices of some 10 ms; tells how many changed. */
  reattribute(scope?: AttributionScope): Promise<number>;
  /** Marks, in the transaction of a change, that `reattribute` has to follow, so that a crash between the two loses nothing. */
  mark(): void;
  /** The key that another one stands for, where its ticket was merged. */
  standsFor(key: string): string;
  /**
   * What another expression for branches would change, without changing it: for each slice of stored responses those that would
   * have another ticket. Returns what is wrong with the expression; null: nothing.
   */
  tryRule(expression: string, onMoves: (moves: readonly TicketMove[]) => void): Promise<string | null>;
  /** When the store is opened: makes up for a `reattribute` that a crash has cut short. */
  resume(): Promise<number>;
}

/** Responses (row ids) that would go from one ticket to another; null: none. */
export interface TicketMove {
  from: string | null;
  to: string | null;
  responses: readonly number[];
}

/** What decides for the rows of one transaction, in which numbers of names keep their meaning. */
export interface SharedFacts {
  /** By folder and branch. */
  deciding: Map<string, { ofBranch: string | null; intervals: PlaceIntervals }>;
  /** By session. */
  assigned: Map<number, readonly TicketAssignment[]>;
  /** By the ticket's key. */
  names: Map<string, number>;
}

export function newSharedFacts(): SharedFacts {
  return { deciding: new Map(), assigned: new Map(), names: new Map() };
}

/** Rows that are looked at before others get their turn. */
const sliceSize = 2000;

export function createAttributor(
  db: Database,
  settings: () => Settings,
  rules: PathRules = pathRules(process.platform as PathPlatform),
): Attributor {
  let intervals: readonly TicketInterval[] = [];
  let assignments: ReadonlyMap<number, readonly TicketAssignment[]> = new Map();
  let aliases: TicketAliases = new Map();
  let keys = branchRule('');
  // By text, never by number: a transaction that is rolled back gives its numbers to other texts.
  const byPlace = new Map<string, PlaceIntervals>();
  const byBranch = new Map<string, string | null>();
  let running = 0;

  function reload(): void {
    intervals = readIntervals(db);
    assignments = readAssignments(db);
    aliases = readAliases(db);
    keys = branchRule(settings().ticketPattern, matchInTime);
    byPlace.clear();
    byBranch.clear();
  }

  function ticketFor(response: AttributedResponse, shared: SharedFacts): number | null {
    const key = keyFor(response, shared, keyOf);
    return key === null ? null : keep(shared.names, key, (text) => nameOf(db, text));
  }

  function keyFor(
    { sessionId, at, cwd, branch }: AttributedResponse,
    shared: SharedFacts,
    rule: BranchRule,
  ): string | null {
    const { ofBranch, intervals: inPlace } = keep(
      shared.deciding,
      `${cwd ?? `of ${sessionId}`} ${branch}`,
      () => decidingFor(factsOf(db, sessionId, cwd, branch), rule),
    );
    const assigned = keep(shared.assigned, sessionId, assignmentsOf);
    const key = ticketOf(at, ofBranch, assigned, inPlace);
    return key === null ? null : standsFor(key, aliases);
  }

  function keyOf(branch: string): string | null {
    return keep(byBranch, branch, (name) => {
      const key = keys.keyOf(name);
      return key === null ? null : standsFor(key, aliases);
    });
  }

  function decidingFor({ cwd, branch, repository, worktree }: Facts, rule: BranchRule) {
    return {
      ofBranch: rule(branch ?? ''),
      intervals: keep(byPlace, JSON.stringify([cwd, repository, worktree]), () =>
        intervalsFor({ cwd, repository, worktree }, intervals, rules),
      ),
    };
  }

  /** A sub-agent with a session of its own follows the session that started it, unless it was assigned itself. */
  function assignmentsOf(sessionId: number): TicketAssignment[] {
    const found: TicketAssignment[] = [];
    if (assignments.size > 0) {
      db.prepare(ancestors).each([sessionId], ([id]) => found.push(...(assignments.get(id as number) ?? [])));
    }
    return found;
  }

  async function reattribute(scope: AttributionScope = {}): Promise<number> {
    mark(db);
    running++;
    let changed = 0;
    try {
      const next = slices(db, scope);
      for (let rows = next(); rows.length > 0; rows = next()) {
        const slice = rows;
        changed += db.transaction(() => attributeRows(slice));
        await nextTurn();
      }
    } finally {
      running--;
    }
    if (running === 0) {
      db.prepare('delete from meta where key = ?').run(pendingKey);
    }
    return changed;
  }

  function attributeRows(rows: readonly SqlValue[][]): number {
    const shared = newSharedFacts();
    const rollup = createRollup(db);
    const update = db.prepare('update usage set ticket = ? where id = ?');
    let changed = 0;
    for (const [id, sessionId, at, cwd, branch, ticket] of rows as Slice) {
      const name = ticketFor({ sessionId, at, cwd, branch }, shared);
      if (name !== ticket) {
        update.run(name, id);
        rollup.touch(sessionId, at);
        changed++;
      }
    }
    rollup.flush();
    return changed;
  }

  async function tryRule(
    expression: string,
    onMoves: (moves: readonly TicketMove[]) => void,
  ): Promise<string | null> {
    const other = branchRule(expression, matchInTime);
    const tried = new Map<string, string | null>();
    const rule: BranchRule = (branch) => keep(tried, branch, (name) => other.keyOf(name));
    const next = slices(db, {});
    for (let rows = next(); rows.length > 0 && other.problem() === null; rows = next()) {
      onMoves(movesOf(rows as Slice, rule));
      await nextTurn();
    }
    return other.problem();
  }

  function movesOf(rows: Slice, rule: BranchRule): TicketMove[] {
    const shared = newSharedFacts();
    const moves = new Map<string, TicketMove & { responses: number[] }>();
    const texts = new Map<number, string>();
    const textOf = (name: number) =>
      keep(texts, name, () => db.prepare('select text from name where id = ?').get(name)![0] as string);
    for (const [id, sessionId, at, cwd, branch, ticket] of rows) {
      const from = ticket === null ? null : textOf(ticket);
      const to = keyFor({ sessionId, at, cwd, branch }, shared, rule);
      if (from !== to) {
        keep(moves, JSON.stringify([from, to]), () => ({ from, to, responses: [] })).responses.push(id);
      }
    }
    return [...moves.values()];
  }

  reload();
  return {
    resolve: (response, shared = newSharedFacts()) => ticketFor(response, shared),
    reload,
    reattribute,
    mark: () => mark(db),
    async resume() {
      return db.prepare('select 1 from meta where key = ?').get(pendingKey) ? await reattribute() : 0;
    },
    keyOf,
    standsFor: (key) => standsFor(key, aliases),
    tryRule,
    spelled: (text) => keys.spelled(text),
    problem: () => keys.problem(),
  };
}

const pendingKey = 'attribution.pending';

function mark(db: Database): void {
  db.prepare(`insert into meta (key, value) values (?, '1') on conflict do nothing`).run(pendingKey);
}

const ancestors = `
  with recursive line (id, agent, parent, depth) as (
    select id, agent, parent, 0 from session where id = ?
    union all
    select s.id, s.agent, s.parent, depth + 1 from line
    join session s on s.agent = line.agent and s.agent_session_id = line.parent
    where depth < 20)
  select id from line order by depth`;

type Slice = [
  id: number,
  sessionId: number,
  at: number | null,
  cwd: number | null,
  branch: number | null,
  ticket: number | null,
][];

/** Gives the responses of a scope, some at each call, none at the end. By time where that is asked, for which there is an index. */
function slices(db: Database, { sessions, ticket, since, until }: AttributionScope): () => SqlValue[][] {
  const inSession = sessions === undefined ? 'true' : `session_id in (${descendants})`;
  const withTicket = ticket === undefined ? 'true' : 'ticket = (select id from name where text = ?)';
  const parameters = [
    ...(sessions === undefined ? [] : [JSON.stringify(sessions)]),
    ...(ticket === undefined ? [] : [ticket]),
  ];
  const byTime = since !== undefined || until !== undefined;
  const statement = db.prepare(
    `select id, session_id, at, cwd, branch, ticket from usage
     where ${byTime ? '(at, id) > (?, ?) and at < ?' : 'id > ?'} and ${inSession} and ${withTicket}
     order by ${byTime ? 'at, id' : 'id'} limit ${sliceSize}`,
  );
  let lastAt = since ?? Number.MIN_SAFE_INTEGER;
  let lastId = 0;
  return () => {
    const bounds = byTime ? [lastAt, lastId, until ?? Number.MAX_SAFE_INTEGER] : [lastId];
    const rows = statement.all(...bounds, ...parameters);
    const last = rows.at(-1) as Slice[number] | undefined;
    if (last) {
      lastId = last[0];
      lastAt = last[2] ?? lastAt;
    }
    return rows;
  };
}

interface Facts {
  cwd: string | null;
  branch: string | null;
  repository: string | null;
  worktree: string | null;
}

/** Texts of folder (the session's, where the response does not tell) and branch, and the folder's repository and worktree. */
function factsOf(db: Database, sessionId: number, cwdId: number | null, branchId: number | null): Facts {
  const [cwd, branch, repository, worktree] = db
    .prepare(
      `select f.text, (select text from name where id = ?2), r.text, w.text
       from (select coalesce(?1, (select cwd from session where id = ?3)) as cwd) c
       left join name f on f.id = c.cwd left join place p on p.cwd = c.cwd
       left join name r on r.id = p.repository left join name w on w.id = p.worktree`,
    )
    .get(cwdId, branchId, sessionId) as [string | null, string | null, string | null, string | null];
  return { cwd, branch, repository, worktree };
}

function nameOf(db: Database, text: string): number {
  const find = db.prepare('select id from name where text = ?');
  let row = find.get(text);
  if (!row) {
    db.prepare('insert into name (text) values (?)').run(text);
    row = find.get(text);
  }
  return row![0] as number;
}

function keep<K, V>(map: Map<K, V>, key: K, make: (key: K) => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make(key);
    map.set(key, value);
  }
  return value;
}
