import type { SessionId } from './protocol.js';

/** What people say of sessions, over what the agents' files say: tags, own titles, notes, favourites, the archive, pins. */

/** A change to sessions. Absent fields stay; null takes back. */
export interface MarkChange {
  /** Shown in place of the agent's title. */
  title?: string | null;
  note?: string | null;
  favourite?: boolean;
  /** Put away: left out of lists, not of figures. */
  archived?: boolean;
  addTags?: readonly string[];
  /** Also a tag that a rule gave, which then gives it no more. */
  removeTags?: readonly string[];
}

/** All that a person has said of one session, to bring it back with. */
export interface SessionMarks {
  session: SessionId;
  title: string | null;
  note: string | null;
  favourite: boolean;
  archived: boolean;
  /** Given by hand, and taken away by hand. */
  tags: readonly string[];
  refusedTags: readonly string[];
  /** Given by rules. */
  ruleTags: readonly string[];
}

export interface SessionTag {
  tag: string;
  /** By a rule of the settings, not by hand. */
  byRule: boolean;
}

/** A tag with the number of its top-level sessions. */
export interface TagCount {
  tag: string;
  sessions: number;
}

/** A moment of a session that a person wants to find again. */
export interface Pin {
  /** Row id of the message, as in the outline; null: its file no longer has it. */
  message: number | null;
  uid: string;
  /** Milliseconds; of the message. */
  at: number | null;
  note: string | null;
  createdAt: number;
}

/** Characters of a tag at most. */
export const longestTag = 64;

/** A tag as it is kept: no commas, which separate tags, and single spaces; null: there is nothing left. */
export function tagOf(text: string): string | null {
  const tag = text
    .normalize('NFC')
    .replace(/[\p{C},"]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^#+/, '')
    .slice(0, longestTag)
    .trim();
  return tag === '' ? null : tag;
}
