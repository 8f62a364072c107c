// What a first import costs the thread that all extensions share, in a real VS Code (Linux x64).
import { spawn } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../vscode/install.mjs';
import { quietSettings, startBrowser, startServer } from '../vscode/launch.mjs';
import { spread } from './table.mjs';

const own = (name) => join(import.meta.dirname, name);
const longestControlSeconds = 30;

/**
 * Opens windows whose extension imports all of `home`: sampled, not sampled, and one without it while others keep all cores busy.
 * The bundles of `dist` must not be minified: functions are named.
 */
export async function measureHost({ note }, { dist, home }) {
  const folder = mkdtempSync(join(tmpdir(), 'logbook-host-'));
  try {
    const ours = join(folder, 'extension');
    for (const name of ['package.json', 'package.nls.json', 'media', 'l10n']) {
      cpSync(join(root, name), join(ours, name), { recursive: true });
    }
    cpSync(dist, join(ours, 'dist'), { recursive: true });
    const nothing = emptyExtension(join(folder, 'nothing'));

    const profile = await runWindow(folder, { mode: 'profile', extension: ours, home });
    noteProfile(note, profile);
    const measured = await runWindow(folder, { mode: 'import', extension: ours, home });
    const seconds = Math.min(longestControlSeconds, Math.ceil(measured.importMs / 1000));
    const load = cpus().map(() => spawn(process.execPath, ['-e', 'for (;;) {}'], { stdio: 'ignore' }));
    const emptyHome = join(folder, 'home');
    mkdirSync(emptyHome);
    const control = await runWindow(folder, {
      ...{ mode: 'control', extension: nothing, home: emptyHome, seconds },
    }).finally(() => load.forEach((process) => process.kill()));
    noteMeasured(note, measured, control);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function noteProfile(note, { activateMs, loadingMs, longest, totalMs }) {
  if (activateMs === 0) {
    throw new Error('The functions of dist/extension.js have no names. Run npm run build first.');
  }
  note('activate()', activateMs, 'ms', { most: 50, remark: 'CPU' });
  note('loading of the extension', loadingMs, 'ms', { remark: 'CPU' });
  note('host thread during import: longest section of ours', longest?.ms ?? 0, 'ms', {
    ...{ most: 5, remark: `CPU; ${longest?.names.slice(0, 3).join(' › ') ?? ''}` },
  });
  note('host thread during import: all of ours', totalMs, 'ms', { remark: 'CPU' });
}

function noteMeasured(note, measured, control) {
  const foreign = 'without us, foreign load';
  note('host thread during import: event loop, p99', measured.p99Ms, 'ms', {
    ...{ floor: control.p99Ms, of: foreign, most: 15 },
    remark: `max ${measured.maxMs.toFixed(0)}, of the control ${control.maxMs.toFixed(0)}`,
  });
  const without = { floor: control.peakMb, of: foreign };
  const growth = (key) => Math.max(0, measured[key] - control[key]);
  note('host during import, resident, grown by', growth('peakMb'), 'MB', { most: 350 });
  note('host when idle, resident, grown by', growth('idleMb'), 'MB', { most: 140 });
  note('host during import, resident', measured.peakMb, 'MB', without);
  const { p50, p95, max } = spread(measured.replays);
  note('replay, from its script to the first message, p95', p95, 'ms', {
    ...{ most: 400 },
    remark: `${measured.messages} messages; p50 ${p50.toFixed(0)}, max ${max.toFixed(0)}, n ${measured.replays.length}`,
  });
}

/** A window with an extension; resolves to what hostRun.cjs wrote of it, and how long each replay took. */
async function runWindow(folder, { mode, extension, home, seconds = 0 }) {
  const result = join(folder, `${mode}.json`);
  const replays = join(folder, `${mode}.replays`);
  const server = await startServer({
    ...{ tests: true, home, settings: quietSettings },
    preload: mode === 'profile' ? [own('hostProfile.cjs')] : [],
    env: { HOST_BENCH: JSON.stringify({ mode, result, replays, seconds }) },
  });
  const { browser, context } = await startBrowser();
  const times = [];
  try {
    const page = await context.newPage();
    const ended = new Promise((resolve) => void page.exposeFunction('codeAutomationExit', resolve));
    await page.exposeFunction('codeAutomationLog', () => undefined);
    await page.exposeFunction('replayShows', (ms) => {
      times.push(ms);
      appendFileSync(replays, `${ms}\n`);
    });
    await page.addInitScript(watchReplay);
    await page.goto(
      server.url(folder, [
        ['extensionDevelopmentPath', server.remote(extension)],
        ['extensionTestsPath', server.remote(own('hostRun.cjs'))],
        ['skipWelcome', 'true'],
      ]),
      { waitUntil: 'commit' },
    );
    if ((await ended) !== 0) {
      throw new Error(`The extension host failed.\n${server.log().slice(-3000)}`);
    }
    return { ...JSON.parse(readFileSync(result, 'utf8')), replays: times };
  } finally {
    await browser.close();
    await server.close();
  }
}

/** In every frame: tells how long it is from the replay's script to its first message. */
function watchReplay() {
  let scriptAt = 0;
  const timer = setInterval(() => {
    if (scriptAt === 0 && document.querySelector('script[src*="replay"]')) {
      scriptAt = performance.now();
    }
    if (scriptAt > 0 && document.querySelector('.messages article')) {
      clearInterval(timer);
      void globalThis.replayShows(performance.now() - scriptAt);
    }
  }, 2);
}

function emptyExtension(folder) {
  mkdirSync(folder);
  const manifest = {
    ...{ name: 'nothing', publisher: 'bench', version: '0.0.1', engines: { vscode: '*' } },
    ...{ main: './main.js', activationEvents: ['onStartupFinished'] },
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'main.js'), 'exports.activate = () => undefined;\n');
  return folder;
}
