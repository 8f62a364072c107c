import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImportProgress } from '../../src/common/importReport.js';
import { defaultSettings } from '../../src/common/settings.js';
import { diskFiles } from '../../src/ingest/fileSource.js';
import type { StartParser } from '../../src/ingest/parser.js';
import { createBench, fakeImporter, lines, message, parserHere, settingsWith, until } from './support.js';
import type { Bench } from './support.js';

describe('Ingest', () => {
  let bench: Bench;
  beforeEach(() => {
    bench = createBench();
    mkdirSync(bench.root);
  });
  afterEach(() => bench.dispose());
  /** `age` in seconds. */
  const put = (path: string, content: string, age = 0) => {
    const file = join(bench.root, path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, content);
    const time = Date.now() / 1000 - age;
    utimesSync(file, time, time);
    return file;
  };
  const history = (count: number) => {
    for (let i = 0; i < count; i++) {
      put(
        `h${i}.jsonl`,
        lines(...Array.from({ length: 50 }, (_, n) => message(`${i}-${n}`, 'x'.repeat(100)))),
        1e6 + i,
      );
    }
  };

  it('looks no further than the folders that an importer ends at', async () => {
    const text = (folder: string) => {
      mkdirSync(join(bench.root, folder), { recursive: true });
      writeFileSync(join(bench.root, folder, 'a.jsonl'), lines(message(folder, folder)));
    };
    text('owner/repository');
    text('owner/repository/below');
    text('owner/other/below');
    mkdirSync(join(bench.root, 'owner/repository/.git'));
    await bench.start({ importers: [fakeImporter({ endsAt: '.git' })] }).rescan();
    assert.deepEqual(new Set(bench.writer.texts()), new Set(['owner/repository', 'owner/other/below']));
  });

  it('reads the newest files first', async () => {
    put('old.jsonl', lines(message('1', 'old')), 300);
    put('new.jsonl', lines(message('2', 'new')), 10);
    put('middle.jsonl', lines(message('3', 'middle')), 100);
    await bench.start().rescan();
    assert.deepEqual(bench.writer.texts(), ['new', 'middle', 'old']);
  });

  it('commits about 2,500 rows at a time, with the position they reach', async () => {
    put('a.jsonl', lines(...Array.from({ length: 6000 }, (_, i) => message(String(i), 'x'))));
    await bench.start().rescan();
    assert.deepEqual(
      bench.writer.batches.map(({ rows }) => rows.length),
      [2500, 2500, 1000],
    );
    const offsets = bench.writer.batches.map(({ sources }) => sources[0]?.offset ?? 0);
    assert.deepEqual(
      offsets,
      [...offsets].sort((a, b) => a - b),
    );
    assert.ok(bench.writer.batches.every(({ blocks }) => blocks.every(({ length }) => length < 17_000)));
  });

  it('reads on where the last committed batch ended when it was stopped in between', async () => {
    put('a.jsonl', lines(...Array.from({ length: 6000 }, (_, i) => message(String(i), 'x'))));
    const ingest = bench.start();
    const running = ingest.rescan();
    running.catch(() => undefined);
    await until(() => bench.writer.batches.length === 1);
    await ingest.close();
    await assert.rejects(running, /ended/);
    const result = await bench.start().rescan();
    assert.equal(result.lines, 3500);
    assert.deepEqual(
      [...bench.writer.rows.values()].map(({ nth }) => nth),
      Array.from({ length: 6000 }, (_, i) => i + 1),
    );
  });

  const later = async (turns: number) => {
    for (let turn = 0; turn < turns; turn++) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  };

  it('is not taken for done when it is ended, at whatever moment', async () => {
    history(5);
    for (let turns = 0; turns < 60; turns += 1 + Math.floor(turns / 8)) {
      const again = createBench();
      // A thread takes its time to end.
      const slow: StartParser = (events) => {
        const parser = parserHere([fakeImporter()], diskFiles, 'linux')(events);
        const close = async () => {
          await parser.close();
          await later(50);
        };
        return { ...parser, close };
      };
      const ingest = again.start({
        places: { home: bench.home, env: {}, platform: 'linux' },
        startParser: slow,
      });
      await ingest.rescan();
      put('more.jsonl', lines(message(`m${turns}`, 'x'), message(`n${turns}`, 'x')), turns);
      const running = ingest.rescan().then(
        ({ lines: read }) => read,
        (error: Error) => error.message,
      );
      await later(turns);
      await again.dispose();
      const outcome = await running;
      assert.ok(outcome === 2 || /was ended/.test(String(outcome)), `after ${turns} turns: ${outcome}`);
    }
  });

  it('stops when cancelled and goes on at the next rescan', async () => {
    history(100);
    const ingest = bench.start();
    const running = ingest.rescan();
    await until(() => bench.writer.batches.length === 1);
    ingest.cancel();
    await running;
    assert.equal(ingest.progress().phase, 'paused');
    const before = bench.writer.rows.size;
    assert.ok(before < 5000);
    await ingest.rescan();
    assert.equal(ingest.progress().phase, 'idle');
    assert.equal(bench.writer.rows.size, 5000);
  });

  it('reads each file once when two ask at the same time', async () => {
    history(10);
    const ingest = bench.start();
    const results = await Promise.all([ingest.rescan(), ingest.rescan()]);
    assert.equal(
      bench.writer.batches.reduce((sum, batch) => sum + batch.lines, 0),
      500,
    );
    assert.equal(bench.writer.rows.size, 500);
    assert.ok(results.every(({ problems }) => problems.length === 0));
  });

  it('tells how far the first import is, and that it is the first', async () => {
    history(3);
    const told: ImportProgress[] = [];
    const ingest = bench.start({ onProgress: (progress) => told.push(progress) });
    await ingest.rescan();
    assert.deepEqual([...new Set(told.map(({ phase }) => phase))], ['scanning', 'importing', 'idle']);
    assert.ok(told.filter(({ phase }) => phase === 'importing').every(({ first }) => first));
    const { filesDone, filesTotal, bytesDone, bytesTotal } = ingest.progress();
    assert.deepEqual([filesDone, bytesDone], [filesTotal, bytesTotal]);
    assert.equal(bench.start().progress().first, false);
  });

  it('commits what is appended before the rest of the history', async () => {
    const live = put('live.jsonl', lines(message('l1', 'live')), 1e6);
    const ingest = bench.start();
    await ingest.rescan();
    history(300);
    bench.writer.batches = [];
    const running = ingest.rescan();
    await until(() => bench.writer.batches.length === 2);
    appendFileSync(live, lines(message('l2', 'appended')));
    const second = ingest.rescan();
    await until(() => bench.writer.rows.has('message s l2'));
    assert.equal(ingest.progress().phase, 'importing');
    await Promise.all([running, second]);
    assert.equal(bench.writer.rows.size, 15_002);
  });

  it('waits on pause, reads nothing of agents that are off, and goes on without a restart', async () => {
    put('a.jsonl', lines(message('1', 'one')));
    const ingest = bench.start({ settings: settingsWith({ paused: true }) });
    assert.equal((await ingest.rescan()).files, 0);
    assert.equal(ingest.progress().phase, 'paused');
    ingest.configure(settingsWith({ disabledAgents: ['test'] }));
    assert.equal((await ingest.rescan()).files, 0);
    ingest.configure(defaultSettings);
    assert.equal((await ingest.rescan()).files, 1);
  });

  it('reads further folders as soon as they are set', async () => {
    const extra = join(bench.home, 'extra');
    mkdirSync(extra);
    writeFileSync(join(extra, 'a.jsonl'), lines(message('1', 'one')));
    const ingest = bench.start();
    assert.equal((await ingest.rescan()).files, 0);
    ingest.configure(settingsWith({ extraRoots: { test: [`${extra}/`, 'not/absolute'] } }));
    assert.equal((await ingest.rescan()).files, 1);
    assert.deepEqual(
      ingest.roots().map(({ path, exists }) => [path, exists]),
      [
        [bench.root, true],
        [extra, true],
      ],
    );
  });

  it('records nothing of an excluded project, not even what comes before its folder is known', async () => {
    const project = (cwd: string) =>
      lines(
        { type: 'session', session: cwd, title: { text: 'early', rank: 20 } },
        message('1', 'text', { session: cwd, cwd }),
        message('2', 'later', { session: cwd }),
      );
    put('secret.jsonl', project('/home/me/secret/sub'), 100);
    const open = put('open.jsonl', project('/home/me/open'), 100);
    const ingest = bench.start({ settings: settingsWith({ excludedProjects: ['/home/me/secret'] }) });
    await ingest.rescan();
    assert.deepEqual(
      [...new Set([...bench.writer.rows.values()].map(({ row }) => 'session' in row && row.session))],
      ['/home/me/open'],
    );
    assert.equal(bench.writer.rows.size, 3);

    // The folder was told in an earlier part of the file.
    ingest.configure(settingsWith({ excludedProjects: ['open', '~/secret/**'] }));
    appendFileSync(open, lines(message('3', 'hidden', { session: '/home/me/open' })));
    await ingest.rescan();
    assert.equal(bench.writer.rows.size, 3);

    ingest.configure(defaultSettings);
    await ingest.rescan();
    assert.equal(bench.writer.rows.size, 7, 'what was left out is read when it may be');
  });

  it('holds a session back whose folder is not known yet, while its file is being written', async () => {
    const file = put('a.jsonl', lines({ type: 'session', session: 'x', title: { text: 'early', rank: 20 } }));
    const bench2 = bench.start({ watch: true, settings: settingsWith({ excludedProjects: ['secret'] }) });
    await until(() => bench.writer.sources.size === 1);
    assert.equal(bench.writer.rows.size, 0);
    appendFileSync(file, lines(message('1', 'text', { session: 'x', cwd: '/open' })));
    await until(() => bench.writer.rows.size === 2);
    await bench2.close();
  });

  it('does not keep the texts that the user does not want kept', async () => {
    put(
      'a.jsonl',
      lines(
        message('1', 'my words'),
        message('2', 'hm', { role: 'assistant', kind: 'thinking' }),
        message('3', '{"a":1}', { kind: 'tool', tool: { callId: 'c', name: 'Bash', category: 'run' } }),
        message('4', 'answer', { role: 'assistant', kind: 'text' }),
        {
          type: 'tool_result',
          session: 's',
          callId: 'c',
          at: 1,
          output: 'out',
          isError: false,
        },
      ),
    );
    const keep = { prompts: false, reasoning: false, toolArguments: false, toolOutput: false };
    await bench.start({ settings: settingsWith({ keep }) }).rescan();
    assert.deepEqual(
      [...bench.writer.rows.values()].map(({ row, text }) => [text, row.withheld ?? false]),
      [
        [null, true],
        [null, true],
        [null, true],
        ['answer', false],
        [null, true],
      ],
    );
  });
});

describe('Watching', () => {
  let bench: Bench;
  beforeEach(() => {
    bench = createBench();
    mkdirSync(bench.root);
  });
  afterEach(() => bench.dispose());

  it('reads what is appended', async () => {
    const file = join(bench.root, 'a.jsonl');
    writeFileSync(file, lines(message('1', 'one')));
    bench.start({ watch: true });
    await until(() => bench.writer.rows.size === 1);
    for (let i = 2; i < 6; i++) {
      appendFileSync(file, lines(message(String(i), 'next')));
      await until(() => bench.writer.rows.size === i);
    }
    assert.equal(bench.writer.source('a.jsonl')?.generation, 0);
  });

  it('finds files that are made in folders that are made with them', async () => {
    writeFileSync(join(bench.root, 'a.jsonl'), lines(message('1', 'one')));
    bench.start({ watch: true });
    await until(() => bench.writer.rows.size === 1);
    for (let i = 0; i < 20; i++) {
      const folder = join(bench.root, `p${i}`, 'deep', 'er');
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'b.jsonl'), lines(message(`b${i}`, 'b')));
    }
    await until(() => bench.writer.rows.size === 21);
    for (let i = 0; i < 20; i++) {
      appendFileSync(join(bench.root, `p${i}`, 'deep', 'er', 'b.jsonl'), lines(message(`c${i}`, 'c')));
    }
    await until(() => bench.writer.rows.size === 41);
  });
});
