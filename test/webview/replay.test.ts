import assert from 'node:assert/strict';
import type { MessageBody, OutlineRow } from '../../src/common/steps.js';
import { createBodies } from '../../webview/replay/bodies.js';
import { findItem, itemIndexOf, itemsOf, noFilters } from '../../webview/replay/items.js';
import { keyCommand } from '../../webview/replay/keys.js';
import {
  extendOutline,
  firstPageSize,
  loadOutline,
  pageSize,
  type AskOutline,
} from '../../webview/replay/outline.js';
import { initialPlace, firstPlace, isPlace } from '../../webview/replay/place.js';
import { delayBetween, longestPauseMs, nextSpeed } from '../../webview/replay/playback.js';
import { row, tool } from './rows.js';

describe('outline of a replay', () => {
  it('comes in pages', async () => {
    const store = rowsOf(2 * pageSize + 3);
    const seen: number[] = [];
    const outline = await loadOutline(
      answer(store),
      (part) => seen.push(part.rows.length),
      () => false,
    );
    const first = firstPageSize;
    assert.deepEqual(seen, [first, first + pageSize, 2 * pageSize + 3]);
    assert.equal(outline.complete, true);
    assert.equal(outline.total, store.length);
  });

  it('ends when fewer rows come than were promised', async () => {
    const outline = await loadOutline(
      (from) => Promise.resolve({ total: 10, rows: from === 0 ? rowsOf(4) : [] }),
      () => undefined,
      () => false,
    );
    assert.deepEqual([outline.total, outline.complete], [4, true]);
  });

  it('asks only for the end when rows are appended', async () => {
    const store = rowsOf(300);
    const old = await loadOutline(
      answer(store),
      () => undefined,
      () => false,
    );
    store.push(row(300));
    const asked: number[] = [];
    const fresh = await extendOutline(answer(store, asked), old);
    assert.deepEqual(asked, [280], 'the last rows, whose figures may still grow');
    assert.equal(fresh?.rows.length, 301);
    assert.equal(fresh?.rows[10], old.rows[10]);
    assert.equal(fresh?.rows[299], old.rows[299]);
  });

  it('asks again for tools that were running', async () => {
    const store = rowsOf(300);
    store[250] = row(250, { tool: tool({ endedAt: null }) });
    const old = await loadOutline(
      answer(store),
      () => undefined,
      () => false,
    );
    store[250] = row(250, { tool: tool({ endedAt: 5 }) });
    const asked: number[] = [];
    const fresh = await extendOutline(answer(store, asked), old);
    assert.deepEqual(asked, [250]);
    assert.equal(fresh?.rows[250]?.tool?.endedAt, 5);
  });

  it('is the same object when nothing changed', async () => {
    const old = await loadOutline(
      answer(rowsOf(5)),
      () => undefined,
      () => false,
    );
    assert.equal(await extendOutline(answer(rowsOf(5)), old), old);
  });

  it('must be loaded anew when rows came in between, or went', async () => {
    const old = await loadOutline(
      answer(rowsOf(5)),
      () => undefined,
      () => false,
    );
    const shifted = [
      row(0),
      { ...row(99), seq: 1 },
      ...rowsOf(5)
        .slice(1)
        .map((one) => ({ ...one, seq: one.seq + 1 })),
    ];
    assert.equal(await extendOutline(answer(shifted), old), null);
    assert.equal(await extendOutline(answer(rowsOf(3)), old), null);
  });

  it('takes in many rows at once', async () => {
    const old = await loadOutline(
      answer(rowsOf(5)),
      () => undefined,
      () => false,
    );
    const fresh = await extendOutline(answer(rowsOf(pageSize + 100)), old);
    assert.deepEqual(fresh?.rows.map((one) => one.seq).slice(-1), [pageSize + 99]);
  });
});

describe('items of a replay', () => {
  const rows = [
    row(0, { role: 'user', kind: 'prompt' }),
    row(1, { kind: 'thinking' }),
    row(2, { thread: 'a' }),
    row(3, { thread: 'a', tool: tool({ isError: true }), kind: 'tool' }),
    row(4, { thread: 'b' }),
    row(5, { thread: 'a' }),
    row(6, { branch: 1, role: 'user', kind: 'prompt' }),
    row(7),
  ];
  const shape = (items: ReturnType<typeof itemsOf>) =>
    items.map((item) =>
      item.type === 'group'
        ? `${item.key} ${item.count}/${item.errors}${item.continues ? ' again' : ''}`
        : item.row.seq,
    );

  it('fold sub-agents and ways that were left', () => {
    assert.deepEqual(shape(itemsOf(rows, noFilters, new Set())), [
      0,
      1,
      'thread:a 2/1',
      'thread:b 1/0',
      'thread:a 1/0 again',
      'branch:1 1/0',
      7,
    ]);
  });

  it('show what is open below its head', () => {
    const items = itemsOf(rows, noFilters, new Set(['thread:a']));
    assert.deepEqual(shape(items), [
      0,
      1,
      'thread:a 2/1',
      2,
      3,
      'thread:b 1/0',
      'thread:a 1/0 again',
      5,
      'branch:1 1/0',
      7,
    ]);
    assert.equal(itemIndexOf(items, 2), 3);
    assert.equal(itemIndexOf(items, 4), 5);
    assert.equal(itemIndexOf([], 4), -1);
    assert.equal(
      findItem(items, 0, (item) => item.type === 'group'),
      2,
    );
    assert.equal(
      findItem(items, 3, (item) => item.row.seq === 0, -1),
      0,
    );
  });

  it('are filtered by author, errors, thinking, sub-agents and tool', () => {
    const only = (part: Partial<typeof noFilters>) =>
      shape(itemsOf(rows, { ...noFilters, ...part }, new Set()));
    assert.deepEqual(only({ subAgents: false }), [0, 1, 'branch:1 1/0', 7]);
    assert.deepEqual(only({ errorsOnly: true }), ['thread:a 1/1']);
    assert.deepEqual(only({ thinking: false, subAgents: false, user: false }), [7]);
    assert.deepEqual(only({ category: 'edit', agent: false, user: false, thinking: false }), []);
  });
});

describe('texts of a replay', () => {
  it('are asked for in batches, and what is no longer wanted is dropped', async () => {
    const asked: (readonly number[])[] = [];
    const release: (() => void)[] = [];
    const bodies = createBodies((ids) => {
      asked.push(ids);
      return new Promise((resolve) => release.push(() => resolve(ids.map((id) => body(id)))));
    });
    bodies.want(rowsOf(200));
    assert.deepEqual(
      asked.map((ids) => ids.length),
      [40, 40],
    );
    bodies.want([row(499)]);
    const changed = new Promise<void>((resolve) => void bodies.onChanged(resolve));
    release.forEach((one) => one());
    await changed;
    await Promise.resolve();
    assert.deepEqual(asked[2], [500]);
    assert.ok('body' in (bodies.get(1) ?? {}));
    assert.equal(bodies.get(100), undefined);
  });

  it('are asked for in calls of little weight', () => {
    const asked: (readonly number[])[] = [];
    const bodies = createBodies((ids) => {
      asked.push(ids);
      return new Promise(() => undefined);
    });
    bodies.want([
      row(0, { bytes: 2e6 }),
      row(1, { bytes: 2e5 }),
      row(2, { bytes: 100 }),
      row(3, { bytes: 1e5 }),
    ]);
    assert.deepEqual(asked, [[1], [2, 3]]);
  });

  it('stay while they are asked for again, and tell their error', async () => {
    let fail = false;
    const bodies = createBodies((ids) =>
      fail ? Promise.reject(new Error('gone away')) : Promise.resolve(ids.map((id) => body(id))),
    );
    const next = () => new Promise<void>((resolve) => void bodies.onChanged(resolve));
    bodies.want(rowsOf(2));
    await next();
    bodies.outdated([1]);
    assert.ok('body' in (bodies.get(1) ?? {}));
    fail = true;
    bodies.want(rowsOf(2));
    await next();
    assert.deepEqual(bodies.get(1), { error: 'gone away' });
    assert.ok('body' in (bodies.get(2) ?? {}));
  });
});

describe('playing', () => {
  const at = (ms: number | null) => row(0, { at: ms });

  it('keeps a pace, or the rhythm with long pauses shortened', () => {
    assert.equal(delayBetween(at(0), at(9e9), 'fixed', 2).delayMs, 750);
    assert.deepEqual(delayBetween(at(0), at(3000), 'real', 1), { delayMs: 3000, skippedMs: 0 });
    assert.deepEqual(delayBetween(at(0), at(3_600_000), 'real', 10), {
      delayMs: longestPauseMs / 10,
      skippedMs: 3_600_000,
    });
    assert.ok(delayBetween(at(5), at(1), 'real', 1).delayMs > 0);
    assert.ok(delayBetween(at(null), undefined, 'real', 1).delayMs > 0);
  });

  it('has five speeds', () => {
    assert.deepEqual([nextSpeed(1, 1), nextSpeed(10, 1), nextSpeed(0.5, -1)], [2, 10, 0.5]);
  });

  it('remembers only a place of its own shape', () => {
    assert.ok(isPlace(JSON.parse(JSON.stringify(firstPlace))));
    for (const other of [
      null,
      {},
      { ...firstPlace, seq: '1' },
      { ...firstPlace, speed: 3 },
      { ...firstPlace, filters: {} },
    ]) {
      assert.ok(!isPlace(other));
    }
  });
});

describe('keys', () => {
  const press = (key: string, tag = 'BODY', role: string | null = null, ctrlKey = false) =>
    keyCommand({ key, ctrlKey, metaKey: false, altKey: false }, { tag, role });

  it('mean the same everywhere but where one writes or chooses', () => {
    assert.equal(press(' '), 'play');
    assert.equal(press(' ', 'BUTTON'), null);
    assert.equal(press('j', 'BUTTON'), 'forward');
    assert.equal(press('j', 'INPUT'), null);
    assert.equal(press('ArrowLeft', 'SELECT'), null);
    assert.equal(press('ArrowLeft', 'BUTTON', 'radio'), null);
    assert.equal(press('f', 'INPUT', null, true), 'search');
    assert.equal(press('e', 'BODY', null, true), null);
  });
});

function answer(store: readonly OutlineRow[], asked: number[] = []): AskOutline {
  return (from, limit) => {
    asked.push(from);
    return Promise.resolve({ total: store.length, rows: structuredClone(store.slice(from, from + limit)) });
  };
}

function rowsOf(count: number): OutlineRow[] {
  return Array.from({ length: count }, (_, n) => row(n));
}

describe('the place where a replay begins', () => {
  const top = { seq: 7, offset: 3 };
  for (const [what, following, kept, at, live, expected] of [
    ['a step that was asked for', true, top, { seq: 4 }, true, { top: null, goTo: 4 }],
    ['the end that was followed', true, top, null, false, { top: 'end', goTo: null }],
    ['the place that was left', false, top, null, true, { top, goTo: null }],
    ['the end of what is running', false, undefined, null, true, { top: 'end', goTo: null }],
    [
      'the start, when what was kept is no place',
      false,
      { seq: 'x' },
      null,
      false,
      { top: null, goTo: null },
    ],
  ] as const) {
    it(`is ${what}`, () => {
      assert.deepEqual(initialPlace({ ...firstPlace, following }, kept, { at }, live), expected);
    });
  }
});

function body(id: number, text = ''): MessageBody {
  return {
    id,
    text,
    truncated: false,
    withheld: false,
    attachments: [],
    branch: null,
    tool: null,
    fileChanges: [],
    usage: null,
  };
}
