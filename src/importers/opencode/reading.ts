import type { ImportEvent } from '../../common/model.js';
import type { Json } from '../fields.js';

/** One record being read: a row of the database, or a file of the tree. */
export interface Reading {
  /** The database tells a message before the tree of files, which it was made of. */
  readonly fromDatabase: boolean;
  readonly modifiedAt: number;
  readonly events: ImportEvent[];
  readonly problems: string[];
}

/** What a message is, to its parts. */
export interface Header {
  id: string;
  session: string;
  /** As OpenCode wrote it, without what the database has in columns. */
  data: Json;
  created: number | null;
  /** Written in another session, which this one is a fork of. */
  copied: boolean;
  /** Of a sub-agent's session: what is in the user's role there was written by the agent that called it. */
  isChild: boolean;
  cwd: string | undefined;
  /** A model answered: the message has the start or the end of a step. */
  steps: boolean;
  /** Key of the response that the message is; null: it is none, or not one yet. */
  response: string | null;
}
