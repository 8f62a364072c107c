import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { createUpkeep } from '../../src/store/upkeep.js';
import { prompt } from './rows.js';
import { batch, cleanUp, openStore, temporaryFolder } from './storeFixture.js';

describe('the upkeep of a store', () => {
  afterEach(cleanUp);

  it('gives back room that nothing uses any more', async () => {
    const { db, writer, path, check } = await openStore(temporaryFolder());
    const body = (n: number) =>
      Array.from({ length: 3000 }, (_, i) => `word${n}x${(i * 7919) % 3001}`).join(' ');
    for (let n = 0; n < 40; n++) {
      writer.writeBatch(batch([{ ...prompt, uid: `u${n}`, at: n * 1000, body: body(n) }]));
    }
    db.exec('create table large (x blob); insert into large values (zeroblob(8000000)); drop table large');
    db.exec('pragma wal_checkpoint(truncate)');
    const before = statSync(path).size;
    const free = () => Number(db.prepare('pragma freelist_count').get()?.[0]);
    assert(free() > 900);
    const upkeep = createUpkeep(db, { fullText: true });
    await Promise.all([upkeep.run(), upkeep.run()]);
    assert(free() <= 256, `${free()} free pages`);
    db.exec('pragma wal_checkpoint(truncate)');
    assert(statSync(path).size < before - 5_000_000);
    assert.deepEqual(check(), []);
    const found = db.prepare(`select count(*) from text_index where text_index match '"word7x7"'`).get();
    assert.deepEqual(found, [1]);
  });

  it('merges what many small transactions left in the full-text index, so that none has to do it at once', async () => {
    const { db, writer, check } = await openStore(temporaryFolder());
    const segments = () => Number(db.prepare('select count(*) from text_index_segdir').get()?.[0]);
    const count = 140;
    for (let n = 0; n < count; n++) {
      const body = Array.from({ length: 400 }, (_, i) => `word${n}x${(i * 7919) % 401} all`).join(' ');
      writer.writeBatch(batch([{ ...prompt, uid: `u${n}`, at: n * 1000, body }]));
    }
    const before = segments();
    assert(before > 16, `${before} segments`);
    const upkeep = createUpkeep(db, { fullText: true });
    await upkeep.run();
    assert.equal(segments(), before, 'what others wait for does not merge');
    await Promise.all([upkeep.settle(), upkeep.settle()]);
    assert(segments() <= 8, `${segments()} segments are left`);
    assert.deepEqual(check(), []);
    const found = (word: string) =>
      db.prepare(`select count(*) from text_index where text_index match '"${word}"'`).get();
    assert.deepEqual([found('all'), found('word7x7'), found('word139x400')], [[count], [1], [1]]);
  });

  it('ends where it is when it is closed', async () => {
    const { db } = await openStore(temporaryFolder());
    db.exec('create table large (x blob); insert into large values (zeroblob(20000000)); drop table large');
    const upkeep = createUpkeep(db, { fullText: true });
    const run = upkeep.run();
    upkeep.close();
    await run;
    assert(Number(db.prepare('pragma freelist_count').get()?.[0]) > 256);
  });
});
