import assert from 'node:assert/strict';
import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { forgetAgain } from '../../src/service/forgetting.js';
import { stageRestore, writeBackup } from '../../src/store/backup.js';
import { forgetSessions, forgottenButThere, readTombstones } from '../../src/store/forget.js';
import { databaseName } from '../../src/store/open.js';
import { createCopies } from '../../src/store/query/copies.js';
import { loadSqlJs } from '../../src/store/sqljsFile.js';
import { prompt } from './rows.js';
import { batch, cleanUp, noTickets, openStore, temporaryFolder, wasmPath } from './storeFixture.js';

const row = (session: string) => ({ ...prompt, session, uid: session, at: 1000, body: `text of ${session}` });

/** A store with one session, and its backup. */
async function backedUp() {
  const folder = temporaryFolder();
  const store = await openStore(folder);
  store.writer.writeBatch(batch([row('first')]));
  const openFile = await loadSqlJs(wasmPath);
  const file = join(folder, 'kept.backup');
  const copies = createCopies(store.db, store.path, folder);
  const backup = await writeBackup(copies, openFile, file);
  return { folder, store, openFile, file, copies, backup };
}

const sessions = (db: Awaited<ReturnType<typeof openStore>>['db']) =>
  db.prepare('select agent_session_id from session order by 1').all().flat();

describe('a backup', () => {
  afterEach(cleanUp);

  it('is one file for the user alone, and the logbook goes on', async () => {
    const { backup, file, folder, store } = await backedUp();
    assert.equal(backup.file, file);
    assert.equal(backup.bytes, statSync(file).size);
    assert.equal(existsSync(`${file}-wal`), false);
    if (process.platform !== 'win32') {
      assert.equal(statSync(file).mode & 0o777, 0o600);
    }
    store.writer.writeBatch(batch([row('second')]));
    assert.deepEqual(sessions(store.db), ['first', 'second']);
    assert.deepEqual(store.check(), []);
    assert.equal(existsSync(join(folder, 'restore.db')), false);
  });

  it('is restored at the next opening, and the logbook of before is kept', async () => {
    const { folder, store, openFile, file } = await backedUp();
    store.writer.writeBatch(batch([row('second')]));
    assert.equal(stageRestore(file, folder, { openFile, forgotten: [] }), 1);
    store.close();
    const restored = await openStore(folder);
    assert.deepEqual(sessions(restored.db), ['first']);
    assert.match(restored.replaced ?? '', /logbook\.replaced-.*\.db$/);
    assert.deepEqual(restored.setAside, [restored.replaced]);
    assert.equal(restored.damage, null);
    assert.deepEqual(restored.check(), []);
    restored.close();
    const again = await openStore(folder);
    assert.equal(again.replaced, null);
    assert.deepEqual(sessions(again.db), ['first']);
  });

  it('brings nothing back that was forgotten since, whoever opens it next', async () => {
    const { folder, store, openFile, file } = await backedUp();
    store.writer.writeBatch(batch([row('second')]));
    forgetSessions(store.db, ['agent:first'], { attribute: noTickets, importedFolder: '', now: 5 });
    const forgotten = readTombstones(store.db);
    assert.deepEqual(forgotten, [{ agent: 'agent', own: 'first', at: 5 }]);
    writeFileSync(join(folder, 'restore-01234567.db'), 'left by an owner that was killed');
    assert.equal(stageRestore(file, folder, { openFile, forgotten }), 0);
    assert.equal(existsSync(join(folder, 'restore-01234567.db')), false);
    store.close();
    const restored = await openStore(folder);
    assert.deepEqual(forgottenButThere(restored.db), ['agent:first']);
    // As the file itself says so, the next owner does it where the first was killed before.
    const options = { db: restored.db, attribute: noTickets, importedFolder: '' };
    forgetAgain(options);
    assert.deepEqual(sessions(restored.db), []);
    assert.deepEqual(readTombstones(restored.db), forgotten);
    const changes = () => restored.db.prepare('select total_changes()').get();
    const before = changes();
    forgetAgain(options);
    assert.deepEqual(changes(), before);
  });

  it('is restored, too, when the process was killed between the two renames', async () => {
    const { folder, store, openFile, file } = await backedUp();
    store.writer.writeBatch(batch([row('second')]));
    stageRestore(file, folder, { openFile, forgotten: [] });
    store.close();
    renameSync(join(folder, databaseName), join(folder, 'logbook.replaced-x.db'));
    assert.deepEqual(sessions((await openStore(folder)).db), ['first']);
  });

  for (const [name, make, says] of [
    ['is not there', (file: string) => renameSync(file, `${file}.elsewhere`), /is not there/],
    [
      'is none',
      (file: string) => writeFileSync(file, 'This is no database at all'),
      /no backup of a logbook/,
    ],
    ['is empty', (file: string) => writeFileSync(file, ''), /no backup of a logbook/],
    [
      'is of a newer version',
      (file: string) => {
        const bytes = readFileSync(file);
        bytes.writeUInt32BE(99, 60);
        writeFileSync(file, bytes);
      },
      /newer version of Agent Logbook \(schema 99/,
    ],
    [
      'is damaged',
      (file: string) => {
        const bytes = readFileSync(file);
        bytes.fill(0xa5, 8192 * 3, 8192 * 40);
        writeFileSync(file, bytes);
      },
      /could not be restored/,
    ],
  ] as const) {
    it(`that ${name} changes nothing and is told so`, async () => {
      const { folder, store, openFile, file } = await backedUp();
      make(file);
      assert.throws(() => stageRestore(file, folder, { openFile, forgotten: [] }), says);
      store.close();
      const same = await openStore(folder);
      assert.equal(same.replaced, null);
      assert.deepEqual(sessions(same.db), ['first']);
    });
  }

  it('to a folder that is not there leaves nothing behind', async () => {
    const { copies, openFile, folder } = await backedUp();
    await assert.rejects(
      writeBackup(copies, openFile, join(folder, 'none', 'x.db')),
      /could not be written to .*: the file or its folder is not there/,
    );
  });
});
