import type { SessionFilter, SessionId } from './protocol.js';

/** What of a session a message is. `other`: what the agent injected or noted, compactions, errors. */
export const messageParts = ['prompt', 'answer', 'thinking', 'tool', 'output', 'other'] as const;
export type MessagePart = (typeof messageParts)[number];

/**
 * What is no message: titles of sessions; paths of changed files, of a word that thousands have the 500 that came last; plans;
 * `history`: prompts of the agent's own history whose sessions are not stored; and `note`: what a person noted on a session or at a
 * pin.
 */
export const besideParts = ['title', 'file', 'plan', 'history', 'note'] as const;
export type BesidePart = (typeof besideParts)[number];

export const searchParts = [...messageParts, ...besideParts] as const;
export type SearchPart = (typeof searchParts)[number];

/** What `is:` may say of a hit. */
export const searchStates = ['error', 'live', 'favourite', 'archived', 'pinned'] as const;
export type SearchState = (typeof searchStates)[number];

/**
 * What a hit has to be of. Values of one field are alternatives, the fields hold together. A value is found where it stands
 * as a word or several, in any case; `*` in it stands for anything.
 */
export interface SearchConditions {
  /** An agent's name or id. */
  agents?: readonly string[];
  /** The repository of the session, else its folder. */
  projects?: readonly string[];
  /** Of the response that a message belongs to, or that answers it; likewise ticket and model. */
  branches?: readonly string[];
  tickets?: readonly string[];
  models?: readonly string[];
  /** A tool's name or category; then only its inputs and outputs are found. */
  tools?: readonly string[];
  /** Paths: of sessions that changed such a file. */
  files?: readonly string[];
  /** Of sessions that have such a tag, or below one that has. */
  tags?: readonly string[];
  /** Failed tool calls, and messages that tell of an error. */
  error?: true;
  /** Sessions that have not ended. */
  live?: true;
  favourite?: true;
  /** Sessions that were put away. */
  archived?: true;
  /** Sessions with a pinned moment. */
  pinned?: true;
}

export interface SearchQuery {
  /**
   * Words that must all occur, in any case and with or without accents; "several in a row"; `begin*` from three letters on;
   * -not; a OR b, which joins its two neighbours. Nothing in it is an error. Operators are not known here: see
   * `parseSearch`.
   */
  text: string;
  /** Newest first, the default; or the best among the newest thousand. */
  order?: 'newest' | 'best';
  /** Only in these; absent: in all. What is no message is found by words, or where no part of messages is named here. */
  parts?: readonly SearchPart[];
  where?: SearchConditions;
  /** What none of the hits may be. */
  without?: SearchConditions;
  /** Sessions to look in; their sub-agents' sessions with them. */
  filter?: Omit<SessionFilter, 'since' | 'until'>;
  /** Milliseconds: texts of [since, until). */
  since?: number;
  until?: number;
  /** At most so many hits. */
  limit: number;
  /** Where the page before this one ended, for newest first. */
  before?: number;
  /** Names who asks: a newer search of the same asker ends this one. */
  asker?: string;
}

export interface SearchHit {
  /** Grows with time; the one of the last hit is `before` for the next page. A fraction where it is no message. */
  id: number;
  /** Row id of the message, as in the outline: of an output, that of its tool call. null: the hit is no message. */
  message: number | null;
  /** null: of a plan or prompt whose session is not stored. */
  sessionId: SessionId | null;
  agent: string;
  thread: string | null;
  part: SearchPart;
  at: number | null;
  branch: string | null;
  ticket: string | null;
  /** The tool's name, of an input or output. */
  tool: string | null;
  /** Number of the plan, of a hit in one. */
  plan: number | null;
  /** A few words around the first words found, on one line. */
  snippet: string;
  /** Where they are in it: [from, to) in UTF-16 units, in order. */
  marks: readonly (readonly [number, number])[];
}

/** Of pages that follow each other: since when every output was searched to its end on all of them. As in `SearchResult`. */
export function wholeOutputsSince(
  pages: readonly Pick<SearchResult, 'wholeOutputsSince'>[],
): number | null | undefined {
  return pages
    .map((page) => page.wholeOutputsSince)
    .reduce((a, b) =>
      a === undefined || b === undefined || a === null ? a : b === null ? b : Math.max(a, b),
    );
}

/** The words of a hit as its text has them, each once: what is marked where it is shown. */
export function wordsOfHit({ snippet, marks }: Pick<SearchHit, 'snippet' | 'marks'>): string[] {
  const words = marks.map(([from, to]) => snippet.slice(from, to).replace(/…$/, ''));
  return [...new Map(words.filter((word) => word !== '').map((word) => [word.toLowerCase(), word])).values()];
}

/** What hits are grouped under. */
export interface SearchSession {
  id: SessionId;
  agent: string;
  title: string;
  /** Folder of the repository, else of the session. */
  project: string | null;
  /** Of its last event. */
  at: number | null;
  /** The session that started this one. */
  parentId: SessionId | null;
}

export interface SearchResult {
  hits: readonly SearchHit[];
  /** Those of the hits, in the order of their first one. */
  sessions: readonly SearchSession[];
  /** Older hits may exist: ask again with `before`. */
  more: boolean;
  /** The time was over before all was looked at: what is here is right, and not all there is. */
  partial: boolean;
  /** Sessions whose texts are not all in the index yet. */
  pendingSessions: number;
  /**
   * Milliseconds: outputs of tools of then or later were searched to their end, of older ones the first 2 KB; null: of all of
   * them; absent: no outputs were searched.
   */
  wholeOutputsSince?: number | null;
  /** There was nothing to look for: no word and no condition. */
  empty: boolean;
}
