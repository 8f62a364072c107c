import { join } from 'node:path';
import { endFile } from './codexFile.js';
import { addFork } from './codexFork.js';
import { addEvent, addMeta, createThread, iso, isNew } from './codexThread.js';
import type { CodexDraft, FileTruth, Thread } from './codexThread.js';
import { emptyCodexTruth, finishWrong, wrongBecause, type CodexTruth } from './codexTruth.js';
import { addTurn, type TurnOptions } from './codexTurn.js';
import { resetCounter } from './codexUsage.js';
import {
  createCodexWorld,
  models,
  sources,
  terminal,
  versions,
  type CodexWorld,
  type Era,
} from './codexWorld.js';
import { addInto, writePending, type Numbers } from './sessionFile.js';

export interface CodexOptions {
  seed: number;
  /** Sessions are added until there are so many bytes … */
  bytes?: number;
  /** … or so many that a person began, whichever comes first. */
  sessions?: number;
  /** Median number of turns of a session. */
  turns?: number;
  /** Over how many days the sessions are spread; those of older versions lie before. */
  days?: number;
  /** When the newest session ends, in ms since 1970. */
  end: number;
}

/** What was written, as a reader must find it. */
export interface CodexCorpus extends CodexTruth {
  explain: Record<string, unknown>;
  perFile: Record<string, FileTruth>;
  /** When each thread ended. */
  endedAt: Record<string, number>;
  /** Path of a file that ends at `end`. */
  newest: string;
  largest: { path: string; bytes: number };
}

interface Plan {
  turns: number;
  days: number;
  end: number;
}

const day = 86_400_000;
/** One in so many files is of the oldest kind. */
const bareEvery = 14;
/** How long before the end those were written. */
const bareAge = 507 * day + 10 * 3_600_000;

/**
 * Writes made-up sessions of Codex below a home folder. They are true to its formats, with what makes readers miscount: four
 * eras of the format (`Era`) · the same count again at the start of a turn or with new rate limits, and counts without usage ·
 * counters that fall back inside a file · input that holds what was cached, output that holds reasoning · sub-agents and forks
 * that replay their parent's history with new times, and forks of forks · resumed sessions with a second first line ·
 * compaction with a response of its own · aborted and rolled-back turns, which were paid · archived sessions, and archived copies
 * of active ones, some shorter · a torn last line in 2 % of the files · images, ANSI escapes and letters beyond ASCII.
 * The same options give the same bytes; another `end` moves all times. The folder must be empty or absent.
 */
export function writeCodexCorpus(home: string, options: CodexOptions): CodexCorpus {
  const { seed, bytes = Infinity, sessions = Infinity, turns = 6, days = 120, end } = options;
  const world = createCodexWorld(seed);
  const made: CodexCorpus = {
    ...{ ...emptyCodexTruth(), explain: {}, perFile: {}, endedAt: {}, newest: '' },
    largest: { path: '', bytes: 0 },
  };
  let latecomers = 0;
  for (let nth = 0; nth < sessions && made.bytes < bytes; nth++) {
    const before = world.random.save();
    const plan = { turns, days, end };
    let session = draftSession(world, plan, nth);
    const latest = Math.max(...Object.values(session.draft.endedAt));
    if (latest > end || (made.newest === '' && (session.era === 'mid' || isNew(session)))) {
      // Made again, so that it ends in time: the first one exactly at the end, others some minutes before.
      world.random.restore(before);
      session = draftSession(world, { ...plan, end: 2 * end - latest - 97_000 * latecomers++ }, nth);
    }
    const { draft } = session;
    writePending(home, draft.files);
    addInto(made as unknown as Numbers, draft.truth as unknown as Numbers);
    Object.assign(made.perFile, draft.perFile);
    Object.assign(made.endedAt, draft.endedAt);
    for (const { path, text, changedAt } of draft.files) {
      made.newest ||= changedAt === end ? join(home, path) : '';
      if (text.length > made.largest.bytes) {
        made.largest = { path: join(home, path), bytes: text.length };
      }
    }
  }
  finishWrong(made);
  made.explain = {
    fields:
      'input = fresh input (without cachedInput and cacheWrite); output includes reasoning; total = input + cachedInput + cacheWrite + output',
    wrong: wrongBecause,
  };
  made.byDayUTC = Object.fromEntries(
    Object.entries(made.byDayUTC).sort(([one], [other]) => (one < other ? -1 : 1)),
  );
  return made;
}

/** A session that a person began, with all that it started. */
function draftSession(world: CodexWorld, plan: Plan, nth: number): Thread {
  const draft: CodexDraft = { world, truth: emptyCodexTruth(), perFile: {}, files: [], endedAt: {} };
  if (nth % bareEvery === bareEvery - 1) {
    return addBare(draft, plan, nth);
  }
  const { random, text } = world;
  const { int, chance, logNormal } = random;
  const thread = startRoot(draft, plan);
  thread.at += int(20, 60);
  addMeta(thread);
  const isExec = thread.source.name === 'exec';
  const turns = isExec ? 1 : Math.max(1, Math.min(60, Math.round(logNormal(plan.turns, 0.8))));
  for (let i = 0; i < turns; i++) {
    addTurn(thread, { isFinal: i === turns - 1, ...drawSpawn(thread, isExec) });
    thread.at += int(8000, 900_000);
    if (i < turns - 1 && chance(0.05)) {
      resume(thread);
    } else if (!isNew(thread) && chance(0.01)) {
      resetCounter(thread);
    }
    if (chance(0.04)) {
      const name = text.sentence().slice(0, 50);
      addEvent(thread, 'thread_name_updated', { thread_id: thread.id, thread_name: name });
    }
  }
  if (thread.era !== 'old' && chance(0.05) && thread.lines.length < 2500) {
    const endedAt = thread.at;
    thread.at += int(60_000, 3_600_000);
    addFork(thread, { byUser: true, replays: true, prompt: text.prose(150) });
    thread.at = endedAt;
  }
  endRoot(thread);
  return thread;
}

function startRoot(draft: CodexDraft, { days, end }: Plan): Thread {
  const { random, repositories, branches } = draft.world;
  const { int, pick, next } = random;
  const drawn = next();
  const ages: Record<Exclude<Era, 'bare'>, () => number> = {
    old: () => 300 + next() * 60,
    mid: () => days * (0.25 + 0.75 * next()),
    new: () => days * 0.25 * next(),
  };
  const era = drawn < 0.08 ? 'old' : drawn < 0.68 ? 'mid' : 'new';
  const age = ages[era]();
  const repository = pick(repositories);
  const source = random.weighted(sources);
  draft.truth.rootThreads++;
  return createThread({
    ...{ draft, at: end - Math.floor(age * day) - int(0, 3_600_000), era, version: pick(versions[era]) },
    ...{ repository, cwd: repository.cwd, branch: pick(branches), source, model: pick(models[era]) },
    ...{ kind: source.name, ...(era === 'new' ? { threadSource: 'user' } : {}) },
  });
}

/** A sub-agent for some of the turns. */
function drawSpawn(thread: Thread, isExec: boolean): Partial<TurnOptions> {
  const { random, text } = thread.draft.world;
  const { int, chance } = random;
  const isSpawning = thread.era !== 'old' && !isExec && chance(0.1) && thread.lines.length < 2500;
  const replays = chance(0.7);
  const isReview = !replays && chance(0.3);
  const prompt = text.prose(300);
  if (!isSpawning) {
    return {};
  }
  const run = (parent: Thread) => {
    parent.draft.truth.subAgents++;
    return addFork(parent, { replays, isReview, prompt });
  };
  return { responses: int(4, 12), spawn: { at: int(1, 5), prompt, run } };
}

/** Some hours later the first line comes again in the same file; in the new era only turns do. */
function resume(thread: Thread): void {
  const { int, chance } = thread.draft.world.random;
  thread.draft.truth.resumes++;
  thread.at += int(2, 60) * 3_600_000;
  if (!isNew(thread)) {
    addMeta(thread);
    if (chance(0.25)) {
      resetCounter(thread);
    }
  }
}

/** Active, archived, or both: then the archived file may be an older, shorter state. */
function endRoot(thread: Thread): void {
  const { chance } = thread.draft.world.random;
  if (chance(0.06)) {
    endFile(thread, { isArchived: true });
    return;
  }
  endFile(thread);
  const { lines, own, draft } = thread;
  if (chance(0.04)) {
    draft.truth.apart.archivedTwice += own.total;
    endFile(thread, { isArchived: true, copied: lines });
  } else if (chance(0.02)) {
    endFile(thread, { isArchived: true, copied: lines.slice(0, Math.max(1, lines.length >> 1)) });
  }
}

/** A file of the oldest kind: items without an envelope, and no usage. */
function addBare(draft: CodexDraft, { end }: Plan, nth: number): Thread {
  const { random, text, pools, repositories, branches } = draft.world;
  const { int, pick, id, hex } = random;
  const at = end - bareAge + (nth * day) / 3 + int(0, 3_600_000);
  const repository = pick(repositories);
  const branch = pick(branches);
  const thread = createThread({
    ...{ draft, at, era: 'bare', version: '0.10.0', repository, cwd: repository.cwd, branch },
    ...{ source: terminal, model: 'codex-mini-latest', kind: 'bare' },
  });
  const add = (line: object) => thread.lines.push(JSON.stringify(line));
  const message = (role: string, type: string, said: string) =>
    add({ type: 'message', role, content: [{ type, text: said }] });
  const git = { commit_hash: hex(40), branch, repository_url: repository.url };
  add({ id: thread.id, timestamp: iso(at), instructions: null, git });
  for (let left = int(2, 12); left > 0; left--) {
    message('user', 'input_text', text.prose(200));
    add({ record_type: 'state' });
    const call = id('call_', 24);
    const thought = { type: 'reasoning', id: id('rs_', 40), summary: [], content: null };
    add({ ...thought, encrypted_content: text.cut(pools.signature, 500) });
    const input = JSON.stringify({ command: ['bash', '-lc', 'ls'] });
    add({ type: 'function_call', id: id('fc_', 30), name: 'shell', arguments: input, call_id: call });
    add({ record_type: 'state' });
    const metadata = { exit_code: 0, duration_seconds: 0.1 };
    const output = JSON.stringify({ output: text.cut(pools.code, 800), metadata });
    add({ type: 'function_call_output', call_id: call, output });
    message('assistant', 'output_text', text.prose(500));
    thread.at += int(60_000, 600_000);
  }
  draft.truth.bareFiles++;
  endFile(thread);
  return thread;
}
