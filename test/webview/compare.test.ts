import assert from 'node:assert/strict';
import { formatCount } from '../../src/common/format.js';
import type { OutlineRow } from '../../src/common/steps.js';
import { alignTurns } from '../../webview/compare/align.js';
import { itemsOf, pairKey } from '../../webview/compare/items.js';
import { differenceText } from '../../webview/compare/totals.js';
import { figuresOf, turnsOf } from '../../webview/compare/turns.js';
import { row, tool } from './rows.js';

/** A session of prompts, each with an answer. */
function session(...prompts: readonly string[]): OutlineRow[] {
  return prompts.flatMap((preview, n) => [
    row(2 * n, { role: 'user', kind: 'prompt', preview }),
    row(2 * n + 1),
  ]);
}

const aligned = (left: readonly string[], right: readonly string[]) =>
  alignTurns(turnsOf(session(...left)), turnsOf(session(...right))).map(
    (pair) =>
      `${pair.left?.prompt?.preview ?? '-'} | ${pair.right?.prompt?.preview ?? '-'} | ${pair.likeness}`,
  );

describe('turns of a session', () => {
  it('begin at a prompt of the way that was kept', () => {
    const rows = [
      row(0, { kind: 'notice', role: 'system' }),
      row(1, { role: 'user', kind: 'prompt' }),
      row(2, { role: 'user', kind: 'prompt', branch: 1 }),
      row(3, { role: 'user', kind: 'prompt', thread: 'a1' }),
      row(4, { role: 'user', kind: 'prompt' }),
    ];
    assert.deepEqual(
      turnsOf(rows).map(({ prompt, steps }) => [prompt?.seq ?? null, steps.map(({ seq }) => seq)]),
      [
        [null, [0]],
        [1, [2, 3]],
        [4, []],
      ],
    );
    assert.deepEqual(turnsOf([]), []);
  });

  it('come to sums, in which a file counts once and no time is unknown', () => {
    const change = { path: 'a.ts', operation: 'update', added: 1, removed: 0, hasPatch: true } as const;
    const figures = figuresOf([
      row(0, { at: 1000, spent: { tokens: 10, context: 1, costUsd: 0.5 } }),
      row(1, { at: 2000, tool: tool({ isError: true, endedAt: 5000 }), changes: [change] }),
      row(2, { at: null, spent: { tokens: 5, context: 1, costUsd: null }, changes: [change] }),
    ]);
    assert.deepEqual(figures, {
      ...{ steps: 3, tools: 1, errors: 1, tokens: 15, costUsd: 0.5, responses: 2 },
      ...{ unpriced: true, files: 1, tookMs: 4000 },
    });
    assert.equal(figuresOf([row(0, { at: null })]).tookMs, null);
  });
});

describe('two sessions beside each other', () => {
  it('are aligned by prompts that are alike', () => {
    assert.deepEqual(
      aligned(['fix the login', 'add a test'], ['fix the login', 'now the docs', 'add a test']),
      ['fix the login | fix the login | same', '- | now the docs | only', 'add a test | add a test | same'],
    );
    assert.deepEqual(aligned(['Fix the login form'], ['fix  the login page please']), [
      'Fix the login form | fix  the login page please | similar',
    ]);
  });

  it('are paired in order between them', () => {
    assert.deepEqual(aligned(['one', 'two', 'same here'], ['drei', 'same here', 'five']), [
      'one | drei | other',
      'two | - | only',
      'same here | same here | same',
      '- | five | only',
    ]);
    assert.deepEqual(aligned([], ['alone']), ['- | alone | only']);
    assert.deepEqual(aligned([], []), []);
  });

  it('keep the order of each where thousands of prompts repeat', () => {
    const many = Array.from({ length: 1500 }, (_, n) => `prompt ${n % 700}`);
    const pairs = alignTurns(turnsOf(session(...many)), turnsOf(session(...many.slice(3))));
    for (const side of ['left', 'right'] as const) {
      const seqs = pairs.flatMap((pair) => pair[side]?.prompt?.seq ?? []);
      assert.equal(seqs.length, side === 'left' ? 1500 : 1497);
      assert.deepEqual(
        seqs,
        seqs.toSorted((a, b) => a - b),
      );
    }
  });

  it('show the steps of open pairs beside each other', () => {
    const pairs = alignTurns(turnsOf([...session('a'), row(2)]), turnsOf(session('a')));
    const items = itemsOf(pairs, new Set(pairs.map(pairKey)));
    assert.deepEqual(
      items.map((item) =>
        item.type === 'pair' ? 'pair' : [item.left?.seq ?? null, item.right?.seq ?? null],
      ),
      ['pair', [1, 1], [2, null]],
    );
    assert.equal(itemsOf(pairs, new Set()).length, 1);
    assert.equal(new Set(items.map(({ key }) => key)).size, items.length);
  });

  it('tell how far they are apart, and what is not known', () => {
    assert.equal(differenceText(10, 15, formatCount), '+5 (+50%)');
    assert.equal(differenceText(10, 5, formatCount), '−5 (−50%)');
    assert.equal(differenceText(0, 5, formatCount), '+5');
    assert.equal(differenceText(2, 40, formatCount), '+38 (×20)');
    assert.equal(differenceText(7, 7, formatCount), 'same');
    assert.equal(differenceText(null, 7, formatCount), '?');
  });
});
