import type { FileChangeEvent, ImportEvent } from '../../common/model.js';
import type { Keep } from '../../common/settings.js';
import { count, isObject, list, num, object, str, withTexts, word, type Json } from '../fields.js';

/** Tokens as Copilot tells them: input with what was read from and written to the cache in it. */
export type Figures = readonly [
  input: number,
  read: number,
  written: number,
  output: number,
  reasoning: number,
];

/** What a shutdown said of one model. */
export interface ModelTotals {
  model: string;
  requests: number;
  /** null: requests were counted and their tokens were not. */
  figures: Figures | null;
}

/** What one event tells about the next; every list and text in it has a limit. */
export interface State {
  session: string | null;
  /** The program was told: a terminal, an editor, or a script. */
  clientTold: boolean;
  model: string | null;
  cwd: string | null;
  branch: string | null;
  titled: boolean;
  waiting: boolean;
  forkTold: boolean;
  /** Fingerprints of the system's instructions, which are written again at each turn, and of the last reasoning. */
  instructions: string | null;
  reasoned: string | null;
  /** The last message of the main thread. */
  last: string | null;
  /** How often the session was shut down with figures, and what the last shutdown said. */
  shutdowns: number;
  /** Calls were recorded one by one since then: nothing else needs to tell of them. */
  recorded: boolean;
  totals: ModelTotals[];
  /** Tool calls, newest last. */
  calls: { id: string; name: string; at: number | null; description?: string; user?: boolean }[];
  /** The changes of files whose call has not ended. */
  changes: { id: string; changes: FileChangeEvent[] }[];
  /** Sub-agents by the call that started them. */
  threads: { call: string; thread: string }[];
}

/** One event being read. `agent` begins the keys of responses: VS Code's chat writes the same events. */
export interface Reading {
  readonly agent: string;
  readonly state: State;
  readonly session: string;
  /** The sub-agent that the event is of. */
  readonly thread: string | undefined;
  readonly id: string;
  readonly at: number | null;
  readonly events: ImportEvent[];
  readonly problems: string[];
}

export function stateOf(stored: unknown): State {
  const from: Json = object(stored);
  return {
    session: str(from.session) ?? null,
    clientTold: from.clientTold === true,
    model: word(from.model) ?? null,
    cwd: str(from.cwd) ?? null,
    branch: word(from.branch) ?? null,
    titled: from.titled === true,
    waiting: from.waiting === true,
    forkTold: from.forkTold === true,
    instructions: str(from.instructions) ?? null,
    reasoned: str(from.reasoned) ?? null,
    last: str(from.last) ?? null,
    shutdowns: num(from.shutdowns) ?? 0,
    recorded: from.recorded === true,
    totals: list(from.totals).filter(isTotals),
    calls: withTexts(from.calls, 'id', 'name').map(({ id, name, at, description, user }) => ({
      id: id as string,
      name: name as string,
      at: num(at) ?? null,
      ...(typeof description === 'string' ? { description } : {}),
      ...(user === true ? { user } : {}),
    })),
    changes: withTexts(from.changes, 'id').map(({ id, changes }) => ({
      id: id as string,
      changes: withTexts(changes, 'path', 'operation', 'session', 'callId') as unknown as FileChangeEvent[],
    })),
    threads: withTexts(from.threads, 'call', 'thread') as unknown as State['threads'],
  };
}

/** What is stored of the state: without the texts that are not to be kept. */
export function stateToStore(state: State, keep: Keep): State {
  return keep.toolArguments
    ? state
    : {
        ...state,
        calls: state.calls.map(({ description: _description, ...call }) => call),
        changes: state.changes.map(({ id, changes }) => ({
          id,
          changes: changes.map(({ patch: _patch, ...change }) => change),
        })),
      };
}

function isTotals(value: unknown): value is ModelTotals {
  return (
    isObject(value) &&
    typeof value.model === 'string' &&
    // Fewer than none would be so many new responses.
    count(value.requests) === value.requests &&
    (value.figures === null ||
      (Array.isArray(value.figures) &&
        value.figures.length === 5 &&
        value.figures.every((figure) => typeof figure === 'number')))
  );
}
