import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { lintSource } from '@secretlint/core';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { exportFormats } from '../../src/common/export.js';
import { formsOf, plantedSecrets } from '../redact/plantedSecrets.js';
import { openWorld, type World } from './world.js';

const at = '2026-03-02T10:00:00.000Z';
const planted = plantedSecrets(42);

describe('a redacted export of sixty kinds of secrets', function () {
  this.timeout(120_000);
  let world: World;
  let findings = 0;
  before(async () => {
    world = await openWorld();
    await world.read('seeded.jsonl', seeded());
    await world.read('copies.jsonl', copies());
    findings = (await world.exporter.scan({}, [{ name: 'Employee number', pattern: 'EMP-(\\d{6})' }]))
      .findings;
  });
  after(() => world.close());

  it('shows what it found, masked', async () => {
    assert.ok(findings >= 60, String(findings));
    const shown = JSON.stringify(await world.exporter.findings(0, 1000));
    for (const { secrets, kind } of planted) {
      for (const secret of secrets) {
        assert.ok(!shown.includes(secret), kind);
      }
    }
    assert.match(shown, /"ruleName":"Employee number"/);
  });

  it('is found by the other scanner where nothing is redacted', async () => {
    const path = world.out('raw.json');
    await world.exporter.write({ format: 'json', path, keep: null });
    assert.ok((await lint(readFileSync(path, 'utf8'))).length >= 10);
  });

  for (const { id } of exportFormats) {
    it(`has none of them as ${id}`, async () => {
      const path = world.out(`${id}-redacted`);
      const result = await world.exporter.write({ format: id, path, keep: { rules: [], secrets: [] } });
      let text = '';
      for (const file of filesOf(path)) {
        text += id === 'parquet' ? await rowsOf(file) : readFileSync(file, 'utf8');
      }
      const there = planted.flatMap(({ kind, secrets }) =>
        secrets.flatMap((secret) =>
          formsOf(secret)
            .filter((form) => text.includes(form))
            .map((form) => `${kind}: ${form}`),
        ),
      );
      assert.deepEqual(there, []);
      assert.ok(!text.includes('123456'), 'own pattern');
      assert.deepEqual(await lint(text), []);
      assert.ok(result.redactions > 0);
      assert.equal(result.redactions, text.match(/\[secret:[\w-]+:\d+\\?\]/g)?.length);
    });
  }

  it('replaces all but what is to stay', async () => {
    const all = await world.exporter.findings(0, 1000);
    const [token] = all.filter(({ ruleId }) => ruleId === 'github-token');
    const path = world.out('some.json');
    await world.exporter.write({
      format: 'json',
      path,
      keep: { rules: ['email', 'own-1'], secrets: [token?.id ?? -1] },
    });
    const text = readFileSync(path, 'utf8');
    const [mail, first, second] = ['e-mail', 'github', 'github server'].map(
      (kind) => planted.find((one) => one.kind === kind)?.secrets[0] ?? '-',
    );
    assert.ok(mail && text.includes(mail));
    assert.ok(text.includes('123456'));
    assert.equal([first, second].filter((one) => one && text.includes(one)).length, 1);
  });
});

/** Every secret somewhere: said, asked, called, answered, changed, planned, in names and in titles. */
function seeded(): object[] {
  const lines: object[] = [
    { schema: 1, type: 'session', session: 'seeded', agent: 'Acme', at, cwd: '/work/app', branch: 'main' },
  ];
  planted.forEach(({ text, secrets: [secret = ''] }, index) => {
    const id = `m${index}`;
    const call = { type: 'message', id, role: 'assistant', at } as const;
    const tool = (input: unknown) => ({ ...call, tool: { call_id: id, name: 'sh', category: 'run', input } });
    switch (index % 6) {
      case 0:
        lines.push({ type: 'message', id, role: 'user', at, text: `Look: ${text}\nIs it right?` });
        break;
      case 1:
        lines.push(tool({ command: text, nested: { deep: [text] } }));
        break;
      case 2:
        lines.push(tool('env'), { type: 'tool_result', call_id: id, at, output: `a\n${text}\nb` });
        break;
      case 3:
        lines.push(tool(JSON.stringify({ json: JSON.stringify({ text }) })));
        break;
      case 4:
        lines.push(
          tool({ path: 'x' }),
          {
            ...{
              type: 'file_change',
              call_id: id,
              at,
              path: '/work/app/.env',
              operation: 'update',
              added: 1,
              removed: 0,
            },
            patch: `@@ -1,0 +1,1 @@\n+${text.replaceAll('\n', '\n+')}`,
          },
          { type: 'plan', name: `plan-${index}`, text, at },
        );
        break;
      default:
        lines.push(
          { type: 'message', id, role: 'assistant', kind: 'thinking', at, text },
          { type: 'todos', at, items: [{ text: `use ${text}`, status: 'pending' }] },
        );
    }
    if (index % 10 === 0) {
      lines.push({ type: 'message', id: `${id}b`, role: 'user', at, text: `${'word '.repeat(25)}${secret}` });
    }
  });
  const [named = ''] = planted.find(({ kind }) => kind === 'npm')?.secrets ?? [];
  lines.push({
    type: 'usage',
    id: 'r',
    at,
    model: 'gpt-5',
    branch: `fix/${named}`,
    tokens: { input: 1, output: 1 },
  });
  lines.push({ type: 'message', id: 'own', role: 'user', at, text: 'I am EMP-123456.' });
  return lines;
}

/** The same secrets in every encoding, in a session of their own, whose title ends within one. */
function copies(): object[] {
  const [first = ''] = planted.find(({ kind }) => kind === 'anthropic')?.secrets ?? [];
  return [
    {
      schema: 1,
      type: 'session',
      session: 'copies',
      agent: 'Acme',
      at,
      cwd: '/work/other',
      title: `Use ${first.slice(0, 24)}…`,
    },
    ...planted.flatMap(({ secrets }, index) =>
      secrets.slice(0, 1).flatMap((secret) => [
        { type: 'message', id: `c${index}`, role: 'user', at, text: formsOf(secret).join('\n') },
        {
          ...{ type: 'message', id: `d${index}`, role: 'assistant', at, text: '' },
          tool: {
            ...{ call_id: `d${index}`, name: 'sh', category: 'run' },
            input: {
              basic: Buffer.from(`x:${secret}`).toString('base64'),
              html: `<a href="?q=${encodeURIComponent(secret)}">`,
            },
          },
        },
        {
          ...{ type: 'tool_result', call_id: `d${index}`, at },
          output: secret.length > 30 ? `wrapped:\n  ${secret.slice(0, 20)}\n  ${secret.slice(20)}` : secret,
        },
      ]),
    ),
  ];
}

function filesOf(path: string): string[] {
  return statSync(path).isFile()
    ? [path]
    : readdirSync(path, { recursive: true, encoding: 'utf8' })
        .map((name) => join(path, name))
        .filter((file) => statSync(file).isFile());
}

async function rowsOf(path: string): Promise<string> {
  const rows = await parquetReadObjects({ file: await asyncBufferFromFile(path) });
  return JSON.stringify(rows, (_key, value: unknown) => (typeof value === 'bigint' ? Number(value) : value));
}

async function lint(content: string): Promise<string[]> {
  const { messages } = await lintSource({
    source: { filePath: '/export.txt', content, ext: '.txt', contentType: 'text' },
    options: {
      noPhysicFilePath: true,
      config: { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator }] },
    },
  });
  return messages.map(({ ruleId, message }) => `${ruleId}: ${message}`);
}
