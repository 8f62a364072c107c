import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { root } from './install.mjs';

/** Every test file by glob, and the entry that @vscode/test-electron takes as well. */
export async function bundleHostTests(outdir) {
  const folder = join(root, 'test/host');
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: readdirSync(folder)
      .filter((name) => name.endsWith('.test.ts') || name === 'index.ts')
      .map((name) => join(folder, name)),
    outdir,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode', 'mocha'],
    loader: { '.sql': 'text' },
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}
