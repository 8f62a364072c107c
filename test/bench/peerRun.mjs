// Runs another tool in a home folder of its own and without the network, and tells what it took. Linux only.
import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const pollMs = 10;
const ticksPerSecond = 100;

/** Resolves to wall and CPU time in ms, peak memory in MB and what it printed, as JSON. Throws when it fails. */
export async function runPeer({ name, program, args }, home) {
  const [command, ...rest] = [...withoutNetwork(), program, ...args];
  const before = childTicks();
  const start = performance.now();
  const child = spawn(command, rest, {
    env: environment(home),
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: home,
  });
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (data) => (output += data));
  child.stderr.setEncoding('utf8').on('data', (data) => (errors += data));
  let peakMb = 0;
  const poll = setInterval(() => (peakMb = Math.max(peakMb, peakOf(child.pid))), pollMs);
  let wallMs = 0;
  child.once('exit', () => (wallMs = performance.now() - start));
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  clearInterval(poll);
  if (code !== 0) {
    throw new Error(`${name} ended with ${code}: ${errors.slice(-2000)}`);
  }
  const cpuMs = ((childTicks() - before) / ticksPerSecond) * 1000;
  return { wallMs: Math.round(wallMs), cpuMs, peakMb: Math.round(peakMb), report: JSON.parse(output) };
}

/** A network of its own, where nothing is: what it tries to reach fails at once. */
function withoutNetwork() {
  const unshare = ['unshare', '--map-root-user', '--net', '--'];
  return spawnSync(unshare[0], [...unshare.slice(1), 'true']).status === 0 ? unshare : [];
}

function environment(home) {
  const nowhere = 'http://127.0.0.1:9';
  return {
    ...{ PATH: process.env.PATH, HOME: home, NO_COLOR: '1' },
    ...{ HTTP_PROXY: nowhere, HTTPS_PROXY: nowhere, http_proxy: nowhere, https_proxy: nowhere },
  };
}

/** CPU time of all processes that this one has waited for, and of theirs. */
function childTicks() {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ');
  // utime is field 14 of the line, that is the 12th from here; the two after stime are those of children.
  return Number(fields[13]) + Number(fields[14]);
}

/** The most that a process and those below it had at once, as far as they are still there, in MB. */
function peakOf(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const own = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
    const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean),
    );
    return own + children.reduce((sum, child) => sum + peakOf(child), 0);
  } catch {
    // It has ended in between.
    return 0;
  }
}
