import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeLeftOvers, writeSampleHome } from '../../src/ui/samples/sampleHome.js';
import { samplesMadeAt, shiftTimes } from '../../src/ui/samples/shiftTimes.js';

const samples = join(__dirname, '../../media/samples');

describe('sample sessions', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'samples-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('are moved to the present', async () => {
    const now = samplesMadeAt + 400 * 86_400_000;
    const home = join(folder, 'home');
    await writeSampleHome(samples, home, now);
    let newest = 0;
    for (const file of filesBelow(home)) {
      assert.equal(statSync(file).mode & 0o077, 0, file);
      if (!file.endsWith('.jsonl')) {
        continue;
      }
      for (const line of readFileSync(file, 'utf8').trim().split('\n')) {
        const { timestamp } = JSON.parse(line) as { timestamp?: string };
        const at = timestamp ? Date.parse(timestamp) : 0;
        assert.ok(at <= now, `${file}: ${timestamp}`);
        newest = Math.max(newest, at);
      }
    }
    assert.ok(now - newest < 5 * 60_000, 'one of them is live');
  });

  it('are removed when their process has ended, and only then', async () => {
    for (const name of ['41', '42', '2026-01-15']) {
      mkdirSync(join(folder, name, 'home'), { recursive: true });
    }
    await removeLeftOvers(folder, (pid) => pid === 42);
    assert.deepEqual(readdirSync(folder), ['42']);
    await removeLeftOvers(join(folder, 'missing'));
  });

  it('keep what is no time', () => {
    assert.equal(
      shiftTimes('{"timestamp":"2026-01-15T12:00:00.000Z","text":"on 2026-01-15"}', 1000),
      '{"timestamp":"2026-01-15T12:00:01.000Z","text":"on 2026-01-15"}',
    );
  });
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)],
  );
}
