import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { defaultSettings } from '../../src/common/settings.js';
import type { Changes } from '../../src/service/changes.js';
import { createInsights } from '../../src/service/insights.js';
import { createMarkStore } from '../../src/store/marks.js';
import { createReader } from '../../src/store/read/reader.js';
import { batch, cleanUp, openStore, source, temporaryFolder } from '../store/storeFixture.js';

const at = Date.UTC(2026, 0, 2);
const minute = 60_000;

type Row = Parameters<typeof batch>[0][number];

function session(id: string, n: number, more: object = {}): Row {
  const title = { text: `Title of ${id}`, rank: 40 };
  return { type: 'session', session: id, at: at + n * minute, cwd: '/p', title, ...more };
}

function prompt(id: string, uid: string, n: number, body: string): Row {
  return { type: 'message', session: id, uid, at: at + n * minute, role: 'user', kind: 'prompt', body };
}

function answer(id: string, uid: string, n: number, failed: boolean | null = null): Row[] {
  const message = { type: 'message', session: id, uid, at: at + n * minute, role: 'assistant' } as const;
  return failed === null
    ? [{ ...message, kind: 'text', body: 'Done' }]
    : [
        { ...message, kind: 'tool', body: '{}', tool: { callId: uid, name: 'Bash', category: 'run' } },
        {
          ...{ type: 'tool_result', session: id, callId: uid, at: at + n * minute + 1, body: 'out' },
          isError: failed,
        },
      ];
}

const rows: readonly Row[] = [
  session('s1', 0),
  prompt('s1', 'p1', 0, 'Make it nicer'),
  ...answer('s1', 'a1', 1, true),
  prompt('s1', 'p2', 2, 'No, only the header'),
  ...answer('s1', 'a2', 3, false),
  session('s2', 10, { parent: 's1' }),
  prompt('s2', 'p3', 10, 'Fix the tests'),
  ...answer('s2', 'a3', 11),
  session('s3', 20),
  prompt('s3', 'p4', 20, 'Fix the header title'),
  ...answer('s3', 'a4', 21),
  {
    type: 'message',
    session: 's3',
    uid: 'i1',
    at: at + 22 * minute,
    role: 'user',
    kind: 'interrupt',
    body: '',
  },
  prompt('s3', 'p5', 23, 'Use the other font'),
];

async function open(idle = () => true) {
  const store = await openStore(temporaryFolder());
  store.writer.writeBatch(batch(rows));
  const reader = createReader(store.db, { settings: () => defaultSettings, now: () => at + 60 * minute });
  const marks = createMarkStore(store.db);
  const announced: string[] = [];
  const changes: Changes = {
    sessions: (changed) => void announced.push(...(changed === 'all' ? ['all'] : changed)),
    ...{
      tickets: () => undefined,
      settings: () => undefined,
      progress: () => undefined,
      dispose: () => undefined,
    },
  };
  const start = (background = false) =>
    createInsights({
      ...{ db: store.db, labels: {}, reader, marks, changes, idle, background },
      onError: (error) => assert.fail(String(error)),
    });
  return { ...store, reader, marks, announced, start, insights: start() };
}

describe('conclusions about sessions', () => {
  afterEach(cleanUp);

  it('are drawn from their rows', async () => {
    const { insights, reader, announced } = await open();
    assert.equal(reader.session('agent:s1')?.insights, null);
    await insights.api.updateInsights();
    const told = (id: string) => {
      const { category, quality, unjudged, findings } = reader.session(id)!.insights!;
      return [
        ...[category, unjudged, quality?.score, quality?.reasons.map(({ name }) => name).join()],
        ...[quality?.corrections.map(({ words }) => words), findings.map(({ name }) => name).join()],
      ];
    };
    assert.deepEqual(told('agent:s1'), [
      'other',
      null,
      2.4,
      'fewFollowUps,corrections,recovered',
      ['no'],
      'vague',
    ]);
    assert.deepEqual(told('agent:s2'), ['bug-fix', 'child', undefined, undefined, undefined, '']);
    assert.deepEqual(told('agent:s3'), [
      'bug-fix',
      null,
      2.5,
      'fewFollowUps,corrections,noErrors',
      [null],
      'vague',
    ]);
    assert.deepEqual(announced.sort(), ['agent:s1', 'agent:s2', 'agent:s3']);
    const [finding] = reader.session('agent:s1')!.insights!.findings;
    assert.deepEqual(reader.stepOf(finding!.message), { session: 'agent:s1', seq: 0 });
  });

  it('are drawn anew only for sessions with other rows, also by another process', async () => {
    const { insights, start, announced, writer } = await open();
    await insights.api.updateInsights();
    announced.length = 0;
    await start().api.updateInsights();
    assert.equal(announced.length, 0);
    writer.writeBatch(
      batch([prompt('s3', 'p6', 40, 'No, the first font'), ...answer('s3', 'a6', 41)], {
        sources: [source('a.jsonl', { offset: 900, size: 900 })],
      }),
    );
    await start().api.updateInsights();
    assert.ok(announced.includes('agent:s3'));
  });

  it('give tags by rule, but none that a person took away, and take them back with the rule', async () => {
    const { insights, reader, marks } = await open();
    const tags = () =>
      ['s1', 's2', 's3'].map((id) => reader.session(`agent:${id}`)?.tags.map(({ tag }) => tag));
    const rule = { tag: 'header', prompt: 'header' };
    marks.markSessions(['agent:s3'], { removeTags: ['header'] });
    insights.configure({
      ...defaultSettings,
      tagRules: [rule, { tag: 'x' }, { tag: 'shell', tool: 'Bash' }],
    });
    await insights.api.updateInsights();
    assert.deepEqual(tags(), [['header', 'shell'], [], []]);
    assert.match(insights.problems().join(), /Tag rule 2 \(x\): it needs a condition/);
    insights.configure({ ...defaultSettings, tagRules: [rule] });
    await insights.api.updateInsights();
    assert.deepEqual(tags(), [['header'], [], []]);
  });

  it('can be tried before rules are saved', async () => {
    const { insights, reader } = await open();
    insights.configure({ ...defaultSettings, tagRules: [{ tag: 'shell', tool: 'Bash' }] });
    await insights.api.updateInsights();
    const trial = await insights.api.tryTagRules([{ tag: 'header', prompt: 'header' }, { tag: 'y' }]);
    assert.deepEqual(
      trial.rules.map(({ examples, ...rest }) => ({ ...rest, examples: examples.map(({ id }) => id) })),
      [{ index: 0, tag: 'header', matches: 2, gained: 2, examples: ['agent:s3', 'agent:s1'] }],
    );
    assert.deepEqual(
      trial.lost.map(({ tag, sessions }) => [tag, sessions]),
      [['shell', 1]],
    );
    assert.deepEqual([trial.looked, trial.sessions, trial.problems.length], [2, 2, 1]);
    assert.deepEqual(
      reader.session('agent:s1')?.tags.map(({ tag }) => tag),
      ['shell'],
      'nothing was changed',
    );
  });

  it('are drawn in the background when the import rests, and then nothing goes on', async () => {
    let idle = false;
    const { start, announced } = await open(() => idle);
    const insights = start(true);
    const rest = () => insights.changes.progress({ phase: 'idle' } as Parameters<Changes['progress']>[0]);
    rest();
    await turn();
    assert.deepEqual(announced, []);
    idle = true;
    rest();
    while (announced.length < 3) {
      await turn();
    }
    insights.close();
  });

  it('find sessions that are like one, and say why', async () => {
    const { insights } = await open();
    const [similar, ...others] = await insights.api.similarSessions('agent:s1');
    assert.equal(similar?.session.id, 'agent:s3');
    assert.deepEqual(similar.words.shared, ['title']);
    assert.deepEqual(
      [similar.branch, similar.files, others.length],
      [null, { shared: [], of: 0, score: 0 }, 0],
    );
  });
});
