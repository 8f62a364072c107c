import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bundles, Window } from '../../faults/support.js';
import type { Ground } from '../ground.js';
import { noteKill } from '../holders.js';
import { killAfter, start } from '../processes.js';
import type { Random } from '../random.js';

/** All who share the store, and what is seen of them. */
export interface Crowd {
  ground: Ground;
  /** The file in which processes note that they have the database. */
  holders: string;
  present: Set<Window>;
  /** From the end of an owner until another process had an answer. */
  takeovers: { kind: 'killed' | 'closed'; ms: number }[];
  /** By performance.now(). */
  endsAt: number;
}

/** A call that takes longer hangs. */
const longestMs = 90_000;
const preload = ['--require', join(__dirname, '../holders.cjs')];

/** One place at the table: a process that lives for some seconds and is then started anew, until the end. */
export class Member {
  #folders = 0;

  constructor(
    readonly crowd: Crowd,
    readonly number: number,
    readonly role: 'window' | 'client',
    readonly random: Random,
  ) {}

  async live(): Promise<void> {
    const { crowd, random } = this;
    const { report } = crowd.ground;
    while (performance.now() < crowd.endsAt) {
      const window = await this.#open();
      crowd.present.add(window);
      const until = Math.min(crowd.endsAt, performance.now() + 300 + random() ** 2 * 12_000);
      // What is done in a folder when its process dies may be stored or not; the next process takes another folder.
      const folder = join(crowd.ground.place.folder, `${this.role}${this.number}-${this.#folders++}`);
      mkdirSync(folder);
      // In half of the lives somewhere in the middle of what it does.
      const killing =
        random() < 0.5 ? sleep(until - performance.now()).then(() => this.#end(window, 'killed')) : null;
      while (performance.now() < until && (await this.#do(window, folder))) {
        await sleep(random.below(60));
      }
      await (killing ?? this.#end(window, 'closed'));
      const bad = [...window.troubles, ...window.states.map(({ message }) => message ?? '').filter(Boolean)];
      bad.forEach((text) => report.fail(`${this.role} ${this.number} was told: ${text}`));
    }
  }

  async #open(): Promise<Window> {
    const { place } = this.crowd.ground;
    const child = spawn(
      process.execPath,
      [
        ...preload,
        join(__dirname, '../../faults/windowChild.cjs'),
        await bundles(),
        place.storage,
        place.home,
        this.role,
      ],
      {
        cwd: place.folder,
        env: { PATH: process.env['PATH'], TZ: 'UTC', HOLDERS: this.crowd.holders },
        stdio: ['pipe', 'pipe', 'inherit'],
      },
    );
    // However it ends: its thread may have been ended without a note.
    child.once('exit', () => noteKill(this.crowd.holders, child.pid ?? 0));
    return new Window(child);
  }

  /** Does something; false when the process ended meanwhile. */
  async #do(window: Window, folder: string): Promise<boolean> {
    const { ground } = this.crowd;
    const { random } = this;
    const what = random();
    ground.report.count('calls');
    if (what < 0.3) {
      const step = ground.tickets.next(folder, random);
      return (await this.#answer(window, ground.ticketStep(window, step), step.kind)) === true;
    }
    if (what < 0.6) {
      const floor = ground.shown;
      const totals = await this.#answer(window, window.totals(), 'usage');
      if (totals && totals[0] < floor) {
        ground.report.fail(`${floor} responses had been ${ground.shownBy}, then shown ${totals[0]}`);
      }
      ground.show(totals?.[0] ?? 0, `shown by ${this.role} ${this.number}`);
      return totals !== null;
    }
    if (what < 0.7) {
      const { responses } = ground.agents.truth().totals;
      ground.agents.settle();
      const read = await this.#answer(window, window.call('rescan'), 'rescan');
      ground.show(read === null ? 0 : responses, `read by ${this.role} ${this.number}`);
      return read !== null;
    }
    const method = random.pick([
      'groups',
      'sessions',
      'tickets',
      'folderStatus',
      'doctor',
      'outline',
    ] as const);
    const args = {
      ...{ groups: [random.pick(['branch', 'day', 'ticket']), {}], sessions: [{}, { limit: 20 }] },
      ...{ tickets: [{}], folderStatus: [folder], doctor: [false] },
      outline: [`claude:${[...ground.agents.truth().sessions.keys()][0]}`, 0, 100],
    }[method];
    return (await this.#answer(window, window.call(method, ...args), method)) !== null;
  }

  /** The answer; null when the process ended first. */
  async #answer<T>(window: Window, call: Promise<T>, name: string): Promise<T | null> {
    const late = new AbortController();
    try {
      return await Promise.race([
        call,
        window.ended.then(() => null),
        sleep(longestMs, null, { signal: late.signal }).then((): null => {
          this.crowd.ground.report.fail(`no answer to ${name} after ${longestMs / 1000} s`);
          return null;
        }),
      ]);
    } catch (error) {
      if (!this.crowd.present.has(window)) {
        // It is being closed, and was asked by another.
        return null;
      }
      this.crowd.ground.report.fail(`${this.role} ${this.number}, ${name}: ${String(error)}`);
      return null;
    } finally {
      late.abort();
    }
  }

  async #end(window: Window, kind: 'killed' | 'closed'): Promise<void> {
    const { present, holders, takeovers, ground } = this.crowd;
    present.delete(window);
    const wasOwner = window.states.at(-1)?.role === 'owner';
    const at = performance.now();
    if (kind === 'killed') {
      noteKill(holders, window.pid);
      window.child.kill('SIGKILL');
    } else {
      window.child.stdin?.end();
    }
    ground.report.count(`processes ${kind}`);
    // Whoever was ready is a client, and takes over or follows who does.
    const next = wasOwner && [...present].find(({ states }) => states.at(-1)?.status === 'ready');
    if (next && (await this.#answer(next, next.call('progress'), 'progress')) !== null) {
      takeovers.push({ kind, ms: performance.now() - at });
    }
    await window.ended;
    const { exitCode, signalCode } = window.child;
    if (kind === 'closed' && exitCode !== 0) {
      ground.report.fail(`${this.role} ${this.number} ended by itself: ${exitCode ?? signalCode}`);
    }
  }
}

/** A shell in which one command follows another; some are killed. */
export async function runCommands(crowd: Crowd, random: Random): Promise<void> {
  const { ground, holders } = crowd;
  const env = { HOLDERS: holders };
  for (let n = 0; performance.now() < crowd.endsAt; n++) {
    const folder = join(ground.place.folder, `shell${n}`);
    mkdirSync(folder);
    const step = random() < 0.3 ? ground.tickets.next(folder, random) : null;
    const args = step
      ? [step.kind, step.key]
      : [random.pick(['usage', 'sessions', 'import', 'status', 'doctor']), '--json'];
    const { child, ended } = await start(ground.place, args, { folder, env, preload });
    const killing = random() < 0.3;
    if (killing) {
      await sleep(random.below(900));
      if (child.exitCode === null) {
        noteKill(holders, child.pid ?? 0);
      }
    }
    const killed = await killAfter(child, killing ? 0 : longestMs);
    const { code, error } = await ended;
    if (code === 0 && step) {
      ground.tickets.acknowledge(step);
    } else if (code !== 0 && !(killing && killed)) {
      ground.report.fail(`logbook ${args.join(' ')} ended with ${code}: ${error}`);
    }
    ground.report.count(killed ? 'commands killed' : 'commands');
    await sleep(random.below(500));
  }
}
