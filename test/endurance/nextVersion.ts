import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as esbuild from 'esbuild';

/**
 * A migration as one to come may be: a table that is made from another, a column, an index. Every message gets a row in
 * `carried`, so that a test can see whether it was done as a whole.
 */
const step = `
  create table carried as select id, uid from message;
  create index carried_uid on carried (uid);
  alter table session add column carried integer;
  update session set carried = 1;`;

let built: Promise<string> | null = null;

/**
 * The command line of a made-up next version: it knows one schema more, and importers that read every file again. Returns the
 * folder of its bundles.
 */
export function nextVersion(): Promise<string> {
  built ??= build();
  return built;
}

async function build(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'next-version-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  cpSync(createRequire(__filename).resolve('sql.js/dist/sql-wasm.wasm'), join(folder, 'sql-wasm.wasm'));
  await esbuild.build({
    ...{ absWorkingDir: join(__dirname, '../..'), outdir: folder, bundle: true },
    ...{ entryPoints: ['src/cli.ts', 'src/worker.ts'], loader: { '.sql': 'text' } },
    ...{ platform: 'node', format: 'cjs', target: 'node20' },
    plugins: [
      change(
        /store\/migrations\.ts$/,
        /(: readonly string\[\] = \[[^\]]*)\]/,
        `$1, ${JSON.stringify(step)}]`,
      ),
      change(/importers\/(claude|codex)\.ts$/, /(\n {2}version: )(\d+)/, '$1 1 + $2'),
    ],
  });
  return folder;
}

/** Replaces one place in a source file; fails where the place is not there any more. */
function change(file: RegExp, from: RegExp, to: string): esbuild.Plugin {
  return {
    name: `change ${file.source}`,
    setup({ onLoad }) {
      onLoad({ filter: file }, ({ path }) => {
        const text = readFileSync(path, 'utf8');
        const contents = text.replace(from, to);
        return contents === text
          ? { errors: [{ text: `${path} has nothing like ${from.source}` }] }
          : { contents, loader: 'ts' };
      });
    },
  };
}
