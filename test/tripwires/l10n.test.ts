import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getL10nJson } from '@vscode/l10n-dev';

const root = join(__dirname, '../..');

describe('translations', () => {
  // The remedy: npx vscode-l10n-dev export --outDir ./l10n ./src/ui
  it('have every text of the source in l10n/bundle.l10n.json', async () => {
    const sources = readdirSync(join(root, 'src/ui'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => ({
        extension: '.ts' as const,
        contents: readFileSync(join(root, 'src/ui', name), 'utf8'),
      }));
    const exported = JSON.parse(readFileSync(join(root, 'l10n/bundle.l10n.json'), 'utf8')) as object;
    assert.deepEqual(Object.keys(exported).sort(), Object.keys(await getL10nJson(sources)).sort());
  });
});
