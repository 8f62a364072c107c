import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { detect, type Detection } from '../../src/importers/detect.js';
import type { Sample } from '../../src/importers/detect/content.js';
import { databases } from '../../src/importers/detect/databases.js';
import { documentSigns } from '../../src/importers/detect/documentSigns.js';
import { lineSigns } from '../../src/importers/detect/lineSigns.js';
import { textSigns } from '../../src/importers/detect/textSigns.js';
import { importers } from '../../src/importers/index.js';
import type { Importer } from '../../src/importers/importer.js';
import { fixturesOf, pathOf, type Fixture } from './fixtures.js';

const head = 64 * 1024;

/** What tells nothing of its agent away from its folder: texts and small documents that could be anyone's. */
const silent = new Set([
  ...['claude/plan.md', 'claude/sub-agent-meta.json', 'claude/task-done.json', 'claude/task-odd.json'],
  ...['claude/task.json', 'claude/todos.json', 'claude/workflow.json', 'claude/workflow-journal.jsonl'],
  ...['gemini/plan.md', 'copilot/plan.md', 'copilot/workspace.yaml', 'copilot/workspace-summary.yaml'],
  ...['kilo/task.json', 'kilo/item.json', 'opencode/todo.json', 'amp/not-a-thread.json', 'amp/odd.json'],
  ...['claude/process-odd.json', 'cursor/beside.txt', 'cursor/workspace.sql'],
  ...['qwen/meta.json', 'qwen/meta-odd.json', 'vscode-copilot/store.jsonl'],
]);

/** An agent without a sign of its own is known by its folder. */
const signed = new Set(
  [...documentSigns, ...lineSigns, ...textSigns, ...databases].map(({ importer }) => importer.id),
);

for (const importer of importers) {
  describe(`detecting files of ${importer.id}`, () => {
    for (const fixture of fixturesOf(importer)) {
      const path = pathOf(importer, fixture);
      const shape = importer.shapeOf(path);

      it(`knows ${fixture.name} in its folder`, () => {
        const [root] = importer.roots({ home: '/home/dev', env: {}, platform: 'linux' });
        const found = detect(sampleOf(importer, fixture, `${root}/${path}`));
        assert.ok('importer' in found, JSON.stringify(found).slice(0, 200));
        assert.equal(found.importer.id, importer.id);
        // Files that may lie anywhere below a root are read as if they lay in it.
        assert.ok(path === found.as || path.endsWith(`/${found.as}`), found.as);
      });

      if (signed.has(importer.id) && !silent.has(`${importer.id}/${fixture.name}`)) {
        it(`knows ${fixture.name} by what is in it`, () => {
          const sample = sampleOf(importer, fixture, `/home/dev/Downloads/copy ${path.split('/').at(-1)}`);
          const found = detect(sample);
          assert.ok('importer' in found, JSON.stringify(found).slice(0, 200));
          assert.equal(found.importer.id, importer.id);
          assert.equal(found.importer.shapeOf(found.as), shape, found.as);
          assert.ok(!found.as.split('/').includes('..'), found.as);
          const folders = found.as.split('/').slice(0, -1);
          folders.forEach((_, depth) => {
            const above = folders.slice(0, depth + 1).join('/');
            assert.ok(found.importer.mayContain(above), `${above} is not looked into`);
          });
          const parser = found.importer.start({
            root: '/r',
            path: found.as,
            modifiedAt: 1,
            companions: fixture.companions,
          });
          const events = fixture.records.flatMap(
            (record) => parser.parse(record, { offset: 0, length: 1 }).events,
          );
          const golden = fixture.expected?.records.flatMap((record) => record.events) ?? [];
          assert.ok(golden.length === 0 || events.length > 0, found.as);
        });
      }
    }
  });
}

describe('detecting other files', () => {
  const cases: [string, string, string][] = [
    [
      'a name of a folder that is no path',
      '{"type":"session","schema":1,"session":"a/../../b"}\n',
      'drop-in',
    ],
    ['a path of Windows', '# aider chat started at 2026-01-02 03:04:05\n#### hi\n', 'aider'],
    [
      'our own export',
      '{"schema":1,"records":[{"schema":1,"type":"session","session":"s"}]}',
      'logbook-export',
    ],
    [
      'Prompt Flow',
      '{"version":"1.0.0","conversation":[{"index":1,"userPrompt":"a","claudeResponse":"b"}]}',
      'prompt-flow',
    ],
    ['SpecStory', '# T (2026-01-02)\n\n_**User**_\n\nhi\n\n---\n\n_**Assistant**_\n\nho\n', 'spec-story'],
    ['a transcript', 'Human: hi\n\nAssistant: ho\n', 'transcript'],
    ['a transcript in Markdown', '## Chat\n\n**User:** hi\n\n**Assistant:**\nho\n', 'transcript'],
    ['lines after a broken one', '{"half\n{"type":"session_meta","payload":{"id":"x"}}\n', 'codex'],
  ];
  for (const [what, text, id] of cases) {
    it(`knows ${what}`, () => {
      const found = detect({ path: 'C:\\Users\\dev\\notes\\..\\file.txt', head: text, whole: text });
      assert.ok('importer' in found, JSON.stringify(found).slice(0, 300));
      assert.equal(found.importer.id, id);
      assert.notEqual(found.importer.shapeOf(found.as), null);
    });
  }

  it('knows a long document by its start', () => {
    const messages = Array.from({ length: 2000 }, (_, n) => ({
      role: 'user',
      messageId: n,
      content: [{ type: 'text', text: 'many "words", \\ and [more]' }],
    }));
    const text = JSON.stringify({ v: 1, id: 'T-1', created: 1767323040000, title: 'Long', messages });
    assert.ok(text.length > 2 * head);
    assert.deepEqual(named(detect({ path: 'x.json', head: text.slice(0, head) })), {
      importer: 'amp',
      as: 'threads/T-1.json',
    });
  });

  it('looks at a document without an end, however deep it goes', () => {
    const text = `${'['.repeat(200_000)}${'1,'.repeat(200_000)}`;
    assert.match(
      reason(detect({ path: 'deep.json', head: text.slice(0, head), whole: text })),
      /^Its content/,
    );
  });

  it('asks for the tables of a database, and says when they are nobody’s', () => {
    const start = 'SQLite format 3\0\u0010\0';
    assert.deepEqual(detect({ path: 'x.db', head: start }), { needs: 'tables' });
    const tables = ['session', 'message', 'part', 'project'];
    assert.deepEqual(named(detect({ path: '/x/copy.db', head: start, tables })), {
      importer: 'opencode',
      as: 'opencode.db',
    });
    assert.match(
      reason(detect({ path: 'x.db', head: start, tables: ['moz_places'] })),
      /other tables .*moz_places.*OpenCode/,
    );
  });

  const garbage: [string, string, RegExp][] = [
    ['nothing', ' \n', /^It is empty\. Known are /],
    ['something binary', 'PK\u0003\u0004\0\0', /^It is a binary file\. Known are /],
    ['other JSON', '{"name":"package","version":"1.0.0"}', /Claude Code/],
    ['a list of numbers', '[1,2,3]', /Codex/],
    ['half a document', '{"name":"pack', /Prompt Flow/],
    ['a book', 'It was the best of times, it was the worst of times.\n', /SpecStory/],
    ['a question alone', 'User: hi\n', /Human: and Assistant:/],
    ['other lines', '{"level":"info","msg":"up"}\n{"level":"info","msg":"down"}\n', /Drop-in/],
  ];
  for (const [what, text, expected] of garbage) {
    it(`says what it knows when it is given ${what}`, () => {
      const found = reason(detect({ path: '/tmp/file', head: text, whole: text }));
      assert.match(found, expected);
      for (const { label } of importers) {
        assert.ok(found.includes(label), `${label} is not among the known forms`);
      }
    });
  }
});

function sampleOf(importer: Importer, fixture: Fixture, path: string): Sample {
  const below = pathOf(importer, fixture);
  if (importer.shapeOf(below) === 'sqlite') {
    const tables = (importer.queries?.(below) ?? []).flatMap(({ needs }) => Object.keys(needs));
    return { path, head: 'SQLite format 3\0', tables: [...new Set(tables)] };
  }
  const text = readFileSync(join(__dirname, importer.id, fixture.name), 'utf8');
  return text.length > head ? { path, head: text.slice(0, head) } : { path, head: text, whole: text };
}

function named(found: Detection): unknown {
  return 'importer' in found ? { importer: found.importer.id, as: found.as } : found;
}

function reason(found: Detection): string {
  return 'reason' in found ? found.reason : `found ${JSON.stringify(found).slice(0, 100)}`;
}
