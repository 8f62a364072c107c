import { joinStore } from '../service/join.js';
import { startQuickly } from '../service/quickStart.js';
import { createQueryRunner } from '../store/queryRunner.js';
import { run } from './run.js';

export interface MainOptions {
  version: string;
  home: string;
  wasmPath: string;
  parseWorker: string;
  queryWorker: string;
  /** Folder of the player that a replay takes along. */
  player: string;
}

/** How long an orderly end may take when a signal asks for it. */
const endMs = 5000;
/** How long what is piped in may take. */
const inputMs = 200;

/** Runs the command line of this process and ends the process. */
export function main({ version, home, wasmPath, parseWorker, queryWorker, player }: MainOptions): void {
  const places = { home, env: process.env, platform: systemOf(process.platform) };
  const { exitCode, stop } = run({
    args: process.argv.slice(2),
    env: process.env,
    folder: process.cwd(),
    home,
    platform: process.platform,
    version,
    now: Date.now,
    out: (text) => void process.stdout.write(text),
    error: (text) => void process.stderr.write(text),
    outputColumns: () => widthOf(process.stdout),
    errorColumns: () => widthOf(process.stderr),
    // What only some commands need is set up when they ask for it; a client of another process needs none of it.
    count: async (counted, query) =>
      (await import('../count/count.js')).countUsage({ places: { ...places, ...counted }, wasmPath }, query),
    input: pipedIn,
    questions: (makeCopy) => createQueryRunner({ workerPath: queryWorker, wasmPath, makeCopy }),
    exporter: async (store, onProgress) =>
      (await import('../export/exporter.js')).createExporter({
        ...{ store, version, player, onProgress, now: Date.now },
        timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      }),
    join: (joined) =>
      joinStore({
        storage: joined.storage,
        home: joined.home,
        version,
        openService: async (facts) => {
          startQuickly(joined.storage);
          const { openService } = await import('../service/service.js');
          return openService(
            {
              storage: joined.storage,
              wasmPath,
              parseWorker,
              places: { ...places, home: joined.home, env: joined.env },
              watch: false,
              version,
              owner: `command ${process.pid}`,
              log: { info: () => undefined, warn: () => undefined, error: tell },
            },
            facts,
          );
        },
      }),
  });

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      const dead = () => process.kill(process.pid, signal);
      // With its handler gone, the signal ends the process as it would have without us, and the shell sees so.
      setTimeout(dead, endMs).unref();
      void stop().then(dead, dead);
    });
  }
  let lost: NodeJS.ErrnoException | null = null;
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      lost ??= error;
      void stop().finally(() => process.exit(codeOfLost(error)));
    });
  }
  void exitCode.then(
    (code) => {
      // Output to a pipe may be under way; the process ends when it is written, at once otherwise.
      process.stdout.write('', (error) => {
        const failure = lost ?? error;
        process.exit(failure ? codeOfLost(failure) : code);
      });
    },
    (error: unknown) => {
      tell(error instanceof Error ? (error.stack ?? error.message) : String(error));
      process.exit(1);
    },
  );
}

/** An agent writes a line and closes the pipe; who leaves one open without a word shall not hold us up. */
function pipedIn(): Promise<string> {
  const { stdin } = process;
  if (stdin.isTTY) {
    return Promise.resolve('');
  }
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    const finish = () => {
      stdin.destroy();
      resolve(Buffer.concat(parts).toString('utf8'));
    };
    const timer = setTimeout(finish, inputMs);
    stdin.on('data', (part: Buffer) => parts.push(part));
    for (const event of ['end', 'error', 'close']) {
      stdin.once(event, () => {
        clearTimeout(timer);
        finish();
      });
    }
  });
}

/** Whoever reads our output may have seen enough, as `head` has; on a full disk it is lost. */
function codeOfLost(error: NodeJS.ErrnoException): number {
  if (error.code === 'EPIPE') {
    return 0;
  }
  tell(`The output could not be written: ${error.message}`);
  return 1;
}

function widthOf(stream: NodeJS.WriteStream): number | null {
  return stream.isTTY ? stream.columns : null;
}

function tell(message: string): void {
  process.stderr.write(`logbook: ${message}\n`);
}

function systemOf(platform: string): 'linux' | 'darwin' | 'win32' {
  return platform === 'darwin' || platform === 'win32' ? platform : 'linux';
}
