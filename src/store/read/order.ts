import { branchesOf } from './branches.js';
import { responsesOf, type PlacedResponse } from './responseStarts.js';

/** A message with what decides its place. */
export interface PlacedMessage {
  id: number;
  thread: number | null;
  source: number;
  at: number | null;
  /** In the user's role; `own`: in the user's own words. */
  user: boolean;
  own: boolean;
  /** Spoken by the model. */
  answer: boolean;
  usage: number | null;
  /** Its file no longer has it: the agent took it back when it wrote the file anew. */
  gone: boolean;
}

/** The order in which a session is told. Positions in the arrays are `seq`. */
export interface Order {
  ids: Float64Array;
  branches: Uint32Array;
  /** The response of each message that is the first of one. */
  responseOf: ReadonlyMap<number, number>;
}

/**
 * Puts the threads of a session in place, and what was taken back before what came instead: the main thread in the order of its files; a sub-agent's thread right after the
 * message whose tool call started it, or, where that is not known, where its first message falls in time.
 *
 * `messages` come by thread and source, within these in file order; `parents` names the message that one answers where it
 * is not the one before; `starters` the message that started a thread; `responses` come by time.
 */
export function orderOf(
  messages: readonly PlacedMessage[],
  parents: ReadonlyMap<number, number>,
  starters: ReadonlyMap<number, number>,
  responses: readonly PlacedResponse[],
): Order {
  const isAllGone = messages.every(({ gone }) => gone);
  // Then the archive is the only copy, and nothing was taken back.
  const told = isAllGone ? messages.map((message) => ({ ...message, gone: false })) : messages;
  const threads = new Map([...byThread(told)].map(([thread, rows]) => [thread, bySource(rows)]));
  const branches = new Map<number, number>();
  let count = 0;
  for (const rows of threads.values()) {
    const there = rows.filter(({ gone }) => !gone);
    const index = new Map(there.map(({ id }, i) => [id, i]));
    const numbers = branchesOf(
      there.map(({ id, user, own }) => ({ parent: index.get(parents.get(id) ?? -1) ?? null, user, own })),
      () => ++count,
    );
    there.forEach(({ id }, i) => branches.set(id, numbers[i]!));
    rows.forEach(({ id, gone }, i) => {
      if (gone) {
        branches.set(id, rows[i - 1]?.gone === true ? count : ++count);
      }
    });
  }
  const ordered = place(threads, starters);
  return {
    ids: Float64Array.from(ordered, ({ id }) => id),
    branches: Uint32Array.from(ordered, ({ id }) => branches.get(id) ?? 0),
    responseOf: responsesOf(ordered, responses),
  };
}

function byThread(messages: readonly PlacedMessage[]): Map<number | null, PlacedMessage[]> {
  const threads = new Map<number | null, PlacedMessage[]>();
  for (const message of messages) {
    const rows = threads.get(message.thread);
    if (rows) {
      rows.push(message);
    } else {
      threads.set(message.thread, [message]);
    }
  }
  return threads;
}

/** Files of one thread follow each other by their first time: their numbers tell only which was read first. */
function bySource(rows: readonly PlacedMessage[]): readonly PlacedMessage[] {
  const sources = new Map<number, PlacedMessage[]>();
  for (const row of rows) {
    const of = sources.get(row.source);
    if (of) {
      of.push(row);
    } else {
      sources.set(row.source, [row]);
    }
  }
  return [...sources.values()]
    .map((of) => ({ of: takenBackTogether(of), at: firstTime(of) }))
    .sort((a, b) => a.at - b.at)
    .flatMap(({ of }) => of);
}

/** What a document no longer has stood where other messages stand now: it comes as a whole before them. */
function takenBackTogether(rows: readonly PlacedMessage[]): readonly PlacedMessage[] {
  const first = rows.findIndex(({ gone }) => gone);
  return first < 0
    ? rows
    : [
        ...rows.slice(0, first),
        ...rows.filter(({ gone }) => gone),
        ...rows.slice(first).filter(({ gone }) => !gone),
      ];
}

function firstTime(rows: readonly PlacedMessage[]): number {
  return rows.reduce(
    (first, { at }) => (at === null ? first : Math.min(first, at)),
    Number.POSITIVE_INFINITY,
  );
}

function place(
  threads: ReadonlyMap<number | null, readonly PlacedMessage[]>,
  starters: ReadonlyMap<number, number>,
): PlacedMessage[] {
  const startedBy = new Map<number, number[]>();
  const loose: { thread: number; at: number }[] = [];
  const known = new Set([...threads.values()].flatMap((rows) => rows.map(({ id }) => id)));
  for (const [thread, rows] of threads) {
    if (thread === null) {
      continue;
    }
    const starter = starters.get(thread);
    if (starter !== undefined && known.has(starter)) {
      startedBy.set(starter, [...(startedBy.get(starter) ?? []), thread]);
    } else {
      loose.push({ thread, at: firstTime(rows) });
    }
  }
  loose.sort((a, b) => a.at - b.at);

  const ordered: PlacedMessage[] = [];
  const told = new Set<number>();
  // A thread waits on a stack while one that it started is told: chains may be longer than the call stack.
  const tell = (start: readonly PlacedMessage[]) => {
    const stack = [{ rows: start, at: 0 }];
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const row = top.rows[top.at++];
      if (!row) {
        stack.pop();
        continue;
      }
      if (row.thread === null) {
        while (loose[0] && row.at !== null && loose[0].at < row.at) {
          tellThread(loose.shift()!.thread);
        }
      }
      ordered.push(row);
      for (const thread of [...(startedBy.get(row.id) ?? [])].reverse()) {
        if (!told.has(thread)) {
          told.add(thread);
          stack.push({ rows: threads.get(thread)!, at: 0 });
        }
      }
    }
  };
  const tellThread = (thread: number) => {
    if (!told.has(thread)) {
      told.add(thread);
      tell(threads.get(thread)!);
    }
  };
  tell(threads.get(null) ?? []);
  // What is left: later than everything else, without a time, or threads that name each other as their start.
  for (const { thread } of loose) {
    tellThread(thread);
  }
  for (const thread of threads.keys()) {
    if (thread !== null) {
      tellThread(thread);
    }
  }
  return ordered;
}
