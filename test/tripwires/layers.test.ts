import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, posix, sep } from 'node:path';
import ts from 'typescript';
import { importers } from '../../src/importers/index.js';

const root = join(__dirname, '../..');

/**
 * Who may import whom: folder (or file) → what it may import besides itself. An import that the table does not allow is an
 * error, and so is a file in no listed place. Types count like values, except where a line says `type:`.
 */
const layers: Record<string, readonly string[]> = {
  'src/common': [],
  // Pure: no I/O, no clock.
  'src/importers': ['src/common'],
  'src/pricing': ['src/common'],
  'src/attribution': ['src/common'],
  'src/stats': ['src/common'],
  'src/redact': ['src/common'],
  'src/insights': ['src/common', 'picomatch'],
  // The machine.
  'src/git': ['src/common', 'node'],
  // The only folder that knows SQL.
  'src/store': ['src/common', 'src/pricing', 'src/attribution', 'src/stats', 'node', 'sql.js'],
  // Services.
  'src/ingest': ['src/common', 'src/importers', 'src/git', 'src/store', 'node', 'picomatch'],
  'src/count': [
    'src/common',
    'src/importers',
    'src/pricing',
    'src/attribution',
    'src/git',
    'src/ingest',
    'src/store',
    'node',
  ],
  'src/tickets': ['src/common', 'src/attribution', 'src/git', 'src/store/tickets.js'],
  'src/export': [
    'src/common',
    'src/redact',
    'src/tickets/markdown.js',
    'src/store/client.js',
    'src/store/workerPort.js',
    'node',
    'hyparquet-writer',
  ],
  'src/service': [
    'src/common',
    'src/insights',
    'src/importers',
    'src/pricing',
    'src/store',
    'src/ingest',
    'src/tickets',
    'src/git',
    'node',
    'zod',
  ],
  // Faces.
  'src/cli': [
    'src/common',
    'src/stats',
    'src/service',
    'src/count/count.js',
    'src/export/exporter.js',
    'src/store/client.js',
    'src/store/queryRunner.js',
    'node',
  ],
  'src/ui': [
    'src/common',
    'src/stats',
    'src/tickets/markdown.js',
    'src/store/client.js',
    'src/export/client.js',
    'src/store/queryRunner.js',
    'src/service/shapes.js',
    'src/service/stores.js',
    'vscode',
    'node',
    'zod',
  ],
  webview: [
    'src/common',
    'preact',
    'virtua',
    'markdown-it',
    'highlight.js',
    'anser',
    'diff',
    'd3-array',
    'd3-scale',
    'd3-shape',
    '@vscode/codicons',
  ],
  // Entry points wire everything together.
  'src/extension.ts': ['src', 'vscode', 'node'],
  'src/worker.ts': ['src', 'node'],
  'src/exporter.ts': ['src', 'node'],
  'src/queryWorker.ts': ['src', 'node'],
  'src/cli.ts': ['src', 'node', 'package.json'],
};

const builtins = new Set(builtinModules.flatMap((name) => [name, `node:${name}`]));

describe('layers', () => {
  it('are kept', () => assert.deepEqual(violations([...sources('src'), ...sources('webview')]), []));

  it('are broken by a wrong import', () => {
    assert.deepEqual(
      violations([
        ['src/common/a.ts', `import { readFile } from 'node:fs/promises'`],
        ['src/importers/b.ts', `const { open } = await import('../store/open.js')`],
        ['src/ui/views/c.ts', `import type { Reader } from '../../store/read/reader.js'`],
        ['src/cli/d.ts', `import * as vscode from 'vscode'`],
        ['webview/e.tsx', `export { x } from '../src/store/client.js'`],
        ['src/misc/f.ts', ``],
        [
          'src/importers/ok.ts',
          `import type { ImportEvent } from '../common/model.js' // from '../store/x.js'`,
        ],
      ]),
      [
        'src/common/a.ts → node',
        'src/importers/b.ts → src/store/open.js',
        'src/ui/views/c.ts → src/store/read/reader.js',
        'src/cli/d.ts → vscode',
        'webview/e.tsx → src/store/client.js',
        'src/misc/f.ts: no layer',
      ],
    );
  });
});

describe('agents', () => {
  const ids = importers.map((importer) => importer.id);

  it('are named in src/importers only', () =>
    assert.deepEqual(named([...sources('src'), ...sources('webview')]), []));

  it('are found where they are named', () => {
    assert.ok(ids.length >= 2);
    assert.deepEqual(
      named([
        ['src/ui/a.ts', `const x = agent === '${ids[0]}' ? 1 : 2;`],
        ['src/ui/b.ts', `// ${ids[0]} in a comment is fine`],
      ]),
      [`src/ui/a.ts: ${ids[0]}`],
    );
  });

  /** Files outside importers/ in which a string literal is an agent's id or starts with it and a colon. */
  function named(files: Iterable<readonly [string, string]>): string[] {
    const found: string[] = [];
    for (const [path, text] of files) {
      if (path.startsWith('src/importers/')) {
        continue;
      }
      for (const id of ids) {
        if (new RegExp(`['"\`]${id}[:'"\`]`).test(text)) {
          found.push(`${path}: ${id}`);
        }
      }
    }
    return found;
  }
});

describe('files', () => {
  it('have no names that say nothing', () => {
    const empty = /(^|\/)(utils?|helpers?|manager|misc|core)(\.|\/)/i;
    const paths = [...sources('src'), ...sources('webview')].map(([path]) => path);
    assert.deepEqual(
      paths.filter((path) => empty.test(path)),
      [],
    );
  });
});

describe('zod', () => {
  it('is imported in its small form, as a namespace: any other makes each bundle 75 to 350 KB larger', () => {
    const wrong = [...sources('src')].filter(([, text]) =>
      /from 'zod'|import \{[^}]*\} from 'zod\/mini'/.test(text),
    );
    assert.deepEqual(
      wrong.map(([path]) => path),
      [],
    );
  });
});

function violations(files: Iterable<readonly [path: string, text: string]>): string[] {
  const found: string[] = [];
  for (const [path, text] of files) {
    const home = Object.keys(layers).find((place) => path === place || path.startsWith(`${place}/`));
    if (!home) {
      found.push(`${path}: no layer`);
      continue;
    }
    for (const { fileName } of ts.preProcessFile(text, true, true).importedFiles) {
      const target = resolved(path, fileName);
      if (
        ![home, ...layers[home]!].some((allowed) => target === allowed || target.startsWith(`${allowed}/`))
      ) {
        found.push(`${path} → ${target}`);
      }
    }
  }
  return found;
}

function resolved(path: string, name: string): string {
  if (name.startsWith('.')) {
    return posix.join(posix.dirname(path), name);
  }
  return builtins.has(name) ? 'node' : name;
}

function* sources(folder: string): Iterable<readonly [path: string, text: string]> {
  for (const file of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
    if (/\.tsx?$/.test(file) && !file.endsWith('.d.ts')) {
      const path = join(folder, file).split(sep).join('/');
      yield [path, readFileSync(join(root, path), 'utf8')];
    }
  }
}
