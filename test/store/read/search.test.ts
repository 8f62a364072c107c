import assert from 'node:assert/strict';
import type { SearchHit, SearchQuery } from '../../../src/common/search.js';
import { defaultSettings } from '../../../src/common/settings.js';
import type { Database } from '../../../src/store/database.js';
import { createContext } from '../../../src/store/read/context.js';
import { createReader } from '../../../src/store/read/reader.js';
import { createSearch } from '../../../src/store/read/search.js';
import { usualReading } from '../../../src/store/read/searchTexts.js';
import { postponeIndexing } from '../../../src/store/textIndex.js';
import { indexMore } from '../../../src/store/textSweep.js';
import { createUpkeep } from '../../../src/store/upkeep.js';
import { call, prompt, result } from '../rows.js';
import { batch, cleanUp, openStore, temporaryFolder } from '../storeFixture.js';
import { type Document, isAnswer, randomOf, randomQuery, randomRows } from '../texts.js';

const usual = { clock: () => 0, slice: 40, ...usualReading };

/** A search that takes another way soon, of which there are several: over the texts, the index, and what is listed of sessions. */
const otherWays = [
  { ...usual, firstChunk: 1, sampled: 0, mostScanned: 2 },
  { ...usual, firstChunk: 3, sampled: 9, mostScanned: 1e9 },
];

const readerOf = (db: Database) => createReader(db, { settings: () => defaultSettings, now: () => 0 });

/** All pages of a search. */
function all(
  search: ReturnType<typeof readerOf>['search'],
  query: Omit<SearchQuery, 'limit'>,
  limit = 7,
): SearchHit[] {
  const hits: SearchHit[] = [];
  for (let before = Number.MAX_SAFE_INTEGER; ; before = hits.at(-1)!.id) {
    const page = search({ ...query, limit, before });
    assert.equal(page.partial, false);
    hits.push(...page.hits);
    if (!page.more) {
      return hits;
    }
    assert.equal(page.hits.length, limit);
  }
}

describe('a search', () => {
  afterEach(cleanUp);

  it('finds what reading every text finds, after random histories', async () => {
    for (const seed of [1, 2, 3, 4]) {
      const random = randomOf(seed);
      const { db, writer, check } = await openStore(temporaryFolder());
      const documents = new Map<string, Document>();
      for (let n = 0; n < 8; n++) {
        writer.writeBatch(batch(randomRows(random, documents, 30)));
      }
      const { search } = readerOf(db);
      const context = createContext(db, { settings: () => defaultSettings, now: () => 0 });
      const others = otherWays.map((tuning) => createSearch(context, tuning));
      const keyOf = ({ message, part, id }: SearchHit) => {
        const [session, uid] =
          part === 'output'
            ? db
                .prepare(
                  'select s.agent_session_id, c.call_id from tool_call c join session s on s.id = c.session_id where c.id = ?',
                )
                .get(id)!
            : db
                .prepare(
                  'select s.agent_session_id, m.uid from message m join session s on s.id = m.session_id where m.id = ?',
                )
                .get(message)!;
        return `${String(session)} ${String(uid)}${part === 'output' ? ' output' : ''}`;
      };
      let answers = 0;
      for (let n = 0; n < 60; n++) {
        const query = randomQuery(random);
        const sessions = random(4) === 0 ? ['agent:s1', 'agent:s3'] : null;
        const parts = random(4) === 0 ? (['prompt', 'output', 'tool'] as const) : null;
        const expected = [...documents].filter(
          ([, document]) =>
            isAnswer(document, query) &&
            (sessions === null || sessions.includes(`agent:${document.session}`)) &&
            (parts === null || parts.some((part) => part === document.part)),
        );
        const asked = {
          text: query.text,
          ...(sessions === null ? {} : { filter: { ids: sessions } }),
          ...(parts === null ? {} : { parts }),
        };
        const hits = all(search, asked);
        const says = `seed ${seed}, query ${n}: ${query.text}`;
        assert.deepEqual(hits.map(keyOf).toSorted(), expected.map(([key]) => key).toSorted(), says);
        assert.deepEqual(
          hits.map(({ part }) => part).toSorted(),
          expected.map(([, { part }]) => part).toSorted(),
          says,
        );
        for (const { search: other } of n % 3 === 0 ? others : []) {
          const before = hits[random(2 * hits.length + 1)]?.id;
          const order = random(3) === 0 ? 'best' : 'newest';
          const page = { ...asked, order, limit: 1 + random(9), ...(before ? { before } : {}) } as const;
          assert.deepEqual(other(page), search(page), says);
        }
        answers += hits.length;
        const ids = hits.map(({ id }) => id);
        assert.deepEqual(
          ids,
          ids.toSorted((a, b) => b - a),
          says,
        );
        const best = search({
          ...asked,
          order: 'best',
          limit: 1000,
        });
        assert.deepEqual(
          best.hits.map(({ id }) => id).toSorted((a, b) => b - a),
          ids,
          says,
        );
      }
      assert(answers > 100, `seed ${seed}: only ${answers} answers`);
      assert.deepEqual(check(), [], `seed ${seed}`);
    }
  });

  const texts = [
    'Fix the login page, please: it says "404"',
    'The parser reads src/store/read/search.ts and nothing else',
    'login login login',
    'Größe and CAFÉ',
  ];
  const write = async () => {
    const store = await openStore(temporaryFolder());
    store.writer.writeBatch(
      batch(texts.map((body, i) => ({ ...prompt, uid: `u${i}`, at: 1_700_000_000_000 + i * 60_000, body }))),
    );
    return readerOf(store.db);
  };
  const found = (reader: ReturnType<typeof readerOf>, query: Partial<SearchQuery>) =>
    reader.search({ text: '', limit: 10, ...query }).hits.map(({ at }) => (at! - 1_700_000_000_000) / 60_000);

  for (const [text, expected] of [
    ['login', [2, 0]],
    ['LOGIN page', [0]],
    ['"login page"', [0]],
    ['"page login"', []],
    ['"login page', [0]],
    ['log*', [2, 0]],
    ['lo*', []],
    ['page OR parser', [1, 0]],
    ['reads page OR parser', [1]],
    ['OR login', [2, 0]],
    ['login OR', [2, 0]],
    ['login -page', [2]],
    ['-login', [3, 1]],
    ['-"login page" -parser', [3, 2]],
    ['src/store/read/search.ts', [1]],
    ['store/read*', [1]],
    ['grosse', []],
    ['GRÖSSE', []],
    ['große cafe', [3]],
    ['404"', [0]],
    ["it's", []],
  ] as const) {
    it(`for ${text} finds ${JSON.stringify(expected)}`, async () => {
      assert.deepEqual(found(await write(), { text }), expected);
    });
  }

  it('takes any punctuation, syntax of FTS4 and marks of ours for what they are: no words', async () => {
    const reader = await write();
    for (const text of [
      '',
      ' ',
      '"',
      '""',
      '-',
      '- -',
      '*',
      '"*"',
      '(',
      ')',
      'OR',
      'OR OR',
      '^',
      ':',
      'text_index:',
      '\u0000',
      '\ue000',
      '😀',
      '++',
      '-"',
    ]) {
      const { hits, empty } = reader.search({ text, limit: 10 });
      assert.deepEqual([hits, empty], [[], !text.startsWith('text')], text);
    }
    for (const text of [
      'login AND',
      'NEAR/3',
      'login NEAR page',
      '(login',
      'login)',
      'text:login',
      '^login',
      '"login" "',
      'login NOT page',
      'a '.repeat(400),
      '("*")login',
      'l*o*g',
    ]) {
      assert.doesNotThrow(() => reader.search({ text, limit: 10 }), text);
    }
    assert.deepEqual(found(reader, { text: '^login)' }), [2, 0]);
    assert.deepEqual(found(reader, { text: 'text:login' }), [], 'both words in a row');
  });

  it('is limited to a time, and to parts', async () => {
    const reader = await write();
    const minute = (n: number) => 1_700_000_000_000 + n * 60_000;
    assert.deepEqual(found(reader, { text: 'login', since: minute(1) }), [2]);
    assert.deepEqual(found(reader, { text: 'login', until: minute(2) }), [0]);
    assert.deepEqual(found(reader, { text: 'login', until: minute(2) + 1, since: minute(2) }), [2]);
    assert.deepEqual(found(reader, { text: 'login', parts: ['answer'] }), []);
    assert.deepEqual(found(reader, { text: '-login', parts: ['answer', 'prompt'] }), [3, 1]);
  });

  it('shows the words found and where they are, on one line', async () => {
    const reader = await write();
    const marked = (text: string, order: 'newest' | 'best' = 'newest') =>
      reader
        .search({ text, limit: 10, order })
        .hits.map(({ snippet, marks }) =>
          marks
            .toReversed()
            .reduce(
              (shown, [from, to]) => `${shown.slice(0, from)}[${shown.slice(from, to)}]${shown.slice(to)}`,
              snippet,
            ),
        );
    assert.deepEqual(marked('"login page"'), ['Fix the [login] [page], please: it says "404"']);
    assert.deepEqual(marked('cafe'), ['Größe and [CAFÉ]']);
    assert.deepEqual(marked('login', 'best'), [
      '[login] [login] [login]',
      'Fix the [login] page, please: it says "404"',
    ]);
  });

  it('shows a stretch of a long text', async () => {
    const { db, writer } = await openStore(temporaryFolder());
    const long = `${'hay '.repeat(500)}a needle\n\u001b[31min\u001b[0m \u202ehere${' stack'.repeat(500)}`;
    writer.writeBatch(batch([{ ...prompt, uid: 'u', at: 1, body: long }]));
    const [hit] = readerOf(db).search({ text: 'needle here', limit: 1 }).hits;
    assert.match(hit!.snippet, /^…(hay )+a needle in here( stack)+…$/);
    assert(hit!.snippet.length < 260);
    assert.deepEqual(
      hit!.marks.map(([from, to]) => hit!.snippet.slice(from, to)),
      ['needle', 'here'],
    );
  });

  it('reads the input of tools as it was meant, and the first 2 KB of outputs', async () => {
    const { db, writer, check } = await openStore(temporaryFolder());
    const output = `${'é'.repeat(1000)} near ${'é'.repeat(1000)} far`;
    writer.writeBatch(
      batch([
        {
          ...call,
          body: String.raw`{"content":"first\nsecond\tthird \"fourth\" caf\u00e9 C:\\fifth \ud83d\ude00 \\u0041"}`,
        },
        { ...result, body: output },
      ]),
    );
    const { search } = readerOf(db);
    const parts = (text: string) => search({ text, limit: 10 }).hits.map(({ part, tool }) => [part, tool]);
    for (const word of ['first', 'second', 'third', 'fourth', 'fifth', 'cafe', '"second third"']) {
      assert.deepEqual(parts(word), [['tool', 'Bash']], word);
    }
    assert.deepEqual(parts('near'), [['output', 'Bash']]);
    assert.deepEqual(parts('far'), []);
    const said = (query: Partial<SearchQuery>) => {
      const { hits, wholeOutputsSince } = search({ text: 'far', limit: 10, ...query });
      return [
        hits.map(({ snippet, marks }) => marks.map(([from, to]) => snippet.slice(from, to)).join()),
        wholeOutputsSince,
      ];
    };
    assert.deepEqual(said({}), [[], null]);
    assert.deepEqual(said({ parts: ['prompt'] }), [[], undefined]);
    assert.deepEqual(said({ parts: ['output'] }), [['far'], 0]);
    assert.deepEqual(said({ parts: ['output'], order: 'best' }), [['far'], 0]);
    assert.deepEqual(check(), []);
  });

  it('ends when its time is over, and says so', async () => {
    const { db, writer } = await openStore(temporaryFolder());
    writer.writeBatch(
      batch(Array.from({ length: 300 }, (_, i) => ({ ...prompt, uid: `u${i}`, at: i, body: `word ${i}` }))),
    );
    const reader = readerOf(db);
    assert.equal(reader.search({ text: 'word', limit: 1000 }).hits.length, 300);
    const now = performance.now.bind(performance);
    let calls = 0;
    performance.now = () => now() + calls++ * 100;
    try {
      const { hits, partial, more } = reader.search({ text: 'word', limit: 1000 });
      assert(partial && more);
      assert(hits.length > 0 && hits.length < 300);
    } finally {
      performance.now = now;
    }
  });

  it('finds the same in slices, whatever comes between them', async () => {
    const { db, writer } = await openStore(temporaryFolder());
    writer.writeBatch(
      batch(Array.from({ length: 100 }, (_, n) => ({ ...prompt, uid: `u${n}`, at: n, body: `word ${n}` }))),
    );
    const context = createContext(db, { settings: () => defaultSettings, now: () => 0 });
    const queries = (['newest', 'best'] as const).map((order) => ({ text: 'word', order, limit: 70 }));
    const whole = createSearch(context);
    const expected = queries.map((query) => whole.search(query));
    assert.deepEqual(
      expected.map(({ hits }) => hits.length),
      [70, 70],
    );
    // No slice has any time.
    const sliced = createSearch(context, { ...usual, clock: () => 0, slice: 0 });
    for (const [n, query] of queries.entries()) {
      assert.deepEqual(sliced.search(query), expected[n]);
      const steps = sliced.steps(query);
      assert.equal(steps.next().done, false);
      // Another search has its turn.
      assert.equal(sliced.search({ text: '7', limit: 5 }).hits.length, 1);
      let step = steps.next();
      while (step.done !== true) {
        step = steps.next();
      }
      assert.deepEqual(step.value, expected[n]);
    }
  });

  it('has what was rescued with numbers of another kind', async () => {
    const { db, writer, check } = await openStore(temporaryFolder());
    postponeIndexing(db);
    const at = 1_700_000_000_000;
    const body = 'rescued';
    writer.writeBatch(
      batch([
        { ...call, at, body },
        { ...prompt, uid: 'p', at, body },
        { ...result, at, body },
      ]),
    );
    db.exec('update message set id = id + 1; update tool_call set id = 1, message_id = message_id + 1');
    db.exec('update message set tool_call_id = 1 where tool_call_id is not null');
    writer.reset();
    await createUpkeep(db, { fullText: true }).run();
    const tool = { callId: 'd', name: 'Bash', category: 'run' } as const;
    writer.writeBatch(
      batch([
        { ...call, uid: 'v', at, tool },
        { ...result, callId: 'd', at, body: 'new' },
      ]),
    );
    assert.deepEqual(check(), []);
    const parts = (text: string) =>
      readerOf(db)
        .search({ text, limit: 9 })
        .hits.map(({ part }) => part);
    assert.deepEqual(parts('rescued'), ['prompt', 'tool', 'output']);
    assert.deepEqual(parts('new'), ['output']);
  });

  it('has what is written while the index is still being filled, at any moment', async () => {
    const random = randomOf(5);
    const { db, writer, check } = await openStore(temporaryFolder());
    assert(postponeIndexing(db));
    const documents = new Map<string, Document>();
    writer.writeBatch(batch(randomRows(random, documents, 120)));
    const reader = readerOf(db);
    assert.equal(reader.search({ text: 'alpha', limit: 1 }).pendingSessions, 4);
    assert.deepEqual(reader.search({ text: 'alpha', limit: 1 }).hits, []);
    for (let goesOn = true; goesOn;) {
      goesOn = indexMore(db, 17);
      writer.writeBatch(batch(randomRows(random, documents, 10)));
      assert.deepEqual(check(), []);
    }
    assert.equal(reader.search({ text: 'alpha', limit: 1 }).pendingSessions, 0);
    const expected = [...documents.values()].filter(({ words }) => words.includes('alpha'));
    assert.equal(all(reader.search, { text: 'alpha' }).length, expected.length);
  });
});
