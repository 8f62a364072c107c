import assert from 'node:assert/strict';
import type { OutlineRow } from '../../src/common/steps.js';
import { patternExpression, patternProblem, type TextPattern } from '../../src/common/textPattern.js';
import { placesOf } from '../../webview/replay/highlights.js';
import { itemsOf, noFilters } from '../../webview/replay/items.js';
import { newSearch, searchRows, type AskMatching, type SearchState } from '../../webview/replay/search.js';
import { isSearchOptions, noSearch, patternOf } from '../../webview/replay/searchOptions.js';
import { row, tool } from './rows.js';

const answer = (found: readonly number[], words: readonly string[] = []) =>
  Promise.resolve({ found, words, tooSlow: false });

async function search(
  rows: readonly OutlineRow[],
  pattern: TextPattern,
  ask: AskMatching = (ids) => answer(ids.filter((id) => id === 3)),
): Promise<SearchState[]> {
  const states: SearchState[] = [];
  await searchRows(
    newSearch(pattern),
    rows,
    ask,
    (state) => states.push(state),
    () => false,
  );
  return states;
}

describe('search in a replay', () => {
  it('looks at previews first, then at texts', async () => {
    const rows = [row(0, { preview: 'a needle', bytes: 8 }), row(1, { bytes: 900 }), row(2, { bytes: 900 })];
    assert.deepEqual(await search(rows, { text: 'NEEDLE' }), [
      { matches: [0], words: ['NEEDLE'], done: 0 },
      { matches: [0, 2], words: ['NEEDLE'], done: 1 },
    ]);
  });

  it('asks for nothing when the previews are everything, and tells an error', async () => {
    const never = () => Promise.reject(new Error('not asked'));
    const rows = [row(0, { preview: 'X', bytes: 1 })];
    assert.deepEqual((await search(rows, { text: 'y' }, never)).at(-1)?.matches, []);
    assert.deepEqual((await search(rows, { text: 'x', matchCase: true }, never)).at(-1)?.matches, []);
    assert.deepEqual((await search(rows, { text: 'X', matchCase: true }, never)).at(-1)?.matches, [0]);
    const states = await search([row(0, { bytes: 900 })], { text: 'y' }, never);
    assert.equal(states.at(-1)?.error, 'not asked');
  });

  it('leaves expressions to the store, and ends with one that takes too long', async () => {
    const asked: number[] = [];
    const rows = Array.from({ length: 250 }, (_, n) => row(n, { preview: 'needle', bytes: 6 }));
    const states = await search(rows, { text: 'n.*e', regex: true }, (ids) => {
      asked.push(...ids);
      const tooSlow = asked.length > 100;
      return Promise.resolve({ found: ids.slice(0, 1), words: ['needle'], tooSlow });
    });
    assert.equal(asked.length, 200);
    assert.deepEqual(states.at(-1), { matches: [0, 100], words: ['needle'], done: 1, tooSlow: true });
  });

  it('goes on with what is new or changed, and finds rows that moved', async () => {
    const one = newSearch({ text: 'needle' });
    const asked: number[] = [];
    let matches: readonly number[] = [];
    const run = (rows: OutlineRow[]) =>
      searchRows(
        one,
        rows,
        (ids) => {
          asked.push(...ids);
          return answer(ids.filter((id) => id === 2));
        },
        (state) => (matches = state.matches),
        () => false,
      );
    const [a, b, c] = [row(0, { bytes: 900 }), row(1, { bytes: 900 }), row(2, { bytes: 900 })];
    await run([a, b]);
    assert.deepEqual([asked, matches], [[1, 2], [1]]);
    await run([a, b, c]);
    assert.deepEqual([asked, matches], [[1, 2, 3], [1]]);
    await run([a, { ...c, seq: 1 }, { ...b, seq: 2 }]);
    assert.deepEqual([asked, matches], [[1, 2, 3, 3, 2], [2]]);
  });

  it('confines the list to what matches', () => {
    const rows = [row(0), row(1, { thread: 'a' }), row(2, { tool: tool({}) })];
    const items = itemsOf(rows, noFilters, new Set(), new Set([1, 2]));
    assert.deepEqual(
      items.map((item) => [item.type, item.row.seq]),
      [
        ['group', 1],
        ['message', 2],
      ],
    );
  });

  it('knows what was kept of it', () => {
    assert.ok(isSearchOptions(noSearch) && !isSearchOptions({ text: 'x' }) && !isSearchOptions(null));
    assert.deepEqual(patternOf({ ...noSearch, text: ' a ' }), { text: 'a' });
    assert.deepEqual(patternOf({ ...noSearch, text: ' a ', regex: true }), { text: ' a ', regex: true });
  });
});

describe('patterns', () => {
  const found = (pattern: TextPattern, text: string) =>
    [...text.matchAll(patternExpression(pattern))].map(([word]) => word);

  it('are found as they are meant', () => {
    const signs = 'a.b*c(d)[e]{f}|g\\h^i$j-k/l?m+';
    assert.deepEqual(found({ text: signs }, `x${signs}y`), [signs]);
    assert.deepEqual(found({ text: signs, wholeWord: true }, `x ${signs} y`), [signs]);
    assert.deepEqual(found({ text: 'be', wholeWord: true }, 'be bé über be_ 1be be!'), ['be', 'be']);
    assert.deepEqual(found({ text: 'É' }, 'é É'), ['é', 'É']);
    assert.deepEqual(found({ text: 'a|b', regex: true, wholeWord: true }, 'a ab b'), ['a', 'b']);
    assert.deepEqual(found({ text: '\\p{Lu}+', regex: true, matchCase: true }, 'abÄÖc'), ['ÄÖ']);
    // Of the older kind, which the newer refuses.
    assert.deepEqual(found({ text: '\\-a{', regex: true }, '-a{'), ['-a{']);
  });

  it('say why they are none', () => {
    assert.equal(patternProblem({ text: 'a(b', regex: true }), 'Unterminated group');
    assert.equal(patternProblem({ text: 'a(b' }), null);
  });
});

describe('marks of what was found', () => {
  const marked = { texts: ['ab'], matchCase: false, wholeWord: false };

  it('are where it stands', () => {
    assert.deepEqual(placesOf('abAB', marked), [
      [0, 2],
      [2, 4],
    ]);
    assert.deepEqual(placesOf('abAB', { ...marked, matchCase: true }), [[0, 2]]);
    assert.deepEqual(placesOf('abc (ab) éab', { ...marked, wholeWord: true }), [[5, 7]]);
    assert.deepEqual(placesOf('aaa', { ...marked, texts: ['a', ''] }), [], 'one letter is everywhere');
  });
});
