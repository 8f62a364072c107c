import { type Attributor, newSharedFacts } from '../attributor.js';
import type { Database } from '../database.js';
import type { Rollup } from '../rollup.js';
import { type Claim, compareInSession, firstClaim, type Lookups } from './usageRules.js';

/** Decides the ticket of a response; a part of `Attributor`. */
export interface Attribute extends Pick<Attributor, 'resolve'> {
  /** Forgets what it keeps in memory, after a rollback or a deletion. */
  reload?(): void;
}

/** Whose a response is. All claims are stored as soon as a second session makes one. */
export interface UsageClaims {
  /** Another batch begins. */
  begin(): void;
  load(usage: number): Map<number, Claim>;
  store(usage: number, claims: ReadonlyMap<number, Claim>): void;
  /** Adds what a batch claims to what is stored, and gives the response to whoever is first now. */
  merge(
    usage: number,
    first: Claim,
    stored: ReadonlyMap<number, Claim>,
    incoming: ReadonlyMap<number, Claim>,
  ): void;
  /** Decides every contested response of a session again. */
  resolveAgain(session: number): void;
  /** Gives a contested response to whoever of those that still claim it is first; deletes it where none does. */
  resolve(usage: number): void;
  first(claims: readonly Claim[]): Claim;
  /** The ticket of a response that this claim has. */
  ticket(claim: Claim): number | null;
}

export function createUsageClaims(
  db: Database,
  lookups: Lookups,
  attribute: Attribute,
  rollup: Pick<Rollup, 'touch'>,
): UsageClaims {
  const select = db.prepare(
    'select session_id, thread_id, at, is_copy, branch, cwd from usage_claim where usage_id = ?',
  );
  const upsert = db.prepare(`
    insert into usage_claim (usage_id, session_id, thread_id, at, is_copy, branch, cwd) values (?, ?, ?, ?, ?, ?, ?)
    on conflict do update set thread_id = excluded.thread_id, at = excluded.at, is_copy = excluded.is_copy,
      branch = excluded.branch, cwd = excluded.cwd`);
  const contest = db.prepare('update usage set contested = 1 where id = ?');
  const give =
    db.prepare(`update usage set session_id = ?, thread_id = ?, at = ?, is_copy = ?, branch = ?, cwd = ?,
    ticket = ? where id = ?`);
  const ofSession = db.prepare('select usage_id from usage_claim where session_id = ?');
  const remove = db.prepare('delete from usage where id = ?');
  const owner = db.prepare('select session_id, at from usage where id = ?');

  let shared = newSharedFacts();
  const ticket = ({ session, at, cwd, branch }: Claim) =>
    attribute.resolve({ sessionId: session, at, cwd, branch }, shared);
  const assign = (usage: number, claim: Claim, before: Pick<Claim, 'session' | 'at'>) => {
    give.run(
      ...[claim.session, claim.thread, claim.at, Number(claim.isCopy), claim.branch, claim.cwd],
      ticket(claim),
      usage,
    );
    rollup.touch(before.session, before.at);
    rollup.touch(claim.session, claim.at);
  };
  const load = (usage: number) => {
    const claims = new Map<number, Claim>();
    for (const [session, thread, at, isCopy, branch, cwd] of select.all(usage)) {
      claims.set(Number(session), {
        session: Number(session),
        thread: typeof thread === 'number' ? thread : null,
        at: typeof at === 'number' ? at : null,
        isCopy: isCopy === 1,
        branch: typeof branch === 'number' ? branch : null,
        cwd: typeof cwd === 'number' ? cwd : null,
      });
    }
    return claims;
  };
  const store = (usage: number, claims: ReadonlyMap<number, Claim>) => {
    for (const { session, thread, at, isCopy, branch, cwd } of claims.values()) {
      upsert.run(usage, session, thread, at, Number(isCopy), branch, cwd);
    }
  };
  const resolve = (usage: number) => {
    const claims = [...load(usage).values()];
    const [before, at] = owner.get(usage) ?? [];
    if (claims.length === 0) {
      remove.run(usage);
      return;
    }
    const best = firstClaim(claims, lookups);
    if (best.session !== before) {
      assign(usage, best, { session: Number(before), at: typeof at === 'number' ? at : null });
    }
  };
  return {
    begin: () => (shared = newSharedFacts()),
    load,
    store,
    resolve,
    merge: (usage, first, stored, incoming) => {
      const all = new Map(stored);
      const changed = new Map<number, Claim>();
      for (const claim of incoming.values()) {
        const own = stored.get(claim.session);
        if (own === undefined || compareInSession(claim, own, lookups) < 0) {
          all.set(claim.session, claim);
          changed.set(claim.session, claim);
        }
      }
      if (changed.size === 0) {
        return;
      }
      if (all.size > 1) {
        store(usage, stored.size > 1 ? changed : all);
        if (stored.size === 1) {
          contest.run(usage);
        }
      }
      const best = firstClaim([...all.values()], lookups);
      if (best.session !== first.session || changed.has(best.session)) {
        assign(usage, best, first);
      }
    },
    resolveAgain: (session) => {
      for (const [id] of ofSession.all(session)) {
        resolve(Number(id));
      }
    },
    first: (claims) => firstClaim(claims, lookups),
    ticket,
  };
}
