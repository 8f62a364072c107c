import type { Tokens, UsageEvent } from '../../common/model.js';
import type { Database, SqlValue } from '../database.js';
import { newRow } from './newRow.js';
import { createRollup } from '../rollup.js';
import { textHash } from '../textHash.js';
import type { Names } from './names.js';
import type { SeenKeys } from './seenKeys.js';
import type { SessionRow } from './sessionFacts.js';
import type { BatchSessions } from './sessions.js';
import { type Attribute, createUsageClaims, type UsageClaims } from './usageClaims.js';
import { createUsageGroups } from './usageGroups.js';
import { type Claim, compareInSession, compareKept, type Kept, keptOf, type Lookups } from './usageRules.js';

/** The responses of one batch. `add` collects, `write` stores one row a key by the rules of `UsageEvent`. */
export interface BatchUsage {
  /** Another batch begins. */
  begin(): void;
  add(event: UsageEvent, session: SessionRow): void;
  /** Returns how many responses with usage more than before are counted. */
  write(): number;
  /** The row of a response, also of an earlier batch. */
  id(key: string): number | null;
}

interface Response {
  group: string;
  rank: number;
  kept: Kept;
  /** By session. */
  claims: Map<number, Claim>;
}

interface StoredResponse extends Response {
  id: number;
  first: Claim;
}

const columns = `id, grp, rank, preference, session_id, thread_id, at, is_copy, branch, cwd, contested, model, has_usage,
  input, cache_read, cache_write_5m, cache_write_1h, output, reasoning, approximate, tier, web_searches,
  request_id`;

export function createBatchUsage(
  db: Database,
  names: Names,
  sessions: BatchSessions,
  seen: SeenKeys,
  attribute: Attribute,
): BatchUsage {
  const responses = new Map<string, Response>();
  const ids = new Map<string, number>();
  const lookups: Lookups = {
    session: (id) => sessions.byId(id),
    name: (id) => names.text(id),
    thread: (id) => sessions.threadName(id),
  };
  const rollup = createRollup(db);
  const claims = createUsageClaims(db, lookups, attribute, rollup);
  const groups = createUsageGroups(db, rollup);
  // Three small look-ups: as one statement with subqueries they take several times as long.
  const select = db.prepare(`select ${columns} from usage where key_hash = ? and key = ?`);
  // The index over group and rank gives the lowest rank first.
  const selectLowest = db.prepare(
    'select rank from usage indexed by usage_group where grp_hash = ? and grp = ? order by rank limit 1',
  );
  const selectId = db.prepare('select id from usage where key_hash = ? and key = ?');
  const insert = newRow(
    db,
    `insert into usage (key, key_hash, grp, grp_hash, rank, counted, preference, session_id, thread_id, at, is_copy,
    branch, cwd, contested, model, has_usage, input, cache_read, cache_write_5m, cache_write_1h, output, reasoning,
    approximate, tier, web_searches, request_id, ticket) values (?${', ?'.repeat(26)})`,
  );
  const updateKept =
    db.prepare(`update usage set preference = ?, model = ?, has_usage = ?, input = ?, cache_read = ?,
    cache_write_5m = ?, cache_write_1h = ?, output = ?, reasoning = ?, approximate = ?, tier = ?, web_searches = ?, request_id = ?
    where id = ?`);

  const anyWaiting = db.prepare('select 1 from pending_response limit 1');
  let isAnyWaiting = true;
  const waiting = db.prepare('select message_id from pending_response where key = ?');
  const linkMessage = db.prepare('update message set usage_id = ? where id = ?');
  const settled = db.prepare('delete from pending_response where key = ?');

  /** Messages that were read before their response. */
  const linkMessages = (key: string, id: number): void => {
    const messages = isAnyWaiting ? waiting.all(key) : [];
    for (const [message] of messages) {
      linkMessage.run(id, message ?? null);
    }
    if (messages.length > 0) {
      settled.run(key);
    }
  };
  const store = (key: string, response: Response): void => {
    const row = seen.mayHave(key) ? select.get(textHash(key), key) : undefined;
    const stored = toStored(row, names, claims);
    const lowest = () =>
      seen.mayHave(response.group)
        ? Number(selectLowest.get(textHash(response.group), response.group)?.[0] ?? Infinity)
        : Infinity;
    if (stored === null) {
      const first = claims.first([...response.claims.values()]);
      const counted = groups.insert(
        { group: response.group, rank: response.rank, hasUsage: response.kept.tokens !== null },
        lowest(),
      );
      const id = insert(
        ...[key, textHash(key), response.group, textHash(response.group), response.rank],
        ...[counted, response.kept.preference],
        ...[first.session, first.thread, first.at, Number(first.isCopy), first.branch, first.cwd],
        Number(response.claims.size > 1),
        ...keptValues(response.kept, names),
        claims.ticket(first),
      );
      ids.set(key, id);
      rollup.touch(first.session, first.at);
      if (response.claims.size > 1) {
        claims.store(id, response.claims);
      }
      linkMessages(key, id);
      return;
    }
    ids.set(key, stored.id);
    groups.update(stored.id, stored, response);
    if (compareKept(response.kept, stored.kept) < 0) {
      const hasUsage = response.kept.tokens !== null;
      if (hasUsage !== (stored.kept.tokens !== null)) {
        groups.changeUsage(stored.id, hasUsage);
      }
      updateKept.run(response.kept.preference, ...keptValues(response.kept, names), stored.id);
      rollup.touch(stored.first.session, stored.first.at);
    }
    claims.merge(stored.id, stored.first, stored.claims, response.claims);
  };

  return {
    begin: () => {
      responses.clear();
      ids.clear();
      claims.begin();
      groups.begin();
      rollup.begin();
      isAnyWaiting = anyWaiting.get() !== undefined;
    },
    add: (event, session) => {
      const claim: Claim = {
        session: session.id,
        thread: sessions.thread(session, event.thread),
        at: event.at,
        isCopy: event.isCopy,
        branch: names.id(event.branch),
        cwd: names.id(event.cwd),
      };
      const response = responses.get(event.key);
      if (response === undefined) {
        responses.set(event.key, {
          group: event.group,
          rank: event.rank,
          kept: keptOf(event),
          claims: new Map([[session.id, claim]]),
        });
        return;
      }
      const kept = keptOf(event);
      if (compareKept(kept, response.kept) < 0) {
        response.kept = kept;
      }
      if (event.rank < response.rank || (event.rank === response.rank && event.group < response.group)) {
        response.rank = event.rank;
        response.group = event.group;
      }
      const own = response.claims.get(session.id);
      if (own === undefined || compareInSession(claim, own, lookups) < 0) {
        response.claims.set(session.id, claim);
      }
    },
    write: () => {
      for (const [key, response] of responses) {
        store(key, response);
        seen.note(key);
        seen.note(response.group);
      }
      // A session that turns out to have started earlier may win what it lost.
      for (const session of sessions.touched()) {
        if (session.startedAt !== session.startedBefore) {
          claims.resolveAgain(session.id);
        }
      }
      const added = groups.flush();
      rollup.flush();
      return added;
    },
    id: (key) => {
      let id = ids.get(key);
      if (id === undefined) {
        const found = selectId.get(textHash(key), key)?.[0];
        if (typeof found === 'number') {
          id = found;
          ids.set(key, id);
        }
      }
      return id ?? null;
    },
  };
}

function keptValues(kept: Kept, names: Names): SqlValue[] {
  const { tokens } = kept;
  return [
    names.id(kept.model),
    Number(tokens !== null),
    tokens?.input ?? 0,
    tokens?.cacheRead ?? 0,
    tokens?.cacheWrite5m ?? 0,
    tokens?.cacheWrite1h ?? 0,
    tokens?.output ?? 0,
    tokens?.reasoning ?? null,
    Number(kept.approximate),
    kept.tier,
    kept.webSearches,
    kept.requestId,
  ];
}

function toStored(row: SqlValue[] | undefined, names: Names, claims: UsageClaims): StoredResponse | null {
  if (row === undefined) {
    return null;
  }
  const number = (i: number) => (typeof row[i] === 'number' ? row[i] : null);
  const text = (i: number) => (typeof row[i] === 'string' ? row[i] : null);
  const id = Number(row[0]);
  const first: Claim = {
    session: Number(row[4]),
    thread: number(5),
    at: number(6),
    isCopy: row[7] === 1,
    branch: number(8),
    cwd: number(9),
  };
  const tokens: Tokens | null =
    row[12] === 0
      ? null
      : {
          input: Number(row[13]),
          cacheRead: Number(row[14]),
          cacheWrite5m: Number(row[15]),
          cacheWrite1h: Number(row[16]),
          output: Number(row[17]),
          reasoning: number(18),
        };
  const model = number(11);
  return {
    id,
    group: String(row[1]),
    rank: Number(row[2]),
    first,
    claims: row[10] === 1 ? claims.load(id) : new Map([[first.session, first]]),
    kept: {
      preference: Number(row[3]),
      model: model === null ? null : names.text(model),
      tokens,
      approximate: row[19] === 1,
      tier: text(20),
      webSearches: Number(row[21]),
      requestId: text(22),
    },
  };
}
