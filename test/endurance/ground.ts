import { mkdirSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { openDatabase } from '../../src/store/open.js';
import { indexedFrom, textTable } from '../../src/store/textIndex.js';
import { Place, type Window } from '../faults/support.js';
import { AgentFiles, countedOf, type Counted } from './agentFiles.js';
import type { Report } from './part.js';
import { start, type CommandOptions, type Storage } from './processes.js';
import type { Random } from './random.js';
import { TicketLedger, type StoredInterval, type TicketStep } from './ticketLedger.js';

export const wasmPath = createRequire(__filename).resolve('sql.js/dist/sql-wasm.wasm');

/** A home, a store and agents at work, and what the store has said that it holds. */
export class Ground {
  readonly place = new Place();
  readonly agents: AgentFiles;
  readonly tickets = new TicketLedger();
  /** Folders in which tickets are worked on. */
  readonly folders: readonly string[];
  /** Responses that somebody was shown or that a finished import has read: they must stay. */
  #shown = 0;

  constructor(
    seed: number,
    readonly random: Random,
    readonly report: Report,
  ) {
    this.agents = new AgentFiles(this.place.home, seed);
    this.folders = Array.from({ length: 5 }, (_, n) => join(this.place.folder, `work${n}`));
    for (const folder of this.folders) {
      mkdirSync(folder);
    }
  }

  get shown(): number {
    return this.#shown;
  }

  /** Who says that there are so many. */
  shownBy = '';

  /** So many responses were shown. */
  show(responses: number, by = 'shown'): void {
    if (responses > this.#shown) {
      this.#shown = responses;
      this.shownBy = by;
    }
  }

  /** All that lies in the agents' files now will have been read when `reading` ends. */
  async read(reading: Promise<unknown>): Promise<void> {
    const { responses } = this.agents.truth().totals;
    await reading;
    this.show(responses);
  }

  /** A window that is ready. */
  async window(): Promise<Window> {
    const window = await this.place.window();
    await window.told(() => window.states.at(-1)?.status === 'ready');
    return window;
  }

  /** Does a step in a window; true when it was acknowledged, false when the window ended first. */
  async ticketStep(window: Window, step: TicketStep): Promise<boolean> {
    const { folder, key, kind } = step;
    const call =
      kind === 'finish' ? window.call('finishTicket', folder) : window.call(`${kind}Ticket`, { key, folder });
    const answered = await Promise.race([call.then(() => true), window.ended.then(() => false)]);
    if (answered) {
      this.tickets.acknowledge(step);
    }
    return answered;
  }

  /** Runs a command that must end well, and gives what it prints. */
  async json<T>(args: readonly string[], options: CommandOptions = {}, at: Storage = this.place): Promise<T> {
    const { ended } = await start(at, [...args, '--json'], options);
    const { code, out, error } = await ended;
    if (code !== 0) {
      throw new Error(`logbook ${args.join(' ')} ended with ${code}: ${error}`);
    }
    return JSON.parse(out) as T;
  }

  /** When every process has ended: the file is sound, holds what was acknowledged, and takes in the rest. */
  async verify(what: string): Promise<void> {
    const fail = (message: string) => this.report.fail(`${what}: ${message}`);
    await this.#verifyFile(fail);
    this.agents.settle();
    await this.#compare('session', [], fail);
    await this.#compare('branch', ['--no-import'], fail);
    this.show(this.agents.truth().totals.responses);
    await this.#verifyTexts(fail);
    const left = readdirSync(this.place.storage).filter((name) => name !== 'logbook.db');
    if (left.length > 0) {
      fail(`an orderly end left ${left.join(', ')}`);
    }
  }

  async #verifyFile(fail: (message: string) => void): Promise<void> {
    const opened = await openDatabase({ folder: this.place.storage, wasmPath });
    try {
      const problems = opened.check();
      if (problems.length > 0 || opened.damage !== null || opened.setAside.length > 0) {
        fail(
          `integrity: ${problems.join('; ')} ${opened.damage?.message ?? ''} ${opened.setAside.join(', ')}`,
        );
      }
      const all = (sql: string) => opened.db.prepare(sql).all();
      const stored = Number(all('select count(*) from v_usage')[0]?.[0]);
      if (stored < this.#shown) {
        fail(`${this.#shown} responses were ${this.shownBy}, ${stored} are stored`);
      }
      const intervals = all(
        'select worktree, key, finished_at is null from v_ticket where worktree is not null order by started_at, key',
      ).map(([folder, key, open]): StoredInterval => ({
        folder: String(folder),
        key: String(key),
        open: open === 1,
      }));
      this.tickets.check(intervals).forEach(fail);
    } finally {
      opened.close();
    }
  }

  /** Every word of a prompt is found, and the index has what the store has. */
  async #verifyTexts(fail: (message: string) => void): Promise<void> {
    await this.json(['import']);
    const opened = await openDatabase({ folder: this.place.storage, wasmPath });
    try {
      const words = this.agents.words();
      const find = opened.db.prepare(`select count(*) from ${textTable} where text match ?`);
      for (let n = 0; n < 20; n++) {
        const word = this.random.pick(words);
        if (Number(find.get(word)?.[0]) < 1) {
          fail(`the full-text index does not find ${word}`);
        }
      }
      const problems = opened.check();
      if (problems.length > 0 || indexedFrom(opened.db) !== 0) {
        fail(`the full-text index is not whole: ${problems.join('; ')}`);
      }
    } finally {
      opened.close();
    }
  }

  async #compare(
    by: 'session' | 'branch',
    options: string[],
    fail: (message: string) => void,
  ): Promise<void> {
    type Rows = { rows: (Counted & { key: string })[]; totals: Counted };
    const usage = await this.json<Rows>(['usage', '--by', by, ...options]);
    const truth = this.agents.truth();
    const is = [
      ...usage.rows.map((row): [string, Counted] => [row.key, row]),
      ['totals', usage.totals] as const,
    ];
    const should = new Map([
      ...truth[`${by}${by === 'branch' ? 'es' : 's'}` as 'sessions' | 'branches'],
      ['totals', truth.totals],
    ]);
    for (const [key, row] of is) {
      const [counted, expected] = [countedOf(row), should.get(key)].map((figures) => JSON.stringify(figures));
      if (counted !== expected) {
        fail(`usage by ${by}, ${key}: ${counted}, should be ${expected}`);
      }
      should.delete(key);
    }
    if (should.size > 0) {
      fail(`usage by ${by} lacks ${[...should.keys()].join(', ')}`);
    }
  }
}
