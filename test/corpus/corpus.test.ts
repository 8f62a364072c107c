import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importers } from '../../src/importers/index.js';
import { readHome } from '../importers/readHome.js';
import { reduceUsage, total } from '../importers/reduceUsage.js';
import { corpora, type Corpus } from './index.js';

const end = Date.parse('2026-03-01T12:00:00Z');
const bytes = 3e6;

describe('made-up corpora', () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'logbook-corpus-'));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  for (const [agent, write] of Object.entries(corpora)) {
    const importer = importers.find(({ id }) => id === agent);
    assert.ok(importer);

    for (const seed of [1, 42]) {
      it(`${agent}, seed ${seed}: a reader finds the truth`, async () => {
        const { truth } = write(home, { seed, bytes, end });
        const reads = await readHome(importer, home);
        const responses = reduceUsage(reads.flatMap(({ events }) => events));
        const counted = responses.filter(({ tokens }) => tokens !== null);
        const sum = counted.reduce((all, { tokens }) => all + total(tokens), 0);
        assert.deepEqual([counted.length, sum], [truth.responses, truth.total]);
      });
    }

    it(`${agent}: the same seed makes the same bytes, and no session ends late`, () => {
      const made = [1, 2].map((nth): [Corpus, string] => {
        const folder = join(home, String(nth));
        return [write(folder, { seed: 5, bytes, end }), folder];
      });
      const [[first, one], [, other]] = made as [[Corpus, string], [Corpus, string]];
      const files = readdirSync(one, { recursive: true, encoding: 'utf8' }).filter((path) =>
        /json/.test(path),
      );
      assert.ok(files.length > 1);
      for (const file of files) {
        assert.ok(readFileSync(join(one, file)).equals(readFileSync(join(other, file))), file);
      }
      assert.equal(Math.max(...Object.values(first.endedAt)), end);
      assert.ok(first.newest.startsWith(one) && first.largest.path.startsWith(one));
    });
  }
});
