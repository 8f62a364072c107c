import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SearchAnswer, SearchQuestion } from '../../src/common/panelProtocol.js';
import { wordsOfHit, type SearchHit } from '../../src/common/search.js';
import { isFound } from '../../webview/app/found.js';
import { isSearchChoice, withExample } from '../../webview/search/choice.js';
import { itemsOf, piecesOf } from '../../webview/search/items.js';
import { createSearcher, type SearchState } from '../../webview/search/searcher.js';

function hit(id: number, sessionId: string | null): SearchHit {
  return {
    ...{ id, message: id, sessionId, agent: 'claude', thread: null, part: 'prompt', at: id, branch: null },
    ...{ ticket: null, tool: null, plan: null, snippet: 'fix the login', marks: [[8, 13]] },
  };
}

function answer(hits: readonly SearchHit[], more = false): SearchAnswer {
  const ids = [...new Set(hits.flatMap(({ sessionId }) => sessionId ?? []))];
  const sessions = ids.map((id) => ({
    id,
    agent: 'claude',
    title: id,
    project: null,
    at: 1,
    parentId: null,
  }));
  return { hits, sessions, more, partial: false, pendingSessions: 0, empty: false, problems: [] };
}

describe('a search that is typed', () => {
  /** Answers when it is told to. */
  function typing() {
    const asked: { question: SearchQuestion; answer(with_: SearchAnswer): void; fail(error: Error): void }[] =
      [];
    const states: SearchState[] = [];
    const searcher = createSearcher(
      (question) => new Promise((resolve, reject) => asked.push({ question, answer: resolve, fail: reject })),
      (state) => states.push(state),
      0,
    );
    const want = (text: string) => searcher.want({ text, order: 'newest', scope: 'all' });
    const now = () => states.at(-1)!;
    return { asked, searcher, want, now };
  }

  it('asks for the last text only, and for the next one at once', async () => {
    const { asked, want, now } = typing();
    want('a');
    want('ab');
    await sleep(5);
    assert.deepEqual(
      asked.map(({ question }) => question.text),
      ['ab'],
    );
    want('abc');
    want('abcd');
    await sleep(5);
    assert.equal(asked[1]!.question.text, 'abcd', 'while one is on its way');
    asked[0]!.answer(answer([hit(1, 's')]));
    await sleep(5);
    assert.deepEqual(now().pages, [], 'what was typed over is not shown');
    asked[1]!.answer(answer([hit(2, 's')]));
    await sleep(5);
    assert.equal(now().question?.text, 'abcd');
    assert.equal(now().pages[0]?.hits[0]?.id, 2);
    assert.equal(now().loading, null);
  });

  it('keeps what is shown until there is something else', async () => {
    const { asked, want, now } = typing();
    want('a');
    await sleep(5);
    asked[0]!.answer(answer([hit(1, 's')]));
    await sleep(5);
    want('ab');
    assert.deepEqual([now().pages.length, now().loading], [1, 'first']);
    want('  ');
    assert.deepEqual([now().pages.length, now().loading], [0, null]);
    await sleep(5);
    assert.equal(asked.length, 1);
  });

  it('shows no answer to a text that was taken away', async () => {
    const { asked, want, now } = typing();
    want('a');
    await sleep(5);
    want('');
    asked[0]!.answer(answer([hit(1, 's')]));
    await sleep(5);
    assert.deepEqual(now().pages, []);
  });

  it('asks for further pages where the last one ended', async () => {
    const { asked, searcher, want, now } = typing();
    want('a');
    await sleep(5);
    asked[0]!.answer(answer([hit(9, 's'), hit(7, 's')], true));
    await sleep(5);
    searcher.more();
    searcher.more();
    assert.equal(asked.length, 2);
    assert.equal(asked[1]!.question.before, 7);
    asked[1]!.answer(answer([hit(5, 's')]));
    await sleep(5);
    assert.equal(now().pages.length, 2);
    searcher.more();
    searcher.refresh();
    await sleep(5);
    assert.equal(asked.length, 2, 'there is no more, and nothing moves');
  });

  it('tells an error, and tries again', async () => {
    const { asked, searcher, want, now } = typing();
    want('a');
    await sleep(5);
    asked[0]!.fail(new Error('the disk is full'));
    await sleep(5);
    assert.equal(now().error, 'the disk is full');
    searcher.retry();
    await sleep(5);
    asked[1]!.answer(answer([hit(1, 's')]));
    await sleep(5);
    assert.deepEqual([now().error, now().pages.length], [undefined, 1]);
    searcher.refresh();
    await sleep(5);
    assert.equal(asked.length, 3);
    searcher.dispose();
  });
});

describe('the list of hits', () => {
  const shown = (pages: readonly SearchAnswer[]) =>
    itemsOf(pages).map((item) =>
      item.type === 'hit'
        ? item.hit.id
        : `${item.session?.id ?? null} ${item.count}${item.continues ? ' continued' : ''}`,
    );

  it('is grouped by session, in the order of the first hits', () => {
    const page = answer([hit(9, 'a'), hit(8, 'b'), hit(7, 'a'), hit(6, null)]);
    assert.deepEqual(shown([page]), ['a 2', 9, 7, 'b 1', 8, 'null 1', 6]);
    assert.deepEqual(shown([]), []);
  });

  it('is only added to by a further page', () => {
    const first = answer([hit(9, 'a'), hit(8, 'b')], true);
    const second = answer([hit(7, 'b'), hit(6, 'a')]);
    const before = shown([first]);
    const after = shown([first, second]);
    assert.deepEqual(before, ['a 1', 9, 'b 1', 8]);
    assert.deepEqual(after, ['a 1', 9, 'b 2', 8, 7, 'a 1 continued', 6]);
    const keys = itemsOf([first, second]).map(({ key }) => key);
    assert.equal(new Set(keys).size, keys.length);
  });

  it('has the marked pieces apart', () => {
    assert.deepEqual(
      piecesOf({
        snippet: 'fix the login',
        marks: [
          [0, 3],
          [8, 13],
        ],
      }),
      [
        { text: 'fix', marked: true },
        { text: ' the ', marked: false },
        { text: 'login', marked: true },
      ],
    );
  });
});

describe('the words of a hit', () => {
  it('are what is marked, each once', () => {
    const snippet = 'Login login page pag…';
    const marks = [
      [0, 5],
      [6, 11],
      [12, 16],
      [17, 21],
    ] as const;
    assert.deepEqual(wordsOfHit({ snippet, marks }), ['login', 'page', 'pag']);
  });

  it('open what hides them', () => {
    const text = `${'x'.repeat(100)} Needle`;
    assert(isFound(['needle'], text, 50));
    assert(isFound(['needle'], text));
    assert(!isFound(['needle'], `needle ${text}`, 50), 'one is seen already');
    assert(isFound(['x', 'needle'], text, 50));
    assert(!isFound([], text));
    assert(!isFound(['other'], text));
  });
});

describe('what is kept of a search', () => {
  it('is refused in another shape', () => {
    assert(isSearchChoice({ text: '', order: 'best', scope: 'all' }));
    for (const other of [
      null,
      1,
      {},
      { text: 1, order: 'best', scope: 'all' },
      { text: '', order: 'x', scope: 'all' },
    ]) {
      assert(!isSearchChoice(other));
    }
  });

  it('gets examples added', () => {
    assert.equal(withExample(' ', 'agent:'), 'agent:');
    assert.equal(withExample('fix ', 'is:error'), 'fix is:error');
  });
});
