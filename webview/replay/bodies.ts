import { Emitter, type Event } from '../../src/common/event.js';
import type { MessageBody } from '../../src/common/protocol.js';

/** A body, or what keeps it from being shown. */
export type BodyState = { body: MessageBody } | { error: string } | undefined;

export interface Bodies {
  get(id: number): BodyState;
  /** Wants these, the most urgent first. What waited from an earlier call and is not among them is dropped. */
  want(ids: readonly number[]): void;
  /** These have changed in the store. What is known stays until the new text is there. */
  outdated(ids: readonly number[]): void;
  retry(id: number): void;
  /** Called after each answer. */
  readonly onChanged: Event<void>;
}

/** Bodies asked for in one call, and kept in memory. */
const batchSize = 40;
const cacheSize = 1500;

/** Holds the texts of the messages around the visible ones. */
export function createBodies(ask: (ids: readonly number[]) => Promise<readonly MessageBody[]>): Bodies {
  const changed = new Emitter<void>();
  // Insertion order is order of use: what was used last is at the end.
  const known = new Map<number, { state: BodyState; stale: boolean }>();
  const asked = new Set<number>();
  let waiting: number[] = [];
  let calls = 0;

  const put = (id: number, state: BodyState) => {
    known.delete(id);
    known.set(id, { state, stale: false });
    for (const oldest of known.keys()) {
      if (known.size <= cacheSize) {
        break;
      }
      known.delete(oldest);
    }
  };
  const pump = () => {
    while (waiting.length > 0 && calls < 2) {
      const ids = waiting.splice(0, batchSize);
      calls++;
      for (const id of ids) {
        asked.add(id);
      }
      void ask(ids)
        .then(
          (bodies) => {
            const byId = new Map(bodies.map((body) => [body.id, body]));
            for (const id of ids) {
              const body = byId.get(id);
              put(id, body ? { body } : { error: 'gone' });
            }
          },
          (error: unknown) => {
            const message = error instanceof Error ? error.message : String(error);
            for (const id of ids) {
              put(id, { error: message });
            }
          },
        )
        .then(() => {
          calls--;
          for (const id of ids) {
            asked.delete(id);
          }
          changed.fire();
          pump();
        });
    }
  };

  return {
    onChanged: changed.event,
    get: (id) => known.get(id)?.state,
    want(ids) {
      waiting = [];
      for (const id of ids) {
        const entry = known.get(id);
        if (entry && !entry.stale) {
          known.delete(id);
          known.set(id, entry);
        } else if (!asked.has(id)) {
          waiting.push(id);
        }
      }
      pump();
    },
    outdated(ids) {
      for (const id of ids) {
        const entry = known.get(id);
        if (entry) {
          entry.stale = true;
        }
      }
      changed.fire();
    },
    retry(id) {
      known.delete(id);
      changed.fire();
    },
  };
}
