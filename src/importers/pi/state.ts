import type { ImportEvent } from '../../common/model.js';
import type { Keep } from '../../common/settings.js';
import { ident, num, object, str, withTexts, type Json } from '../fields.js';
import type { SourceFile } from '../importer.js';
import { chainOf, type LineChain } from '../lineChain.js';

/** What one line tells about the next; every list in it has a limit. */
export interface State {
  session: string | null;
  cwd: string | null;
  /** When the session was made; lines of a fork that are older are copies. */
  createdAt: number | null;
  isFork: boolean;
  titled: boolean;
  /** Sum of what the program says the answers cost, in US dollars. */
  cost: number;
  chain: LineChain;
  /** Calls that change a file and whose outcome is still to come, newest last. */
  edits: Edit[];
}

/** What a call's arguments say that it does to a file. */
export interface Edit {
  id: string;
  path: string;
  added: number | null;
  removed: number | null;
  patch?: string;
}

/** One line being read. */
export interface Reading {
  readonly file: SourceFile;
  readonly state: State;
  readonly session: string;
  readonly line: Line;
  readonly events: ImportEvent[];
  readonly problems: string[];
}

/** What every line says about itself. */
export interface Line {
  readonly id: string;
  readonly after: string | undefined;
  readonly at: number | null;
  readonly copied: boolean;
}

export function stateOf(stored: unknown): State {
  const from: Json = object(stored);
  return {
    session: ident(from.session) ?? null,
    cwd: str(from.cwd) ?? null,
    createdAt: num(from.createdAt) ?? null,
    isFork: from.isFork === true,
    titled: from.titled === true,
    cost: Math.max(0, num(from.cost) ?? 0),
    chain: chainOf(from.chain),
    edits: withTexts(from.edits, 'id', 'path').map(({ id, path, added, removed, patch }) => ({
      id: id as string,
      path: path as string,
      added: lines(added),
      removed: lines(removed),
      ...(typeof patch === 'string' ? { patch } : {}),
    })),
  };
}

/** What is stored of the state: a patch repeats the tool's arguments. */
export function stateToStore(state: State, { toolArguments }: Keep): State {
  return toolArguments ? state : { ...state, edits: state.edits.map(({ patch: _patch, ...edit }) => edit) };
}

function lines(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : null;
}
