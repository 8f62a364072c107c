import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { diskFiles } from '../../src/ingest/fileSource.js';
import type { FileSource } from '../../src/ingest/fileSource.js';
import { createBench, lines, message } from './support.js';
import type { Bench } from './support.js';

/** As macOS and Windows have it: a path leads to the file whatever the case of its letters; lists tell the name as it is. */
function ignoringCase(base: string): FileSource {
  const real = (path: string): string => {
    if (path === base || dirname(path) === path) {
      return path;
    }
    const folder = real(dirname(path));
    const name = path.slice(dirname(path).length + 1);
    const found = readdirSync(folder).find((other) => other.toLowerCase() === name.toLowerCase());
    return join(folder, found ?? name);
  };
  return {
    list: (folder) => diskFiles.list(real(folder)),
    stat: async (path) => diskFiles.stat(real(path)),
    realPath: async (path) => diskFiles.realPath(real(path)),
    open: (path) => diskFiles.open(real(path)),
  };
}

describe('A change of case only, where the file system ignores case', () => {
  let bench: Bench;
  beforeEach(() => {
    bench = createBench();
    mkdirSync(join(bench.root, 'folder'), { recursive: true });
  });
  afterEach(() => bench.dispose());

  for (const [what, from, to] of [
    ['file', 'folder/a.jsonl', 'folder/A.jsonl'],
    ['folder', 'folder', 'Folder'],
  ] as const) {
    it(`of a ${what} loses nothing and reads nothing twice`, async () => {
      const files = ignoringCase(bench.home);
      const file = join(bench.root, 'folder/a.jsonl');
      writeFileSync(file, lines(message('1', 'one'), message('2', 'two')));
      const ingest = bench.start({ files });
      await ingest.rescan();
      renameSync(join(bench.root, from), join(bench.root, to));
      await ingest.rescan();
      appendFileSync(join(bench.root, what === 'file' ? to : 'Folder/a.jsonl'), lines(message('3', 'three')));
      const { problems } = await ingest.rescan();
      assert.deepEqual(problems, []);
      assert.deepEqual(bench.writer.texts(), ['one', 'two', 'three']);
      const again = await bench.start({ files }).rescan();
      assert.equal(again.lines, 0);
      assert.equal(bench.writer.rows.size, 3);
    });
  }
});
