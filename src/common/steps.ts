import type { Attachment, MessageKind, Role, ToolCategory, Tokens } from './model.js';

/** One step of a replay without its text: small enough to hold 50,000 of them. */
export interface OutlineRow {
  /** Position in the session's main order, from 0, without gaps. */
  seq: number;
  /** Row id, to ask for the body. */
  id: number;
  uid: string;
  thread: string | null;
  at: number | null;
  role: Role;
  kind: MessageKind;
  /** A prompt that was typed while the agent worked, and waited for its turn. */
  queued?: true;
  /** First characters of the text, plain. */
  preview: string;
  bytes: number;
  model: string | null;
  tool: {
    callId: string;
    name: string;
    category: ToolCategory;
    isError: boolean;
    endedAt: number | null;
    outputBytes: number;
  } | null;
  /** On a branch of the conversation that was left (rewind, retry): its number, from 1; 0 is the way that was kept. */
  branch: number;
  copied: boolean;
  /** What the responses came to that begin at this step; absent: none does. Over all steps: what the session came to. */
  spent?: StepUsage;
  /** The files that this step changed; absent: none. */
  changes?: readonly StepChange[];
}

/** What model responses came to, for totals that run along with the steps. */
export interface StepUsage {
  tokens: number;
  /** Tokens that the last of them read: how full the model's context was. */
  context: number;
  /** US dollars; null: a model of them has no price. */
  costUsd: number | null;
}

/** A file that a step changed, without the changed lines. */
export type StepChange = Omit<FileChange, 'patch'> & {
  /** The changed lines were recorded. */
  hasPatch: boolean;
};

export interface MessageBody {
  id: number;
  text: string;
  /** The whole text has more bytes than were kept. */
  truncated: boolean;
  /** A text of it is longer than the limit that was asked for. */
  cut?: true;
  /** Not kept, by the user's privacy settings. */
  withheld: boolean;
  attachments: readonly Attachment[];
  branch: string | null;
  tool: {
    input: string;
    output: string | null;
    outputTruncated: boolean;
    outputWithheld: boolean;
    exitCode: number | null;
  } | null;
  fileChanges: readonly FileChange[];
  /** Usage of the response that this message is the first part of. */
  usage: { tokens: Tokens; costUsd: number | null; model: string | null } | null;
}

/** An image that the agent's own file holds. */
export interface ImageData {
  mime: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp';
  /** Base64. */
  data: string;
}

export interface FileChange {
  path: string;
  /** Of a rename. */
  newPath?: string;
  operation: 'create' | 'update' | 'delete' | 'rename';
  added: number | null;
  removed: number | null;
  patch: string | null;
}
