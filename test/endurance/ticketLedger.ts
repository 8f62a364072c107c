import type { Random } from './random.js';

/** A time that a ticket was worked on in a folder. */
interface Interval {
  key: string;
  open: boolean;
}

export interface TicketStep {
  folder: string;
  kind: 'start' | 'switch' | 'finish';
  key: string;
}

/** An interval as it is stored. */
export interface StoredInterval extends Interval {
  folder: string;
}

/**
 * What was done with tickets in some folders: what was acknowledged must be stored, what was only asked for may be, as a
 * whole. One step at a time in a folder.
 */
export class TicketLedger {
  readonly #done = new Map<string, Interval[]>();
  readonly #asked = new Map<string, TicketStep>();
  #keys = 0;
  acknowledged = 0;

  /** A step that makes sense in this folder now. */
  next(folder: string, random: Random): TicketStep {
    const open = this.#done.get(folder)?.at(-1)?.open === true;
    const kind = open ? random.pick(['finish', 'switch'] as const) : 'start';
    const step: TicketStep = { folder, kind, key: `END-${++this.#keys}` };
    this.#asked.set(folder, step);
    return step;
  }

  acknowledge(step: TicketStep): void {
    this.#done.set(step.folder, after(this.#done.get(step.folder) ?? [], step));
    this.#asked.delete(step.folder);
    this.acknowledged++;
  }

  /** Compares with what is stored, oldest first, and takes over what was stored without having been acknowledged. Returns what is wrong. */
  check(stored: readonly StoredInterval[]): string[] {
    const wrong: string[] = [];
    for (const folder of new Set([...this.#done.keys(), ...this.#asked.keys()])) {
      const is = stored
        .filter((interval) => interval.folder === folder)
        .map(({ key, open }) => ({ key, open }));
      const done = this.#done.get(folder) ?? [];
      const asked = this.#asked.get(folder);
      const allowed = asked ? [done, after(done, asked)] : [done];
      if (!allowed.some((intervals) => same(intervals, is))) {
        const [shown, told] = [is, done].map((list) => list.slice(-4).map(word).join(' '));
        wrong.push(
          `tickets of ${folder}: stored …${shown}, acknowledged …${told}${asked ? `, asked ${asked.kind} ${asked.key}` : ''}`,
        );
      }
      this.#done.set(folder, is);
    }
    this.#asked.clear();
    return wrong;
  }
}

function after(intervals: readonly Interval[], { kind, key }: TicketStep): Interval[] {
  const closed = intervals.map((interval) => ({ ...interval, open: false }));
  return kind === 'finish' ? closed : [...closed, { key, open: true }];
}

function same(a: readonly Interval[], b: readonly Interval[]): boolean {
  return a.length === b.length && a.every((interval, i) => word(interval) === word(b[i]));
}

function word(interval: Interval | undefined): string {
  return interval ? `${interval.key}${interval.open ? '(open)' : ''}` : '';
}
