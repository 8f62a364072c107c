import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { FromFuzzer, FuzzJob } from './messages.js';

/** An input that gives no sign for so long, in milliseconds, hangs: the thread cannot say so itself. */
const longest = 60_000;
const room = 8 << 20;

/** Runs a fuzzing thread and watches it. An input that hangs it, or ends it, is told as a finding; the thread starts anew. */
export async function fuzzInThread(
  job: Omit<FuzzJob, 'current'>,
  told: (message: FromFuzzer) => void,
): Promise<void> {
  const end = Date.now() + job.minutes * 60_000;
  for (let seed = job.seed; Date.now() < end; seed++) {
    const minutes = (end - Date.now()) / 60_000;
    const current = new SharedArrayBuffer(room);
    const ending = await once({ ...job, seed, minutes, current }, told);
    if (ending === null) {
      return;
    }
    const bytes = Buffer.from(current);
    if (bytes.readUInt32LE(0) === 0) {
      throw new Error(`The thread ended before it tried anything. ${ending}`);
    }
    const text = bytes.toString('utf8', 8, 8 + bytes.readUInt32LE(0));
    const { target, input } = parsed(text);
    told({ type: 'found', finding: { target, message: ending, input } });
  }
}

/** null: it came to its end; otherwise what became of it. */
function once(job: FuzzJob, told: (message: FromFuzzer) => void): Promise<string | null> {
  const bytes = Buffer.from(job.current);
  return new Promise((resolve) => {
    const thread = new Worker(join(__dirname, 'thread.ts'), {
      workerData: job,
      execArgv: ['--require', 'tsx/cjs', '--require', join(__dirname, '../../setup.ts')],
      resourceLimits: { maxOldGenerationSizeMb: 1500 },
    });
    let before = -1;
    const watch = setInterval(() => {
      const now = bytes.readUInt32LE(4);
      if (now === before && bytes.readUInt32LE(0) > 0) {
        finish(`It hangs: no end after ${longest / 1000} s`);
      }
      before = now;
    }, longest);
    const finish = (outcome: string | null): void => {
      clearInterval(watch);
      void thread.terminate().then(() => resolve(outcome));
    };
    thread.on('message', (message: FromFuzzer) => (message.type === 'done' ? finish(null) : told(message)));
    thread.once('error', (error) => finish(`It ended the thread: ${error.stack ?? error.message}`));
  });
}

function parsed(text: string): { target: string; input: unknown } {
  try {
    return JSON.parse(text) as { target: string; input: unknown };
  } catch {
    // Too large for the room, hence cut: its beginning is still of use.
    return { target: 'unknown', input: text };
  }
}
