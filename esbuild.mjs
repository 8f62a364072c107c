// Bundles every entry point and every webview into dist/. `--watch` goes on, `--production` minifies.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as esbuild from 'esbuild';

const root = import.meta.dirname;
const watch = process.argv.includes('--watch');
const production = process.argv.includes('--production');
const require = createRequire(import.meta.url);

/** A file directly in src/ is an entry point and has a bundle. */
const entries = readdirSync(join(root, 'src'))
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
  .map((name) => join(root, 'src', name));

/** The player of exported replays: one file each of script and style, with the font in it, since it is put into other files. */
const player = { out: 'player', in: join(root, 'webview', 'player', 'main.tsx') };

/** A folder of webview/ with a main.tsx is one webview. */
const webviews = readdirSync(join(root, 'webview'))
  .filter((name) => name !== player.out)
  .map((name) => ({ out: name, in: join(root, 'webview', name, 'main.tsx') }))
  .filter((entry) => existsSync(entry.in));

const common = {
  absWorkingDir: root,
  bundle: true,
  minify: production,
  sourcemap: !production,
  legalComments: 'none',
  metafile: true,
  logLevel: 'info',
  loader: { '.sql': 'text' },
};

const page = {
  ...common,
  outdir: 'dist/webview',
  platform: 'browser',
  format: 'iife',
  target: 'chrome120',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  alias: {
    react: 'preact/compat',
    'react-dom': 'preact/compat',
    'react/jsx-runtime': 'preact/jsx-runtime',
  },
};

const builds = [
  {
    ...common,
    entryPoints: entries,
    outdir: 'dist',
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode'],
  },
  {
    ...page,
    entryPoints: webviews,
    loader: { ...common.loader, '.ttf': 'file' },
    assetNames: '[name]',
  },
  {
    ...page,
    entryPoints: [player],
    // Other browsers open it, too.
    target: ['chrome120', 'firefox128', 'safari17'],
    loader: { ...common.loader, '.ttf': 'dataurl' },
    sourcemap: false,
  },
].filter((build) => build.entryPoints.length > 0);

rmSync(join(root, 'dist'), { recursive: true, force: true });
mkdirSync(join(root, 'dist'), { recursive: true });
cpSync(require.resolve('sql.js/dist/sql-wasm.wasm'), join(root, 'dist/sql-wasm.wasm'));

if (watch) {
  const contexts = await Promise.all(builds.map((build) => esbuild.context(build)));
  // All bundles are there when the first "build finished" is printed, for which a debugger waits. esbuild prints what is wrong.
  await Promise.allSettled(contexts.map((context) => context.rebuild()));
  await Promise.all(contexts.map((context) => context.watch()));
} else {
  const results = await Promise.all(builds.map((build) => esbuild.build(build)));
  const inputs = results.flatMap((result) => Object.keys(result.metafile.inputs));
  writeFileSync(join(root, 'dist/ThirdPartyNotices.txt'), thirdPartyNotices(inputs));
}

/** The licences of all packages in the bundles, and of those whose data or files ship beside them. */
function thirdPartyNotices(inputs) {
  const bundled = inputs.map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
  const copied = ['sql.js', '@pydantic/genai-prices'];
  const packages = [...new Set([...bundled.filter(Boolean), ...copied])].sort();
  return packages.map(noticeOf).join(`\n${'-'.repeat(80)}\n\n`);
}

function noticeOf(name) {
  const folder = join(root, 'node_modules', name);
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file));
  if (!license && files.length === 0) {
    throw new Error(`${name} is in a bundle, but tells no licence.`);
  }
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return [`${name} ${version} (${license})`, ...texts, ''].join('\n\n');
}
