import { fingerprint, list, num, object, str } from '../fields.js';

/**
 * Names for the messages of a session that two files tell: the editor's and the extension's transcript. They have no ids in
 * common but those of tool calls. A turn is named by its prompt, and what is said in it by its place.
 */
export interface Turns {
  /** Prompts so far, by a fingerprint each; the same prompt may come again. */
  prompts: string[];
  turn: string;
  texts: number;
  thoughts: number;
  /** The last message of the main thread. */
  last: string | null;
}

/** So many prompts are told apart; of the rest the same words are the same prompt. */
const MOST = 2000;

export function turnsOf(stored?: unknown): Turns {
  const from = object(stored);
  return {
    prompts: list(from.prompts).filter((prompt) => typeof prompt === 'string'),
    turn: str(from.turn) ?? 'start',
    texts: num(from.texts) ?? 0,
    thoughts: num(from.thoughts) ?? 0,
    last: str(from.last) ?? null,
  };
}

/** Begins a turn and names it. */
export function nextTurn(turns: Turns, prompt: string): string {
  const print = fingerprint(prompt.trim());
  const same = turns.prompts.filter((known) => known === print).length;
  if (turns.prompts.length < MOST) {
    turns.prompts.push(print);
  }
  turns.turn = same === 0 ? print : `${print}-${same}`;
  turns.texts = 0;
  turns.thoughts = 0;
  return turns.turn;
}

export function textName(turns: Turns): string {
  return `${turns.turn}/text-${turns.texts++}`;
}

export function thoughtName(turns: Turns): string {
  return `${turns.turn}/thinking-${turns.thoughts++}`;
}

export function callName(turns: Turns, callId: string): string {
  return `${turns.turn}/call-${callId}`;
}

/** The editor adds the moment to the id that the model gave to a call. */
export function callIdOf(id: string): string {
  return id.replace(/__vscode-\d+$/, '');
}
