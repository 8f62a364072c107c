import type { Database } from './database.js';
import { createModelBands, haveBandsChanged } from './rollupBands.js';
import { quarterMs, quarterOf } from './quarters.js';

/**
 * Keeps the table `usage_rollup`: the responses that count, added up by session and quarter of an hour. For one transaction:
 * `touch` notes where rows of `usage` changed, `flush` adds up anew what was touched.
 */
export interface Rollup {
  /** Forgets what an earlier transaction noted. */
  begin(): void;
  /** A response came to, went from or changed in a session, at its time in milliseconds; null: it has none. */
  touch(session: number, at: number | null): void;
  /** To be called after the last change, in the same transaction. */
  flush(): void;
}

export function createRollup(db: Database): Rollup {
  const touched = new Map<number, Set<number | null>>();
  let writer: BucketWriter | null = null;
  return {
    begin: () => touched.clear(),
    touch: (session, at) => {
      const quarter = at === null ? null : quarterOf(at);
      const quarters = touched.get(session);
      if (quarters === undefined) {
        touched.set(session, new Set([quarter]));
      } else {
        quarters.add(quarter);
      }
    },
    flush: () => {
      if (touched.size === 0) {
        return;
      }
      writer ??= createBucketWriter(db);
      writer.begin();
      for (const [session, quarters] of touched) {
        for (const quarter of quarters) {
          writer.write(session, quarter);
        }
      }
      touched.clear();
    },
  };
}

const madeKey = 'rollup';
/** To be raised when rows are to be added up in another way. */
const version = '3';

/** When the database is opened: adds up everything anew where the rows are missing, of an older kind or of other prices. */
export function renewRollup(db: Database): void {
  const made = db.prepare('select value from meta where key = ?').get(madeKey)?.[0];
  if (made !== version || haveBandsChanged(db)) {
    rebuildRollup(db);
  }
}

/** Adds up everything anew, in about 3 seconds for a million responses. */
export function rebuildRollup(db: Database): void {
  db.transaction(() => {
    rebuild(db);
    db.prepare('insert or replace into meta (key, value) values (?, ?)').run(madeKey, version);
  });
}

function rebuild(db: Database): void {
  db.exec('delete from usage_rollup');
  db.exec('delete from usage_rollup_model');
  const { write } = createBucketWriter(db);
  const times = db.prepare('select at from usage where session_id = ?');
  for (const [session] of db.prepare('select id from session').all()) {
    const quarters = new Set<number | null>();
    times.each([session ?? null], ([at]) => quarters.add(typeof at === 'number' ? quarterOf(at) : null));
    for (const quarter of quarters) {
      write(session as number, quarter);
    }
  }
}

/** What responses of one quarter are told apart by, and what is added up of those that agree in it. */
interface Sums {
  thread: number | null;
  model: number | null;
  band: number;
  otherTier: number;
  branch: number | null;
  cwd: number | null;
  ticket: number | null;
  firstAt: number | null;
  lastAt: number | null;
  /** As the columns from `responses` on. */
  counts: number[];
}

const identity = ['thread_id', 'model', 'band', 'other_tier', 'branch', 'cwd', 'ticket'];
const counted = [
  ...[
    'responses',
    'unknown_responses',
    'approximate_responses',
    'input',
    'cache_read',
    'cache_write_5m',
    'cache_write_1h',
    'output',
  ],
  ...['with_reasoning', 'reasoning', 'web_searches'],
];
const columns = ['session_id', 'at', ...identity, 'first_at', 'last_at', ...counted];
const select = `select thread_id, model, branch, cwd, ticket, tier is not null, at, has_usage, 1 - has_usage, approximate, input, cache_read,
  cache_write_5m, cache_write_1h, output, reasoning is not null, ifnull(reasoning, 0), web_searches
  from usage where counted = 1 and session_id = ?`;

type Row = [
  thread: number | null,
  model: number | null,
  branch: number | null,
  cwd: number | null,
  ticket: number | null,
  otherTier: number,
  at: number | null,
  ...counts: number[],
];

interface BucketWriter {
  /** Another transaction begins. */
  begin(): void;
  /** Writes what `usage` has now for one quarter of a session; the quarter is named by its start. */
  write(session: number, quarter: number | null): void;
}

/** The rows are added here, as `group by` takes five times as long. */
function createBucketWriter(db: Database): BucketWriter {
  const bands = createModelBands(db);
  const inQuarter = db.prepare(`${select} and at >= ? and at < ?`);
  const withoutTime = db.prepare(`${select} and at is null`);
  const clear = db.prepare('delete from usage_rollup where session_id = ? and at is ?');
  const insert = db.prepare(
    `insert into usage_rollup (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
  );
  const write = (session: number, quarter: number | null) => {
    clear.run(session, quarter);
    const rows =
      quarter === null ? withoutTime.all(session) : inQuarter.all(session, quarter, quarter + quarterMs);
    const sums = new Map<string, Sums>();
    for (const [thread, model, branch, cwd, ticket, otherTier, at, ...counts] of rows as Row[]) {
      const band = bands.bandOf(model, counts[3]! + counts[4]! + counts[5]! + counts[6]!, at);
      const key = `${thread} ${model} ${band} ${otherTier} ${branch} ${cwd} ${ticket}`;
      const same = sums.get(key);
      if (same === undefined) {
        sums.set(key, {
          thread,
          model,
          band,
          otherTier,
          branch,
          cwd,
          ticket,
          firstAt: at,
          lastAt: at,
          counts,
        });
        continue;
      }
      for (const [i, count] of counts.entries()) {
        same.counts[i]! += count;
      }
      if (at !== null) {
        same.firstAt = Math.min(same.firstAt ?? at, at);
        same.lastAt = Math.max(same.lastAt ?? at, at);
      }
    }
    for (const {
      thread,
      model,
      band,
      otherTier,
      branch,
      cwd,
      ticket,
      firstAt,
      lastAt,
      counts,
    } of sums.values()) {
      insert.run(
        ...[session, quarter, thread, model, band, otherTier, branch, cwd, ticket, firstAt, lastAt],
        ...counts,
      );
    }
  };
  return { begin: bands.begin, write };
}
