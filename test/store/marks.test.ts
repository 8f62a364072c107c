import assert from 'node:assert/strict';
import { defaultSettings } from '../../src/common/settings.js';
import { createMarkStore } from '../../src/store/marks.js';
import { createReader } from '../../src/store/read/reader.js';
import { batch, cleanUp, openStore, temporaryFolder } from './storeFixture.js';

const at = 1_700_000_000_000;

/** Three sessions, the second of which started the third. */
async function open() {
  const store = await openStore(temporaryFolder());
  store.writer.writeBatch(
    batch(
      ['s1', 's2', 's3'].flatMap((session, n) => [
        {
          type: 'session' as const,
          session,
          at: at + n * 1000,
          cwd: '/p',
          title: { text: `Title of ${session}`, rank: 40 },
          ...(session === 's3' ? { parent: 's2' } : {}),
        },
        {
          ...{ type: 'message' as const, session, uid: `m-${session}`, at: at + n * 1000 + 1 },
          ...{ role: 'user' as const, kind: 'prompt' as const, body: `prompt of ${session}` },
        },
      ]),
    ),
  );
  const marks = createMarkStore(store.db);
  const reader = createReader(store.db, { settings: () => defaultSettings, now: () => at + 3_600_000 });
  const ids = (filter = {}) => reader.sessions(filter, { limit: 10 }).map(({ id }) => id.slice(6));
  const search = (where: object, text = 'prompt') =>
    reader.search({ text, where, limit: 10 }).hits.map(({ sessionId }) => sessionId?.slice(6));
  return { ...store, marks, reader, ids, search };
}

describe('what people say of sessions', () => {
  afterEach(cleanUp);

  it('shows over what the agents say, and goes back to it', async () => {
    const { marks, reader } = await open();
    const before = marks.markSessions(['agent:s1'], {
      ...{ title: ' My title ', note: 'Look again', favourite: true, addTags: ['#auth', 'Needs  review'] },
    });
    const shown = reader.session('agent:s1');
    assert.deepEqual(
      [shown?.title, shown?.agentTitle, shown?.note, shown?.favourite, shown?.tags.map(({ tag }) => tag)],
      ['My title', 'Title of s1', 'Look again', true, ['Needs review', 'auth']],
    );
    assert.equal(reader.search({ text: 'My title', limit: 5 }).hits[0]?.part, 'title');
    marks.restoreMarks(before);
    const after = reader.session('agent:s1');
    assert.deepEqual(
      [after?.title, after?.note, after?.favourite, after?.tags],
      ['Title of s1', null, false, []],
    );
  });

  it('is taken back as a whole for many sessions', async () => {
    const { marks, ids } = await open();
    marks.markSessions(['agent:s2'], { addTags: ['old'] });
    const before = marks.markSessions(['agent:s1', 'agent:s2', 'agent:none'], {
      ...{ archived: true, addTags: ['x'], removeTags: ['OLD'] },
    });
    assert.equal(before.length, 2);
    assert.deepEqual(ids({ archived: false }), []);
    marks.restoreMarks(before);
    assert.deepEqual(ids({ archived: false }), ['s2', 's1']);
    assert.deepEqual(marks.tags(), [{ tag: 'old', sessions: 1 }]);
  });

  it('filters lists and searches, with all that a session started', async () => {
    const { marks, ids, search } = await open();
    marks.markSessions(['agent:s2'], { addTags: ['auth'], favourite: true });
    marks.markSessions(['agent:s1'], { archived: true });
    assert.deepEqual(ids({ tags: ['AUTH'] }), ['s2']);
    assert.deepEqual(ids({ tags: ['auth'], children: true }), ['s3', 's2']);
    assert.deepEqual(ids({ favourite: true }), ['s2']);
    assert.deepEqual(ids({ archived: true }), ['s1']);
    assert.deepEqual(ids({ tags: ['none'] }), []);
    assert.deepEqual(ids({ text: 'auth' }), ['s2']);
    assert.deepEqual(search({ tags: ['auth'] }), ['s3', 's2']);
    assert.deepEqual(search({ archived: true }), ['s1']);
  });

  it('groups sessions by each of their tags', async () => {
    const { marks, reader } = await open();
    marks.markSessions(['agent:s2'], { addTags: ['a', 'b'] });
    const groups = reader.groups('tag', {});
    assert.deepEqual(
      groups.map(({ key, sessions }) => [key, sessions]),
      [
        ['a', 1],
        ['b', 1],
        [null, 1],
      ],
    );
    const below = (key: string | null) =>
      reader.sessions({}, { limit: 5 }, { by: 'tag', key }).map(({ id }) => id);
    assert.deepEqual(below('b'), ['agent:s2']);
    assert.deepEqual(below(null), ['agent:s1']);
  });

  it('keeps a rule from giving a tag again that was taken away', async () => {
    const { marks, db, reader } = await open();
    const session = db.prepare("select id from session where agent_session_id = 's1'").get()?.[0] as number;
    assert.equal(marks.setRuleTags(session, ['ui', 'slow']), true);
    assert.equal(marks.setRuleTags(session, ['ui', 'slow']), false);
    assert.deepEqual(reader.session('agent:s1')?.tags, [
      { tag: 'slow', byRule: true },
      { tag: 'ui', byRule: true },
    ]);
    const before = marks.markSessions(['agent:s1'], { removeTags: ['ui'] });
    assert.equal(marks.setRuleTags(session, ['ui']), true);
    assert.deepEqual(reader.session('agent:s1')?.tags, []);
    marks.restoreMarks(before);
    assert.deepEqual(
      reader.session('agent:s1')?.tags.map(({ tag }) => tag),
      ['slow', 'ui'],
    );
  });

  it('pins moments that outlive a new reading of their file', async () => {
    const { marks, reader, db, search } = await open();
    const message = db.prepare("select id from message where uid = 'm-s1'").get()?.[0] as number;
    assert.equal(marks.setPin(message, 'Here it began', at), 'agent:s1');
    marks.setPin(message, 'Here it really began', at + 5);
    assert.deepEqual(marks.pins('agent:s1'), [
      { message, uid: 'm-s1', at: at + 1, note: 'Here it really began', createdAt: at },
    ]);
    assert.deepEqual(search({ pinned: true }), ['s1']);
    db.exec("delete from message where uid = 'm-s1'");
    assert.deepEqual(marks.pins('agent:s1')[0]?.message, null);
    marks.removePin('agent:s1', 'm-s1');
    assert.deepEqual(marks.pins('agent:s1'), []);
    assert.throws(() => marks.setPin(message, null, at), /not in the logbook any more/);
    assert.equal(reader.session('agent:s1')?.note, null);
  });
});
