import { addTokens, emptySums, emptyTokens, type CodexSums, type CodexTokens } from './codexTruth.js';
import type { CodexTruth } from './codexTruth.js';
import type { CodexWorld, Era, Repository, Source } from './codexWorld.js';
import type { PendingFile } from './sessionFile.js';

/** Everything that the threads of one root session need and leave. */
export interface CodexDraft {
  world: CodexWorld;
  /** Counts these threads only. */
  truth: CodexTruth;
  /** The truth of each file, by its path below `.codex`. */
  perFile: Record<string, FileTruth>;
  files: PendingFile[];
  endedAt: Record<string, number>;
}

export type FileTruth = CodexSums & { id?: string; parent?: string; copyOf?: string };

/** What a thread begins with. */
export interface ThreadStart {
  draft: CodexDraft;
  at: number;
  era: Era;
  version: string;
  repository: Repository;
  cwd: string;
  branch: string;
  source: Source;
  model: string;
  /** Of its sums: where it came from, or that it is a sub-agent. */
  kind: string;
  threadSource?: string;
  /** `source` of its first line, when that is not the name of the source. */
  metaSource?: object;
  parentId?: string;
  /** Of a sub-agent: the thread and turn that a person began. */
  rootId?: string;
  rootTurn?: string;
  depth?: number;
  isSubAgent?: boolean;
  nickname?: string;
}

/** A rollout file that is being written, and the agent's counters. */
export interface Thread extends ThreadStart {
  depth: number;
  isSubAgent: boolean;
  id: string;
  createdAt: number;
  /** Where it began; `cwd` moves. */
  sessionCwd: string;
  lines: string[];
  meta: object | null;
  turn: string;
  /** The responses of the turns. */
  turns: CodexTokens[][];
  turnUsage: CodexTokens[];
  turnSum: CodexTokens;
  /** What counts as this thread's own. */
  own: CodexSums;
  /** The agent's running total, which a fork inherits and a reset turns back. */
  total: CodexTokens;
  earlierTotals: CodexTokens[];
  recordSum: CodexTokens;
  lastInfo: TokenInfo | null;
  lastTotalText: string | null;
  contextTokens: number;
  lastInput: number;
  wasReset: boolean;
  /** Of a fork: whether the replayed history's last count may come once more. */
  mayRepeatHistory: boolean;
  /** For the wrong totals: every event, and those that differ from the one before. */
  sumOfEvents: number;
  sumOfChanges: number;
  ordinal: number;
  historyLength: number;
}

export interface TokenInfo {
  total_token_usage: Partial<CodexTokens>;
  last_token_usage: Partial<CodexTokens> & { total_tokens: number };
  model_context_window: number;
}

export function createThread(start: ThreadStart): Thread {
  const { random } = start.draft.world;
  const contextTokens = random.int(9000, 16_000);
  return {
    ...{ depth: 0, isSubAgent: false, ...start, id: random.uuid7(start.at), createdAt: start.at },
    ...{ sessionCwd: start.cwd, lines: [], meta: null, turn: '', turns: [], turnUsage: [] },
    ...{ turnSum: emptyTokens(), own: emptySums(), total: emptyTokens(), earlierTotals: [] },
    ...{ recordSum: emptyTokens(), lastInfo: null, lastTotalText: null, contextTokens, lastInput: 0 },
    ...{ wasReset: false, mayRepeatHistory: false, sumOfEvents: 0, sumOfChanges: 0 },
    ...{ ordinal: 0, historyLength: 0 },
  };
}

/** Whether the lines have ordinals, and responses a token_usage_record. */
export function isNew(thread: Thread): boolean {
  return thread.era === 'new';
}

export function iso(at: number): string {
  return new Date(at).toISOString();
}

/** Since 1970, as the events tell it. */
export function seconds(at: number): number {
  return Math.floor(at / 1000);
}

export function addLine(thread: Thread, type: string, payload: object, extra: object = {}): void {
  const ordinal = isNew(thread) ? { ordinal: thread.ordinal++ } : {};
  const line = { timestamp: iso(thread.at), ...ordinal, type, payload, ...(isNew(thread) ? extra : {}) };
  thread.lines.push(JSON.stringify(line));
}

export function addEvent(thread: Thread, type: string, payload: object): void {
  addLine(thread, 'event_msg', { type, ...payload });
}

/** Adds what the model said or was told. */
export function addItem(thread: Thread, type: string, payload: object): void {
  if (!isNew(thread)) {
    addLine(thread, 'response_item', { type, ...payload });
    return;
  }
  const history = ++thread.historyLength;
  addLine(
    thread,
    'response_item',
    { type, ...payload, internal_chat_message_metadata_passthrough: { turn_id: thread.turn } },
    {
      metadata: {
        history_sequence: history,
        sampled_through_sequence: history - 1,
        client_authored: false,
      },
    },
  );
}

export function addMessage(thread: Thread, role: string, text: string, extra: object = {}): void {
  addItem(thread, 'message', {
    ...(isNew(thread) ? { id: `msg_${thread.draft.world.random.uuid7(thread.at)}` } : {}),
    role,
    content: [{ type: role === 'assistant' ? 'output_text' : 'input_text', text }],
    ...extra,
  });
}

/** How the new era tells of an item that is done. */
export function addCompleted(thread: Thread, item: object): void {
  const { id, turn, at } = thread;
  const times = { started_at_ms: at - 1, completed_at_ms: at };
  addEvent(thread, 'item_completed', { thread_id: id, turn_id: turn, item, ...times });
}

/** Adds the first line; a resumed session has the same one again. */
export function addMeta(thread: Thread, extra: object = {}): void {
  const { draft, id, era, source, version, repository } = thread;
  const git = {
    commit_hash: draft.world.random.hex(40),
    branch: thread.branch,
    repository_url: repository.url,
  };
  const provider = {
    ...(thread.threadSource ? { thread_source: thread.threadSource } : {}),
    ...{ model_provider: 'openai', base_instructions: { text: draft.world.baseInstructions } },
  };
  thread.meta ??= {
    ...(isNew(thread) ? { account_scoped: true, session_id: thread.rootId ?? id } : {}),
    ...{ id, timestamp: iso(thread.createdAt), cwd: thread.cwd, originator: source.originator },
    ...{ cli_version: version, source: thread.metaSource ?? source.name },
    ...(era === 'old' ? { instructions: null } : provider),
    ...(isNew(thread) ? { history_mode: 'paginated' } : {}),
    ...{ ...extra, git },
  };
  addLine(thread, 'session_meta', thread.meta);
}

/** Takes tokens into the thread's own total; where they count is the caller's matter. */
export function addToTotal(thread: Thread, tokens: CodexTokens): void {
  addTokens(thread.total, tokens);
  addTokens(thread.turnSum, tokens);
}
