import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { defaultSettings } from '../../src/common/settings.js';
import { assertPacked } from '../store/packedCheck.js';
import { assertRolledUp } from '../store/rollupCheck.js';
import { makeRepositories, openTickets, type OpenTickets, type Repositories } from './repositories.js';
import { addResponse, addSession } from './rows.js';

const start = Date.UTC(2026, 5, 1, 8);
const places = ['repo', 'linked', 'other', 'plain'] as const;
const keys = ['AA-1', 'AA-2', '7'] as const;
/** Branches, and the keys that their names tell. */
const branches: readonly [name: string | null, key: string | null][] = [
  [null, null],
  ['main', null],
  ['fix/BB-1-x', 'BB-1'],
  ['aa-2-late', 'AA-2'],
];
const sessions = ['parent', 'child', 'single'] as const;

type Place = (typeof places)[number];
type Session = (typeof sessions)[number];
type Step =
  | { kind: 'response'; place: Place; branch: number; session: Session; at: number }
  | { kind: 'start' | 'switch' | 'finish'; place: Place; key: string; back: number }
  | { kind: 'assign'; session: Session; key: string | null; range: { from: number; to: number } | null }
  | { kind: 'share'; session: Session; of: string; key: string }
  | WholeStep
  | { kind: 'reopen' };
type WholeStep =
  | { kind: 'merge'; from: string; into: string }
  | { kind: 'unmerge' | 'abandon' | 'reopenTicket'; key: string };

const time = fc.integer({ min: 0, max: 40 });
const response: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('response' as const),
  place: fc.constantFrom(...places),
  branch: fc.nat(branches.length - 1),
  session: fc.constantFrom(...sessions),
  at: time,
});
const work: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('start' as const, 'switch' as const, 'finish' as const),
  place: fc.constantFrom(...places),
  key: fc.constantFrom(...keys),
  back: fc.nat(6),
});
const range = fc
  .tuple(time, fc.integer({ min: 1, max: 15 }))
  .map(([from, length]: [number, number]) => ({ from, to: from + length }));
const assign: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('assign' as const),
  session: fc.constantFrom(...sessions),
  key: fc.constantFrom('HH-1', 'HH-2', null),
  range: fc.option(range, { nil: null }),
});
/** Keys of tickets that were started, named by branches, or assigned. */
const anyKey = fc.constantFrom(...keys, 'BB-1', 'HH-1', 'HH-2');
const share: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('share' as const),
  session: fc.constantFrom(...sessions),
  of: anyKey,
  key: anyKey,
});
const merge: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('merge' as const),
  from: anyKey,
  into: anyKey,
});
const whole: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('unmerge' as const, 'abandon' as const, 'reopenTicket' as const),
  key: anyKey,
});
const reopen: fc.Arbitrary<Step> = fc.constant({ kind: 'reopen' as const });

/** The rules as the contract words them, over plain lists of all that was done. */
class Reference {
  readonly responses: (Step & { kind: 'response' })[] = [];
  readonly #intervals: { place: Place; key: string; from: number; to: number }[] = [];
  readonly #hand: { session: Session; key: string | null; from: number; to: number }[] = [];
  readonly #merged = new Map<string, string>();

  /** Does what the step does; false where it must be refused. */
  apply(done: Step, now: number): boolean {
    if (done.kind === 'response') {
      this.responses.push(done);
    } else if (done.kind === 'assign') {
      const { from, to } = done.range ?? { from: -Infinity, to: Infinity };
      const key = done.key === null ? null : this.standsFor(done.key);
      this.#hand.push({ session: done.session, key, from, to });
    } else if (done.kind === 'share') {
      this.#share(done);
    } else if (done.kind === 'start' || done.kind === 'switch' || done.kind === 'finish') {
      return this.#work(done, now);
    }
    return true;
  }

  standsFor(key: string): string {
    const into = this.#merged.get(key);
    return into === undefined ? key : this.standsFor(into);
  }

  /** What a call that is not refused does to whole tickets. `place`: where it is worked on. */
  whole(done: WholeStep, place: Place | null, now: number): void {
    if (done.kind === 'merge') {
      assert.notEqual(this.standsFor(done.into), done.from, 'a ring was made');
      this.#merged.set(done.from, this.standsFor(done.into));
      return;
    }
    if (done.kind === 'unmerge') {
      this.#merged.delete(done.key);
      return;
    }
    const key = this.standsFor(done.key);
    const own = this.#intervals.filter((interval) => this.standsFor(interval.key) === key);
    if (done.kind === 'abandon') {
      own
        .filter(({ to }) => to === Infinity)
        .forEach((interval) => (interval.to = Math.max(now, interval.from)));
    } else if (own.length > 0 && own.every(({ to }) => to !== Infinity)) {
      this.#intervals.push({ place: place!, key, from: now, to: Infinity });
    }
  }

  isMerged(key: string): boolean {
    return this.#merged.has(key);
  }

  /** Moves what a session has of a ticket: from the first to the last of each row of neighbours. */
  #share({ session, of, key }: Step & { kind: 'share' }): void {
    const wanted = this.standsFor(of);
    const moments = new Map<number, boolean[]>();
    for (const response of this.responses) {
      if (response.session === session || (session === 'parent' && response.session === 'child')) {
        moments.set(response.at, [...(moments.get(response.at) ?? []), this.ticketOf(response) === wanted]);
      }
    }
    const hand = (from: number, to: number) =>
      this.#hand.push({ session, key: this.standsFor(key), from, to });
    if (moments.size > 0 && [...moments.values()].flat().every(Boolean)) {
      hand(-Infinity, Infinity);
      return;
    }
    const parts: { from: number; to: number }[] = [];
    let isOpen = false;
    for (const [at, are] of [...moments].sort(([a], [b]) => a - b)) {
      const last = parts.at(-1);
      if (!are.includes(true)) {
        isOpen = false;
      } else if (isOpen && last) {
        last.to = at + 1;
      } else {
        isOpen = true;
        parts.push({ from: at, to: at + 1 });
      }
    }
    parts.forEach(({ from, to }) => hand(from, to));
  }

  #work({ kind, place, key, back }: Step & { kind: 'start' | 'switch' | 'finish' }, now: number): boolean {
    const open = this.#intervals.find((interval) => interval.place === place && interval.to === Infinity);
    const at = now - back;
    if (kind === 'finish') {
      if (!open || at < open.from) {
        return false;
      }
      open.to = at;
      return true;
    }
    if (open && this.standsFor(open.key) === this.standsFor(key)) {
      return true;
    }
    if (open && kind === 'start') {
      return false;
    }
    const from = open ? Math.max(at, open.from) : at;
    if (open) {
      open.to = from;
    }
    this.#intervals.push({ place, key: this.standsFor(key), from, to: Infinity });
    return true;
  }

  ticketOf({ at, place, branch, session }: Step & { kind: 'response' }): string | null {
    const byHand = (of: Session) =>
      this.#hand.findLast((hand) => hand.session === of && hand.from <= at && at < hand.to)?.key ?? null;
    const started = (where: readonly Place[]) => {
      const covering = this.#intervals.filter(
        (interval) => where.includes(interval.place) && interval.from <= at && at < interval.to,
      );
      const latest = Math.max(...covering.map(({ from }) => from));
      return covering.findLast(({ from }) => from === latest)?.key ?? null;
    };
    const siblings: readonly Place[] = place === 'repo' ? ['linked'] : place === 'linked' ? ['repo'] : [];
    const key =
      byHand(session) ??
      (session === 'child' ? byHand('parent') : null) ??
      started([place]) ??
      branches[branch]![1] ??
      started(siblings);
    return key === null ? null : this.standsFor(key);
  }
}

describe('the ticket of every response, whatever is done in whatever order', function () {
  this.timeout(120_000);
  let repositories: Repositories;
  before(() => {
    repositories = makeRepositories(start);
  });
  after(() => repositories.dispose());

  for (const [name, of, numRuns] of [
    ['is what the rules say', [response, response, work, work, assign, reopen], 25],
    [
      'is what the rules say of tickets that are merged, parted, given up and taken up again',
      [response, response, work, assign, share, merge, whole, whole, reopen],
      60,
    ],
    ['is what was assigned last by hand', [response, response, assign], 60],
  ] as const) {
    it(name, async () => {
      const steps = fc.array(fc.oneof(...of), { minLength: 6, maxLength: 24 });
      await fc.assert(
        fc.asyncProperty(steps, (done) => follow(repositories.root, done)),
        { numRuns, seed: 11 },
      );
    });
  }
});

async function follow(root: string, steps: readonly Step[]): Promise<void> {
  const folder = mkdtempSync(join(root, 'store-'));
  const reference = new Reference();
  let now = 10;
  const open = () => openTickets(folder, { settings: () => defaultSettings, now: () => start + now });
  let opened = await open();
  try {
    addSession(opened.db, 'parent', start);
    addSession(opened.db, 'child', start, 'parent');
    addSession(opened.db, 'single', start);
    for (const done of steps) {
      const { db, attributor, tickets } = opened;
      const expected = reference.apply(done, now);
      if (done.kind === 'response') {
        const { place, branch, session, at } = done;
        addResponse(db, attributor, {
          cwd: join(root, place),
          branch: branches[branch]![0],
          session,
          at: start + at,
        });
      } else if (done.kind === 'reopen') {
        opened.close();
        opened = await open();
      } else if (done.kind === 'assign') {
        const range = done.range && { from: start + done.range.from, to: start + done.range.to };
        await tickets.assignTicket(`a:${done.session}`, done.key, ...(range ? [range] : []));
      } else if (done.kind === 'share') {
        const { session, of, key } = done;
        await tickets.assignSessions({ sessions: [`a:${session}`], key, of });
      } else if (isWhole(done)) {
        await doWhole(opened, reference, done, now);
      } else {
        const at = start + now - done.back;
        const path = join(root, done.place);
        const call =
          done.kind === 'finish'
            ? tickets.finishTicket(path, at)
            : tickets[`${done.kind}Ticket`]({ key: done.key, folder: path, at });
        const worked = await call.then(
          () => true,
          () => false,
        );
        // A finish that is repeated within half a minute does nothing and is no error.
        assert.ok(worked === expected || (done.kind === 'finish' && worked), JSON.stringify(done));
      }
      assert.deepEqual(
        opened.db
          .prepare('select n.text from usage u left join name n on n.id = u.ticket order by u.id')
          .all()
          .map(([key]) => key),
        reference.responses.map((response) => reference.ticketOf(response)),
        `after ${JSON.stringify(done)}`,
      );
      assertRolledUp(opened.db);
      assertPacked(opened.db);
      now += 2;
    }
  } finally {
    opened.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function isWhole(done: Step): done is WholeStep {
  return ['merge', 'unmerge', 'abandon', 'reopenTicket'].includes(done.kind);
}

/** Each twice, as after an answer that was lost. */
async function doWhole(
  { tickets }: OpenTickets,
  reference: Reference,
  done: WholeStep,
  now: number,
): Promise<void> {
  const call = () =>
    done.kind === 'merge'
      ? tickets.mergeTickets(done.from, done.into)
      : done.kind === 'reopenTicket'
        ? tickets.reopenTicket(done.key)
        : tickets[`${done.kind}Ticket`](done.key);
  const again = done.kind === 'merge' && reference.isMerged(done.from);
  const report = await call().catch(() => undefined);
  if (report === undefined) {
    return;
  }
  const place = places.find((name) => name === basename(report?.worktree ?? '')) ?? null;
  if (!again) {
    reference.whole(done, place, now);
  }
  assert.deepEqual((await call())?.state, report?.state, 'it can be repeated');
}
