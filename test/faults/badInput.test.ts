import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '../store/storeFixture.js';
import { bundles, Place, session, sum, type Fault } from './support.js';

const good = [10, 20, 30];

/** What a file or folder of an agent may do to us: the one is named with its line and a remedy, the other is read. */
describe('a bad source', function () {
  this.timeout(120_000);
  let place: Place;
  before(() => bundles());
  beforeEach(() => {
    place = new Place();
    place.session('good', session('good', good));
  });
  afterEach(() => place.dispose());

  interface Case {
    what: string;
    content?: () => string | Uint8Array;
    faults?: (file: string) => Fault[];
    line: number | null;
    message: RegExp;
    /** Responses of the bad file itself that are read all the same. */
    outputs: number[];
    /** The problem is that of its folder. */
    folder?: boolean;
  }
  const [head, tail] = [() => session('bad', [1], 'x'), () => session('bad', [2], 'y')];
  const cases: Case[] = [
    {
      what: 'a torn line',
      content: () => `${head()}{"type":"assist\n${tail()}`,
      line: 3,
      message: /not valid JSON.*passed over.*read again/,
      outputs: [1, 2],
    },
    {
      what: 'a line that is a JSON array',
      content: () => `${head()}[{"type":"assistant"}]\n${tail()}`,
      line: 3,
      message: /not a JSON object.*passed over.*read again/,
      outputs: [1, 2],
    },
    {
      what: 'invalid UTF-8',
      content: () => Buffer.from(session('bad', [1, 2]).replace('prompt 1', 'prompt \xff'), 'latin1'),
      line: 3,
      message: /not valid UTF-8.*replaced.*file itself/,
      outputs: [1, 2],
    },
    {
      what: 'a line of more than 64 MB',
      content: () =>
        Buffer.concat([Buffer.from(head()), Buffer.alloc(65 << 20, 0x78), Buffer.from(`\n${tail()}`)]),
      line: 3,
      message: /has 68157441 bytes, more than 67108864; it was passed over/,
      outputs: [1, 2],
    },
    {
      what: 'a file without permission',
      content: () => session('bad', [1]),
      faults: (file) => [{ call: 'openSync', path: file, code: 'EACCES' }],
      line: null,
      message: /No permission to read it \(EACCES\)\. Give your user read access/,
      outputs: [],
    },
    {
      what: 'a file that the disk cannot read',
      content: () => session('bad', [1]),
      faults: (file) => [{ call: 'readSync', path: file, code: 'EIO' }],
      line: null,
      message: /disk could not read it \(EIO\)\. Check the disk/,
      outputs: [],
    },
    {
      what: 'an unreadable folder',
      content: () => session('bad', [1]),
      // A command lists folders in its own thread, a window does not wait for them.
      faults: (file) =>
        ['readdirSync', 'readdir'].map((call) => ({ call, path: `${join(file, '..')}$`, code: 'EACCES' })),
      line: null,
      message: /No permission to read it \(EACCES\)\. Give your user read access/,
      outputs: [],
      folder: true,
    },
  ];
  for (const { what, content, faults, line, message, outputs, folder } of cases) {
    it(`${what} is named with its remedy by the import and by the doctor; everything else is read`, async () => {
      const file = join(place.home, '.claude/projects/-other/bad.jsonl');
      mkdirSync(join(file, '..'), { recursive: true });
      writeFileSync(file, content?.() ?? '');
      const named = folder ? join(file, '..') : file;
      const { problems } = await place.json(['import'], faults?.(file));
      assert.deepEqual(
        problems.map((problem: { file: string; line: number | null }) => [problem.file, problem.line]),
        [[named, line]],
      );
      assert.match(problems[0].message, message);
      assert.deepEqual(await place.stored(), [good.length + outputs.length, sum([...good, ...outputs])]);

      const window = await place.window(faults?.(file));
      if (faults === undefined) {
        await window.call('progress');
      } else {
        await window.told(() => window.logs.some(({ log }) => log.startsWith(named) && message.test(log)));
      }
      const told = (await window.doctor()).problems.filter((problem) => problem.file === named);
      assert.match(told[0]?.message ?? '', message);
      await window.close();

      // Once the trouble is gone, so is the loss; what only our reading stood against is read by itself.
      if (faults !== undefined) {
        assert.deepEqual(await place.taken(), [good.length + 1, sum(good) + 1]);
        assert.deepEqual((await place.json(['doctor'])).problems, []);
      }
    });
  }

  it('a line of 30 MB is read like any other', async () => {
    const text = JSON.parse(session('bad', [2]).split('\n')[1] ?? '') as { message: { content: unknown[] } };
    text.message.content = [{ type: 'text', text: 'ä'.repeat(15 << 20) }];
    place.session('bad', `${session('bad', [1], 'x')}${JSON.stringify(text)}\n${session('bad', [3], 'z')}`);
    assert.deepEqual((await place.json(['import'])).problems, []);
    assert.deepEqual(await place.stored(), [good.length + 3, sum(good) + 6]);
  });

  it('a file that vanishes while it is looked at is no problem, and what was read of it stays', async () => {
    const file = place.session('bad', session('bad', [1]));
    await place.json(['import']);
    rmSync(file);
    place.session('next', session('next', [5]));
    // It is in the folder's list, but no longer there when it is opened.
    const next = join(file, '../next.jsonl');
    const { problems } = await place.json(['import'], [{ call: 'openSync', path: next, code: 'ENOENT' }]);
    assert.deepEqual(problems, []);
    assert.deepEqual(await place.stored(), [good.length + 1, sum(good) + 1]);
    assert.deepEqual(await place.taken(), [good.length + 2, sum(good) + 6]);
  });

  it('a torn last line is read when it is whole, and is no problem before', async () => {
    const whole = session('bad', [1, 2]);
    const file = place.session('bad', whole.slice(0, -30));
    assert.deepEqual((await place.json(['import'])).problems, []);
    assert.deepEqual(await place.stored(), [good.length + 1, sum(good) + 1]);
    appendFileSync(file, whole.slice(-30));
    assert.deepEqual(await place.taken(), [good.length + 2, sum(good) + 3]);
  });
});

/** What the disk and the database may do to us: one message with file and remedy, and nothing is lost when it is over. */
describe('a bad disk', function () {
  this.timeout(120_000);
  let place: Place;
  before(() => bundles());
  beforeEach(() => {
    place = new Place();
    place.session('good', session('good', good));
  });
  afterEach(() => place.dispose());

  const all: [number, number] = [good.length, sum(good)];

  for (const [what, faults, message] of [
    [
      'a read-only storage folder',
      (): Fault[] => [{ call: 'openSync', path: '/\\.agent-logbook/', code: 'EROFS', writing: true }],
      /cannot be written: EROFS.*\.agent-logbook\/.*Make the folder and its files writable for your user.*--storage/,
    ],
    [
      'a storage folder that cannot be made',
      (): Fault[] => [{ call: 'mkdirSync', path: '/\\.agent-logbook$', code: 'EACCES' }],
      /cannot be written: EACCES.*\.agent-logbook.*Make the folder and its files writable/,
    ],
    [
      'a database without permission',
      (): Fault[] => [{ call: 'openSync', path: 'logbook\\.db$', code: 'EACCES' }],
      /cannot be written: EACCES.*logbook\.db.*Make the folder and its files writable/,
    ],
    [
      'a full disk at the start',
      (): Fault[] => [{ call: 'writeSync', path: '/\\.agent-logbook/', code: 'ENOSPC' }],
      /The disk is full: .*ENOSPC.*\.agent-logbook.*Free some space/,
    ],
  ] as const) {
    it(`${what} is told by the command line on stderr and by a window's state`, async () => {
      const ran = await place.logbook(['import'], faults());
      assert.equal(ran.code, 1);
      assert.equal(ran.out, '');
      assert.equal(ran.error.trim().split('\n').length, 1, ran.error);
      assert.match(ran.error, /^logbook: /);
      assert.match(ran.error, message);

      const window = await place.window(faults());
      await window.told(() => window.states.some(({ status }) => status === 'failed'));
      assert.match(window.states.at(-1)?.message ?? '', message);
      await assert.rejects(window.call('progress'), message);
      await window.close();
      assert.deepEqual(await place.taken(), all);
    });
  }

  it('a disk that fills up in an import ends the command with one message, and the next one goes on', async () => {
    place.session(
      'big',
      session(
        'big',
        Array.from({ length: 3000 }, () => 1),
      ),
    );
    const faults: Fault[] = [{ call: 'writeSync', path: 'logbook\\.db-wal$', code: 'ENOSPC', after: 6 }];
    const ran = await place.logbook(['import'], faults);
    assert.equal(ran.code, 1);
    assert.equal(ran.error.trim().split('\n').length, 1, ran.error);
    assert.match(ran.error, /^logbook: The disk is full: .*ENOSPC \(.*logbook\.db-wal\)\. Free some space/);
    const [stored] = await place.stored();
    assert.ok(stored < all[0] + 3000, 'the disk was full before the end');
    assert.deepEqual(await place.taken(), [all[0] + 3000, all[1] + 3000]);
  });

  it('a disk that fills up stops a window with one message, and it goes on by itself when there is space', async () => {
    const full = join(place.folder, 'full');
    const window = await place.window([
      { call: 'writeSync', path: 'logbook\\.db', code: 'ENOSPC', when: full },
    ]);
    await window.told(() => window.progress.some(({ phase }) => phase === 'idle'));
    assert.deepEqual(await window.totals(), all);
    writeFileSync(full, '');
    place.session('more', session('more', [100, 200]));
    await window.told(() => window.progress.at(-1)?.phase === 'failed');
    // Reading what is stored goes on.
    assert.deepEqual(await window.totals(), all);
    assert.match((await window.doctor()).problems[0]?.message ?? '', /The disk is full.*Free some space/);
    await assert.rejects(window.call('startTicket', { key: 'A-1', folder: '/work/app' }), /The disk is full/);
    // A second failure is not told again.
    const first = window.progress.length;
    await window.told(() => window.logs.filter(({ log }) => log.includes('The disk is full')).length > 0);
    rmSync(full);
    await window.told(() => window.progress.at(-1)?.phase === 'idle');
    const messages = new Set(
      window.progress.filter(({ phase }) => phase === 'failed').map(({ message }) => message),
    );
    assert.equal(messages.size, 1, [...messages].join('\n'));
    assert.match([...messages][0] ?? '', /The disk is full: .*logbook\.db.*Free some space/);
    assert.ok(window.progress.length > first);
    assert.deepEqual(await window.totals(), [all[0] + 2, all[1] + 300]);
    assert.deepEqual(window.troubles, []);
  });

  it('a database of a newer version is left alone, with what to do', async () => {
    const store = await openStore(place.storage);
    store.db.exec('pragma user_version = 1000');
    store.close();
    const bytes = readFileSync(place.database);
    const message =
      /written by a newer version of Agent Logbook \(schema 1000; .*\(.*logbook\.db\)\. Update the extension, or choose another storage folder/;
    const ran = await place.logbook(['import']);
    assert.equal(ran.code, 1);
    assert.match(ran.error, message);
    const window = await place.window();
    await window.told(() => window.states.some(({ status }) => status === 'failed'));
    assert.match(window.states.at(-1)?.message ?? '', message);
    assert.deepEqual(readFileSync(place.database), bytes);
  });

  const setAside =
    /was damaged and is set aside as .*logbook\.damaged-.*\.db.*built anew from the agents' files/;

  it('a corrupt database is set aside, the command line says so, and everything is read again', async () => {
    await place.json(['import']);
    writeFileSync(place.database, 'no database, but longer than the header of one');
    const ran = await place.logbook(['usage', '--json']);
    assert.equal(ran.code, 0);
    assert.match(ran.error, setAside);
    assert.equal(ran.error.trim().split('\n').length, 1);
    assert.deepEqual(await place.stored(), all);
    const report = await place.json(['doctor']);
    assert.equal(report.database.integrity, 'ok');
    assert.equal(report.set_aside.length, 1);
    assert.match(ran.error, new RegExp(report.set_aside[0]));
  });

  it('a corrupt database is told to a window, which reads everything again by itself', async () => {
    await place.json(['import']);
    writeFileSync(place.database, 'no database, but longer than the header of one');
    const window = await place.window();
    await window.told(() => window.troubles.length > 0);
    assert.match(window.troubles[0] ?? '', setAside);
    await window.told(() => window.progress.at(-1)?.phase === 'idle');
    assert.deepEqual(await window.totals(), all);
    assert.equal(window.troubles.length, 1);
  });

  it('damage that is met while a window is open is dealt with at once', async () => {
    await place.json(['import']);
    const store = await openStore(place.storage);
    // Of a table that nothing reads by itself, so that the page is not in memory yet.
    const page = Number(
      store.db.prepare("select rootpage from sqlite_schema where name = 'link'").get()?.[0],
    );
    store.close();
    const window = await place.window();
    await window.told(() => window.states.some(({ status }) => status === 'ready'));
    const bytes = readFileSync(place.database);
    bytes.fill(0xa5, (page - 1) * 8192, page * 8192);
    writeFileSync(place.database, bytes);
    // The window meets the damage in a call of the command line, which is its client.
    const refused = await place.logbook(['show', '0000good']);
    assert.equal(refused.code, 1);
    assert.match(
      refused.error,
      /^logbook: The database is damaged: .*\(.*logbook\.db\)\. It is set aside and built anew.*try again/,
    );
    const shown = await place.json(['show', '0000good']);
    assert.deepEqual(
      shown.messages.map((message: { text: string }) => message.text),
      good.flatMap((output, i) => [`prompt ${i}`, `answer ${output}`]),
    );
    assert.match(window.troubles[0] ?? '', setAside);
    await window.told(() => window.progress.at(-1)?.phase === 'idle');
    assert.deepEqual(await window.totals(), all);
    assert.equal(window.troubles.length, 1);
    assert.equal((await window.doctor()).database.integrity, 'ok');
  });
});
