import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type FileLayer, nodeFiles } from '../../src/store/fileLayer.js';
import { StoreError, type StoreErrorReason } from '../../src/store/storeError.js';
import { lettersOf } from '../../src/store/sqljsFile.js';
import { batch, cleanUp, openStore, source, temporaryFolder, wasmPath } from './storeFixture.js';

function fileError(code: string): Error {
  return Object.assign(new Error(`${code}: made by the test`), { code });
}

/** Node's files, of which `call` fails while `fails` says so. */
function failing(call: keyof FileLayer, code: string, fails: (...rest: unknown[]) => boolean): FileLayer {
  const original = nodeFiles[call] as (...rest: unknown[]) => unknown;
  return {
    ...nodeFiles,
    [call]: (...rest: unknown[]) => {
      if (fails(...rest)) {
        throw fileError(code);
      }
      return original(...rest);
    },
  };
}

function messages(first: number, count: number, size: number) {
  return Array.from({ length: count }, (_, i) => ({
    type: 'message' as const,
    session: 's',
    uid: `m${first + i}`,
    at: first + i,
    role: 'user' as const,
    kind: 'prompt' as const,
    // Incompressible enough to need its space.
    body: Array.from({ length: size }, (_unused, j) => ((i + first) * 7919 + j * j).toString(36)).join(' '),
  }));
}

async function refusal(promise: Promise<unknown>, reason: StoreErrorReason, file: string): Promise<void> {
  await assert.rejects(promise, (error) => {
    assert(error instanceof StoreError, String(error));
    assert.equal(error.reason, reason, error.message);
    assert.equal(error.file, file);
    assert.notEqual(error.remedy, '');
    assert(error.message.includes(file) && error.message.includes(error.remedy));
    return true;
  });
}

describe('a store whose disk says no', () => {
  afterEach(cleanUp);

  it('tells of a folder that cannot be made', async () => {
    for (const [code, reason] of [
      ['EROFS', 'read-only'],
      ['EACCES', 'read-only'],
      ['ENOSPC', 'full'],
      ['EIO', 'io'],
    ] as const) {
      const folder = join(temporaryFolder(), 'new');
      await refusal(
        openStore(folder, { fileLayer: failing('makeFolder', code, () => true) }),
        reason,
        folder,
      );
    }
  });

  it('tells of a folder in a place that has no folders', async function () {
    if (process.platform !== 'linux') {
      this.skip();
    }
    await refusal(openStore('/proc/none/of/these'), 'io', '/proc/none/of/these');
  });

  it('tells of a file that cannot be written', async () => {
    for (const code of ['EROFS', 'EACCES', 'EPERM']) {
      const folder = temporaryFolder();
      const path = join(folder, 'logbook.db');
      const layer = failing('open', code, (file) => file === path);
      await refusal(openStore(folder, { fileLayer: layer }), 'read-only', path);
    }
  });

  it('tells of a folder where only the lock cannot be made, and leaves no part of it', async () => {
    for (const call of ['open', 'write', 'sync'] as const) {
      const folder = temporaryFolder();
      const isLock = (file: unknown) => call !== 'open' || String(file).includes('.lock');
      const layer = failing(call, 'ENOSPC', isLock);
      await refusal(openStore(folder, { fileLayer: layer }), 'full', join(folder, 'logbook.db'));
      assert.deepEqual(readdirSync(folder), ['logbook.db']);
      await openStore(folder);
    }
  });

  it('needs no hard links', async () => {
    const folder = temporaryFolder();
    await openStore(folder, { fileLayer: failing('link', 'EPERM', () => true) });
    await assert.rejects(openStore(folder), { reason: 'locked' });
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.includes('.lock')),
      ['logbook.db.lock'],
    );
  });

  it('tells of a real read-only folder', async function () {
    if (process.getuid?.() === 0 || process.platform === 'win32') {
      this.skip();
    }
    const folder = temporaryFolder();
    chmodSync(folder, 0o500);
    await refusal(openStore(folder), 'read-only', join(folder, 'logbook.db'));
    chmodSync(folder, 0o700);
  });

  it('tells of a folder that is a file', async () => {
    const folder = join(temporaryFolder(), 'file');
    writeFileSync(folder, '');
    await refusal(openStore(folder), 'io', folder);
  });

  it('writes nothing in part when the disk fills up in a batch, and goes on when there is space', async () => {
    const folder = temporaryFolder();
    let left = Infinity;
    const layer: FileLayer = {
      ...nodeFiles,
      write: (fd, buffer, offset, length, position) => {
        if (length > left) {
          throw fileError('ENOSPC');
        }
        left -= length;
        return nodeFiles.write(fd, buffer, offset, length, position);
      },
    };
    const { db, writer, check } = await openStore(folder, { fileLayer: layer });
    const at = (n: number) => ({ sources: [source('a.jsonl', { offset: n })] });
    writer.writeBatch(batch(messages(0, 50, 300), at(50)));
    for (const space of [0, 10_000, 100_000]) {
      left = space;
      assert.throws(
        () => writer.writeBatch(batch(messages(50, 400, 300), at(450))),
        (error) => {
          assert(error instanceof StoreError);
          assert.equal(error.reason, 'full', error.message);
          assert(error.file.startsWith(join(folder, 'logbook.db')), error.file);
          return true;
        },
      );
      assert.deepEqual(db.prepare('select count(*) from message').get(), [50]);
      assert.equal(writer.knownSources()[0]?.offset, 50);
    }
    left = Infinity;
    assert.equal(writer.writeBatch(batch(messages(50, 400, 300), at(450))).messages, 400);
    assert.equal(writer.knownSources()[0]?.offset, 450);
    assert.deepEqual(check(), []);
  });

  it('writes nothing in part when syncing fails', async () => {
    let broken = false;
    const layer = failing('sync', 'EIO', () => broken);
    const { db, writer, check } = await openStore(temporaryFolder(), { fileLayer: layer });
    writer.writeBatch(batch(messages(0, 5, 10)));
    broken = true;
    assert.throws(() => writer.writeBatch(batch(messages(5, 5, 10))), { reason: 'io' });
    broken = false;
    assert.deepEqual(db.prepare('select count(*) from message').get(), [5]);
    writer.writeBatch(batch(messages(5, 5, 10)));
    assert.deepEqual(db.prepare('select count(*) from message').get(), [10]);
    assert.deepEqual(check(), []);
  });

  it('loses nothing when the disk is full at the end', async () => {
    const folder = temporaryFolder();
    let full = false;
    const layer = failing('write', 'ENOSPC', () => full);
    const store = await openStore(folder, { fileLayer: layer });
    store.writer.writeBatch(batch(messages(0, 50, 30)));
    full = true;
    store.close();
    assert(!existsSync(join(folder, 'logbook.db.lock')));
    await assert.rejects(openStore(folder, { fileLayer: layer }), { reason: 'full' });
    full = false;
    const again = await openStore(folder);
    assert.equal(again.db.prepare('select count(*) from message').get()?.[0], 50);
    assert.deepEqual(again.setAside, []);
  });

  it('survives a read that fails once', async () => {
    let broken = false;
    const layer = failing('read', 'EIO', () => broken);
    const folder = temporaryFolder();
    const first = await openStore(folder);
    first.writer.writeBatch(batch(messages(0, 500, 200)));
    first.close();
    const { db } = await openStore(folder, { fileLayer: layer });
    broken = true;
    assert.throws(() => db.prepare('select sum(length(z)) from block').get(), { reason: 'io' });
    broken = false;
    assert.equal(db.prepare('select count(*) from message').get()?.[0], 500);
  });
});

describe('files of the store', () => {
  afterEach(cleanUp);

  it('are for the user alone, also in a folder that had to be made', async function () {
    if (process.platform === 'win32') {
      this.skip();
    }
    const folder = join(temporaryFolder(), 'deep', 'er');
    const { writer } = await openStore(folder);
    writer.writeBatch(batch(messages(0, 5, 10)));
    const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
    assert.equal(mode(folder), '700');
    for (const name of ['logbook.db', 'logbook.db-wal', 'logbook.db.lock']) {
      assert.equal(mode(join(folder, name)), '600', name);
    }
  });

  it('are those of the folder behind a link', async function () {
    if (process.platform === 'win32') {
      this.skip();
    }
    const real = temporaryFolder();
    const link = join(temporaryFolder(), 'link');
    symlinkSync(real, link);
    const store = await openStore(link);
    assert.equal(store.path, join(real, 'logbook.db'));
    await assert.rejects(openStore(real), { reason: 'locked' });
  });

  it('lie where names have spaces and letters of other scripts', async () => {
    const folder = join(temporaryFolder(), 'Ordner mit Ümläuten 日本 %41');
    mkdirSync(folder);
    const store = await openStore(folder);
    store.writer.writeBatch(batch(messages(0, 3, 10)));
    store.close();
    assert(existsSync(join(folder, 'logbook.db')));
    assert.equal((await openStore(folder)).db.prepare('select count(*) from message').get()?.[0], 3);
  });
});

describe('the installed sql.js', () => {
  it('is the build whose import letters we know', () => {
    // When this fails after an upgrade, add the new build to importLetters.ts.
    assert.equal(lettersOf(readFileSync(wasmPath), wasmPath).openat, 'x');
  });

  it('is refused when it is another build', () => {
    assert.throws(() => lettersOf(Buffer.from('another'), wasmPath), { reason: 'unknown-build' });
  });
});
