import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Importer } from '../../src/importers/importer.js';

const root = join(__dirname, '../..');
const text = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');

/** A worked example that does not work is worse than none. */
describe('the worked example in CONTRIBUTING', () => {
  let folder: string;
  let acme: Importer;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'example-'));
    const outfile = join(folder, 'acme.cjs');
    const stdin = {
      contents: block('acme.ts'),
      resolveDir: join(root, 'src/importers'),
      loader: 'ts',
    } as const;
    await build({ stdin, bundle: true, platform: 'node', format: 'cjs', outfile, logLevel: 'error' });
    acme = (createRequire(__filename)(outfile) as { acme: Importer }).acme;
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('makes of its fixture what it says', () => {
    const records = block('session.jsonl')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    const parser = acme.start({ root: '/', path: 'sessions/s1.jsonl', modifiedAt: 0 });
    const parsed = records.map((record, i) => parser.parse(record, { offset: i, length: 1 }));
    assert.deepEqual({ line: 3, ...parsed[2] }, JSON.parse(block('golden of line 3')));
    const unknown = parsed[3]?.events.find(({ type }) => type === 'usage');
    assert.equal(unknown?.type === 'usage' && unknown.tokens, null);
    assert.match(parsed[3]?.problems?.[0] ?? '', /^usage\.input /);
    assert.deepEqual(parser.parse([1], { offset: 9, length: 1 }).events, []);
  });

  it('has the types that importers have', () => {
    // Within the folder of the importers, where its imports are.
    const file = join(root, 'src/importers/acme.example.ts');
    const program = `
      import ts from 'typescript';
      const options = { strict: true, exactOptionalPropertyTypes: true, noEmit: true, target: 9, module: 199, skipLibCheck: true, types: [] };
      const host = ts.createCompilerHost(options);
      const read = host.getSourceFile.bind(host);
      const text = process.env.EXAMPLE;
      host.getSourceFile = (name, ...rest) =>
        name === process.env.EXAMPLE_FILE ? ts.createSourceFile(name, text, 9) : read(name, ...rest);
      const exists = host.fileExists.bind(host);
      host.fileExists = (name) => name === process.env.EXAMPLE_FILE || exists(name);
      const found = ts.getPreEmitDiagnostics(ts.createProgram([process.env.EXAMPLE_FILE], options, host));
      console.log(found.map((each) => ts.flattenDiagnosticMessageText(each.messageText, ' ')).join('\\n'));`;
    const env = { ...process.env, EXAMPLE: block('acme.ts'), EXAMPLE_FILE: file };
    const found = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
      cwd: root,
      env,
      encoding: 'utf8',
    });
    assert.equal(found.trim(), '');
  });
});

/** The block of code that follows its name in a comment. */
function block(name: string): string {
  const found = new RegExp(`<!-- example: ${name} -->\\n\`\`\`\\w+\\n([^]*?)\\n\`\`\``).exec(text)?.[1];
  assert.ok(found, `CONTRIBUTING has no example ${name}`);
  return found;
}
