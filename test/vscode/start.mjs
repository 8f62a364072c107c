// Opens a real VS Code with the extension installed, on the user's own sessions, in a profile of its own: `npm start`.
//
//   npm start                  desktop VS Code if `code` is on the PATH, else a VS Code server on 127.0.0.1
//   npm start -- --sample      with sample sessions instead of the user's own
//   npm start -- --server      the VS Code server although there is a desktop one
//   npm start -- FOLDER        opens FOLDER instead of the current one
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { root } from './install.mjs';
import { startServer } from './launch.mjs';
import { makeVsix } from './vsix.mjs';

const { values, positionals } = parseArgs({
  options: { sample: { type: 'boolean' }, server: { type: 'boolean' } },
  allowPositionals: true,
});
const folder = resolve(process.env.INIT_CWD ?? process.cwd(), positionals[0] ?? '.');
const profile = join(root, '.vscode-test', values.sample ? 'profile-sample' : 'profile');
const settings = {
  'workbench.startupEditor': 'none',
  'telemetry.telemetryLevel': 'off',
  // Room for the replay at the first look.
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  ...(values.sample ? { 'agentLogbook.sampleSessions': true } : {}),
};

const code = values.server
  ? null
  : findOnPath(process.platform === 'win32' ? ['code.cmd'] : ['code', 'codium']);
let vsix;
try {
  vsix = makeVsix();
  if (code) {
    await openDesktop(code);
  } else if (process.platform === 'linux' && process.arch === 'x64') {
    await openServer();
  } else {
    fail(
      'No VS Code was found. Install desktop VS Code, run “Shell Command: Install ‘code’ command in PATH” in it, and try again.',
    );
  }
} catch (error) {
  fail(causeOf(error));
}

/** npm and the packager have printed what is wrong; otherwise the message says it. */
function causeOf({ message }) {
  if (message.startsWith('Command failed: npm ')) {
    return 'The VS Code server could not be installed from the npm registry; the reason is above. Is there a network? Try again, or install desktop VS Code and put `code` on the PATH.';
  }
  return vsix ? message : 'The extension could not be packaged; the reason is above.';
}

function fail(message) {
  console.error(`\n${message}`);
  if (vsix) {
    console.error(
      `The packaged extension is ${vsix}: “Extensions: Install from VSIX…” of any VS Code takes it.`,
    );
  }
  process.exitCode = 1;
}

async function openDesktop(command) {
  const user = join(profile, 'desktop');
  // Only in a new profile: later the settings are the user's.
  if (!existsSync(join(user, 'User/settings.json'))) {
    mkdirSync(join(user, 'User'), { recursive: true });
    writeFileSync(join(user, 'User/settings.json'), JSON.stringify(settings, null, 2));
  }
  const own = ['--user-data-dir', user, '--extensions-dir', join(profile, 'desktop-ext')];
  // A .cmd file cannot be started without a shell; its arguments are ours, not the user's.
  const shell = process.platform === 'win32';
  execFileSync(command, [...own, '--install-extension', vsix, '--force'], { stdio: 'inherit', shell });
  console.log('Opening VS Code. Close its window to end.');
  const child = spawn(command, [...own, '--wait', '--new-window', folder], {
    stdio: 'inherit',
    shell,
  });
  process.exitCode = await new Promise((done) => child.once('exit', (status) => done(status ?? 1)));
}

async function openServer() {
  const server = await startServer({
    profile,
    vsix: [vsix],
    home: homedir(),
    token: true,
    ...(existsSync(join(profile, 'user/User/settings.json')) ? {} : { settings }),
  });
  console.log(
    `\nVS Code with Agent Logbook:\n\n  ${server.url(folder)}\n\nOpen it in a browser on this machine. Ctrl+C ends it.`,
  );
  let closing = false;
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => {
      closing = true;
      void server.close();
    });
  }
  await server.exited;
  if (!closing) {
    console.error(`The VS Code server ended by itself.\n${server.log()}`);
    process.exitCode = 1;
  }
}

function findOnPath(names) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((dir) => names.map((name) => join(dir, name)))
    .find((path) => existsSync(path));
}
