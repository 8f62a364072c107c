import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { claudeTurn, codexMeta, codexTurn, forkedLine, type Tokens } from './agentLines.js';
import { random, type Random } from './random.js';

/** What a correct reader finds, in the words of `usage --json`. */
export interface Counted {
  responses: number;
  input_tokens: number;
  cache_read_tokens: number;
  cache_write_5m_tokens: number;
  output_tokens: number;
  total_tokens: number;
}

export interface Truth {
  totals: Counted;
  /** By the agent's session id, and by branch. */
  sessions: ReadonlyMap<string, Counted>;
  branches: ReadonlyMap<string, Counted>;
}

interface Session {
  agent: 'claude' | 'codex';
  id: string;
  file: string;
  branch: string;
  /** Lines so far; also its clock. */
  lines: number;
  /** Of all its responses. */
  total: Tokens;
  truth: Counted;
  /** Its own lines, for those who fork it. */
  kept: string[];
}

const models = ['claude-sonnet-4-5-20250929', 'claude-opus-4-5'] as const;
export const branches = ['main', 'feature/ABC-1-login', 'feature/ABC-2', 'fix/issue-77'] as const;
const start = Date.UTC(2026, 8, 1, 8);
/** So many of the newest sessions are still being worked on. */
const live = 8;

/**
 * Agents that write session files below a home folder, and what a correct reader counts in them. Sessions are forked and
 * start sub-agents; one agent's figures run up, so that a reader which loses its place counts wrong; some lines are on disk
 * by half for a while. Each prompt has a word of its own, to search for.
 */
export class AgentFiles {
  readonly #random: Random;
  readonly #seed: string;
  readonly #sessions: Session[] = [];
  readonly #branches = new Map<string, Counted>();
  readonly #words: string[] = [];
  /** The rest of a line that is on disk by half, by file. */
  readonly #rest = new Map<string, string>();
  #responses = 0;
  /** Sessions before this one have no files any more. */
  #forgotten = 0;

  constructor(
    readonly home: string,
    seed: number,
  ) {
    this.#seed = (seed >>> 0).toString(16).padStart(4, '0').slice(-4);
    this.#random = random(seed);
  }

  /** Starts sessions, each with some responses. */
  begin(sessions: number, responses: number): void {
    for (let n = 0; n < sessions; n++) {
      const session = this.#begin(this.#random() < 0.7 ? 'claude' : 'codex');
      this.#write(session, responses);
    }
  }

  /** So many more responses in the newest sessions; now and then in a new one, or in a fork. */
  work(responses: number): void {
    for (let n = 0; n < responses; n++) {
      const chance = this.#random();
      const last = this.#random.pick(this.#sessions.slice(-live));
      if (chance < 0.03 || last === undefined) {
        this.begin(1, 1);
      } else if (chance < 0.05 && last.agent === 'claude') {
        this.#fork(last);
      } else {
        this.#write(last, 1);
      }
    }
  }

  /** Writes the rest of what is on disk by half. What `truth` tells is then all there. */
  settle(): void {
    for (const file of [...this.#rest.keys()]) {
      this.#append(file, []);
    }
  }

  /** Deletes the files of the oldest sessions, as agents do after some weeks, but for so many. What was read of them stays counted. */
  forget(keep: number): void {
    this.settle();
    const end = this.#sessions.length - Math.max(keep, live);
    for (; this.#forgotten < end; this.#forgotten++) {
      const { file } = this.#sessions[this.#forgotten] as Session;
      rmSync(file, { force: true });
      rmSync(file.replace(/\.jsonl$/, ''), { recursive: true, force: true });
    }
  }

  truth(): Truth {
    const totals = nothing();
    const sessions = new Map<string, Counted>();
    for (const { id, truth } of this.#sessions) {
      add(totals, truth);
      sessions.set(id, { ...truth });
    }
    return { totals, sessions, branches: new Map(this.#branches) };
  }

  /** Words that are in one prompt each, oldest first. */
  words(): readonly string[] {
    return this.#words;
  }

  #begin(agent: Session['agent']): Session {
    const number = this.#sessions.length;
    const tail = `${String(number).padStart(8, '0')}${this.#seed}`;
    const id = agent === 'claude' ? `aaaaaaaa-1111-4111-8111-${tail}` : `019b0000-2222-7000-8000-${tail}`;
    const session: Session = {
      ...{ agent, id, branch: this.#random.pick(branches), lines: number * 600, truth: nothing(), kept: [] },
      total: { input: 0, cacheRead: 0, cacheWrite: 0, output: 0 },
      file: join(
        this.home,
        agent === 'claude' ? `.claude/projects/-work-app${number % 5}` : '.codex/sessions/2026/09/01',
        agent === 'claude' ? `${id}.jsonl` : `rollout-2026-09-01T08-00-00-${id}.jsonl`,
      ),
    };
    this.#sessions.push(session);
    if (agent === 'codex') {
      this.#append(session.file, [codexMeta(id, session.branch, new Date(start).toISOString())]);
    }
    return session;
  }

  #write(session: Session, responses: number): void {
    const lines: string[] = [];
    for (let n = 0; n < responses; n++) {
      lines.push(...(session.agent === 'claude' ? this.#claude(session) : this.#codex(session)));
    }
    session.kept.push(...lines);
    this.#append(session.file, lines);
  }

  #claude(session: Session, agentId?: string): string[] {
    const number = this.#responses++;
    const branch = this.#random.pick(branches);
    const tokens = this.#tokens();
    this.#count(session, branch, tokens);
    if (agentId === undefined && number % 17 === 0) {
      const id = `a${number}`;
      const file = join(session.file.replace(/\.jsonl$/, ''), 'subagents', `agent-${id}.jsonl`);
      this.#append(file, this.#claude(session, id));
    }
    return claudeTurn({
      ...{ session: session.id, id: `${session.id.slice(-12)}-${number}`, branch, tokens },
      ...{ cwd: `/work/app${Number(session.id.slice(-12, -4)) % 5}`, model: this.#random.pick(models) },
      ...{ prompt: this.#prompt(), answer: `Answer ${number} ${'so '.repeat(this.#random.below(300))}` },
      ...(agentId === undefined ? {} : { agentId }),
      time: () => time(session),
    });
  }

  #codex(session: Session): string[] {
    const tokens = { ...this.#tokens(), cacheWrite: 0 };
    this.#count(session, session.branch, tokens);
    return codexTurn({
      ...{ session: session.id, id: String(this.#responses++), tokens, total: session.total },
      ...{ prompt: this.#prompt(), answer: `Answer ${this.#responses}` },
      time: () => time(session),
    });
  }

  /** A session that begins with all lines of another one, and goes on alone. */
  #fork(from: Session): void {
    const fork = this.#begin('claude');
    this.#append(
      fork.file,
      from.kept.map((line) => forkedLine(line, from.id, fork.id)),
    );
    this.#write(fork, 2);
  }

  #tokens(): Tokens {
    return {
      ...{ input: 1 + this.#random.below(500), cacheRead: this.#random.below(9000) },
      ...{ cacheWrite: this.#random.below(700), output: 10 + this.#random.below(900) },
    };
  }

  #prompt(): string {
    const word = `word${this.#words.length}s${this.#seed}`;
    this.#words.push(word);
    return `Please look at ${word} and tell`;
  }

  #count(session: Session, branch: string, tokens: Tokens): void {
    const one = {
      ...{ responses: 1, input_tokens: tokens.input, cache_read_tokens: tokens.cacheRead },
      ...{ cache_write_5m_tokens: tokens.cacheWrite, output_tokens: tokens.output },
      total_tokens: tokens.input + tokens.cacheRead + tokens.cacheWrite + tokens.output,
    };
    for (const name of Object.keys(tokens) as (keyof Tokens)[]) {
      session.total[name] += tokens[name];
    }
    const ofBranch = this.#branches.get(branch) ?? nothing();
    this.#branches.set(branch, ofBranch);
    add(session.truth, one);
    add(ofBranch, one);
  }

  #append(file: string, lines: readonly string[]): void {
    mkdirSync(dirname(file), { recursive: true });
    const text = (this.#rest.get(file) ?? '') + lines.map((line) => `${line}\n`).join('');
    // An agent that is in the middle of writing: now and then, and never twice at once.
    const half =
      lines.length > 0 && this.#random() < 0.1 ? text.length - 1 - this.#random.below(120) : text.length;
    appendFileSync(file, text.slice(0, half));
    if (half < text.length) {
      this.#rest.set(file, text.slice(half));
    } else {
      this.#rest.delete(file);
    }
  }
}

/** The figures of a row of `usage --json` that the truth has, too. */
export function countedOf(row: Counted): Counted {
  const { responses, input_tokens, cache_read_tokens, cache_write_5m_tokens, output_tokens, total_tokens } =
    row;
  return { responses, input_tokens, cache_read_tokens, cache_write_5m_tokens, output_tokens, total_tokens };
}

function time(session: Session): string {
  return new Date(start + session.lines++ * 1000).toISOString();
}

function nothing(): Counted {
  return {
    ...{ responses: 0, input_tokens: 0, cache_read_tokens: 0 },
    ...{ cache_write_5m_tokens: 0, output_tokens: 0, total_tokens: 0 },
  };
}

function add(to: Counted, more: Counted): void {
  for (const name of Object.keys(to) as (keyof Counted)[]) {
    to[name] += more[name];
  }
}
