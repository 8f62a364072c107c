import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createReader } from '../../src/store/read/reader.js';
import { defaultSettings } from '../../src/common/settings.js';
import { unpackBlock } from '../../src/store/blocks.js';
import type { Database } from '../../src/store/database.js';
import { forgetSessions, rememberForgotten, sessionsBefore } from '../../src/store/forget.js';
import { createMarkStore } from '../../src/store/marks.js';
import { createUpkeep } from '../../src/store/upkeep.js';
import { assertPacked } from './packedCheck.js';
import { assertRolledUp } from './rollupCheck.js';
import type { Rows } from './rows.js';
import { batch, cleanUp, noTickets, openStore, source, temporaryFolder } from './storeFixture.js';

const at = 1_700_000_000_000;
const options = { attribute: noTickets, importedFolder: '/kept', now: at };
/** Of the session that is forgotten, and of nothing else. */
const secret = 'qzxjvsecretword';

/** Rows of a session: a prompt, a tool call that changes a file, responses, some of which are copies of another's. */
function rowsOf(session: string, seed: number, copies: readonly string[] = []): Rows[number][] {
  const word = session === 's1' || session === 's1child' ? secret : `plainword${session}`;
  const keys = [...Array.from({ length: 3 }, (_, i) => `r-${session}-${i}`), ...copies];
  const base = { session };
  return [
    {
      ...{ type: 'session' as const, ...base, at: at + seed * 1000, cwd: `/home/me/${word}/dir` },
      title: { text: `Title ${word}`, rank: 40 },
      ...(session.endsWith('child') ? { parent: session.slice(0, -5) } : {}),
    },
    {
      ...{ type: 'message' as const, ...base, uid: `p-${session}`, at: at + seed * 1000 + 1 },
      ...{
        role: 'user' as const,
        kind: 'prompt' as const,
        branch: `branch-${word}`,
        body: `Please ${word} now`,
      },
      attachments: [{ mime: 'image/png', bytes: 3 }],
    },
    {
      ...{ type: 'message' as const, ...base, uid: `t-${session}`, at: at + seed * 1000 + 2 },
      ...{ role: 'assistant' as const, kind: 'tool' as const, model: 'm', body: `{"x":"${word}"}` },
      tool: { callId: `c-${session}`, name: 'Edit', category: 'edit' as const },
    },
    {
      ...{ type: 'tool_result' as const, ...base, callId: `c-${session}`, at: at + seed * 1000 + 3 },
      ...{ body: `output of ${word}`, isError: false },
    },
    {
      ...{ type: 'file_change' as const, ...base, callId: `c-${session}`, at: at + seed * 1000 + 3 },
      ...{
        path: `/home/me/${word}/a.ts`,
        operation: 'update' as const,
        added: 1,
        removed: 0,
        body: `+${word}`,
      },
    },
    ...keys.map((key) => ({
      ...{ type: 'usage' as const, ...base, key, group: key, rank: 0, preference: 0, at: at + 5 },
      ...{ isCopy: copies.includes(key), model: 'm', branch: `branch-${word}`, cwd: `/home/me/${word}/dir` },
      tokens: {
        input: 1 + Number(key.at(-1)),
        cacheRead: 0,
        cacheWrite5m: 0,
        cacheWrite1h: 0,
        output: 2,
        reasoning: null,
      },
    })),
    { type: 'todos' as const, ...base, at, items: [{ text: word, status: 'pending' as const }] },
    { type: 'plan' as const, ...base, name: `plan-${session}`, at, text: `# ${word}` },
    { type: 'prompt' as const, ...base, at, text: `Please ${word} now` },
    { type: 'link' as const, ...base, url: `https://example.org/${word}`, label: word, at: null },
  ] as Rows[number][];
}

/** Every view without the numbers of rows. */
function dump(db: Database): unknown {
  const all = (sql: string) => db.prepare(sql).all();
  return {
    sessions: all('select id, parent_id, title, cwd, started_at, ended_at from v_session order by 1'),
    messages: all('select session_id, uid, at, text, branch, cwd from v_message order by 1, 2'),
    calls: all('select session_id, call_id, input, output from v_tool_call order by 1, 2'),
    usage: all('select response, session_id, branch, cwd, total_tokens from v_usage order by 1'),
    files: all('select session_id, path, patch from v_file_change order by 1, 2'),
    rest: all(
      'select text from prompt union all select text from plan union all select items from todo order by 1',
    ),
    names: all('select text from name order by 1'),
  };
}

/** All that the files of a store hold, with the compressed texts unpacked. */
function everything(folder: string, db: Database): string {
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  const raw = files.map(({ name }) => readFileSync(join(folder, name), 'latin1'));
  const blocks = db.prepare('select z from block').all() as [Uint8Array][];
  return [...raw, ...blocks.map(([z]) => Buffer.from(unpackBlock(z)).toString('latin1'))].join('\n');
}

const texts = (rows: readonly Rows[number][]) => batch(rows, { sources: [source('a.jsonl')] });
const kept = [...rowsOf('s2', 2), ...rowsOf('s3', 3)];
/** s2 has copied responses of s1, and s1 one of s3. */
const forked = [...rowsOf('s2', 2, ['r-s1-0', 'r-s1-1']), ...rowsOf('s3', 3)];
const gone = [...rowsOf('s1', 1, ['r-s3-0']), ...rowsOf('s1child', 1)];

describe('what is forgotten', () => {
  afterEach(cleanUp);

  for (const [name, others] of [
    ['of its own', kept],
    ['that others copied', forked],
  ] as const) {
    it(`is as if it had never been read: a session ${name}`, async () => {
      const store = await openStore(temporaryFolder());
      store.writer.writeBatch(texts([...gone, ...others]));
      assertPacked(store.db);
      const forgotten = forgetSessions(store.db, ['agent:s1'], options);
      assert.deepEqual(forgotten, { sessions: ['agent:s1', 'agent:s1child'], files: [] });
      const never = await openStore(temporaryFolder());
      never.writer.writeBatch(texts([...others]));
      assert.deepEqual(dump(store.db), dump(never.db));
      assertRolledUp(store.db);
      assertPacked(store.db);
      assert.deepEqual(store.check(), []);
    });
  }

  it('leaves no text in any file of the store', async () => {
    const folder = temporaryFolder();
    const store = await openStore(folder);
    store.writer.writeBatch(texts([...gone, ...kept]));
    createMarkStore(store.db).markSessions(['agent:s1'], { note: secret, addTags: [secret] });
    assert.match(everything(folder, store.db), new RegExp(secret));
    forgetSessions(store.db, ['agent:s1'], options);
    await createUpkeep(store.db, { fullText: true }).run();
    // The beginning of a word may be shared with the word before it in the index.
    assert.doesNotMatch(everything(folder, store.db), new RegExp(secret.slice(3)));
    assert.match(everything(folder, store.db), /plainwords2/);
    const reader = createReader(store.db, { settings: () => defaultSettings, now: () => at });
    assert.deepEqual(reader.search({ text: secret, limit: 5 }).hits, []);
    assert.equal(reader.search({ text: 'plainwords2', limit: 50 }).pendingSessions, 0);
    assert.notDeepEqual(reader.search({ text: 'plainwords2', limit: 50 }).hits, []);
    assert.deepEqual(store.check(), []);
  });

  it('is cleared by the next owner where this one was killed in between', async () => {
    const folder = temporaryFolder();
    const first = await openStore(folder);
    first.writer.writeBatch(texts([...gone, ...kept]));
    forgetSessions(first.db, ['agent:s1'], options);
    first.close();
    const { db, check } = await openStore(folder);
    await createUpkeep(db, { fullText: true }).run();
    assert.doesNotMatch(everything(folder, db), new RegExp(secret.slice(3)));
    assert.deepEqual(check(), []);
  });

  it('does not come back with its file, nor does what it starts later', async () => {
    const folder = temporaryFolder();
    const store = await openStore(folder);
    store.writer.writeBatch(texts([...gone, ...kept]));
    forgetSessions(store.db, ['agent:s1'], options);
    store.writer.reset();
    const before = dump(store.db);
    store.writer.writeBatch(texts([...gone, ...rowsOf('s1child', 9), ...kept]));
    assert.deepEqual(dump(store.db), before);
    await createUpkeep(store.db, { fullText: true }).run();
    assert.doesNotMatch(everything(folder, store.db), new RegExp(secret.slice(3)));
  });

  it('comes back when it is to be remembered, and its file is read from the start', async () => {
    const store = await openStore(temporaryFolder());
    store.writer.writeBatch(texts([...gone, ...kept]));
    const before = dump(store.db);
    forgetSessions(store.db, ['agent:s1'], options);
    rememberForgotten(store.db);
    store.writer.reset();
    assert.deepEqual(
      store.writer.knownSources().map(({ id, offset }) => [offset, store.writer.sourceState(id)]),
      [[0, null]],
    );
    store.writer.writeBatch(texts([...gone, ...kept]));
    assert.deepEqual(dump(store.db), before);
  });

  it('takes copies of files with it that tell of nothing else', async () => {
    const { db, writer } = await openStore(temporaryFolder());
    writer.writeBatch(
      batch([...gone, ...kept.map((row) => ({ ...row, source: 1 }))], {
        sources: [source('one.jsonl', { root: '/kept/agent' }), source('two.jsonl', { root: '/kept/agent' })],
      }),
    );
    assert.deepEqual(forgetSessions(db, ['agent:s1'], options).files, [join('/kept/agent', 'one.jsonl')]);
    assert.deepEqual(
      writer.knownSources().map(({ path }) => path),
      ['two.jsonl'],
    );
  });

  it('is chosen by when it ended, but not what a person marked, if they say so', async () => {
    const { db, writer } = await openStore(temporaryFolder());
    writer.writeBatch(texts([...gone, ...kept]));
    createMarkStore(db).markSessions(['agent:s2'], { favourite: true });
    assert.deepEqual(sessionsBefore(db, at + 2500, false), ['agent:s1', 'agent:s2']);
    assert.deepEqual(sessionsBefore(db, at + 2500, true), ['agent:s1']);
    assert.deepEqual(sessionsBefore(db, at, false), []);
  });
});
