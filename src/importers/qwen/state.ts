import type { Client, ImportEvent } from '../../common/model.js';
import { ident, object, str, withTexts, word, type Json } from '../fields.js';
import type { SourceFile } from '../importer.js';
import { chainOf, type LineChain } from '../lineChain.js';

/** What one line tells about the next; every list in it has a limit, and it has no text but names and paths. */
export interface State {
  session: string | null;
  cwd: string | null;
  branch: string | null;
  version: string | null;
  client: Client | null;
  forkedFrom: string | null;
  titled: boolean;
  /** A title was given by hand. */
  named: boolean;
  /** The call that asks the user something. */
  waiting: string | null;
  /** How the lines of the main thread hang together. */
  chain: LineChain;
  /** Calls of tools, newest last; `path` of those that change a file. */
  calls: { id: string; name: string; path?: string }[];
  /** Key of the last response: a sub-agent's calls come in a line of their own. */
  response: string | null;
  /** The sub-agent has been announced. */
  announced: boolean;
}

/** One line being read. */
export interface Reading {
  readonly file: SourceFile;
  readonly state: State;
  /** What the sub-agent's description says; empty for other files. */
  readonly meta: Json;
  readonly events: ImportEvent[];
  readonly problems: string[];
}

/** What every line says about itself. */
export interface Envelope {
  readonly session: string;
  readonly thread: string | undefined;
  readonly uuid: string;
  readonly at: number | null;
  readonly cwd: string | undefined;
  readonly branch: string | undefined;
  /** The line is a copy of another session's. */
  readonly copied: boolean;
  /** The message it goes on from, when that is not the one before it. */
  readonly parent: string | undefined;
}

export function stateOf(stored: unknown): State {
  const from: Json = object(stored);
  const client = CLIENTS.find((name) => name === from.client);
  return {
    session: ident(from.session) ?? null,
    cwd: str(from.cwd) ?? null,
    branch: word(from.branch) ?? null,
    version: word(from.version) ?? null,
    client: client ?? null,
    forkedFrom: ident(from.forkedFrom) ?? null,
    titled: from.titled === true,
    named: from.named === true,
    waiting: ident(from.waiting) ?? null,
    chain: chainOf(from.chain),
    calls: withTexts(from.calls, 'id', 'name').map(({ id, name, path }) => ({
      id: id as string,
      name: name as string,
      ...(typeof path === 'string' ? { path } : {}),
    })),
    response: str(from.response) ?? null,
    announced: from.announced === true,
  };
}

/** The part of an envelope that every event of a line carries. */
export function inSession({ session, thread }: Envelope): { session: string; thread?: string } {
  return thread === undefined ? { session } : { session, thread };
}

const CLIENTS: readonly Client[] = ['cli', 'ide', 'desktop', 'exec'];
