import { endFile, isReplayed } from './codexFile.js';
import { addEvent, addMessage, addMeta, createThread } from './codexThread.js';
import { isNew, iso, type Thread } from './codexThread.js';
import { addTurn } from './codexTurn.js';
import { noteEvent } from './codexUsage.js';
import { models, nicknames } from './codexWorld.js';

export interface ForkOptions {
  /** A person forked the session; else it is a sub-agent. */
  byUser?: boolean;
  /** Whether the file begins with the parent's history. */
  replays: boolean;
  prompt: string;
  /** A sub-agent that reviews the parent's changes. */
  isReview?: boolean;
}

/** Writes a thread that another one started, and its file. */
export function addFork(parent: Thread, options: ForkOptions): Thread {
  const { random, text } = parent.draft.world;
  const { int, chance, logNormal } = random;
  const { byUser = false, replays, prompt, isReview = false } = options;
  const fork = startFork(parent, byUser, isReview);
  const history = parent.lines.slice();
  fork.at += int(15, 40);
  const kept = replays ? history.filter((line) => isReplayed(fork, line)) : [];
  // Its own first line, the history, a note of the interruption and two more are before its own part.
  const ownFrom = isNew(fork) && replays && !byUser ? kept.length + 4 : undefined;
  addMeta(fork, {
    ...(replays ? { forked_from_id: parent.id } : {}),
    ...(byUser ? {} : { parent_thread_id: parent.id }),
    ...(ownFrom === undefined ? {} : { subagent_history_start_ordinal: ownFrom }),
  });
  replay(fork, kept, byUser && fork.era === 'mid' && chance(0.5));
  if (replays) {
    inherit(parent, fork, kept.length, ownFrom);
  }
  if (isReview) {
    const target = { type: 'baseBranch', branch: 'main' };
    addEvent(fork, 'entered_review_mode', { target, user_facing_hint: 'changes against main' });
  }
  const turns = byUser ? int(1, 4) : 1;
  for (let i = 0; i < turns; i++) {
    addTurn(fork, {
      ...{ isFinal: i === turns - 1, isFirst: !replays },
      ...(byUser ? {} : { responses: Math.max(2, Math.min(25, Math.round(logNormal(6, 0.7)))) }),
      ...(i > 0 ? {} : { prompt }),
    });
    fork.at += int(9000, 400_000);
  }
  if (isReview) {
    const verdict = { findings: [], overall_correctness: 'patch is correct' };
    const review_output = { ...verdict, overall_explanation: text.sentence() };
    addEvent(fork, 'exited_review_mode', { review_output });
  }
  if (!byUser && chance(0.08) && fork.depth < 3 && fork.era === 'mid') {
    fork.draft.truth.subAgents++;
    addFork(fork, { replays: true, prompt: text.prose(200) });
  }
  endFile(fork);
  fork.draft.truth.userForks += byUser ? 1 : 0;
  return fork;
}

function startFork(parent: Thread, byUser: boolean, isReview: boolean): Thread {
  const { draft, era, version, repository, branch, source } = parent;
  const { int, pick, chance } = draft.world.random;
  const at = parent.at + int(30, 900);
  const model = byUser || chance(0.6) ? parent.model : pick(models[era]);
  const nickname = pick(nicknames);
  const depth = parent.depth + 1;
  const path = era === 'new' ? { agent_path: '/root/task' } : {};
  const names = { agent_nickname: nickname, agent_role: 'explorer' };
  const spawned = { thread_spawn: { parent_thread_id: parent.id, depth, ...path, ...names } };
  const fork = createThread({
    ...{
      draft,
      at,
      era,
      version,
      repository,
      cwd: parent.sessionCwd,
      branch,
      source,
      model,
      nickname,
      depth,
    },
    ...{ kind: byUser ? parent.kind : 'subagent', isSubAgent: !byUser, parentId: parent.id },
    ...(byUser
      ? {}
      : {
          rootId: parent.rootId ?? parent.id,
          rootTurn: parent.rootTurn ?? parent.turn,
          metaSource: { subagent: isReview ? 'review' : spawned },
        }),
    ...(era === 'new' || isReview ? { threadSource: byUser ? 'user' : 'subagent' } : {}),
  });
  return fork;
}

/** The history again: the same payloads within milliseconds, under new ordinals. */
function replay(fork: Thread, lines: readonly string[], keepsTimes: boolean): void {
  lines.forEach((line, i) => {
    const record = JSON.parse(line);
    if (!keepsTimes) {
      record.timestamp = iso(fork.at + Math.floor(i / 40));
    }
    if (isNew(fork)) {
      record.ordinal = fork.ordinal++;
    }
    fork.lines.push(JSON.stringify(record));
    if (record.type === 'event_msg' && record.payload.type === 'token_count' && record.payload.info) {
      noteEvent(fork, record.payload.info);
    }
  });
}

/** Goes on from the parent's counters, or, in the new era, from nothing. */
function inherit(parent: Thread, fork: Thread, replayed: number, ownFrom: number | undefined): void {
  const { text, pools } = fork.draft.world;
  fork.draft.truth.replayingForks++;
  fork.at += Math.floor(replayed / 40) + 1;
  fork.mayRepeatHistory = true;
  fork.contextTokens = parent.contextTokens;
  fork.lastInput = parent.lastInput;
  if (!isNew(fork)) {
    fork.total = { ...parent.total };
    fork.earlierTotals = [];
    return;
  }
  fork.historyLength = parent.historyLength;
  fork.turn = parent.turn;
  if (ownFrom !== undefined) {
    const note =
      'You are now a newly spawned child agent. The preceding conversation is inherited parent context.';
    addEvent(fork, 'turn_aborted', { turn_id: parent.turn, reason: 'interrupted' });
    addMessage(fork, 'developer', note);
    addMessage(fork, 'developer', `<multi_agent>\n${text.cut(pools.prose, 400)}`);
    if (fork.ordinal !== ownFrom) {
      throw new Error(`The fork's own part begins at ${fork.ordinal}, not at ${ownFrom}.`);
    }
  }
}
