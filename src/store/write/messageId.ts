import type { Database } from '../database.js';
import type { SeenKeys } from './seenKeys.js';

/** 2020-09-13. No agent that we read is older; what claims to be gets the first numbers. */
const epochMs = 1_600_000_000_000;
/** Numbers of one second, two a message. Few, so that the numbers lie close and an index over them stays small. */
const perSecond = 16;
/** Far beyond any real time, and far below 2^53. */
const maximum = 2 ** 50;
/** Seconds whose dense runs are remembered. */
const mostEnds = 50_000;
/** Reserved ids that are remembered: more than one batch can have, whose rows have them when it is committed. */
const keptReserved = 10_000;

/**
 * Hands out free ids that are ordered by time, to the second, in whatever order sessions are read. A message has an even
 * one; the number after it is that of the tool call that it is. So both are numbers of one full-text index.
 */
export interface MessageIds {
  /** `at` is in milliseconds; null: directly after the id that was handed out last. */
  next(at: number | null): number;
  /** The id of a call whose message is not known. It is not handed out again, even before a row has it. */
  nextCall(at: number | null): number;
  clear(): void;
}

/** The id of the call that a new message is. */
export function callIdOf(message: number): number {
  return message + 1;
}

/** The least id of what happened at `at` or later, in milliseconds. */
export function firstIdAt(at: number): number {
  return Math.min(maximum, Math.max(2, Math.floor((at - epochMs) / 1000) * perSecond));
}

/** The other way round: nothing that has this id by its time happened before it, in milliseconds. */
export function timeOfId(id: number): number {
  return Math.floor(id / perSecond) * 1000 + epochMs;
}

export function createMessageIds(db: Database, seen: SeenKeys): MessageIds {
  const taken = db.prepare(
    'select 1 from message where id in (?1, ?1 + 1) union all select 1 from tool_call where id in (?1, ?1 + 1)',
  );
  // By the first id of a second: where the dense run of ids that it lies in ended when it was last walked, so that thousands of
  // messages of one second are walked once, and not by those of each second that their ids reach into.
  const ends = new Map<number, number>();
  const reserved = new Set<number>();
  let last = 0;
  const next = (at: number | null) => {
    const base = at === null ? last + 2 : firstIdAt(at);
    const passed = [base];
    let id = ends.get(base) ?? base;
    while (reserved.has(id) || (seen.mayHave(id) && taken.get(id) !== undefined)) {
      id += 2;
      if (id % perSecond === 0) {
        passed.push(id);
        id = Math.max(id, ends.get(id) ?? 0);
      }
    }
    seen.note(id);
    if (ends.size + passed.length > mostEnds) {
      ends.clear();
    }
    for (const first of passed) {
      ends.set(first, id + 2);
    }
    last = id;
    return id;
  };
  return {
    next,
    nextCall: (at) => {
      const id = next(at);
      if (reserved.size >= keptReserved) {
        reserved.delete(reserved.values().next().value ?? id);
      }
      reserved.add(id);
      return callIdOf(id);
    },
    clear: () => {
      ends.clear();
      reserved.clear();
    },
  };
}
