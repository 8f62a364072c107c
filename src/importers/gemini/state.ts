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
  /** Fingerprints of the ids of all messages, between spaces: a checkpoint tells them again. */
  seen: string;
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

/** Room for about three thousand messages. */
const SEEN = 24_000;

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
    seen: str(from.seen) ?? ' ',
    forgot: from.forgot === true,
    ended: list(from.ended).filter((entry) => typeof entry === 'string'),
  };
}

/** Whether a message was told before. */
export function isSeen(id: string, state: State): boolean {
  return state.seen.includes(` ${fingerprint(id)} `);
}

export function see(id: string, state: State): void {
  if (isSeen(id, state)) {
    return;
  }
  state.seen += `${fingerprint(id)} `;
  if (state.seen.length > SEEN) {
    state.forgot = true;
    state.seen = state.seen.slice(state.seen.indexOf(' ', state.seen.length - SEEN + 2000));
  }
}
