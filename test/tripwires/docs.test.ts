import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { importers } from '../../src/importers/index.js';

const root = join(__dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

interface Setting {
  scope: string;
  default: unknown;
  description?: string;
  markdownDescription?: string;
}

describe('docs/agents.md', () => {
  const sections = new Map(
    read('docs/agents.md')
      .split(/^## /m)
      .slice(1)
      .map((section) => [section.slice(0, section.indexOf('\n')), section]),
  );
  const parts = ['Where', 'Read', 'Counted', 'Not on disk', 'Known and left', 'Versions seen'];

  for (const { id, label } of importers) {
    it(`says of ${label} what is read and what counts`, () => {
      const section = sections.get(label) ?? '';
      assert.ok(section.includes(`(\`${id}\`)`), `no section ${label} with its short name in parentheses`);
      for (const part of parts) {
        assert.ok(section.includes(`- **${part}**: `), `no "${part}" of ${label}`);
      }
    });
  }
});

describe('the README', () => {
  const manifest = JSON.parse(read('package.json')) as {
    contributes: {
      configuration: { properties: Record<string, Setting> }[] | { properties: Record<string, Setting> };
    };
  };
  const titles = JSON.parse(read('package.nls.json')) as Record<string, string>;

  it('has a row for each setting, as the manifest says it', () => {
    const start = '<!-- settings -->\n';
    const end = '\n<!-- /settings -->';
    const text = read('README.md');
    const before = text.slice(0, text.indexOf(start) + start.length);
    const after = text.slice(text.indexOf(end));
    const expected = before + settingsTable() + after;
    if (process.env['UPDATE']) {
      writeFileSync(join(root, 'README.md'), expected);
    } else {
      assert.equal(text, expected, 'Run UPDATE=1 npm test -- unit');
    }
  });

  it('names each agent and where its files are', () => {
    const table = read('README.md')
      .split('\n')
      .filter((line) => line.startsWith('|'));
    for (const importer of importers) {
      const row = table.find((line) => line.startsWith(`| ${importer.label} |`));
      assert.ok(row, `no row for ${importer.label}`);
      for (const root of importer.roots({ home: '~', env: {}, platform: 'linux' })) {
        // Editors made from VS Code are many; what lies in the user's folder of each is the same.
        const folder = root.replace(/^.*\/User\//, '').replace(/^.*\/User$/, '~/.config/Code/User');
        const isNamed = [root, folder].some((name) => row.includes(`\`${name}\``));
        assert.ok(isNamed, `${importer.label}: ${folder} is not in its row`);
      }
    }
  });

  it('shows pictures that exist', () => {
    for (const [, file] of read('README.md').matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)) {
      assert.ok(readFileSync(join(root, file!)).length > 1000, file);
    }
  });

  function settingsTable(): string {
    const { configuration } = manifest.contributes;
    const groups = Array.isArray(configuration) ? configuration : [configuration];
    const rows = groups
      .flatMap((group) => Object.entries(group.properties))
      .map(([name, setting]) => {
        const description = (setting.markdownDescription ?? setting.description ?? '').replace(
          /%(.+?)%/g,
          (_, key: string) => titles[key] ?? `missing: ${key}`,
        );
        return `| \`${name}\` | ${setting.scope} | \`${JSON.stringify(setting.default)}\` | ${description.replaceAll('|', '\\|').replaceAll('\n', ' ')} |`;
      });
    return ['| Setting | Scope | Default | |', '|---|---|---|---|', ...rows].join('\n');
  }
});
