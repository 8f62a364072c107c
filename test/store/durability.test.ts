import assert from 'node:assert/strict';
import { nodeFiles } from '../../src/store/fileLayer.js';
import { prompt } from './rows.js';
import { batch, cleanUp, openStore, temporaryFolder } from './storeFixture.js';

describe('durability', () => {
  afterEach(cleanUp);

  it('is not waited for by what is read again after a power failure, and comes with the next that is', async () => {
    let syncs = 0;
    const fileLayer = {
      ...nodeFiles,
      sync: (fd: number) => {
        syncs++;
        nodeFiles.sync(fd);
      },
    };
    const { writer } = await openStore(temporaryFolder(), { fileLayer });
    const write = (uid: string, durability?: 'now' | 'later') => {
      const before = syncs;
      writer.writeBatch(batch([{ ...prompt, uid, at: 1, body: uid }]), durability);
      return syncs - before;
    };
    assert.equal(write('first') > 0, true);
    assert.equal(write('history', 'later'), 0);
    assert.equal(write('more history', 'later'), 0);
    assert.equal(write('live') > 0, true);
    assert.equal(write('live too', 'now') > 0, true);
  });
});
