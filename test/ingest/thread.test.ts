import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { parserThread } from '../../src/ingest/parser.js';
import { createBench, fakeImporter, lines, message, until, wasmPath } from './support.js';
import type { Bench } from './support.js';

describe('The parsing thread', () => {
  let bench: Bench;
  let script: string;
  beforeEach(async () => {
    bench = createBench();
    mkdirSync(bench.root);
    script = join(bench.home, 'thread.js');
    await build({
      stdin: {
        contents: `
          import { runParseThread } from './src/ingest/parseThread.ts';
          import { fakeImporter } from './test/ingest/support.ts';
          const base = fakeImporter();
          runParseThread([{ ...base, start(file, state) {
            const parser = base.start(file, state);
            return { state: parser.state, parse(record, range) {
              if (record.kill) process.exit(7);
              return parser.parse(record, range);
            } };
          } }]);`,
        resolveDir: join(__dirname, '../..'),
        loader: 'ts',
      },
      bundle: true,
      platform: 'node',
      format: 'cjs',
      outfile: script,
      logLevel: 'error',
    });
  });
  afterEach(() => bench.dispose());
  const start = () =>
    bench.start({
      importers: [fakeImporter()],
      startParser: parserThread(script, wasmPath, { home: bench.home, env: {}, platform: 'linux' }),
    });

  it('hands rows and texts over, and ends when ingest is closed', async () => {
    const texts = Array.from({ length: 3000 }, (_, i) => `text ${i} ${'ü'.repeat(i % 50)}`);
    writeFileSync(
      join(bench.root, 'a.jsonl'),
      lines(...texts.map((text, i) => message(String(i), text, { cwd: bench.home }))),
    );
    const ingest = start();
    const result = await ingest.rescan();
    assert.equal(result.messages, 3000);
    assert.deepEqual(bench.writer.texts(), texts);
    assert.deepEqual([...bench.writer.places], [bench.home]);
    await ingest.close();
  });

  it('is started again when a file kills it, and the file is named', async () => {
    writeFileSync(join(bench.root, 'a.jsonl'), lines(message('1', 'one')));
    writeFileSync(join(bench.root, 'b.jsonl'), lines(message('2', 'two'), { kill: true }));
    writeFileSync(join(bench.root, 'c.jsonl'), lines(message('3', 'three')));
    const { problems } = await start().rescan();
    assert.deepEqual(new Set(bench.writer.texts()), new Set(['one', 'three']));
    assert.deepEqual(
      problems.map(({ file }) => file),
      [join(bench.root, 'b.jsonl')],
    );
  });

  it('says what is wrong when it cannot be started', async () => {
    writeFileSync(join(bench.root, 'a.jsonl'), lines(message('1', 'one')));
    const ingest = bench.start({
      startParser: parserThread(join(bench.home, 'none.js'), wasmPath, {
        home: bench.home,
        env: {},
        platform: 'linux',
      }),
    });
    await assert.rejects(ingest.rescan(), /Sessions cannot be read: .*none\.js/);
    await until(() => ingest.progress().phase === 'failed');
  });
});
