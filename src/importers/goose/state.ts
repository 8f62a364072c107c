import type { FileChangeEvent, ImportEvent } from '../../common/model.js';
import type { Keep } from '../../common/settings.js';
import { list, num, object, str, withTexts, type Json } from '../fields.js';

/** What one row or line tells about the next; every list has a limit. */
export interface State {
  /** The first line of a file of lines was read: the next are messages. */
  begun: boolean;
  /** The first prompt of a file of lines was read. */
  titled: boolean;
  /** What the first line of a file tells of tokens, until the first answer tells when; null: that was read. */
  figures: Json | null;
  /** Copied sessions, newest last: up to which row their messages are copies. */
  copies: { session: string; last: number }[];
  /** Sessions of sub-agents, newest last. */
  children: string[];
  /** Sessions that wait for the user. */
  waiting: string[];
  /** Edits whose outcome is still to come. */
  edits: { id: string; change: FileChangeEvent }[];
}

/** One row or line being read. */
export interface Reading {
  readonly state: State;
  readonly fromDatabase: boolean;
  readonly events: ImportEvent[];
  readonly problems: string[];
}

export function stateOf(stored: unknown): State {
  const from: Json = object(stored);
  const texts = (value: unknown): string[] => list(value).filter((one) => typeof one === 'string');
  return {
    begun: from.begun === true,
    titled: from.titled === true,
    figures: from.figures === null ? null : object(from.figures),
    copies: withTexts(from.copies, 'session').map(({ session, last }) => ({
      session: session as string,
      last: num(last) ?? 0,
    })),
    children: texts(from.children),
    waiting: texts(from.waiting),
    edits: withTexts(from.edits, 'id').flatMap(({ id, change }) =>
      withTexts([change], 'path', 'operation', 'session', 'callId').map((found) => ({
        id: str(id) ?? '',
        change: { ...found, type: 'file_change' } as unknown as FileChangeEvent,
      })),
    ),
  };
}

/** What is stored of the state: an edit repeats the arguments of its tool. */
export function stateToStore(state: State, keep: Keep): State {
  return {
    ...state,
    edits: keep.toolArguments
      ? state.edits
      : state.edits.map(({ id, change: { patch: _patch, ...change } }) => ({ id, change })),
  };
}
