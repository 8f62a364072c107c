import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { diskFiles } from '../../src/ingest/fileSource.js';
import type { FileSource } from '../../src/ingest/fileSource.js';
import { StoreError } from '../../src/store/storeError.js';
import { createBench, fakeImporter, lines, message, parserHere, until } from './support.js';
import type { Bench } from './support.js';

const systemError = (code: string) => Object.assign(new Error(`${code}: made up`), { code });

describe('Reading in spite of trouble', () => {
  let bench: Bench;
  beforeEach(() => {
    bench = createBench();
    mkdirSync(bench.root);
  });
  afterEach(() => bench.dispose());
  const put = (path: string, content: string | Buffer) => {
    mkdirSync(join(bench.root, path, '..'), { recursive: true });
    writeFileSync(join(bench.root, path), content);
  };
  const good = lines(message('good', 'good'));

  const badLines: [string, string | Buffer, RegExp | null][] = [
    ['is torn in the middle of the file', '{"type":"mess\n', /not valid JSON/],
    ['holds a list', '[{"type":"message"}]\n', /not a JSON object/],
    ['holds null', 'null\n', /not a JSON object/],
    ['holds a number', '12\n', /not a JSON object/],
    ['is full of zero bytes', Buffer.from('\0\0\0\0\n'), /not valid JSON/],
    ['breaks the importer', '{"throws":"oh"}\n', /could not be understood \(oh\)/],
    ['is empty', '\n', null],
    ['is blank', '  \r\n', null],
  ];
  for (const [what, bytes, problem] of badLines) {
    it(`goes on after a line that ${what}`, async () => {
      put(
        'a.jsonl',
        Buffer.concat([Buffer.from(lines(message('1', 'one'))), Buffer.from(bytes), Buffer.from(good)]),
      );
      const result = await bench.start().rescan();
      assert.deepEqual(bench.writer.texts(), ['one', 'good']);
      assert.deepEqual(
        result.problems.map(({ file, line }) => [file, line]),
        problem === null ? [] : [[join(bench.root, 'a.jsonl'), 2]],
      );
      assert.match(result.problems[0]?.message ?? '', problem ?? /^$/);
    });
  }

  it('decodes what is not UTF-8 with replacements, and says so', async () => {
    put('a.jsonl', Buffer.from(lines(message('1', 'a?b')).replace('?', '\xff'), 'latin1'));
    const { problems } = await bench.start().rescan();
    assert.deepEqual(bench.writer.texts(), ['a\ufffdb']);
    assert.match(problems[0]?.message ?? '', /not valid UTF-8/);
  });

  it('reads a file that begins with a byte order mark', async () => {
    put('a.jsonl', `\ufeff${good}`);
    assert.deepEqual((await bench.start().rescan()).problems, []);
    assert.deepEqual(bench.writer.texts(), ['good']);
  });

  it('reads a line of 30 MB and keeps the head of its text', async () => {
    put('a.jsonl', lines(message('big', 'ä'.repeat(15 << 20))) + good);
    const { problems } = await bench.start().rescan();
    assert.deepEqual(problems, []);
    const row = bench.writer.rows.get('message s big');
    const body = row?.row.type === 'message' ? row.row.body : null;
    assert.deepEqual([body?.bytes, body?.fullBytes], [1 << 20, 30 << 20]);
    assert.equal(bench.writer.rows.get('message s good')?.text, 'good');
  });

  it('lists a hundred bad lines of a file, not a million', async () => {
    put('a.jsonl', 'x\n'.repeat(5000) + good);
    assert.equal((await bench.start().rescan()).problems.length, 101);
    assert.deepEqual(bench.writer.texts(), ['good']);
  });

  for (const code of ['EACCES', 'EMFILE', 'EIO']) {
    it(`tells once that a file cannot be opened (${code}), reads the others, and tries again`, async () => {
      put('a.jsonl', good);
      put('b.jsonl', lines(message('b', 'b')));
      let broken = true;
      const files: FileSource = {
        ...diskFiles,
        open: (path) => {
          if (broken && path.endsWith('b.jsonl')) {
            throw systemError(code);
          }
          return diskFiles.open(path);
        },
      };
      const ingest = bench.start({ files });
      const { problems } = await ingest.rescan();
      assert.deepEqual(
        problems.map(({ file }) => file),
        [join(bench.root, 'b.jsonl')],
      );
      assert.ok(problems[0]?.message.includes(code));
      assert.deepEqual(bench.writer.texts(), ['good']);
      assert.deepEqual((await ingest.rescan()).problems, []);
      broken = false;
      await ingest.rescan();
      assert.deepEqual(bench.writer.texts(), ['good', 'b']);
    });
  }

  it('keeps what it read before the disk failed, and goes on from there', async () => {
    put('a.jsonl', lines(...Array.from({ length: 3000 }, (_, i) => message(String(i), 'x'.repeat(300)))));
    let broken = true;
    const files: FileSource = {
      ...diskFiles,
      open: (path) => {
        const file = diskFiles.open(path);
        return {
          ...file,
          read: (buffer, offset, length, position) => {
            if (broken && position > 500_000) {
              throw systemError('EIO');
            }
            return file.read(buffer, offset, length, position);
          },
        };
      },
    };
    const ingest = bench.start({ files });
    const { problems } = await ingest.rescan();
    assert.match(problems[0]?.message ?? '', /EIO/);
    assert.ok(bench.writer.rows.size > 1000 && bench.writer.rows.size < 3000);
    broken = false;
    const second = await ingest.rescan();
    assert.equal(bench.writer.rows.size, 3000);
    assert.ok(second.lines < 2000, `${second.lines} lines were read again`);
    assert.equal([...bench.writer.rows.values()].at(-1)?.nth, 3000);
  });

  it('says nothing of a file that vanishes before it is opened', async () => {
    put('a.jsonl', good);
    put('b.jsonl', good);
    const files: FileSource = {
      ...diskFiles,
      open: (path) => {
        if (path.endsWith('b.jsonl')) {
          rmSync(path, { force: true });
        }
        return diskFiles.open(path);
      },
    };
    const { problems, files: read } = await bench.start({ files }).rescan();
    assert.deepEqual(problems, []);
    assert.equal(read, 1);
  });

  it('names a folder that cannot be read, reads the others, and does not take its files for deleted', async () => {
    put('x/a.jsonl', good);
    put('y/b.jsonl', lines(message('b', 'b')));
    let broken = false;
    const files: FileSource = {
      ...diskFiles,
      list: (folder) =>
        broken && folder.endsWith('x') ? Promise.reject(systemError('EACCES')) : diskFiles.list(folder),
      stat: (path) =>
        broken && path.includes('/x/') ? Promise.reject(systemError('EACCES')) : diskFiles.stat(path),
    };
    const ingest = bench.start({ files });
    await ingest.rescan();
    broken = true;
    appendFileSync(join(bench.root, 'y/b.jsonl'), lines(message('c', 'c')));
    const { problems } = await ingest.rescan();
    assert.deepEqual(
      problems.map(({ file }) => file),
      [join(bench.root, 'x')],
    );
    assert.equal(bench.writer.source('x/a.jsonl')?.goneAt, undefined);
    assert.ok(bench.writer.rows.has('message s c'));
  });

  it('follows links once, also in a circle', async () => {
    put('x/a.jsonl', good);
    symlinkSync('..', join(bench.root, 'x/up'));
    symlinkSync(bench.root, join(bench.root, 'x/root'));
    symlinkSync('nowhere', join(bench.root, 'dangling'));
    const elsewhere = join(bench.home, 'elsewhere');
    mkdirSync(elsewhere);
    writeFileSync(join(elsewhere, 'b.jsonl'), lines(message('b', 'b')));
    symlinkSync(elsewhere, join(bench.root, 'link'));
    symlinkSync(elsewhere, join(elsewhere, 'self'));
    const { files, problems } = await bench.start().rescan();
    assert.equal(files, 2);
    assert.deepEqual(problems, []);
    assert.deepEqual(new Set(bench.writer.texts()), new Set(['b', 'good']));
  });

  for (const reason of ['full', 'read-only', 'io'] as const) {
    it(`waits when the store cannot be written (${reason}) and loses nothing`, async () => {
      put('a.jsonl', good);
      bench.writer.refuse = () => {
        throw new StoreError(reason, '/store/logbook.db', 'The disk is full', 'Free some space');
      };
      const ingest = bench.start();
      await assert.rejects(ingest.rescan(), /The disk is full \(\/store\/logbook\.db\)\. Free some space/);
      assert.equal(ingest.progress().phase, 'failed');
      assert.match(ingest.progress().message ?? '', /Free some space/);
      bench.writer.refuse = () => undefined;
      await until(() => ingest.progress().phase === 'idle');
      assert.deepEqual(bench.writer.texts(), ['good']);
    });
  }

  it('reads a file from its start where the store cannot tell what its parser carried', async () => {
    put('a.jsonl', good);
    await bench.start().rescan();
    put('a.jsonl', good + lines(message('more', 'more')));
    bench.writer.sourceState = () => {
      throw new StoreError('io', '/store/logbook.db', 'The disk fails', 'Look at it');
    };
    await bench.start().rescan();
    assert.deepEqual(bench.writer.texts(), ['good', 'more']);
    assert.equal(bench.writer.source('a.jsonl')?.generation, 1);
  });

  it('gives up the one file whose rows the store refuses, after trying it alone', async () => {
    put('a.jsonl', good);
    put('b.jsonl', lines(message('bad', 'bad')));
    bench.writer.refuse = (batch) => {
      if (batch.rows.some((row) => row.type === 'message' && row.uid === 'bad')) {
        throw new Error('constraint');
      }
    };
    const { problems } = await bench.start().rescan();
    assert.deepEqual(bench.writer.texts(), ['good']);
    assert.deepEqual(
      problems.map(({ file }) => file),
      [join(bench.root, 'b.jsonl')],
    );
    assert.match(problems[0]?.message ?? '', /could not be stored \(constraint\)/);
    assert.equal((await bench.start().rescan()).files, 0, 'it is left alone until it changes');
  });

  it('starts a parsing thread that died again and gives up the file that killed it twice', async () => {
    put('a.jsonl', good);
    put('b.jsonl', lines({ kill: true }));
    let deaths = 0;
    const importers = [fakeImporter()];
    const files: FileSource = {
      ...diskFiles,
      open: (path) => {
        if (path.endsWith('b.jsonl')) {
          throw new Killed();
        }
        return diskFiles.open(path);
      },
    };
    class Killed extends Error {}
    const { problems } = await bench
      .start({
        importers,
        startParser: (events) => {
          const parser = parserHere(importers, diskFiles, 'linux')(events);
          return {
            ...parser,
            send: (sent) => {
              if (sent.type === 'read' && sent.job.path === 'b.jsonl') {
                deaths++;
                setImmediate(() => {
                  void parser.close();
                  dead = sent.job.id;
                  events.onDeath('out of memory');
                });
                return;
              }
              parser.send(sent);
            },
            lastJob: () => dead,
          };
        },
        files,
      })
      .rescan();
    assert.equal(deaths, 2);
    assert.deepEqual(bench.writer.texts(), ['good']);
    assert.deepEqual(
      problems.map(({ file }) => file),
      [join(bench.root, 'b.jsonl')],
    );
    assert.match(problems[0]?.message ?? '', /out of memory/);
  });
  let dead = 0;
});
