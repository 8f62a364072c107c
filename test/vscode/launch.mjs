// Starts a VS Code server with a profile of its own, and a headless Chromium to look at it.
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { installVSCode, root } from './install.mjs';

/** A quiet workbench: nothing that asks, updates, phones home or differs from run to run. */
export const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'files.simpleDialog.enable': true,
  'npm.autoDetect': 'off',
  'window.restoreWindows': 'none',
};

/**
 * Starts a server. Each page that opens `url()` is a window with an extension host of its own.
 * @param options.profile   folder of the profile; absent: a fresh one that `close` removes
 * @param options.settings  user settings; absent: the profile's own
 * @param options.vsix      extensions to install first
 * @param options.home      HOME of the extension host, where the agents' files are looked for
 * @param options.env       more environment
 * @param options.preload   scripts that every process of the server loads first
 * @param options.tests     accept extension tests from the page's address, and confirm dialogs
 * @param options.trust     ask about workspace trust
 * @param options.token     ask for a secret in the address, as on a machine with several users
 */
export async function startServer(options = {}) {
  const at = installVSCode();
  // Short, because the server puts a socket below it.
  const profile = options.profile ?? mkdtempSync(join(tmpdir(), 'vsc-'));
  const user = join(profile, 'user');
  const extensions = join(profile, 'ext');
  mkdirSync(extensions, { recursive: true });
  if (options.settings) {
    writeServerSettings(user, options.settings);
  }
  const env = serverEnvironment(profile, options);
  const preload = [
    ...(options.preload ?? []),
    ...(env.NETWORK_TRACE ? [join(root, 'test/vscode/traceNetwork.cjs')] : []),
  ];
  const command = [
    // The server drops NODE_OPTIONS for extension hosts, and hands on its own arguments.
    ...preload.flatMap((script) => ['--require', script]),
    join(at.vscode, 'out/server-main.js'),
    '--accept-server-license-terms',
    ...['--user-data-dir', user, '--server-data-dir', user, '--extensions-dir', extensions],
  ];
  for (const vsix of options.vsix ?? []) {
    await promisify(execFile)(at.node, [...command, '--install-extension', vsix, '--force'], { env });
  }

  const port = await freePort();
  const token = options.token ? randomBytes(16).toString('hex') : null;
  const server = spawn(
    at.node,
    [
      ...command,
      ...['--host', '127.0.0.1', '--port', String(port)],
      ...(token ? ['--connection-token', token] : ['--without-connection-token']),
      ...[
        '--telemetry-level',
        'off',
        '--disable-telemetry',
        '--disable-experiments',
        '--disable-getting-started-override',
      ],
      ...(options.trust ? [] : ['--disable-workspace-trust']),
      // Without this flag a built workbench ignores extensionDevelopmentPath and extensionTestsPath.
      ...(options.tests ? ['--enable-smoke-test-driver'] : []),
    ],
    { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  );
  let log = '';
  for (const stream of [server.stdout, server.stderr]) {
    stream.on('data', (data) => {
      log = (log + data).slice(-100_000);
      if (process.env.DEBUG_VSCODE) {
        process.stdout.write(data);
      }
    });
  }
  const exited = new Promise((resolve) => server.once('exit', resolve));
  const authority = `127.0.0.1:${port}`;

  const close = async () => {
    // The server forks extension hosts, a file watcher and a terminal host: end the whole process group.
    endGroup(server.pid, 'SIGTERM');
    const timer = setTimeout(() => endGroup(server.pid, 'SIGKILL'), 5000);
    await exited;
    clearTimeout(timer);
    endGroup(server.pid, 'SIGKILL');
    if (!options.profile) {
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    }
  };
  try {
    await untilAnswering(`http://${authority}/version`, () => server.exitCode !== null);
  } catch (error) {
    await close();
    throw new Error(`${error.message}\n${log}`, { cause: error });
  }
  return {
    profile,
    pid: server.pid,
    exited,
    close,
    log: () => log,
    /** A path as the workbench names it. */
    remote: (path) => `vscode-remote://${authority}${path}`,
    url(folder, payload, workspace) {
      const query = new URLSearchParams();
      if (token) {
        query.set('tkn', token);
      }
      if (folder) {
        query.set('folder', folder);
      }
      if (workspace) {
        query.set('workspace', workspace);
      }
      if (payload) {
        query.set('payload', JSON.stringify(payload));
      }
      return `http://${authority}/?${query}`;
    },
  };
}

/**
 * Writes the user's settings of a server below its data folder. To the window the server is a remote machine, so settings
 * with the scope of a machine count in a file of their own only.
 */
export function writeServerSettings(user, settings) {
  const ours = Object.entries(settings).filter(([key]) => key.startsWith('agentLogbook.'));
  for (const [place, values] of [
    ['User', settings],
    ['Machine', Object.fromEntries(ours)],
  ]) {
    mkdirSync(join(user, place), { recursive: true });
    writeFileSync(join(user, place, 'settings.json'), JSON.stringify(values, null, 2));
  }
}

/** Headless Chromium: the pinned one from npm, or CHROMIUM_PATH. */
export async function startBrowser({ viewport = { width: 1280, height: 800 }, ...context } = {}) {
  const { chromium } = await import('playwright-core');
  const at = process.env.CHROMIUM_PATH ? null : installVSCode();
  const libraries = [process.env.LD_LIBRARY_PATH, at?.libraries].filter(Boolean).join(':');
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? at.chromium,
    env: { ...process.env, LD_LIBRARY_PATH: libraries },
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  return { browser, context: await browser.newContext({ viewport, ...context }) };
}

function serverEnvironment(profile, options) {
  const own = /^(VSCODE_|npm_|CODE_SERVER|NODE_OPTIONS$|ELECTRON_)/;
  const env = { ...process.env, ...options.env };
  for (const name of Object.keys(env)) {
    if (own.test(name) || env[name] === undefined) {
      delete env[name];
    }
  }
  return {
    ...env,
    ...(options.home ? { HOME: options.home, USERPROFILE: options.home } : {}),
    // An empty gallery, else every start looks for one in the network.
    EXTENSIONS_GALLERY: JSON.stringify({ serviceUrl: '' }),
    ...(options.profile
      ? {}
      : {
          // Agents keep their files in these, too.
          XDG_DATA_HOME: options.home ? join(options.home, '.local/share') : join(profile, 'data'),
          XDG_CONFIG_HOME: options.home ? join(options.home, '.config') : join(profile, 'cfg'),
          XDG_CACHE_HOME: join(profile, 'cache'),
          XDG_STATE_HOME: join(profile, 'state'),
        }),
  };
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

async function untilAnswering(url, hasExited) {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (hasExited()) {
      throw new Error('The VS Code server ended.');
    }
    const ok = await fetch(url).then(
      (response) => response.status < 500,
      () => false,
    );
    if (ok) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('The VS Code server did not answer within 30 s.');
}

function endGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') {
      throw error;
    }
  }
}
