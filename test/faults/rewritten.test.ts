import assert from 'node:assert/strict';
import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { bundles, Place, session, sum, type Window } from './support.js';

/** What agents, editors and sync tools do to files that were read. What was recorded once stays; the totals are exact. */
describe('a source file that changes otherwise than by growing', function () {
  this.timeout(120_000);
  let place: Place;
  let window: Window;
  let file: string;
  const old = Array.from({ length: 40 }, (_, i) => 100 + i);
  const oldText = session('one', old);
  before(() => bundles());
  beforeEach(async () => {
    place = new Place();
    file = place.session('one', oldText);
    window = await place.window();
    await window.call('rescan');
    assert.deepEqual(await window.totals(), [old.length, sum(old)]);
  });
  afterEach(() => place.dispose());

  /** Looks again, and once more, which changes nothing. */
  const totals = async (): Promise<[number, number]> => {
    await window.call('rescan');
    const first = await window.totals();
    await window.call('rescan');
    assert.deepEqual(await window.totals(), first);
    return first;
  };
  const newer = (path: string) => {
    const { mtimeMs } = statSync(path);
    utimesSync(path, mtimeMs / 1000 + 5, mtimeMs / 1000 + 5);
  };
  const withOld = (...more: number[]): [number, number] => [old.length + more.length, sum(old) + sum(more)];

  it('cut and grown between two looks', async () => {
    truncateSync(file, 5000);
    writeFileSync(file, session('one', [7, 8, 9], 'new'));
    assert.deepEqual(await totals(), withOld(7, 8, 9));
  });

  it('cut, and grown beyond its former size', async () => {
    const more = Array.from({ length: 60 }, (_, i) => i);
    writeFileSync(file, session('one', more, 'new'));
    assert.ok(statSync(file).size > oldText.length);
    assert.deepEqual(await totals(), withOld(...more));
  });

  it('cut in the middle of a line, then written to its end again', async () => {
    truncateSync(file, oldText.length - 100);
    assert.deepEqual(await totals(), withOld());
    writeFileSync(file, oldText + session('one', [5], 'new'));
    assert.deepEqual(await totals(), withOld(5));
  });

  it('replaced by another with the same start', async () => {
    const copy = `${file}.new`;
    writeFileSync(copy, oldText + session('one', [5], 'new'));
    renameSync(copy, file);
    assert.deepEqual(await totals(), withOld(5));
  });

  it('replaced by another file altogether', async () => {
    const copy = `${file}.new`;
    writeFileSync(copy, session('one', [5, 6], 'new'));
    renameSync(copy, file);
    assert.deepEqual(await totals(), withOld(5, 6));
  });

  for (const [what, write] of [
    ['in place', (text: string) => writeFileSync(file, text)],
    [
      'by another file',
      (text: string) => {
        writeFileSync(`${file}.new`, text);
        renameSync(`${file}.new`, file);
      },
    ],
  ] as const) {
    it(`rewritten ${what} with other content of the same size, far from its start and end`, async () => {
      // The 20th response says more and has another name; not one byte more or less.
      const text = oldText
        .replaceAll('one-20', 'ONE-20')
        .replace('"output_tokens":120', '"output_tokens":999');
      assert.equal(text.length, oldText.length);
      write(text);
      newer(file);
      assert.deepEqual(await totals(), withOld(999));
    });
  }

  it('touched, without a change', async () => {
    newer(file);
    assert.deepEqual(await totals(), withOld());
    const session0 = await place.json(['show', '00000one']);
    assert.equal(session0.messages.length, 2 * old.length);
  });

  it('deleted, and back with more', async () => {
    rmSync(file);
    assert.deepEqual(await totals(), withOld());
    writeFileSync(file, oldText + session('one', [3], 'new'));
    assert.deepEqual(await totals(), withOld(3));
  });

  it('moved into another folder', async () => {
    const other = join(place.home, '.claude/projects/-other/one.jsonl');
    mkdirSync(dirname(other));
    renameSync(file, other);
    assert.deepEqual(await totals(), withOld());
    appendFileSync(other, session('one', [4], 'new'));
    assert.deepEqual(await totals(), withOld(4));
  });

  it('rewritten again and again while it is read', async () => {
    const big = Array.from({ length: 4000 }, (_, i) => i % 50);
    const text = session('two', big);
    const second = place.session('two', text);
    const reading = window.call('rescan');
    for (let round = 0; round < 20; round++) {
      truncateSync(second, Math.floor((text.length * round) / 20));
      appendFileSync(second, Buffer.from(text).subarray(Math.floor((text.length * round) / 20)));
      await window.call('progress');
    }
    await reading;
    assert.deepEqual(await totals(), withOld(...big));
    assert.equal(readFileSync(second, 'utf8'), text);
  });

  it('in folders that are made and filled at once, while it watches', async () => {
    const made: number[] = [];
    for (let i = 0; i < 12; i++) {
      const name = `n${i}`;
      const path = join(place.home, `.claude/projects/-made-${i}/${name}.jsonl`);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, session(name, [i + 1, 50]));
      made.push(i + 1, 50);
    }
    assert.deepEqual(await totals(), withOld(...made));
  });
});
