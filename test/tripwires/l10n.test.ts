import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getL10nJson } from '@vscode/l10n-dev';
import { exportFormats } from '../../src/common/export.js';
import { searchProblemTexts } from '../../src/common/searchProblem.js';
import { rules } from '../../src/redact/rules/index.js';
import { userName } from '../../src/redact/userNames.js';
import { charts } from '../../src/stats/index.js';
import { queryThemes, sqlQueries } from '../../src/stats/queries/index.js';
import { terms } from '../../src/stats/terms.js';
import { englishTexts } from '../../webview/app/strings.js';

const root = join(__dirname, '../..');
const bundle = join(root, 'l10n/bundle.l10n.json');

describe('translations', () => {
  // The remedy: UPDATE=1 npm test -- unit
  it('have every text of the interface in l10n/bundle.l10n.json', async () => {
    const sources = readdirSync(join(root, 'src/ui'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => ({
        extension: '.ts' as const,
        contents: readFileSync(join(root, 'src/ui', name), 'utf8'),
      }));
    const texts: Record<string, unknown> = await getL10nJson(sources);
    for (const text of [
      ...englishTexts,
      ...Object.values(searchProblemTexts),
      ...queryThemes.map(({ title }) => title),
      ...sqlQueries.flatMap(({ title, about, parameters }) => [
        ...[title, about],
        ...parameters.map(({ label }) => label),
      ]),
      ...charts.flatMap(({ title, description, columns }) => [
        title,
        description,
        ...columns.map(({ label }) => label),
      ]),
      ...terms,
      ...exportFormats.flatMap(({ label, detail }) => [label, detail]),
      ...[...rules, userName].map(({ name }) => name),
    ]) {
      texts[text] ??= text;
    }
    const sorted = Object.fromEntries(Object.entries(texts).sort(([a], [b]) => (a < b ? -1 : 1)));
    if (process.env['UPDATE']) {
      writeFileSync(bundle, `${JSON.stringify(sorted, null, 2)}\n`);
    }
    assert.deepEqual(JSON.parse(readFileSync(bundle, 'utf8')), sorted);
  });
});
