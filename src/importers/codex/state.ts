import type { FileChangeEvent, ImportEvent, MessageEvent } from '../../common/model.js';
import type { Keep } from '../../common/settings.js';
import { list, num, object, str, withTexts, word, type Json } from '../fields.js';
import type { SourceFile } from '../importer.js';

/** Running totals of the thread, as its last `token_count` told them. */
export type Totals = readonly [
  input: number,
  cached: number,
  written: number,
  output: number,
  reasoning: number,
];

/** What one line tells about the next; every list and text in it has a limit. */
export interface State {
  /** The thread's id: that of the first `session_meta`. */
  session: string | null;
  /** A file from before September 2025: items without an envelope. */
  bare: boolean;
  /** When the thread was created. */
  createdAt: number | null;
  subAgent: boolean;
  /** Inside the parent's history, which the file starts with. */
  replaying: boolean;
  /** `ordinal` of the first line of its own, where the file tells it. */
  startOrdinal: number | null;
  /** A turn of its own has begun: what comes now is no replay. */
  ownTurn: boolean;
  model: string | null;
  modelOfTurn: boolean;
  cwd: string | null;
  branch: string | null;
  totals: Totals | null;
  /** How many responses were told by `token_count`, or, in bare files, by their text. */
  counted: number;
  /** For names of items that have no id: the time of the last one, and what was named at that time. */
  nameAt: string | null;
  names: string[];
  titled: boolean;
  /** The rate limits that were told last, and in which minute. */
  limits: string | null;
  waiting: boolean;
  /** The file tells what the user typed by lines of its own. */
  typedSeen: boolean;
  /** Text of the user's role that waits for the line which says that it was typed. */
  held: MessageEvent | null;
  /** Fingerprint of the start of the last text taken for the user's own. */
  lastPrompt: string | null;
  /** Tool calls, newest last. */
  calls: {
    id: string;
    name: string;
    done?: boolean;
    exitCode?: number;
    durationMs?: number;
    failed?: boolean;
  }[];
  /** The changes of patches whose outcome is still to come. */
  patches: { id: string; changes: FileChangeEvent[] }[];
}

/** One line being read. */
export interface Reading {
  readonly file: SourceFile;
  readonly archived: boolean;
  readonly state: State;
  readonly session: string;
  readonly at: number | null;
  /** The line's time as it is written, for names. */
  readonly stamp: string;
  readonly offset: number;
  readonly events: ImportEvent[];
  readonly problems: string[];
}

export function stateOf(stored: unknown): State {
  const from: Json = object(stored);
  const totals = list(from.totals).filter((value) => typeof value === 'number');
  return {
    session: str(from.session) ?? null,
    bare: from.bare === true,
    createdAt: num(from.createdAt) ?? null,
    subAgent: from.subAgent === true,
    replaying: from.replaying === true,
    startOrdinal: num(from.startOrdinal) ?? null,
    ownTurn: from.ownTurn === true,
    model: word(from.model) ?? null,
    modelOfTurn: from.modelOfTurn === true,
    cwd: str(from.cwd) ?? null,
    branch: word(from.branch) ?? null,
    totals: totals.length === 5 ? (totals as unknown as Totals) : null,
    counted: num(from.counted) ?? 0,
    nameAt: typeof from.nameAt === 'string' ? from.nameAt : null,
    names: list(from.names).filter((name) => typeof name === 'string'),
    titled: from.titled === true,
    limits: str(from.limits) ?? null,
    waiting: from.waiting === true,
    typedSeen: from.typedSeen === true,
    held: heldOf(from.held),
    lastPrompt: str(from.lastPrompt) ?? null,
    calls: withTexts(from.calls, 'id', 'name') as unknown as State['calls'],
    patches: withTexts(from.patches, 'id').map(({ id, changes }) => ({
      id: id as string,
      changes: withTexts(changes, 'path', 'operation', 'session', 'callId') as unknown as FileChangeEvent[],
    })),
  };
}

/** What is stored of the state: without the texts that are not to be kept. */
export function stateToStore(state: State, keep: Keep): State {
  const { held, patches } = state;
  return {
    ...state,
    held: held === null || (keep.prompts && keep.toolArguments) ? held : { ...held, text: '' },
    // A patch repeats the tool's arguments, or its output.
    patches:
      keep.toolArguments && keep.toolOutput
        ? patches
        : patches.map(({ id, changes }) => ({
            id,
            changes: changes.map(({ patch: _patch, ...change }) => change),
          })),
  };
}

function heldOf(value: unknown): MessageEvent | null {
  const held = withTexts([value], 'uid', 'session', 'text', 'role')[0];
  return held?.type === 'message' ? (held as unknown as MessageEvent) : null;
}
