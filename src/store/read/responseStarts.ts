/** A response of the session. */
export interface PlacedResponse {
  id: number;
  thread: number | null;
  at: number;
}

/** What of a message tells its response. */
interface Answer {
  id: number;
  thread: number | null;
  at: number | null;
  /** Spoken by the model. */
  answer: boolean;
  usage: number | null;
}

/** The response of each message that is the first of one. `ordered` as they are told, `responses` by time. */
export function responsesOf(
  ordered: readonly Answer[],
  responses: readonly PlacedResponse[],
): Map<number, number> {
  return new Map([...tied(ordered), ...untied(ordered, responses)]);
}

/**
 * Where each response is told: at its first message, and, where no message is of it (titles, summaries, what was cut off), at
 * the last message that was there when it came; without a time, at the last of all.
 */
export function placeResponses(
  responseOf: ReadonlyMap<number, number>,
  messages: readonly Pick<Answer, 'id' | 'at'>[],
  responses: readonly { id: number; at: number | null }[],
): Map<number, number[]> {
  const placed = new Map([...responseOf].map(([message, response]) => [message, [response]]));
  const known = new Set(responseOf.values());
  const loose = responses.filter(({ id }) => !known.has(id));
  if (loose.length === 0) {
    return placed;
  }
  const timed = messages.filter(({ at }) => at !== null).sort((a, b) => a.at! - b.at! || a.id - b.id);
  const earliest = timed[0] ?? messages[0];
  for (const { id, at } of loose) {
    const low = at === null ? timed.length : countUntil(timed, at);
    const message = timed[low - 1] ?? earliest;
    if (message) {
      placed.set(message.id, [...(placed.get(message.id) ?? []), id]);
    }
  }
  return placed;
}

/** How many of the messages, which come by time, are not later than `at`. */
function countUntil(timed: readonly Pick<Answer, 'at'>[], at: number): number {
  let low = 0;
  let high = timed.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (timed[middle]!.at! <= at) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** First messages of the responses that messages name. */
function tied(ordered: readonly Answer[]): Map<number, number> {
  const first = new Map<number, number>();
  for (const { id, usage } of ordered) {
    if (usage !== null && !first.has(usage)) {
      first.set(usage, id);
    }
  }
  return new Map([...first].map(([usage, id]) => [id, usage]));
}

/**
 * First messages of the responses that no message names: some agents tell a response's usage after its messages and
 * apart from them, so that what the model said since the usage before belongs to it.
 */
function untied(ordered: readonly Answer[], responses: readonly PlacedResponse[]): Map<number, number> {
  const named = new Set(ordered.map(({ usage }) => usage));
  const first = new Map<number, number>();
  const threads = new Map<number | null, Answer[]>();
  for (const message of ordered) {
    if (message.answer && message.usage === null && message.at !== null) {
      const of = threads.get(message.thread) ?? [];
      threads.set(message.thread, of);
      of.push(message);
    }
  }
  for (const [thread, messages] of threads) {
    let next = 0;
    for (const { id, at } of responses.filter(
      (response) => response.thread === thread && !named.has(response.id),
    )) {
      const start = messages[next];
      while (next < messages.length && messages[next]!.at! <= at) {
        next++;
      }
      if (start && start !== messages[next]) {
        first.set(start.id, id);
      }
    }
  }
  return first;
}
