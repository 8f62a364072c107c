import assert from 'node:assert/strict';
import type { Database } from '../../src/store/database.js';
import { createMessageIds } from '../../src/store/write/messageId.js';
import type { SeenKeys } from '../../src/store/write/seenKeys.js';

describe('ids of messages', () => {
  it('are free, grow with time, and walk a crowded second once', () => {
    const taken = new Set<unknown>();
    let asked = 0;
    const get = (id: unknown) => {
      asked++;
      return taken.has(id) ? [1] : undefined;
    };
    const db = { prepare: () => ({ get }) } as unknown as Database;
    const seen = { mayHave: () => true, note: () => undefined } as unknown as SeenKeys;
    const second = Date.UTC(2026, 0, 2);
    const fill = (ids: ReturnType<typeof createMessageIds>, at: number) => {
      const id = ids.next(at);
      assert.ok(!taken.has(id), `${id} was given twice`);
      taken.add(id);
      return id;
    };
    const first = createMessageIds(db, seen);
    const crowded = Array.from({ length: 5000 }, () => fill(first, second));
    assert.deepEqual(
      crowded,
      crowded.toSorted((a, b) => a - b),
    );

    // Another process, and messages of every second that the crowd reaches into.
    asked = 0;
    const later = createMessageIds(db, seen);
    for (let n = 1; n <= 600; n++) {
      fill(later, second + n * 1000);
    }
    assert.ok(asked < 20_000, `${asked} look-ups`);
    assert.ok(fill(later, second + 3_600_000) > Math.max(...crowded));
  });
});
