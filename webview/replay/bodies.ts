import { Emitter, type Event } from '../../src/common/event.js';
import { pageLimit } from '../../src/common/panelProtocol.js';
import type { MessageBody, OutlineRow } from '../../src/common/steps.js';

/** A body, or what keeps it from being shown. */
export type BodyState = { body: MessageBody } | { error: string } | undefined;

export interface Bodies {
  get(id: number): BodyState;
  /** Wants those of these rows, the most urgent first. What waited from an earlier call and is not among them is dropped. */
  want(rows: readonly OutlineRow[]): void;
  /** These have changed in the store. What is known stays until the new text is there. */
  outdated(ids: readonly number[]): void;
  retry(id: number): void;
  /** Called after each answer. */
  readonly onChanged: Event<void>;
}

/** Bodies asked for in one call: what passes through the extension host at once keeps its thread busy. */
const batchSize = 40;
const batchBytes = 256 * 1024;
/** Bodies kept in memory. */
const cacheSize = 1500;
const cacheBytes = 64 * 1024 * 1024;

/** Holds the texts of the messages around the visible ones. */
export function createBodies(ask: (ids: readonly number[]) => Promise<readonly MessageBody[]>): Bodies {
  const changed = new Emitter<void>();
  // Insertion order is order of use: what was used last is at the end.
  const known = new Map<number, { state: BodyState; bytes: number; stale: boolean }>();
  let knownBytes = 0;
  const asked = new Set<number>();
  let waiting: OutlineRow[] = [];
  let calls = 0;

  const forget = (id: number) => {
    knownBytes -= known.get(id)?.bytes ?? 0;
    known.delete(id);
  };
  const put = (row: OutlineRow, state: BodyState) => {
    forget(row.id);
    const bytes = bytesOf(row);
    known.set(row.id, { state, bytes, stale: false });
    knownBytes += bytes;
    for (const oldest of known.keys()) {
      if ((known.size <= cacheSize && knownBytes <= cacheBytes) || oldest === row.id) {
        break;
      }
      forget(oldest);
    }
  };
  const pump = () => {
    while (waiting.length > 0 && calls < 2) {
      const rows = waiting.splice(0, batchLength(waiting));
      const ids = rows.map((row) => row.id);
      calls++;
      for (const id of ids) {
        asked.add(id);
      }
      void ask(ids)
        .then(
          (bodies) => {
            const byId = new Map(bodies.map((body) => [body.id, body]));
            for (const row of rows) {
              const body = byId.get(row.id);
              put(row, body ? { body } : { error: 'gone' });
            }
          },
          (error: unknown) => {
            const message = error instanceof Error ? error.message : String(error);
            for (const row of rows) {
              put(row, { error: message });
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
    want(rows) {
      waiting = [];
      for (const row of rows) {
        const entry = known.get(row.id);
        if (entry && !entry.stale) {
          known.delete(row.id);
          known.set(row.id, entry);
        } else if (!asked.has(row.id)) {
          waiting.push(row);
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
      forget(id);
      changed.fire();
    },
  };
}

/** How many of the rows go into one call, at least one. */
function batchLength(rows: readonly OutlineRow[]): number {
  let bytes = 0;
  const length = rows.slice(0, batchSize).findIndex((row) => (bytes += bytesOf(row)) > batchBytes);
  return length < 0 ? batchSize : Math.max(1, length);
}

function bytesOf({ bytes, tool }: OutlineRow): number {
  return Math.min(bytes, pageLimit) + Math.min(tool?.outputBytes ?? 0, pageLimit);
}
