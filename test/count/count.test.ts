import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { countUsage } from '../../src/count/count.js';
import { importers } from '../../src/importers/index.js';
import { diskFiles } from '../../src/ingest/fileSource.js';
import { corpora } from '../corpus/index.js';
import { homes, type HomeFile, writeCompanions, writeHomeFile } from '../importers/homes.js';
import { cleanUp } from '../store/storeFixture.js';
import { compareBothWays } from './bothWays.js';
import { spoil } from './spoil.js';
import { wasmPath } from '../ingest/support.js';

/** More homes of the property: COUNT_RUNS=500. */
const runs = Number(process.env['COUNT_RUNS'] ?? 5);
const seed = Number(process.env['COUNT_SEED'] ?? 5);

/** Counting straight from the files comes to what a store comes to that has imported them, to the last digit. */
describe('usage without a store', function () {
  this.timeout(60_000 + runs * 5000);
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'count-'));
  });
  afterEach(() => {
    rmSync(home, { recursive: true, force: true });
    cleanUp();
  });

  for (const importer of importers) {
    const files = homes[importer.id] ?? [];
    const root = importer.roots({ home: '', env: {}, platform: 'linux' })[0] ?? '';

    it(`is the store's for every fixture of ${importer.id}`, async () => {
      write(files, join(home, root));
      await compareBothWays(home);
    });

    it(`is the store's for lines of ${importer.id} in any form`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.infiniteStream(fc.nat(0x7fffffff)), async (rolls) => {
          const own = mkdtempSync(join(home, 'run-'));
          write(
            spoil(files, (most) => (rolls.next().value ?? 0) % Math.max(1, most)),
            join(own, root),
          );
          await compareBothWays(own);
          cleanUp();
          rmSync(own, { recursive: true, force: true });
        }),
        { numRuns: runs, seed, endOnFailure: true },
      );
    });
  }

  for (const [agent, generate] of Object.entries(corpora)) {
    it(`is the store's for generated sessions of ${agent}`, async () => {
      generate(home, { seed: 3, bytes: 2_000_000, end: Date.UTC(2026, 2, 1) });
      await compareBothWays(home);
    });
  }

  it('writes nothing, and makes no folder', async () => {
    const root = importers[0]?.roots({ home, env: {}, platform: 'linux' })[0] ?? home;
    write(homes[importers[0]?.id ?? ''] ?? [], root);
    const before = listed(home);
    await countUsage({ places: { home, env: {}, platform: 'linux' }, wasmPath }, { by: 'day' });
    assert.deepEqual(listed(home), before);
  });

  it('counts nothing in an empty home', async () => {
    const { report, problems } = await countUsage(
      { places: { home, env: {}, platform: 'linux' }, wasmPath },
      { by: 'none' },
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(report.rows, [report.totals]);
    assert.equal(report.totals.costUsd, 0);
    assert.equal(report.totals.sessions, 0);
  });

  it('tells which files cannot be read, and counts the others', async () => {
    const places = { home, env: {}, platform: 'linux' as const };
    const id = importers[0]?.id ?? '';
    const root = importers[0]?.roots(places)[0] ?? home;
    const file = homes[id]?.find(({ whole, path }) => !whole && path.includes('/'));
    assert.ok(file);
    write([file, { ...file, path: file.path.replace('.jsonl', '-2.jsonl') }], root);
    const unreadable = join(root, file.path.replace('.jsonl', '-2.jsonl'));
    const files = {
      ...diskFiles,
      open: (path: string) => {
        if (path === unreadable) {
          throw Object.assign(new Error('denied'), { code: 'EACCES' });
        }
        return diskFiles.open(path);
      },
    };
    const { report, problems } = await countUsage({ places, wasmPath, files }, { by: 'none' });
    assert.deepEqual(
      problems.map(({ file: named }) => named),
      [unreadable],
    );
    assert.match(problems[0]?.message ?? '', /No permission to read it/);
    assert.ok(report.totals.responses > 0);
  });
});

function listed(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted((a, b) => (a < b ? -1 : 1));
}

function write(files: readonly HomeFile[], root: string): void {
  writeCompanions(root, files);
  files.forEach((file) => writeHomeFile(root, file));
}
