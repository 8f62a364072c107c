import type { StoreApi } from '../common/storeApi.js';
import type { AssignedBefore, SessionAssignment } from '../common/ticketPage.js';
import type { SessionId } from '../common/protocol.js';
import type { Range, StoredInterval, TicketStore } from '../store/tickets.js';
import type { TicketAttributor } from './sources.js';

export type WholeTickets = Pick<
  StoreApi,
  | 'assignTicket'
  | 'assignSessions'
  | 'restoreAssignments'
  | 'reopenTicket'
  | 'abandonTicket'
  | 'mergeTickets'
  | 'unmergeTicket'
  | 'editTicket'
>;

/** Which stored responses a change can concern. */
export interface ChangeScope {
  sessions?: readonly number[];
  /** Only those that have this ticket now. */
  ticket?: string;
  since?: number;
}

interface WholeTicketsOptions {
  store: TicketStore;
  attributor: TicketAttributor;
  now: () => number;
  isKnown(key: string): boolean;
  /** Makes a change in a transaction and brings the stored responses up to date with it. */
  change(make: () => void, scope: ChangeScope | null): Promise<void>;
  start: StoreApi['startTicket'];
  report: StoreApi['ticket'];
}

/** What is done with tickets as a whole, and with the sessions that belong to them. Each can be repeated. */
export function createWholeTickets(options: WholeTicketsOptions): WholeTickets {
  const { store, attributor, now, change } = options;

  /** The key of a ticket that is known, as it stands now. */
  function known(text: string): string {
    const key = attributor.standsFor(requireKey(text, attributor));
    if (!options.isKnown(key)) {
      throw new Error(`There is no ticket ${key}.`);
    }
    return key;
  }

  const intervalsOf = (key: string) => store.intervals().filter((interval) => interval.key === key);

  async function reportOf(key: string) {
    const last = lastOf(intervalsOf(key));
    return (await options.report(key, ...(last ? [last.worktree] : [])))!;
  }

  async function assignSessions({ sessions, key, of, range }: SessionAssignment): Promise<AssignedBefore[]> {
    const assigned = key === null ? null : attributor.standsFor(requireKey(key, attributor));
    const only = of === undefined ? null : attributor.standsFor(requireKey(of, attributor));
    const wanted = rangeOf(range);
    const numbers = new Map(sessions.map((id) => [id, requireSession(store, id)]));
    const before = [...numbers].map(([session, number]) => ({
      session,
      assigned: store.assignments(number),
    }));
    await change(
      () => {
        for (const number of numbers.values()) {
          assign(number, assigned, only, wanted);
        }
      },
      { sessions: [...numbers.values()] },
    );
    return before;
  }

  function assign(session: number, key: string | null, only: string | null, range: Range | null): void {
    if (key === null && only !== null) {
      const others = store.assignments(session).filter((one) => attributor.standsFor(one.key) !== only);
      store.setAssignments(session, others);
      return;
    }
    for (const part of only === null ? [range] : partsOf(session, only, range)) {
      if (key === null) {
        store.unassign(session, part);
      } else {
        store.assign(session, key, part);
      }
    }
  }

  /** What a session has of a ticket, in a range; null: the whole session, which then also follows with what is yet to come. */
  function partsOf(session: number, key: string, range: Range | null): (Range | null)[] {
    const { whole, ranges } = store.runsOf(session, key);
    if (whole && range === null) {
      return [null];
    }
    return ranges.flatMap(({ from, to }) => {
      const part = { from: larger(from, range?.from ?? null), to: smaller(to, range?.to ?? null) };
      return part.from !== null && part.to !== null && part.from >= part.to ? [] : [part];
    });
  }

  return {
    async assignTicket(session, key, range) {
      await assignSessions({ sessions: [session], key, ...(range ? { range } : {}) });
    },
    assignSessions,

    async restoreAssignments(before) {
      const numbers = before.map(({ session }) => requireSession(store, session));
      await change(
        () => before.forEach(({ assigned }, index) => store.setAssignments(numbers[index]!, assigned)),
        { sessions: numbers },
      );
    },

    async reopenTicket(text) {
      const key = known(text);
      const last = lastOf(intervalsOf(key));
      if (last && last.finishedAt !== null) {
        return options.start({ key, folder: last.worktree });
      }
      if ((store.details().get(key)?.abandonedAt ?? null) !== null) {
        await change(() => store.edit(key, { abandonedAt: null }, now()), null);
      }
      return reportOf(key);
    },

    async abandonTicket(text) {
      const key = known(text);
      const open = intervalsOf(key).filter(({ finishedAt }) => finishedAt === null);
      const givenUp = (store.details().get(key)?.abandonedAt ?? null) !== null;
      if (open.length > 0 || !givenUp) {
        const at = now();
        await change(
          () => {
            open.forEach(({ id, startedAt }) => store.close(id, Math.max(at, startedAt)));
            store.edit(key, { abandonedAt: at }, at);
          },
          open.length > 0 ? { since: at } : null,
        );
      }
      return reportOf(key);
    },

    async mergeTickets(text, intoText) {
      const from = requireKey(text, attributor);
      const into = attributor.standsFor(requireKey(intoText, attributor));
      const already = store.aliases().get(from);
      if (already === undefined) {
        known(from);
        if (into === from) {
          throw new Error(
            requireKey(intoText, attributor) === from
              ? `${from} cannot be merged into itself.`
              : `${intoText} was merged into ${from}: take that back first.`,
          );
        }
        await change(
          () => {
            store.edit(into, {}, now());
            store.merge(from, into);
          },
          { ticket: from },
        );
      } else if (attributor.standsFor(from) !== into) {
        throw new Error(`${from} was merged into ${already} already: take that back first.`);
      }
      return reportOf(into);
    },

    async unmergeTicket(text) {
      const key = requireKey(text, attributor);
      const into = attributor.standsFor(key);
      if (into !== key) {
        await change(() => store.unmerge(key), { ticket: into });
      }
      return options.isKnown(key) ? reportOf(key) : null;
    },

    async editTicket(text, { title, note }) {
      const key = known(text);
      const clean = (value: string | null) => value?.trim() || null;
      const edit = {
        ...(title === undefined ? {} : { title: clean(title) }),
        ...(note === undefined ? {} : { note: clean(note) }),
      };
      await change(() => store.edit(key, edit, now()), null);
    },
  };
}

/** The one spelling of a key that a person typed. Throws a sentence for the user. */
export function requireKey(text: string, { spelled }: Pick<TicketAttributor, 'spelled'>): string {
  const key = spelled(text);
  if (key === null) {
    throw new Error(
      `${JSON.stringify(text.slice(0, 80))} is no ticket key: use up to 64 letters, digits and # . _ / - without spaces.`,
    );
  }
  return key;
}

function requireSession(store: TicketStore, id: SessionId): number {
  const number = store.sessionNumber(id);
  if (number === null) {
    throw new Error(`There is no session ${id}.`);
  }
  return number;
}

function rangeOf(range: SessionAssignment['range']): Range | null {
  const [from, to] = [range?.from ?? null, range?.to ?? null];
  if (from !== null && to !== null && from >= to) {
    throw new Error('The range must end after it begins.');
  }
  return from === null && to === null ? null : { from, to };
}

/** An open one, else the one that ended last. */
function lastOf(intervals: readonly StoredInterval[]): StoredInterval | undefined {
  return [...intervals].sort((a, b) => (b.finishedAt ?? Infinity) - (a.finishedAt ?? Infinity))[0];
}

function larger(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.max(a, b);
}

function smaller(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.min(a, b);
}
