import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { exportFormats, type ExportFormatId } from '../../src/common/export.js';
import { formats } from '../../src/export/formats/index.js';
import { said, sessions } from './sessions.js';
import { openWorld, type World } from './world.js';

const goldens = join(__dirname, 'golden');
const update = process.env['UPDATE'] === '1';

describe('an export', function () {
  this.timeout(60_000);
  let world: World;
  before(async () => {
    world = await openWorld();
    for (const [name, lines] of Object.entries(sessions)) {
      await world.read(name, lines);
    }
    await world.read('said.jsonl', said);
    await world.exporter.scan({}, []);
  });
  after(() => world.close());

  it('has the formats that are offered', () =>
    assert.deepEqual(
      formats.map(({ id }) => id),
      exportFormats.map(({ id }) => id),
    ));

  for (const { id, place } of exportFormats) {
    it(`as ${id} is as its golden says`, async () => {
      const path = world.out(`${id}-all`);
      const result = await world.exporter.write({ format: id, path, keep: { rules: [], secrets: [] } });
      assert.equal(result.sessions, 3);
      const files = place === 'file' ? [''] : filesBelow(path);
      assert.equal(result.files, files.length);
      const golden = join(goldens, id);
      for (const name of files) {
        const written = await shown(id, join(path, name));
        const expected = join(
          golden,
          name === '' ? `all.${extensionOf(id)}` : name.replace(/\.parquet$/, '.json'),
        );
        if (update) {
          mkdirSync(dirname(expected), { recursive: true });
          writeFileSync(expected, written);
        }
        assert.ok(existsSync(expected), `${id} has no golden ${expected}: write it with UPDATE=1`);
        assert.equal(written, readFileSync(expected, 'utf8'));
      }
      assert.deepEqual(
        readdirSync(dirname(path)).filter((name) => name.startsWith('.')),
        [],
      );
    });
  }
});

function extensionOf(id: ExportFormatId): string {
  return exportFormats.find((format) => format.id === id)?.extension ?? '';
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .toSorted();
}

/** The file as text; a table as an independent reader sees it. */
async function shown(id: ExportFormatId, path: string): Promise<string> {
  if (id !== 'parquet') {
    return readFileSync(path, 'utf8');
  }
  const file = await asyncBufferFromFile(path);
  const { key_value_metadata: about } = await parquetMetadataAsync(file);
  const rows = await parquetReadObjects({ file });
  const text = (_key: string, value: unknown) => (typeof value === 'bigint' ? Number(value) : value);
  return `${JSON.stringify({ about, rows }, text, 2)}\n`;
}
