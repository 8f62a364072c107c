import assert from 'node:assert/strict';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RowQuery, RowRecord } from '../../src/importers/importer.js';
import { databaseRecords } from '../../src/ingest/databaseRecords.js';
import { diskFiles } from '../../src/ingest/fileSource.js';
import { placeOf } from '../../src/ingest/roots.js';
import { folderStart, openSnapshot, removeAbandonedCopies, type Snapshot } from '../../src/store/snapshot.js';
import { nodeFiles } from '../../src/store/fileLayer.js';
import { loadSqlJs, type SqlJsFile } from '../../src/store/sqljsFile.js';
import { createBench, fakeImporter, message, until, wasmPath, type Bench } from './support.js';

const note: RowQuery = {
  from: 'note',
  sql: 'select id, text, changed as mark, id as place from note where changed >= ? order by changed',
  needs: { note: ['id', 'text', 'changed'] },
};

describe("databases of an agent's own", () => {
  let bench: Bench;
  let path: string;
  /** The agent's connection, which stays open as that of a running agent does. */
  let agent: SqlJsFile;
  let read: string[];

  beforeEach(async () => {
    bench = createBench();
    mkdirSync(bench.root);
    path = join(bench.root, 'agent.db');
    agent = await openAgent(path);
    agent.raw.run('create table note (id integer primary key, text text, changed integer)');
    read = [];
  });
  afterEach(async () => {
    agent.close();
    await bench.dispose();
    assert.deepEqual(copies(), [], 'copies are removed');
  });

  const importer = (queries: readonly RowQuery[] = [note]) =>
    fakeImporter({
      shapeOf: (name) => (name.endsWith('.db') ? 'sqlite' : null),
      queries: () => queries,
      start: () => ({
        parse: (record) => {
          const { from, row } = record as RowRecord;
          read.push(`${from} ${row['id']}`);
          return { events: [message(`${row['id']}`, `${row['text']}`) as never] };
        },
        state: () => null,
      }),
    });
  const start = (queries?: readonly RowQuery[]) => bench.start({ importers: [importer(queries)] });
  const write = (id: number, text: string, changed: number) =>
    agent.raw.run('insert or replace into note values (?, ?, ?)', [id, text, changed]);

  it('are read with the rows that stand in the log only, and left as they are', async () => {
    write(1, 'in the file', 10);
    agent.raw.run('pragma wal_checkpoint(truncate)');
    write(2, 'in the log', 20);
    assert.ok(!readFileSync(path).includes('in the log'), 'the newest row is not in the file');
    const before = contents(bench.root);
    const { messages, problems, bytes } = await start().rescan();
    assert.deepEqual([messages, problems], [2, []]);
    assert.equal(bytes, statSync(path).size + statSync(`${path}-wal`).size);
    assert.deepEqual(bench.writer.texts(), ['in the file', 'in the log']);
    assert.deepEqual(contents(bench.root), before);
  });

  it('are read on from the last mark, and what was changed is read again', async () => {
    const ingest = start();
    write(1, 'one', 10);
    write(2, 'two', 20);
    await ingest.rescan();
    read = [];
    await ingest.rescan();
    assert.deepEqual(read, [], 'nothing changed, nothing is read');
    write(3, 'three', 30);
    write(1, 'one again', 40);
    await ingest.rescan();
    assert.deepEqual(read, ['note 2', 'note 3', 'note 1']);
    assert.deepEqual(new Set(bench.writer.texts()), new Set(['one again', 'three', 'two']));
  });

  it('are read on by a process that starts later', async () => {
    write(1, 'one', 10);
    await start().rescan();
    write(2, 'two', 20);
    read = [];
    await start().rescan();
    assert.deepEqual(read, ['note 1', 'note 2'], 'of the last mark there may be more');
    assert.equal(bench.writer.source('agent.db')?.generation, 0);
  });

  it('are read from the start when another lies in their place', async () => {
    write(1, 'one', 10);
    await start().rescan();
    const other = join(bench.home, 'other.db');
    const next = await openAgent(other);
    next.raw.run('create table note (id integer primary key, text text, changed integer)');
    next.raw.run(`insert into note values (7, 'seven', 3)`);
    next.close();
    agent.close();
    rmSync(`${path}-wal`, { force: true });
    renameSync(other, path);
    await start().rescan();
    assert.deepEqual(bench.writer.texts(), ['one', 'seven']);
    agent = await openAgent(path);
  });

  it('give many rows in several transactions, none twice', async () => {
    agent.raw.run('begin');
    for (let id = 1; id <= 6000; id++) {
      write(id, `text ${id}`, id);
    }
    agent.raw.run('commit');
    await start().rescan();
    assert.equal(read.length, 6000);
    assert.ok(bench.writer.batches.length > 1);
    const { marks } = JSON.parse(bench.writer.source('agent.db')?.state ?? '') as { marks: unknown };
    assert.deepEqual(marks, { note: 6000 });
  });

  it('have problems with names: a table or column that is missing, while the rest is read', async () => {
    const gone = { ...note, from: 'gone', needs: { gone: ['id'] } };
    const old = { ...note, from: 'old', needs: { note: ['id', 'colour'] } };
    agent.raw.run('create view looks as select 1 as id');
    const view = { ...note, from: 'looks', needs: { looks: ['id'] } };
    write(1, 'one', 10);
    const { messages, problems } = await start([gone, { ...gone, optional: true }, old, view, note]).rescan();
    assert.equal(messages, 1);
    assert.deepEqual(
      problems.map((problem) => /it has no ([^.]+)\./.exec(problem.message)?.[1]),
      ['table gone', 'column colour in table note', 'table looks'],
    );
  });

  it('have problems with names: no database, and one that is being written', async () => {
    writeFileSync(join(bench.root, 'text.db'), 'no database at all');
    writeFileSync(join(bench.root, 'empty.db'), '');
    write(1, 'one', 10);
    writeFileSync(`${path}-journal`, Buffer.from('d9d505f920a163d700000001', 'hex'));
    const ingest = start();
    const { problems } = await ingest.rescan();
    assert.deepEqual(
      problems
        .map(({ file, message: text }) => `${file.slice(bench.root.length + 1)}: ${text.slice(0, 40)}`)
        .toSorted((a, b) => (a < b ? -1 : 1)),
      [
        'agent.db: A program is writing to it, or was ended',
        'empty.db: It is not a SQLite database, or it is en',
        'text.db: It is not a SQLite database, or it is en',
      ],
    );
    rmSync(`${path}-journal`);
    await ingest.rescan();
    assert.deepEqual(bench.writer.texts(), ['one'], 'it is tried again');
  });

  it('are a problem when they are damaged', async () => {
    agent.raw.run('begin');
    for (let id = 1; id <= 500; id++) {
      write(id, 'x'.repeat(100), id);
    }
    agent.raw.run('commit');
    agent.close();
    const bytes = readFileSync(path);
    bytes.fill(0x55, 4096 * 2, 4096 * 6);
    writeFileSync(path, bytes);
    const { problems } = await start().rescan();
    assert.equal(problems.length, 1);
    assert.match(problems[0]?.message ?? '', /^It could not be read: .*malformed/);
    rmSync(path);
    agent = await openAgent(path);
  });

  it('are looked at when their log changes', () => {
    const root = { importer: importer(), path: bench.root };
    for (const end of ['', '-wal', '-journal']) {
      const [place] = placeOf(path + end, [root]);
      assert.deepEqual([place?.file, place?.path, place?.shape], [path, 'agent.db', 'sqlite']);
    }
    assert.equal(placeOf(`${path}-shm`, [root])[0]?.shape, null);
  });

  it('are read again soon after a change, but not at once after a reading', async () => {
    const ingest = bench.start({ importers: [importer()], watch: true });
    write(1, 'one', 10);
    await ingest.rescan();
    write(2, 'two', 20);
    await until(() => bench.writer.texts().includes('two'));
    const batches = bench.writer.batches.length;
    write(3, 'three', 30);
    write(4, 'four', 40);
    await until(() => bench.writer.texts().includes('four'));
    assert.ok(bench.writer.batches.length <= batches + 2);
  }).timeout(20_000);

  it('leave no copies behind, also of a process that was killed', () => {
    const [dead, own] = ['999999999', String(process.pid)].map((id) =>
      join(tmpdir(), `${folderStart}${id}-test`),
    );
    for (const folder of [dead, own]) {
      mkdirSync(folder ?? '');
      writeFileSync(join(folder ?? '', 'copy.db'), 'x');
    }
    removeAbandonedCopies();
    assert.equal(existsSync(dead ?? ''), false);
    assert.equal(existsSync(own ?? ''), true);
    rmSync(own ?? '', { recursive: true });
  });

  describe('that are large', () => {
    const open = async () => {
      const file = (of: string) => diskFiles.open(of);
      const found = openSnapshot(path, file, await loadSqlJs(wasmPath), 0);
      assert.ok(!('problem' in found));
      return found;
    };
    const texts = (snapshot: Snapshot) =>
      [...databaseRecords(note, snapshot, 0)].flat().map(({ record }) => record.row['text']);

    it('are read where they lie, with a copy of the log', async () => {
      write(1, 'in the file', 10);
      agent.raw.run('pragma wal_checkpoint(truncate)');
      write(2, 'in the log', 20);
      const before = contents(bench.root);
      const snapshot = await open();
      assert.deepEqual(
        readdirSync(join(tmpdir(), copies()[0] ?? '')).filter((name) => !name.endsWith('-wal')),
        [],
        'only the log is copied',
      );
      assert.deepEqual(texts(snapshot), ['in the file', 'in the log']);
      snapshot.close();
      assert.deepEqual(contents(bench.root), before, 'nothing was written, also when it was closed');
    });

    it('do not count what was read while they changed', async () => {
      write(1, 'one', 10);
      agent.raw.run('pragma wal_checkpoint(truncate)');
      const snapshot = await open();
      assert.equal(snapshot.isUnchanged(), true);
      for (let id = 2; id < 50; id++) {
        write(id, 'x'.repeat(1000), id);
      }
      agent.raw.run('pragma wal_checkpoint(truncate)');
      assert.equal(snapshot.isUnchanged(), false);
      const records = databaseRecords(note, snapshot, 0);
      const first = records.next();
      assert.deepEqual([first.done, first.value], [true, false]);
      snapshot.close();
    });
  });
});

async function openAgent(path: string): Promise<SqlJsFile> {
  closeSync(openSync(path, 'a'));
  const file = (await loadSqlJs(wasmPath))(path, nodeFiles);
  file.raw.run('pragma journal_mode = wal; pragma wal_autocheckpoint = 0');
  return file;
}

function copies(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith(`${folderStart}${process.pid}-`));
}

function contents(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name)).toString('base64')]),
  );
}
