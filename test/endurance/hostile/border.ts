import { spawnSync } from 'node:child_process';
import { lstatSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { storeMethods } from '../../../src/common/storeApi.js';
import type { Place } from '../../faults/support.js';
import type { Report } from '../part.js';
import { helloOf, lockOf, speak } from './connection.js';

const nobody = 65_534;

/** Another user of the machine gets neither at the files nor at the owner, even with the token. */
export function otherUser(place: Place, report: Report): void {
  const { storage } = place;
  const lock = lockOf(storage);
  for (const folder of [storage, dirname(lock.socket)]) {
    expectMode(folder, 0o700, report);
  }
  for (const name of readdirSync(storage)) {
    expectMode(join(storage, name), 0o600, report);
  }
  if (process.getuid?.() !== 0) {
    report.skip('a process of another user: only root can start one');
    return;
  }
  const script = join(__dirname, 'stranger.cjs');
  const { stdout, stderr } = spawnSync(process.execPath, ['-', storage, lock.socket, lock.token], {
    ...{ uid: nobody, gid: nobody, cwd: '/', env: {}, encoding: 'utf8', timeout: 30_000 },
    // From standard input: the project may lie where that user cannot read it.
    input: readFileSync(script),
  });
  if (stdout === '') {
    report.fail(`the other user's process said nothing: ${stderr}`);
    return;
  }
  const { uid, tries } = JSON.parse(stdout) as { uid: number; tries: Record<string, string> };
  for (const [what, came] of Object.entries(tries)) {
    report.count('tries of another user');
    if (uid !== nobody || came !== 'EACCES') {
      report.fail(`another user (${uid}) tried "${what}": ${came}`);
    }
  }
}

/** Who comes without the token, or with anything else than a greeting, is not answered. */
export async function noToken(place: Place, report: Report): Promise<void> {
  const lock = lockOf(place.storage);
  const call = JSON.stringify({ call: 1, method: 'settings', args: [] });
  const greetings: [string, string][] = [
    ['no token', JSON.stringify({ hello: 'agent-logbook', protocol: lock.protocol, version: '1' })],
    ['an empty token', helloOf({ ...lock, token: '' })],
    ['half the token', helloOf({ ...lock, token: lock.token.slice(0, 32) })],
    ['the token and more', helloOf({ ...lock, token: `${lock.token}0` })],
    ['a token in a list', JSON.stringify({ ...JSON.parse(helloOf(lock)), token: [lock.token] })],
    ['a call first', call],
    ['no JSON', 'GET / HTTP/1.1'],
    ['a long line', 'x'.repeat(100_000)],
    ['a list', '[]'],
    ['nothing', ''],
  ];
  for (const [what, greeting] of greetings) {
    report.count('wrong greetings');
    const said = await speak(lock.socket, [greeting, call], 1);
    if (said.lines.length > 0 || !said.closed) {
      report.fail(`a greeting with ${what} was answered: ${JSON.stringify(said)}`);
    }
  }
}

/** Wrong arguments of every call, methods that are none, and lines that are no calls: each is refused, and the owner lives. */
export async function wrongCalls(place: Place, report: Report): Promise<void> {
  const lock = lockOf(place.storage);
  const calls: { method: string; args: unknown }[] = [];
  for (const method of storeMethods) {
    for (const arg of wrongArguments) {
      calls.push({ method, args: [arg, arg, arg, arg, arg] });
    }
  }
  for (const method of [
    'constructor',
    '__proto__',
    'toString',
    'hasOwnProperty',
    'close',
    'exec',
    'sql',
    'eval',
    '',
  ]) {
    calls.push({ method, args: [] });
  }
  const lines = calls.map(({ method, args }, call) => JSON.stringify({ call, method, args }));
  const said = await speak(lock.socket, [helloOf(lock), ...noCalls, ...lines], 1 + calls.length, 60_000);
  const answers = new Map(said.lines.map((line) => [line['reply'], line]));
  for (const [id, { method, args }] of calls.entries()) {
    report.count('wrong calls');
    const error = answers.get(id)?.['error'] as { message: string } | undefined;
    const what = `${method}(${JSON.stringify(args).slice(0, 60)})`;
    if (error === undefined) {
      report.fail(`${what} was not refused: ${JSON.stringify(answers.get(id) ?? 'no answer').slice(0, 200)}`);
    } else if (
      /\n\s+at |sqlite|undefined \(|is not a function/i.test(error.message) ||
      error.message.length > 500
    ) {
      report.fail(`${what} was refused with what is not for people: ${error.message.slice(0, 300)}`);
    }
  }
}

/** Text is an id, a folder, or a key for some calls: these are none of it for any. */
const wrongArguments: readonly unknown[] = [
  { $ne: null },
  [['x']],
  -1.5,
  true,
  'x'.repeat(40_000),
  { limit: 1e9, by: "day'; drop table usage; --", key: [], folder: {}, ids: 'x' },
];

/** Lines that are JSON objects but no calls: nobody answers them, and they harm nothing. */
const noCalls = [
  '{}',
  '{"call":"1","method":"settings","args":[]}',
  '{"call":1,"method":{},"args":[]}',
  '{"reply":1}',
];

function expectMode(path: string, most: number, report: Report): void {
  const { mode } = lstatSync(path);
  report.count('permissions looked at');
  if ((mode & 0o777 & ~most) !== 0) {
    report.fail(`${path} has permissions ${(mode & 0o777).toString(8)}`);
  }
}
