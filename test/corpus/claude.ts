import { join } from 'node:path';
import { converse, type SubAgent } from './claudeConversation.js';
import { addLine, endFile, type Draft, type SessionLines, type Talk } from './claudeLines.js';
import { addUsage, emptyTruth, type ClaudeTruth } from './claudeTruth.js';
import { createClaudeWorld, models, smallModel, type ClaudeWorld } from './claudeWorld.js';
import { addInto, writePending, type Numbers } from './sessionFile.js';

export interface ClaudeOptions {
  seed: number;
  /** Sessions are added until there are so many bytes … */
  bytes?: number;
  /** … or so many sessions, whichever comes first. */
  sessions?: number;
  /** Mean number of responses of a session. */
  messages?: number;
  /** Exactly so many responses in each session instead. */
  responses?: number;
  /** Mean number of sub-agents of a session. */
  subAgents?: number;
  /** Over how many days the sessions are spread. */
  days?: number;
  /** When the newest session ends, in ms since 1970. */
  end: number;
}

/** What was written, as a reader must find it. */
export interface ClaudeCorpus extends ClaudeTruth {
  /** When each session ended. */
  endedAt: Record<string, number>;
  /** Path of the session that ends at `end`. */
  newest: string;
  /** Path and bytes of the largest file. */
  largest: { path: string; bytes: number };
}

interface Plan {
  responses: number | null;
  messages: number;
  subAgents: number;
  forkable: Forkable[];
}

interface Forkable {
  sessionId: string;
  lines: string[];
}

const day = 86_400_000;
const mostForkable = 40;

/**
 * Writes made-up sessions of Claude Code below a home folder. They are true to its format, with what makes readers miscount:
 * one line for each block of a response, all with the same ids and a usage of which only the last has the final output tokens ·
 * sub-agents in files of their own, some in their parent's, and embedded there again with their usage · forks that copy the
 * lines of another session, some cut in the middle of a response · error messages of no model · cache writes of 5 minutes and
 * 1 hour · requests above 200,000 tokens · a torn last line in 1 % of the files · compaction, summaries, snapshots, titles.
 * The same options give the same bytes; another `end` moves all times. The folder must be empty or absent.
 */
export function writeClaudeCorpus(home: string, options: ClaudeOptions): ClaudeCorpus {
  const { seed, bytes = Infinity, sessions = Infinity, days = 120, end } = options;
  const { messages = 90, responses = null, subAgents = 0.6 } = options;
  const world = createClaudeWorld(seed);
  const plan: Plan = { responses, messages, subAgents, forkable: [] };
  const made: ClaudeCorpus = { ...emptyTruth(), endedAt: {}, newest: '', largest: { path: '', bytes: 0 } };
  let latecomers = 0;
  while (made.sessions < sessions && made.bytes < bytes) {
    const before = world.random.save();
    let session = draftSession(world, plan, end, days * day, 0);
    if (session.endedAt > end || made.sessions === 0) {
      // Made again, so that it ends in time: the first one exactly at the end, others some minutes before.
      world.random.restore(before);
      const lateBy = session.endedAt - end + 97_000 * latecomers++;
      session = draftSession(world, plan, end, days * day, lateBy);
    }
    const { draft, file, sessionId, endedAt } = session;
    writePending(home, draft.files);
    addInto(made as unknown as Numbers, draft.truth as unknown as Numbers);
    made.endedAt[sessionId] = endedAt;
    made.newest ||= join(home, file.path);
    for (const { path, text } of draft.files) {
      if (text.length > made.largest.bytes) {
        made.largest = { path: join(home, path), bytes: text.length };
      }
    }
    if (plan.forkable.length < mostForkable && file.lines.length < 2000) {
      plan.forkable.push({ sessionId, lines: file.lines.filter((line) => line.length < 20_000) });
    }
  }
  return made;
}

/** A session that begins at a random time before the end, moved back by `lateBy` ms. */
function draftSession(world: ClaudeWorld, plan: Plan, end: number, spread: number, lateBy: number) {
  const { random, text } = world;
  const { int, pick, chance, logNormal } = random;
  const draft: Draft = { world, truth: emptyTruth(), files: [] };
  const cwd = pick(world.folders);
  const folder = `.claude/projects/${cwd.replace(/[^A-Za-z0-9]/g, '-')}`;
  const sessionId = random.uuid();
  const branch = pick(world.branches);
  const at = end - Math.floor(random.next() * spread) - int(0, 3_600_000) - lateBy;
  const model = random.weighted(models).name;
  const version = pick(['2.0.76', '2.1.14', '2.1.50', '2.1.92']);
  const contextTokens = int(14_000, 22_000);
  const slug = `${pick(text.words)}-${pick(text.words)}-${pick(text.identifiers)}`;
  const talk: Talk = {
    ...{ sessionId, cwd, branch, version, at, isSide: false, parent: null, model, contextTokens, slug },
  };
  const file: SessionLines = { path: `${folder}/${sessionId}.jsonl`, lines: [] };
  const timestamp = new Date(at).toISOString();
  addLine(draft, file, {
    type: 'file-history-snapshot',
    messageId: random.uuid(),
    snapshot: { messageId: random.uuid(), trackedFileBackups: {}, timestamp },
    isSnapshotUpdate: false,
  });
  if (chance(0.4)) {
    const summary = text.sentence().slice(0, 60);
    addLine(draft, file, { type: 'summary', ...{ summary, leafUuid: random.uuid() } });
  }
  if (chance(0.04) && plan.forkable.length > 0) {
    copyHistory(draft, file, sessionId, pick(plan.forkable));
  }
  const drawn = Math.round(logNormal(plan.messages * 0.55, 1.1));
  const responses = plan.responses ?? Math.max(2, Math.min(1500, drawn));
  converse(draft, file, talk, responses, { subAgents: drawSubAgents(draft, plan, file, model) });
  addEnding(draft, file, talk);
  endFile(draft, file, talk.at, chance(0.01));
  draft.truth.sessions = 1;
  return { draft, file, sessionId, endedAt: talk.at };
}

/** A fork: the same message ids in a second file. */
function copyHistory(draft: Draft, file: SessionLines, sessionId: string, source: Forkable): void {
  const share = Math.floor(source.lines.length * draft.world.random.next());
  for (const line of source.lines.slice(0, share).slice(0, 400)) {
    const record = JSON.parse(line);
    if (record.sessionId) {
      record.sessionId = sessionId;
      record.forkedFrom = { sessionId: source.sessionId, messageUuid: record.uuid };
    }
    addLine(draft, file, record);
    if (record.type === 'assistant' && record.requestId) {
      addUsage(draft.truth.naiveNoDedupe, record.message.usage);
    }
  }
}

function drawSubAgents(draft: Draft, plan: Plan, file: SessionLines, model: string) {
  const { int, pick, chance, logNormal, hex, next } = draft.world.random;
  const sessionFolder = file.path.slice(0, -'.jsonl'.length);
  const count = Math.min(8, Math.round(-Math.log(1 - next()) * plan.subAgents));
  return Array.from({ length: count }, (): SubAgent => {
    const agentId = hex(17);
    const kind = pick(['Explore', 'general-purpose', 'Plan', 'code-reviewer']);
    const agentModel = kind === 'Explore' ? smallModel : model;
    const isInline = chance(0.05);
    return {
      ...{ agentId, kind, model: agentModel },
      run(talk, onResponse) {
        const own: Talk = {
          ...talk,
          ...{ isSide: true, agentId, model: agentModel, parent: null, contextTokens: int(6000, 12_000) },
        };
        const path = `${sessionFolder}/subagents/agent-${agentId}`;
        const ownFile: SessionLines = isInline ? file : { path: `${path}.jsonl`, lines: [] };
        const responses = Math.max(2, Math.min(120, Math.round(logNormal(14, 0.8))));
        converse(draft, ownFile, own, responses, { onResponse });
        if (!isInline) {
          endFile(draft, ownFile, own.at);
          draft.truth.subagentFiles++;
          const meta = JSON.stringify({ agentType: kind });
          draft.files.push({ path: `${path}.meta.json`, text: meta, changedAt: null });
        }
        talk.at = own.at;
      },
    };
  });
}

/** A title and a pull request, in some sessions. */
function addEnding(draft: Draft, file: SessionLines, { sessionId, at }: Talk): void {
  const { int, chance } = draft.world.random;
  if (chance(0.2)) {
    const customTitle = draft.world.text.sentence().slice(0, 50);
    addLine(draft, file, { type: 'custom-title', ...{ customTitle, sessionId } });
  }
  if (chance(0.15)) {
    const prNumber = int(1, 4000);
    const prUrl = `https://github.com/acme/app/pull/${int(1, 4000)}`;
    const timestamp = new Date(at).toISOString();
    addLine(draft, file, {
      type: 'pr-link',
      ...{ sessionId, prNumber, prUrl, prRepository: 'acme/app', timestamp },
    });
  }
}
