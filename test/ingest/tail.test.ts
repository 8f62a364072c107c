import assert from 'node:assert/strict';
import {
  appendFileSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { OpenFile } from '../../src/ingest/fileSource.js';
import { diskFiles } from '../../src/ingest/fileSource.js';
import { readLines } from '../../src/ingest/lines.js';
import { createBench, fakeImporter, lines, message, until } from './support.js';
import type { Bench } from './support.js';

describe('Reading a file that grows', () => {
  let bench: Bench;
  let file: string;
  beforeEach(() => {
    bench = createBench();
    mkdirSync(bench.root);
    file = join(bench.root, 'a.jsonl');
  });
  afterEach(() => bench.dispose());

  it('reads less than twice the bytes that were appended to a long file', async () => {
    writeFileSync(file, lines(...Array.from({ length: 200 }, (_, i) => message(`${i}`, 'x'.repeat(1400)))));
    let bytes = 0;
    const ingest = bench.start({
      files: {
        ...diskFiles,
        open(path) {
          const open = diskFiles.open(path);
          return {
            ...open,
            read(...args) {
              const read = open.read(...args);
              bytes += read;
              return read;
            },
          };
        },
      },
    });
    await ingest.rescan();
    for (let i = 0; i < 3; i++) {
      const line = lines(message(`new ${i}`, 'x'.repeat(1300)));
      bytes = 0;
      appendFileSync(file, line);
      await ingest.rescan();
      assert.ok(bytes >= line.length && bytes <= 2 * line.length, `${bytes} bytes for ${line.length}`);
    }
  });

  it('gives the same whether it is read at once or cut at any byte', async () => {
    const whole = Buffer.from(
      lines(
        message('1', 'first'),
        { events: [message('2', 'zweite 😀'), { type: 'usage', session: 's', key: 'k', tokens: null }] },
        {},
        message('3', 'dritte'),
      ),
    );
    writeFileSync(file, whole);
    await bench.start().rescan();
    const expected = bench.writer.result();
    const lastLine = whole.subarray(0, -1).lastIndexOf(10) + 1;
    for (let cut = 0; cut <= whole.length; cut++) {
      const other = createBench();
      try {
        mkdirSync(other.root);
        const half = join(other.root, 'a.jsonl');
        writeFileSync(half, whole.subarray(0, cut));
        const ingest = other.start();
        await ingest.rescan();
        if (cut < whole.length) {
          appendFileSync(half, whole.subarray(cut));
        }
        await ingest.rescan();
        assert.deepEqual(other.writer.result(), expected, `cut at ${cut} of ${whole.length}`);
        assert.deepEqual(other.writer.problems, [], `cut at ${cut}, last line at ${lastLine}`);
      } finally {
        await other.dispose();
      }
    }
  });

  it('gives the same for any cuts, with a restart at each', async () => {
    const records = fc.array(fc.record({ text: fc.string({ unit: 'grapheme', maxLength: 30 }) }), {
      minLength: 1,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(
        records,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 4 }),
        async (texts, cuts) => {
          const whole = Buffer.from(lines(...texts.map(({ text }, index) => message(String(index), text))));
          const expected = texts.map(({ text }) => text);
          const other = createBench();
          try {
            mkdirSync(other.root);
            const half = join(other.root, 'a.jsonl');
            let written = 0;
            writeFileSync(half, '');
            for (const cut of [...cuts.sort((a, b) => a - b), 1]) {
              const end = Math.round(cut * whole.length);
              appendFileSync(half, whole.subarray(written, end));
              written = end;
              const ingest = other.start();
              await ingest.rescan();
              await ingest.close();
            }
            const rows = [...other.writer.rows.values()];
            assert.deepEqual(
              rows.map(({ text }) => text),
              expected,
            );
            assert.deepEqual(
              rows.map(({ nth }) => nth),
              texts.map((_, index) => index + 1),
            );
          } finally {
            await other.dispose();
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it('reads no more than twice what was appended', async () => {
    let bytes = 0;
    const files = {
      ...diskFiles,
      open(path: string): OpenFile {
        const opened = diskFiles.open(path);
        return {
          ...opened,
          read(buffer, offset, length, position) {
            const read = opened.read(buffer, offset, length, position);
            bytes += read;
            return read;
          },
        };
      },
    };
    writeFileSync(
      file,
      lines(...Array.from({ length: 2000 }, (_, i) => message(String(i), 'x'.repeat(500)))),
    );
    const ingest = bench.start({ files });
    await ingest.rescan();
    bytes = 0;
    const appended = lines(message('new', 'y'.repeat(4000)));
    appendFileSync(file, appended);
    const result = await ingest.rescan();
    assert.equal(result.bytes, appended.length);
    assert.ok(bytes <= 2 * appended.length, `${bytes} read for ${appended.length}`);
  });

  it('waits for the rest of a torn line and says nothing', async () => {
    writeFileSync(file, lines(message('1', 'one')) + '{"type":"message","session":"s","uid":"2","te');
    const ingest = bench.start();
    const result = await ingest.rescan();
    assert.deepEqual(result.problems, []);
    assert.equal(result.lines, 1);
    appendFileSync(file, 'xt":"two"}\n');
    await ingest.rescan();
    assert.deepEqual(bench.writer.texts(), ['one', 'two']);
  });

  it('takes a whole last line of a file from the future, as after the clock was set back', async () => {
    writeFileSync(file, lines(message('1', 'one')).trimEnd());
    const tomorrow = Date.now() / 1000 + 86_400;
    utimesSync(file, tomorrow, tomorrow);
    bench.start({ watch: true });
    await until(() => bench.writer.rows.size === 1);
    assert.deepEqual(bench.writer.texts(), ['one']);
  });

  it('takes a whole last line without a newline, and again when it goes on', async () => {
    const last = JSON.stringify(message('2', 'two'));
    writeFileSync(file, lines(message('1', 'one')) + last);
    const ingest = bench.start();
    await ingest.rescan();
    assert.deepEqual(bench.writer.texts(), ['one', 'two']);
    assert.equal(bench.writer.source('a.jsonl')?.offset, lines(message('1', 'one')).length);
    assert.equal((await ingest.rescan()).files, 0, 'it is not read again when nothing changed');
    appendFileSync(file, `\n${lines(message('3', 'three'))}`);
    await ingest.rescan();
    assert.deepEqual(
      [...bench.writer.rows.values()].map(({ text, nth }) => [text, nth]),
      [
        ['one', 1],
        ['two', 2],
        ['three', 3],
      ],
    );
  });

  it('starts over when the file was cut, rewritten or replaced, one generation later', async () => {
    const many = lines(...Array.from({ length: 50 }, (_, i) => message(String(i), `text ${i}`)));
    writeFileSync(file, many);
    const ingest = bench.start();
    await ingest.rescan();
    const generation = () => bench.writer.source('a.jsonl')?.generation;
    assert.equal(generation(), 0);

    truncateSync(file, 0);
    writeFileSync(file, lines(message('cut', 'cut')));
    await ingest.rescan();
    assert.equal(generation(), 1);

    writeFileSync(
      file,
      lines(message('other', 'other'), ...Array.from({ length: 90 }, (_, i) => message(`b${i}`, 'b'))),
    );
    await ingest.rescan();
    assert.equal(generation(), 2);
    assert.ok(bench.writer.texts().includes('other'));

    const next = join(bench.root, 'next');
    writeFileSync(next, lines(...Array.from({ length: 200 }, (_, i) => message(`c${i}`, 'c'))));
    renameSync(next, file);
    await ingest.rescan();
    assert.equal(generation(), 3);
    assert.ok(bench.writer.rows.has('message s c199'));
  });

  it('notices a file that was written anew behind its first kilobyte', async () => {
    const head = Array.from({ length: 30 }, (_, i) => message(`h${i}`, 'the same'));
    writeFileSync(file, lines(...head, message('x', 'old end')));
    const ingest = bench.start();
    await ingest.rescan();
    writeFileSync(file, lines(...head, message('y', 'new'), message('z', 'end, and longer than before')));
    await ingest.rescan();
    assert.ok(bench.writer.rows.has('message s y'));
    assert.equal(bench.writer.source('a.jsonl')?.generation, 1);
  });

  it('goes on in a replaced file with the same content', async () => {
    const old = lines(...Array.from({ length: 20 }, (_, i) => message(String(i), 'x')));
    writeFileSync(file, old);
    const ingest = bench.start();
    await ingest.rescan();
    const copy = join(bench.root, 'copy');
    writeFileSync(copy, old + lines(message('new', 'new')));
    renameSync(copy, file);
    const result = await ingest.rescan();
    assert.equal(result.lines, 1);
    assert.equal(bench.writer.source('a.jsonl')?.generation, 0);
  });

  it('keeps the rows of a deleted file and notes that it is gone, until it is back', async () => {
    writeFileSync(file, lines(message('1', 'one')));
    const ingest = bench.start();
    await ingest.rescan();
    rmSync(file);
    await ingest.rescan();
    assert.deepEqual(bench.writer.texts(), ['one']);
    assert.equal(typeof bench.writer.source('a.jsonl')?.goneAt, 'number');
    writeFileSync(file, lines(message('1', 'one'), message('2', 'two')));
    await ingest.rescan();
    assert.equal(bench.writer.source('a.jsonl')?.goneAt, undefined);
    assert.deepEqual(bench.writer.texts(), ['one', 'two']);
  });

  it('reads a renamed file under its new name, with the same rows', async () => {
    writeFileSync(file, lines(message('1', 'one')));
    const ingest = bench.start();
    await ingest.rescan();
    renameSync(file, join(bench.root, 'b.jsonl'));
    await ingest.rescan();
    assert.deepEqual(bench.writer.texts(), ['one']);
    assert.equal(typeof bench.writer.source('a.jsonl')?.goneAt, 'number');
    assert.equal(bench.writer.source('b.jsonl')?.goneAt, undefined);
  });

  it('reads everything again when the importer has a higher version', async () => {
    writeFileSync(file, lines(message('1', 'one')));
    await bench.start().rescan();
    const result = await bench.start({ importers: [fakeImporter({ version: 2 })] }).rescan();
    assert.equal(result.lines, 1);
    assert.equal(bench.writer.source('a.jsonl')?.generation, 1);
    assert.equal(bench.writer.source('a.jsonl')?.importerVersion, 2);
  });

  it('reads a document again only when its bytes changed', async () => {
    const json = join(bench.root, 'list.json');
    writeFileSync(json, JSON.stringify({ events: [message('1', 'one')] }));
    writeFileSync(join(bench.root, 'plan.md'), '# Plan');
    const ingest = bench.start();
    assert.equal((await ingest.rescan()).lines, 2);
    const later = new Date(statSync(json).mtimeMs + 5000);
    utimesSync(json, later, later);
    assert.equal((await ingest.rescan()).lines, 0);
    writeFileSync(json, JSON.stringify({ events: [message('1', 'one'), message('2', 'two')] }));
    await ingest.rescan();
    assert.deepEqual(bench.writer.rows.get('message s 2')?.text, 'two');
    assert.equal(bench.writer.source('list.json')?.generation, 1);
    assert.equal(bench.writer.rows.has('plan doc'), true);
  });
});

describe('Lines', () => {
  it('are those of a split at newlines, wherever chunks end', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constant(10), fc.integer({ min: 0, max: 255 })), { maxLength: 60 }),
        fc.integer({ min: 1, max: 7 }),
        fc.nat(60),
        (bytes, chunk, from) => {
          const data = Buffer.from(bytes);
          const start = Math.min(from, data.length);
          const file: OpenFile = {
            stat: () => assert.fail(),
            close: () => undefined,
            read(buffer, offset, length, position) {
              const end = Math.min(data.length, position + Math.min(chunk, length));
              return data.copy(buffer, offset, position, end);
            },
          };
          const found: string[] = [];
          for (const line of readLines(file, start, data.length)) {
            if (line !== null) {
              found.push(line.bytes.toString('latin1') + (line.terminated ? '\n' : ''));
              assert.equal(
                data.subarray(line.offset, line.offset + line.length).toString('latin1'),
                found.at(-1),
              );
            }
          }
          assert.equal(found.join(''), data.subarray(start).toString('latin1'));
          assert.ok(found.slice(0, -1).every((line) => line.indexOf('\n') === line.length - 1));
        },
      ),
    );
  });

  it('longer than the limit are passed over without being held', () => {
    const data = Buffer.from(`short\n${'x'.repeat(3000)}\nnext\n${'y'.repeat(5000)}`);
    const file: OpenFile = {
      stat: () => assert.fail(),
      close: () => undefined,
      read: (buffer, offset, length, position) =>
        data.copy(buffer, offset, position, Math.min(data.length, position + Math.min(length, 100))),
    };
    const found = [...readLines(file, 0, data.length, 1000)]
      .filter((line) => line !== null)
      .map(({ tooLong, length, offset }) => [tooLong, length, offset]);
    assert.deepEqual(found, [
      [false, 6, 0],
      [true, 3001, 6],
      [false, 5, 3007],
    ]);
  });
});
