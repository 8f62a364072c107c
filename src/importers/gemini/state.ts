import type { ImportEvent } from '../../common/model.js';
import { fingerprint, ident, list, num, object, str, word, type Json } from '../fields.js';
import type { SourceFile } from '../importer.js';

/** What one record tells about the next; every list and text in it has a limit. */
export interface State {
  session: string | null;
  subAgent: boolean;
  cwd: string | null;
  titled: boolean;
  waiting: boolean;
  /** Id of the newest message: it is written again when its calls end. */
  current: string | null;
  /** The newest message is an answer whose tokens have not come yet. */
  open: { id: string; at: number | null; model: string } | null;
  /** `uid` of the last message of the conversation as it goes on. */
  last: string | null;
  /** Where the newest message goes on from, when that is not the one before it. */
  parent: string | null;
  /** `uid` that the next message answers, after the user went back. */
  branch: string | null;
  /** Prompts that the user may go back to, each with the `uid` before it. */
  prompts: [id: string, before: string][];
  /** Fingerprints of the ids of all messages, oldest first: a checkpoint tells them again. */
  seen: Set<string>;
  /** The oldest of them were forgotten. */
  forgot: boolean;
  /** Calls whose outcome was told with the call: it comes again as a record of the user's role. */
  ended: string[];
}

/** One record being read. */
export interface Reading {
  /** The importer's id: Qwen Code has files of this form, too. */
  readonly agent: string;
  readonly file: SourceFile;
  readonly state: State;
  readonly session: string;
  readonly events: ImportEvent[];
  readonly problems: string[];
}

/** So many messages are remembered; when there are more, the oldest are forgotten. */
const SEEN = { most: 3000, forget: 250 };

export function stateOf(stored: unknown): State {
  const from: Json = object(stored);
  const open = object(from.open);
  const [id, model] = [ident(open.id), word(open.model)];
  return {
    session: ident(from.session) ?? null,
    subAgent: from.subAgent === true,
    cwd: str(from.cwd) ?? null,
    titled: from.titled === true,
    waiting: from.waiting === true,
    current: ident(from.current) ?? null,
    open: id === undefined || model === undefined ? null : { id, model, at: num(open.at) ?? null },
    last: str(from.last) ?? null,
    parent: str(from.parent) ?? null,
    branch: str(from.branch) ?? null,
    prompts: list(from.prompts).filter(
      (entry): entry is [string, string] =>
        Array.isArray(entry) && typeof entry[0] === 'string' && typeof entry[1] === 'string',
    ),
    seen: new Set((str(from.seen) ?? '').split(' ').filter((entry) => entry !== '')),
    forgot: from.forgot === true,
    ended: list(from.ended).filter((entry) => typeof entry === 'string'),
  };
}

export function stateToStore(state: State): unknown {
  return { ...state, seen: [...state.seen].join(' ') };
}

/** Whether a message was told before. */
export function isSeen(id: string, state: State): boolean {
  return state.seen.has(fingerprint(id));
}

export function see(id: string, state: State): void {
  const { seen } = state;
  seen.add(fingerprint(id));
  if (seen.size > SEEN.most) {
    state.forgot = true;
    for (const oldest of [...seen].slice(0, SEEN.forget)) {
      seen.delete(oldest);
    }
  }
}
