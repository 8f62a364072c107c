import assert from 'node:assert/strict';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import * as esbuild from 'esbuild';
import type { DoctorReport, ImportProgress } from '../../src/common/importReport.js';

/** One fault of the file system, as spoil.cjs takes it. */
export interface Fault {
  call: string;
  path: string;
  code?: string;
  kill?: boolean;
  delay?: number;
  half?: boolean;
  after?: number;
  times?: number;
  when?: string;
  writing?: boolean;
}

export interface Ran {
  code: number | null;
  signal: string | null;
  out: string;
  error: string;
}

const root = join(__dirname, '../..');
let built: Promise<string> | null = null;

/** The bundles as they are shipped, in a folder of their own. */
export function bundles(): Promise<string> {
  built ??= (async () => {
    const folder = mkdtempSync(join(tmpdir(), 'faults-dist-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    cpSync(require.resolve('sql.js/dist/sql-wasm.wasm'), join(folder, 'sql-wasm.wasm'));
    await esbuild.build({
      absWorkingDir: root,
      entryPoints: [
        'src/cli.ts',
        'src/worker.ts',
        'src/queryWorker.ts',
        { in: 'src/store/client.ts', out: 'client' },
      ].map((entry) =>
        typeof entry === 'string' ? { in: entry, out: entry.replace(/.*\/|\.ts$/g, '') } : entry,
      ),
      outdir: folder,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      loader: { '.sql': 'text' },
    });
    return folder;
  })();
  return built;
}

/** A home folder with sessions, a store, and processes that use them. Everything goes with `dispose`. */
export class Place {
  readonly folder = mkdtempSync(join(tmpdir(), 'faults-'));
  readonly home = join(this.folder, 'home');
  storage = join(this.home, '.agent-logbook');
  readonly #windows: Window[] = [];
  #faults = 0;

  get database(): string {
    return join(this.storage, 'logbook.db');
  }

  /** Writes a session file; returns its path. */
  session(name: string, content: string | Uint8Array): string {
    const file = join(this.home, '.claude/projects/-work-app', `${name}.jsonl`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  }

  #preload(faults: readonly Fault[] | undefined): { args: string[]; env: Record<string, string> } {
    if (faults === undefined) {
      return { args: [], env: {} };
    }
    const file = join(this.folder, `faults-${this.#faults++}.json`);
    writeFileSync(file, JSON.stringify(faults));
    return { args: ['--require', join(__dirname, 'spoil.cjs')], env: { SPOIL: file } };
  }

  /** Runs a command to its end, with so many descriptors at most. */
  async logbook(args: readonly string[], faults?: readonly Fault[], descriptors?: number): Promise<Ran> {
    const cli = join(await bundles(), 'cli.js');
    const { args: preload, env } = this.#preload(faults);
    const limit = descriptors === undefined ? [] : ['prlimit', `--nofile=${descriptors}`];
    const [program, ...rest] = [...limit, process.execPath, ...preload, cli];
    return new Promise((resolve) => {
      const child = execFile(
        program,
        [...rest, '--home', this.home, '--storage', this.storage, ...args],
        { cwd: this.folder, env: { PATH: process.env['PATH'], TZ: 'UTC', ...env }, maxBuffer: 1 << 28 },
        (_error, out, error) => resolve({ code: child.exitCode, signal: child.signalCode, out, error }),
      );
    });
  }

  /** Runs a command that must end well, and gives what it prints. */
  // eslint-disable-next-line typescript/no-explicit-any -- the output's shape is what tests look at.
  async json(args: readonly string[], faults?: readonly Fault[]): Promise<any> {
    const ran = await this.logbook([...args, '--json'], faults);
    assert.equal(ran.code, 0, `${ran.signal ?? ''}${ran.error}`);
    return JSON.parse(ran.out);
  }

  /** [responses, output tokens] that the store has, without reading anything new. */
  async stored(): Promise<[number, number]> {
    return totalsOf(await this.json(['usage', '--no-import']));
  }

  /** The same after reading what is new. */
  async taken(): Promise<[number, number]> {
    return totalsOf(await this.json(['usage']));
  }

  async window(faults?: readonly Fault[], timeZone = 'UTC'): Promise<Window> {
    const { args, env } = this.#preload(faults);
    const folder = await bundles();
    const child = spawn(
      process.execPath,
      [...args, join(__dirname, 'windowChild.cjs'), folder, this.storage, this.home],
      {
        cwd: this.folder,
        env: { PATH: process.env['PATH'], TZ: timeZone, ...env },
        stdio: ['pipe', 'pipe', 'inherit'],
      },
    );
    const window = new Window(child);
    this.#windows.push(window);
    return window;
  }

  /** Ends every window that still runs, whatever state it is in. */
  async killAll(): Promise<void> {
    await Promise.all(this.#windows.map((window) => window.kill()));
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#windows.map((window) => window.close()));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function totalsOf({ totals }: { totals: { responses: number; output_tokens: number } }): [number, number] {
  return [totals.responses, totals.output_tokens];
}

/** A window's process, and what it was told. */
export class Window {
  readonly troubles: string[] = [];
  readonly logs: { log: string; level: string }[] = [];
  readonly states: { status: string; role?: string; message?: string }[] = [];
  readonly progress: ImportProgress[] = [];
  readonly #waiting = new Map<number, (answer: { value?: unknown; error?: string }) => void>();
  readonly #listeners = new Set<() => void>();
  readonly ended: Promise<unknown>;
  #last = 0;

  constructor(readonly child: ChildProcess) {
    this.ended = once(child, 'exit');
    child.stdin?.on('error', () => undefined);
    let torn: string | null = null;
    createInterface({ input: child.stdout! }).on('line', (line) => {
      assert.equal(torn, null, 'only the last line of a process that was killed may be half a line');
      let said;
      try {
        said = JSON.parse(line);
      } catch {
        torn = line;
        return;
      }
      if (said.id !== undefined) {
        this.#waiting.get(said.id)?.(said);
      } else if (said.trouble !== undefined) {
        this.troubles.push(said.trouble);
      } else if (said.state !== undefined) {
        this.states.push(said.state);
      } else if (said.progress !== undefined) {
        this.progress.push(said.progress);
      } else {
        this.logs.push(said);
      }
      for (const listener of this.#listeners) {
        listener();
      }
    });
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  // eslint-disable-next-line typescript/no-explicit-any -- the answer's shape is what tests look at.
  async call(method: string, ...args: unknown[]): Promise<any> {
    const id = ++this.#last;
    const answer = new Promise<{ value?: unknown; error?: string }>((resolve) =>
      this.#waiting.set(id, resolve),
    );
    this.child.stdin?.write(`${JSON.stringify({ id, method, args })}\n`);
    const { value, error } = await answer;
    if (error !== undefined) {
      throw new Error(error);
    }
    return value;
  }

  async totals(): Promise<[number, number]> {
    const { totals } = await this.call('usage', { by: 'none' });
    return [totals.responses, totals.tokens.output];
  }

  doctor(): Promise<DoctorReport> {
    return this.call('doctor', true);
  }

  /** Waits until it has been told something. */
  async told(holds: () => boolean): Promise<void> {
    if (holds()) {
      return;
    }
    await new Promise<void>((resolve) => {
      const listener = () => {
        if (holds()) {
          this.#listeners.delete(listener);
          resolve();
        }
      };
      this.#listeners.add(listener);
    });
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  async close(): Promise<void> {
    this.child.stdin?.end();
    await this.ended;
  }
}

let made = 0;
/** Lines of one session: a prompt and a response for each output. `prefix` names the responses. */
export function session(name: string, outputs: readonly number[], prefix = name): string {
  const common = {
    sessionId: `${name.padStart(8, '0').slice(0, 8)}-1111-4111-8111-aaaaaaaaaaaa`,
    ...{ cwd: '/work/app', gitBranch: 'main', version: '2.0.0', isSidechain: false, userType: 'external' },
  };
  const records = outputs.flatMap((output, i) => [
    {
      ...common,
      type: 'user',
      uuid: `${prefix}-u${i}`,
      parentUuid: null,
      timestamp: new Date(Date.UTC(2026, 2, 1, 10, 0, 2 * i)).toISOString(),
      message: { role: 'user', content: `prompt ${i}` },
    },
    response(common, `${prefix}-${i}`, output, Date.UTC(2026, 2, 1, 10, 0, 2 * i + 1)),
  ]);
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}

function response(common: object, id: string, output: number, at: number): object {
  made++;
  return {
    ...common,
    type: 'assistant',
    uuid: `${id}-${made}`,
    parentUuid: null,
    timestamp: new Date(at).toISOString(),
    requestId: `r-${id}`,
    message: {
      ...{ id: `m-${id}`, type: 'message', role: 'assistant', model: 'claude-sonnet-4-5-20250929' },
      content: [{ type: 'text', text: `answer ${output}` }],
      usage: { input_tokens: 10, output_tokens: output },
    },
  };
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
