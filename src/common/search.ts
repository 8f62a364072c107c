import type { SessionFilter, SessionId } from './protocol.js';

/** What of a session a text is. `other`: what the agent injected or noted, compactions, errors. */
export const searchParts = ['prompt', 'answer', 'thinking', 'tool', 'output', 'other'] as const;
export type SearchPart = (typeof searchParts)[number];

export interface SearchQuery {
  /**
   * Words that must all occur, in any case and with or without accents; "several in a row"; `begin*` from three letters on;
   * -not; a OR b, which joins its two neighbours. Nothing in it is an error.
   */
  text: string;
  /** Newest first, the default; or the best among the newest thousand. */
  order?: 'newest' | 'best';
  /** Only in these; absent: in all. */
  parts?: readonly SearchPart[];
  /** Sessions to look in; their sub-agents' sessions with them. */
  filter?: Omit<SessionFilter, 'since' | 'until'>;
  /** Milliseconds: texts of [since, until). */
  since?: number;
  until?: number;
  /** At most so many hits. */
  limit: number;
  /** Where the page before this one ended, for newest first. */
  before?: number;
}

export interface SearchHit {
  /** Grows with time; the one of the last hit is `before` for the next page. */
  id: number;
  /** Row id of the message, as in the outline: of an output, that of its tool call. */
  message: number;
  sessionId: SessionId;
  thread: string | null;
  part: SearchPart;
  at: number | null;
  branch: string | null;
  ticket: string | null;
  /** The tool's name, of an input or output. */
  tool: string | null;
  /** A few words around the first words found, on one line. */
  snippet: string;
  /** Where they are in it: [from, to) in UTF-16 units, in order. */
  marks: readonly (readonly [number, number])[];
}

export interface SearchResult {
  hits: readonly SearchHit[];
  /** Older hits may exist: ask again with `before`. */
  more: boolean;
  /** The time was over before all was looked at: what is here is right, and not all there is. */
  partial: boolean;
  /** Sessions whose texts are not all in the index yet. */
  pendingSessions: number;
  /** The text had no word to look for. */
  empty: boolean;
}
