import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { diskFiles } from '../../src/ingest/fileSource.js';
import type { StartParser } from '../../src/ingest/parser.js';
import { fakeImporter, lines, message, parserHere, createBench, until, type Bench } from './support.js';

describe('the parsing thread', () => {
  let bench: Bench;
  let started: number;
  let running: number;

  /** Counts threads that run. */
  const counted: StartParser = (events) => {
    const parser = parserHere([fakeImporter()], diskFiles, 'linux')(events);
    started++;
    running++;
    return {
      ...parser,
      close: async () => {
        running--;
        await parser.close();
      },
    };
  };

  beforeEach(() => {
    bench = createBench();
    mkdirSync(bench.root);
    started = 0;
    running = 0;
  });
  afterEach(() => bench.dispose());

  it('ends when it has nothing to do, and is there again for the next file', async () => {
    const file = join(bench.root, 'a.jsonl');
    writeFileSync(file, lines(message('1', 'one')));
    const ingest = bench.start({ startParser: counted, restAfterMs: 1 });
    await ingest.rescan();
    assert.equal(started, 1);
    await until(() => running === 0);

    appendFileSync(file, lines(message('2', 'two')));
    await ingest.rescan();
    assert.deepEqual(bench.writer.texts(), ['one', 'two']);
    assert.equal(started, 2);
    await until(() => running === 0);

    // Paused and resumed: what a new thread has to know is told to it, too.
    ingest.cancel();
    appendFileSync(file, lines(message('3', 'three')));
    await ingest.rescan();
    assert.deepEqual(bench.writer.texts(), ['one', 'two', 'three']);
  });

  it('is not started where nothing changed', async () => {
    writeFileSync(join(bench.root, 'a.jsonl'), lines(message('1', 'one')));
    const ingest = bench.start({ startParser: counted, restAfterMs: 1 });
    await ingest.rescan();
    await until(() => running === 0);
    await ingest.rescan();
    assert.equal(started, 1);
  });

  it('goes on while files come', async () => {
    const file = join(bench.root, 'a.jsonl');
    writeFileSync(file, lines(message('0', 'text')));
    const ingest = bench.start({ startParser: counted, restAfterMs: 60_000 });
    for (let i = 1; i <= 5; i++) {
      await ingest.rescan();
      appendFileSync(file, lines(message(`${i}`, 'text')));
    }
    await ingest.rescan();
    assert.equal(started, 1);
    assert.equal(bench.writer.texts().length, 6);
  });
});
