import type { ImportEvent } from '../../common/model.js';
import type { Keep } from '../../common/settings.js';
import { ident, isObject, list, num, str, withTexts, word, type Json } from '../fields.js';
import type { RecordRange, SourceFile } from '../importer.js';

/**
 * What one line tells about the next. Every list has a limit, because the state is stored with each commit: see the calls
 * of `remember`.
 */
export interface State {
  /** Null until it is known: sub-agent files beside the sessions name it in their first line. */
  session: string | null;
  cwd: string | null;
  branch: string | null;
  version: string | null;
  headless: boolean | null;
  forkedFrom: string | null;
  /** Name of the session's plan. */
  slug: string | null;
  /** Time of the newest line that has one, for lines that have none. */
  at: number | null;
  /** When this file was opened, by the first line that is no message: older messages below it are copies. */
  openedAt: number | null;
  /** The session has a title from its first prompt. */
  titled: boolean;
  /** The tool call that asks the user something. */
  waiting: string | null;
  /** `uuid` of the last line of the main thread that made a message, and the last of all. */
  last: string | null;
  lastLine: string | null;
  /** Lines that made no message, with the kept line before them in their chain. */
  skipped: [uuid: string, kept: string][];
  /** Sub-agent calls whose result is still to come. `prompt` is a fingerprint of its start. */
  calls: { id: string; type?: string; description?: string; prompt: string }[];
  /** Threads that were already announced with the call that started them. */
  linked: string[];
  /** Inline sub-agents: which line belongs to which. */
  sidechains: [uuid: string, thread: string][];
  /** Summaries whose line has not come yet. */
  summaries: [leaf: string, text: string][];
  /** The tasks of the newer task tools, by id. */
  tasks: { id: string; text: string; status: string }[];
  /** What was typed while the agent worked and has not come as a message yet; `left`: the queue no longer has it. */
  queue: { at: number; text: string; left: boolean }[];
  /** Fingerprints of what was told when it left the queue. */
  toldFromQueue: string[];
}

/** One line being read. */
export interface Reading {
  readonly file: SourceFile;
  readonly range: RecordRange;
  readonly state: State;
  /** The sub-agent whose file this is. */
  readonly fileThread: string | null;
  readonly events: ImportEvent[];
  readonly problems: string[];
}

/** What every line of the tree says about itself. */
export interface Envelope {
  session: string;
  thread?: string;
  uuid: string;
  at: number | null;
  cwd?: string;
  branch?: string;
  /** Name of the session's plan file. */
  slug?: string;
  copied: boolean;
  sidechain: boolean;
  /** Set when the line goes on from another than the one before it. */
  parent?: string;
}

/** The state that was stored, or a new one; what has the wrong type starts anew. */
export function stateOf(stored: unknown, session: string | null): State {
  const from: Json = isObject(stored) ? stored : {};
  return {
    session: str(from.session) ?? session,
    cwd: str(from.cwd) ?? null,
    branch: word(from.branch) ?? null,
    version: word(from.version) ?? null,
    headless: typeof from.headless === 'boolean' ? from.headless : null,
    forkedFrom: ident(from.forkedFrom) ?? null,
    slug: ident(from.slug) ?? null,
    at: num(from.at) ?? null,
    openedAt: num(from.openedAt) ?? null,
    titled: from.titled === true,
    waiting: str(from.waiting) ?? null,
    last: str(from.last) ?? null,
    lastLine: str(from.lastLine) ?? null,
    skipped: pairs(from.skipped),
    calls: withTexts(from.calls, 'id', 'prompt') as unknown as State['calls'],
    linked: list(from.linked).filter((entry) => typeof entry === 'string'),
    sidechains: pairs(from.sidechains),
    summaries: pairs(from.summaries),
    tasks: withTexts(from.tasks, 'id', 'text', 'status') as unknown as State['tasks'],
    queue: queueOf(list(from.queue).filter(isObject)),
    toldFromQueue: list(from.toldFromQueue).filter((entry) => typeof entry === 'string'),
  };
}

/** What is stored of the state: without the texts that are not to be kept. */
export function stateToStore(state: State, { prompts, toolArguments }: Keep): State {
  return {
    ...state,
    ...(prompts ? {} : { queue: [], toldFromQueue: [] }),
    ...(toolArguments
      ? {}
      : { calls: state.calls.map(({ description: _description, ...call }) => call), tasks: [] }),
  };
}

/** The part of an envelope that every event of a line carries. */
export function inSession(envelope: Envelope): { session: string; thread?: string } {
  return envelope.thread === undefined
    ? { session: envelope.session }
    : { session: envelope.session, thread: envelope.thread };
}

function queueOf(stored: readonly Json[]): State['queue'] {
  return stored.flatMap(({ at, text, left }) => {
    const [time, words] = [num(at), str(text)];
    return time === undefined || words === undefined ? [] : [{ at: time, text: words, left: left === true }];
  });
}

function pairs(value: unknown): [string, string][] {
  return list(value).filter(
    (entry): entry is [string, string] =>
      Array.isArray(entry) && typeof entry[0] === 'string' && typeof entry[1] === 'string',
  );
}
