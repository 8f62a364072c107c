import assert from 'node:assert/strict';
import type { ToolCategory } from '../../src/common/model.js';
import type { StepChange } from '../../src/common/steps.js';
import { gapsOf } from '../../webview/replay/gaps.js';
import { noFilters, passes } from '../../webview/replay/items.js';
import { nextRow, type StepUnit } from '../../webview/replay/jumps.js';
import { marksOf } from '../../webview/replay/marks.js';
import { containing, panned, wholeSpan, zoomed } from '../../webview/replay/span.js';
import { changedFiles, filePaths, runningTotals } from '../../webview/replay/totals.js';
import { row, tool } from './rows.js';

describe('minimap', () => {
  it('costs as many marks as there is room for', () => {
    const rows = Array.from({ length: 50_000 }, (_, n) =>
      row(n, n % 2 ? { kind: 'prompt', role: 'user' } : { thread: 'a' }),
    );
    const marks = marksOf(rows, wholeSpan(rows.length), 300);
    assert.equal(marks.filter((mark) => mark.kind === 'prompt').length, 300);
    assert.deepEqual(
      marks.filter((mark) => mark.kind === 'subAgent'),
      [{ kind: 'subAgent', from: 0, to: 299 }],
    );
  });

  it('tells kinds of steps apart, and keeps the most telling where there is no room for all', () => {
    const call = (category: ToolCategory, preview = '', isError = false) => ({
      kind: 'tool' as const,
      preview,
      tool: tool({ category, isError }),
    });
    const rows = [
      row(0, { role: 'user', kind: 'prompt' }),
      row(1),
      row(2, call('read')),
      row(3, call('run', 'npm test')),
      row(4, call('edit')),
      row(5, call('run', '{"command":"cd shop && git -C . commit -m x"}')),
      row(6, call('run', 'git commit -m x', true)),
      row(7, { role: 'system', kind: 'compaction' }),
      row(8, { role: 'user', kind: 'prompt', queued: true }),
      row(9, { role: 'system', kind: 'retry' }),
      row(10, { role: 'system', kind: 'hook' }),
    ];
    const kinds = (buckets: number) =>
      marksOf(rows, wholeSpan(rows.length), buckets).map(({ kind, from }) => `${kind} ${from}`);
    assert.deepEqual(kinds(11), [
      'prompt 0',
      'answer 1',
      'queued 8',
      'lookup 2',
      'run 3',
      'run 6',
      'edit 4',
      'commit 5',
      'error 6',
      'retry 9',
      'hook 10',
      'compaction 7',
    ]);
    assert.deepEqual(kinds(1), ['queued 0', 'run 0', 'commit 0', 'error 0', 'compaction 0']);
    assert.deepEqual(
      marksOf(rows, { from: 4, to: 6 }, 2).map(({ kind, from }) => `${kind} ${from}`),
      ['edit 0', 'commit 1'],
    );
  });

  it('zooms about a step, moves along, and keeps the current step in sight', () => {
    const closer = zoomed(wholeSpan(1000), 1000, 0.5, 250)!;
    assert.deepEqual(closer, { from: 125, to: 625 });
    assert.equal(zoomed(closer, 1000, 2, 250), null);
    assert.deepEqual(zoomed(closer, 1000, 0.001, 125), { from: 125, to: 145 });
    assert.equal(zoomed(wholeSpan(5), 5, 0.5, 2), null);
    assert.deepEqual(panned(closer, 1000, 1), { from: 500, to: 1000 });
    assert.equal(containing(closer, 1000, 200), closer);
    assert.deepEqual(containing(closer, 1000, 900), { from: 500, to: 1000 });
  });
});

describe('totals at a step', () => {
  const edit = (path: string, part: Partial<StepChange> = {}): StepChange => ({
    path,
    operation: 'update',
    added: 2,
    removed: 1,
    hasPatch: true,
    ...part,
  });
  const rows = [
    row(0, { at: null }),
    row(1, { at: 1000, spent: { tokens: 110, context: 100, costUsd: 0.5 } }),
    row(2, { at: 4000, thread: 'a', spent: { tokens: 50, context: 40, costUsd: 0.25 } }),
    row(3, { at: 3000, changes: [edit('b'), edit('a', { operation: 'create' })] }),
    row(4, {
      at: 9000,
      changes: [edit('a', { added: null })],
      spent: { tokens: 9, context: 8, costUsd: null },
    }),
    row(5, { at: 9000, changes: [edit('b', { newPath: 'c', operation: 'rename' })] }),
  ];

  it('run along: tokens, cost, context of the session itself, files, time', () => {
    const totals = runningTotals(rows);
    const none = { tokens: 0, costUsd: 0, unpriced: false, context: null, files: 0, elapsedMs: null };
    assert.deepEqual(totals.at(0), none);
    assert.deepEqual(totals.at(1), { ...none, tokens: 110, costUsd: 0.5, context: 100, elapsedMs: 0 });
    assert.deepEqual(totals.at(3), {
      tokens: 160,
      costUsd: 0.75,
      unpriced: false,
      context: 100,
      files: 2,
      elapsedMs: 3000,
    });
    assert.deepEqual(totals.at(99).unpriced, true);
    assert.deepEqual(runningTotals([]).at(0), none);
  });

  it('list each file once, under its last name', () => {
    assert.deepEqual(
      changedFiles(rows, 3).map(({ path, steps }) => [path, ...steps]),
      [
        ['a', 3],
        ['b', 3],
      ],
    );
    assert.deepEqual(changedFiles(rows, 5), [
      { path: 'a', first: 'a', operation: 'create', added: null, removed: 2, steps: [3, 4], hasPatch: true },
      { path: 'c', first: 'b', operation: 'rename', added: 4, removed: 2, steps: [3, 5], hasPatch: true },
    ]);
  });

  it('tell pauses, but not those that a tool filled', () => {
    const minute = 60_000;
    const gaps = gapsOf([
      row(0, { at: 0, tool: tool({ endedAt: 30 * minute }) }),
      row(1, { at: 31 * minute }),
      row(2, { at: 45 * minute }),
      row(3, { at: 40 * minute }),
    ]);
    assert.deepEqual([...gaps], [[2, 14 * minute]]);
  });
});

describe('the filter by file', () => {
  it('keeps the calls that changed the file or name it', () => {
    const change = { path: '/p/a.ts', operation: 'update' as const, added: 1, removed: 0, hasPatch: true };
    const rows = [
      row(0, { preview: '/p/a.ts is broken', role: 'user', kind: 'prompt' }),
      row(1, { kind: 'tool', tool: tool({}), preview: '{"file_path":"/p/a.ts"}' }),
      row(2, { kind: 'tool', tool: tool({}), changes: [change] }),
      row(3, { kind: 'tool', tool: tool({}), changes: [{ ...change, path: '/p/b.ts' }] }),
    ];
    const shown = rows.filter((one) => passes(one, { ...noFilters, file: '/p/a.ts' }));
    assert.deepEqual(
      shown.map(({ seq }) => seq),
      [1, 2],
    );
    assert.deepEqual(filePaths(rows), ['/p/a.ts', '/p/b.ts']);
  });
});

describe('steps by kind', () => {
  const rows = [
    row(0, { role: 'user', kind: 'prompt' }),
    row(1, { kind: 'tool', tool: tool({}) }),
    row(2, { kind: 'tool', tool: tool({ isError: true }), changes: [] }),
    row(3, { role: 'user', kind: 'prompt' }),
  ];
  it('go forward and back, among what is shown if wanted', () => {
    const seq = (...args: [number, StepUnit, 1 | -1]) => nextRow(rows, ...args)?.seq;
    assert.equal(seq(0, 'tool', 1), 1);
    assert.equal(seq(0, 'error', 1), 2);
    assert.equal(seq(3, 'change', -1), 2);
    assert.equal(seq(3, 'prompt', -1), 0);
    assert.equal(seq(3, 'prompt', 1), undefined);
    assert.equal(nextRow(rows, 0, 'event', 1, { ...noFilters, tools: false })?.seq, 3);
  });
});
