import assert from 'node:assert/strict';
import { TitleRank } from '../../../src/common/model.js';
import type { SearchConditions, SearchPart, SearchQuery } from '../../../src/common/search.js';
import { besideParts, messageParts } from '../../../src/common/search.js';
import { defaultSettings } from '../../../src/common/settings.js';
import { createAttributor } from '../../../src/store/attributor.js';
import { deleteAllRows } from '../../../src/store/deleteAll.js';
import { createMarkStore } from '../../../src/store/marks.js';
import { createContext } from '../../../src/store/read/context.js';
import { createReader } from '../../../src/store/read/reader.js';
import { createSearch } from '../../../src/store/read/search.js';
import { usualReading } from '../../../src/store/read/searchTexts.js';
import { createWriter } from '../../../src/store/write/writeBatch.js';
import type { Rows } from '../rows.js';
import { batch, cleanUp, openStore, source, temporaryFolder } from '../storeFixture.js';
import { randomOf } from '../texts.js';

const start = 1_700_000_000_000;
const sessions = ['s0', 's1', 's2', 's3'] as const;
const agents = ['claude', 'codex'] as const;
const labels = { claude: 'Claude Code', codex: 'Codex' };
const branches = ['main', 'maintenance', 'ABC-1-login', 'ABC-12-logout'];
const models = ['claude-opus-4', 'gpt-6'];
const tools = [
  ['Bash', 'run'],
  ['BashOutput', 'read'],
  ['edit_file', 'edit'],
] as const;
const folders = ['/work/shop', '/work/shop-admin', '/home/ada/Docs'];
const words = ['alpha', 'beta', 'gamma', 'Größe'];

/** What may be found, by what a person sees of it. */
interface Known {
  part: SearchPart;
  session: number | null;
  at: number;
  text: string;
  agent: string;
  branch?: string;
  ticket?: string | undefined;
  model?: string;
  tool?: (typeof tools)[number];
  isError?: boolean;
  /** A title made of the first prompt. */
  isPrompt?: boolean;
}

/** A store with a little of everything, and a list of it. */
async function fill(seed: number) {
  const random = randomOf(seed);
  const pick = <T>(list: readonly T[]): T => list[random(list.length)]!;
  const { db } = await openStore(temporaryFolder());
  const attributor = createAttributor(db, () => defaultSettings);
  const writer = createWriter(db, { attribute: attributor });
  const known: Known[] = [];
  const files: { session: number; path: string }[] = [];
  const text = () => Array.from({ length: 1 + random(3) }, () => pick(words)).join(pick([' ', '/', '. ']));
  let clock = start;
  const tick = () => (clock += pick([100, 400, 3000, 90_000]));
  sessions.forEach((session, n) => {
    const agent = agents[n % 2]!;
    const title = text();
    const rows: Rows[number][] = [
      {
        type: 'session',
        session,
        cwd: folders[n % folders.length]!,
        title: { text: title, rank: n < 2 ? TitleRank.prompt : TitleRank.generated },
      },
    ];
    for (let turn = 0; turn < 12; turn++) {
      const branch = pick(branches);
      const ticket = /ABC-\d+/.exec(branch)?.[0];
      const model = pick(models);
      const common = { session: n, agent, branch, model, ticket };
      const key = `${session}-${turn}`;
      const asked = text();
      known.push({ ...common, part: 'prompt', at: tick(), text: asked });
      rows.push({
        type: 'message',
        session,
        uid: `${key}p`,
        at: clock,
        role: 'user',
        kind: 'prompt',
        body: asked,
      });
      const at = tick();
      rows.push({
        ...{
          type: 'usage',
          session,
          key,
          group: key,
          rank: 0,
          preference: 0,
          at,
          isCopy: false,
          model,
          branch,
        },
        tokens: { input: 1, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 1, reasoning: null },
      });
      const [tool, isError, input, output] = [pick(tools), random(3) === 0, text(), text()];
      const [name, category] = tool;
      const message = {
        type: 'message',
        session,
        at,
        role: 'assistant',
        response: key,
        model,
        branch,
      } as const;
      const path = `src/${pick(words)}/${pick(words)}.ts`;
      rows.push(
        { ...message, uid: `${key}a`, kind: 'text', body: asked },
        { ...message, uid: `${key}t`, kind: 'tool', tool: { callId: key, name, category }, body: input },
        { type: 'tool_result', session, callId: key, at, body: output, isError },
        { type: 'file_change', session, callId: key, at, path, operation: 'update', added: 1, removed: 0 },
      );
      known.push(
        { ...common, part: 'answer', at, text: asked },
        { ...common, part: 'tool', at, text: input, tool, isError },
        { ...common, part: 'output', at, text: output, tool, isError },
      );
      files.push({ session: n, path });
    }
    const plan = text();
    rows.push({ type: 'plan', session, name: `plan ${n}`, at: tick(), text: plan });
    known.push({ part: 'plan', session: n, agent, at: clock, text: plan });
    known.push({ part: 'title', session: n, agent, at: 0, text: title, isPrompt: n < 2 });
    for (const path of new Set(files.filter((file) => file.session === n).map((file) => file.path))) {
      known.push({ part: 'file', session: n, agent, at: 0, text: path });
    }
    const typed = text();
    rows.push({ type: 'prompt', session: `gone ${n}`, at: tick(), text: typed, project: folders[0]! });
    known.push({ part: 'history', session: null, agent, at: clock, text: typed });
    // This one is there as a message.
    rows.push({ type: 'prompt', session, at: tick(), text: 'alpha beta gamma' });
    writer.writeBatch(batch(rows, { sources: [source(`${session}.jsonl`, { agent })] }));
  });
  const reader = createReader(db, { settings: () => defaultSettings, now: () => clock, labels });
  return { db, reader, known, files, random, pick, end: clock };
}

const split = new Map<string, string[]>();
const plain = (text: string): string[] => {
  const found =
    split.get(text) ??
    text
      .normalize('NFD')
      .replaceAll(/\p{M}/gu, '')
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u);
  split.set(text, found);
  return found;
};

/** Whether a value of a condition stands in a name, as a person would say. */
const stands = (value: string, name: string | undefined) =>
  name !== undefined && ` ${plain(name).join(' ')} `.includes(` ${plain(value).join(' ')} `);

describe('conditions of a search', () => {
  afterEach(cleanUp);

  it('find what looking at everything finds', async () => {
    for (const seed of [1, 2]) {
      const { db, reader, known, files, random, pick, end } = await fill(seed);
      const context = createContext(db, { settings: () => defaultSettings, now: () => end, labels });
      // Takes another way soon: from the texts to the index, and to lists of what sessions have.
      const tuning = { ...usualReading, clock: () => 0, slice: 40, firstChunk: 2, mostScanned: 8 };
      const others = [0, 5].map((sampled) => createSearch(context, { ...tuning, sampled }));
      const sessionHas = (session: number, test: (one: Known) => boolean) =>
        known.some((one) => one.session === session && test(one));
      const fulfils = (one: Known, where: SearchConditions): boolean[] => {
        const isBeside = (besideParts as readonly string[]).includes(one.part);
        const named = (values: readonly string[] | undefined, of: (one: Known) => string | undefined) =>
          values?.some((value) =>
            isBeside && one.session !== null
              ? sessionHas(one.session, (other) => stands(value, of(other)))
              : stands(value, of(one)),
          );
        const project = one.session === null ? folders[0]! : folders[one.session % folders.length]!;
        return [
          where.agents?.some((value) =>
            [one.agent, labels[one.agent as 'codex']].some((name) => stands(value, name)),
          ),
          where.projects?.some((value) => stands(value, project.split('/').at(-1))),
          named(where.branches, ({ branch }) => branch),
          named(where.tickets, ({ ticket }) => ticket),
          named(where.models, ({ model }) => model),
          where.tools?.some(
            (value) =>
              !isBeside && one.tool !== undefined && (stands(value, one.tool[0]) || value === one.tool[1]),
          ),
          where.files?.some((value) =>
            files.some((file) => file.session === one.session && stands(value, file.path)),
          ),
          where.error && !isBeside && one.isError === true,
        ].filter((value) => value !== undefined);
      };
      let answers = 0;
      for (let n = 0; n < 40; n++) {
        const conditions = (): SearchConditions => ({
          ...(random(4) === 0 ? { agents: [pick(['claude', 'Code', 'codex', 'cod'])] } : {}),
          ...(random(4) === 0 ? { projects: [pick(['shop', 'admin', 'docs', 'sho'])] } : {}),
          ...(random(4) === 0 ? { branches: [pick(['main', 'login', 'mainten']), 'logout'] } : {}),
          ...(random(4) === 0 ? { tickets: [pick(['abc-1', 'ABC-12', 'ABC'])] } : {}),
          ...(random(4) === 0 ? { models: [pick(['opus', 'gpt', 'claude-opus-4'])] } : {}),
          ...(random(4) === 0 ? { tools: [pick(['bash', 'edit', 'run', 'Ba'])] } : {}),
          ...(random(4) === 0 ? { files: [pick(['alpha', 'src/beta', 'gamma.ts'])] } : {}),
          ...(random(6) === 0 ? { error: true as const } : {}),
        });
        const word = pick(words);
        const parts =
          random(3) === 0 ? [...messageParts, ...besideParts].filter(() => random(2) === 0) : undefined;
        const where = random(2) === 0 ? conditions() : {};
        const without = random(3) === 0 ? conditions() : {};
        // No other word begins so.
        const text = random(3) === 0 ? `${word.slice(0, 3)}*` : word;
        const query = { text, where, without, ...(parts ? { parts } : {}), limit: 1000 };
        const expected = known.filter(
          (one) =>
            plain(one.text).includes(plain(word)[0]!) &&
            (parts?.includes(one.part) ?? one.isPrompt !== true) &&
            fulfils(one, where).every(Boolean) &&
            !fulfils(one, without).some(Boolean),
        );
        const shown = ({ part, session, text }: { part: string; session: string; text: string }) =>
          `${part} ${session} ${part === 'title' || part === 'file' ? text : ''}`;
        const keys = expected.map((one) =>
          shown({ ...one, session: one.session === null ? 'null' : `${one.agent}:s${one.session}` }),
        );
        const says = `seed ${seed}: ${JSON.stringify(query)}`;
        for (const order of ['newest', 'best'] as const) {
          const { hits } = reader.search({ ...query, order });
          assert.deepEqual(
            hits
              .map((hit) => shown({ ...hit, session: String(hit.sessionId), text: hit.snippet }))
              .toSorted(),
            keys.toSorted(),
            says,
          );
          for (const { snippet, marks } of hits) {
            assert(marks.length > 0);
            assert(
              marks.every(([from, to]) => plain(snippet.slice(from, to))[0] === plain(word)[0]),
              says,
            );
          }
        }
        for (const { search } of others) {
          const more = ([{}, { order: 'best' }, { limit: 3 }, { text: '' }] as const)[n % 4];
          assert.deepEqual(search({ ...query, ...more }), reader.search({ ...query, ...more }), says);
        }
        answers += keys.length;
        // In pages it is the same.
        const whole = reader.search(query).hits;
        const paged = pages(reader, query, 1 + random(9));
        assert.deepEqual(paged, whole, says);
      }
      assert(answers > 200, `only ${answers} answers`);
    }
  });

  const pages = (reader: Awaited<ReturnType<typeof fill>>['reader'], query: SearchQuery, limit: number) => {
    const hits = [];
    for (let before = Number.MAX_SAFE_INTEGER; ; before = hits.at(-1)!.id) {
      const page = reader.search({ ...query, limit, before });
      hits.push(...page.hits);
      if (!page.more) {
        return hits;
      }
      assert.equal(page.hits.length, limit);
    }
  };

  it('list without words what they hold for, and nothing without any', async () => {
    const { reader, known } = await fill(4);
    const count = (query: Omit<SearchQuery, 'limit' | 'text'>) => {
      const { hits, empty } = reader.search({ text: '', limit: 1000, ...query });
      return empty ? null : hits.length;
    };
    assert.equal(count({}), null);
    assert.equal(count({ parts: ['plan'] }), 4);
    assert.equal(count({ parts: ['title', 'history'] }), 8);
    assert.equal(count({ parts: ['prompt'] }), 48);
    assert.equal(count({ where: { error: true } }), known.filter(({ isError }) => isError).length);
    assert.equal(count({ where: { agents: ['nobody'] } }), 0);
  });

  it('tell the sessions of the hits, with what they are called', async () => {
    const { reader } = await fill(5);
    const { hits, sessions: told } = reader.search({
      text: 'alpha',
      limit: 1000,
      parts: ['prompt', 'history'],
    });
    assert.deepEqual(
      told.map(({ id }) => id),
      [...new Set(hits.flatMap(({ sessionId }) => sessionId ?? []))],
    );
    const [first] = told;
    assert.equal(first?.agent, 'codex');
    assert.equal(first.project, '/work/shop');
    assert(first.title !== '' && first.at !== null);
  });

  it('find what a person noted on a session and at a pin', async () => {
    const { db, reader } = await fill(6);
    const marks = createMarkStore(db);
    const [session] = reader.sessions({}, { limit: 1 });
    assert.ok(session);
    marks.markSessions([session.id], { note: 'worth showing to Grace' });
    const [, step] = reader.outline(session.id, 0, 2).rows;
    assert.ok(step);
    marks.setPin(step.id, 'Grace asked about this place', 5);
    marks.setPin(reader.outline(session.id, 0, 1).rows[0]!.id, null, 5);
    const { hits } = reader.search({ text: 'grace', limit: 9 });
    assert.deepEqual(
      hits.map(({ part, message, sessionId, snippet }) => [part, message, sessionId, snippet]),
      [
        ['note', null, session.id, 'worth showing to Grace'],
        ['note', step.id, session.id, 'Grace asked about this place'],
      ],
    );
    const count = (text: string, parts: SearchQuery['parts']) =>
      reader.search({ text, limit: 9, ...(parts ? { parts } : {}) }).hits.length;
    assert.deepEqual(
      [count('', ['note']), count('grace', ['prompt']), count('grace show', undefined)],
      [2, 0, 0],
    );
  });

  it('see what came after a first search, and nothing that was deleted', async () => {
    const { db, reader } = await fill(8);
    const paths = () =>
      reader.search({ text: 'brandnew', parts: ['file', 'history'], limit: 9 }).hits.map(({ part }) => part);
    assert.deepEqual(paths(), []);
    const writer = createWriter(db, { attribute: createAttributor(db, () => defaultSettings) });
    const change = { operation: 'create', added: 1, removed: 0, at: start } as const;
    const rows: Rows = [
      { type: 'file_change', session: 's0', callId: 'x', path: 'src/brandNew.ts', ...change },
      { type: 'prompt', session: 'gone', at: start + 60_000, text: 'a brandnew prompt' },
      {
        ...{
          type: 'file_change',
          session: 's0',
          callId: 'y',
          path: 'old/renamed.ts',
          newPath: 'new/renamed.ts',
        },
        ...{ ...change, operation: 'rename' as const },
      },
    ];
    writer.writeBatch(batch(rows, { sources: [source('new.jsonl', { agent: 'claude' })] }));
    assert.deepEqual(paths(), ['history', 'file']);
    const { hits } = reader.search({ text: 'renamed', parts: ['file'], limit: 9 });
    assert.deepEqual(hits.map(({ snippet }) => snippet).toSorted(), ['new/renamed.ts', 'old/renamed.ts']);
    assert.equal(new Set(hits.map(({ id }) => id)).size, 2);
    deleteAllRows(db, []);
    reader.clear();
    assert.deepEqual(paths(), []);
    writer.reset();
    writer.writeBatch(batch(rows, { sources: [source('new.jsonl', { agent: 'claude' })] }));
    assert.deepEqual(paths(), ['history', 'file']);
  });

  it('hold for sessions that have not ended', async () => {
    const { reader, db } = await fill(6);
    const live = () =>
      new Set(
        reader
          .search({ text: '', where: { live: true }, limit: 1000 })
          .hits.map(({ sessionId }) => sessionId),
      );
    assert.deepEqual(live(), new Set(['claude:s2', 'codex:s3'].filter((id) => live().has(id))));
    assert(live().has('codex:s3'));
    db.exec('update session set ended_at = 5');
    assert.deepEqual(live(), new Set());
  });

  it('say where a hit stands in its session', async () => {
    const { reader } = await fill(7);
    for (const { message, sessionId } of reader.search({
      text: 'alpha',
      limit: 50,
      parts: ['output', 'answer'],
    }).hits) {
      const step = reader.stepOf(message!);
      assert.equal(step?.session, sessionId);
      assert.equal(reader.outline(sessionId!, step.seq, 1).rows[0]?.id, message);
    }
    assert.equal(reader.stepOf(3), null);
  });
});
