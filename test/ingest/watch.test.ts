import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import fs from 'node:fs';
import { mock } from 'node:test';
import { createWatcher } from '../../src/ingest/watch.js';

describe('Watching folders', () => {
  const folders = ['/a', '/b', '/c'];
  afterEach(() => mock.restoreAll());

  it('is given up when the system refuses, told once, and tried again after a while', () => {
    let allowed = 1;
    let open = 0;
    mock.method(fs, 'watch', () => {
      if (open >= allowed) {
        throw Object.assign(new Error('EMFILE: made by the test'), { code: 'EMFILE' });
      }
      open++;
      return Object.assign(new EventEmitter(), { close: () => open-- });
    });
    const told: string[] = [];
    const log = { info: () => undefined, warn: (text: string) => void told.push(text), error: assert.fail };
    let now = 0;
    const watcher = createWatcher(
      'linux',
      () => undefined,
      log,
      () => now,
    );
    watcher.update([], folders);
    assert.equal(open, 0);
    assert.match(told.join('\n'), /^The system allows no more file watchers \(EMFILE\)/);

    allowed = 10;
    now += 60_000;
    assert.equal(watcher.update([], folders), 0, 'not at once');
    allowed = 2;
    now += 600_000;
    watcher.update([], folders);
    assert.equal(open, 0);
    assert.equal(told.length, 1);

    allowed = 10;
    now += 600_000;
    assert.equal(watcher.update([], folders), folders.length);
    assert.equal(watcher.add(['/d']), 1);
    assert.equal(open, 4);
    watcher.close();
    assert.equal(open, 0);
  });
});
