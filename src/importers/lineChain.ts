import { list, object, remember, str } from './fields.js';

/**
 * How the lines of a tree hang together whose messages are a part of its lines: what a line goes on from is looked for among
 * the lines that made no message, and among the places that the user may go back to. Both have a limit: a way back to
 * somewhere longer ago is not found, and the message then follows the one before it.
 */
export interface LineChain {
  /** `uid` of the last message. */
  last: string | null;
  /** Lines that are not named as their last message is, with that message or, where they made none, the one before them. */
  lines: [line: string, uid: string][];
  /** Lines that a prompt followed, with the last message before it. */
  turns: [line: string, uid: string][];
}

/** The chain that was stored, or a new one. */
export function chainOf(stored: unknown): LineChain {
  const from = object(stored);
  return { last: str(from.last) ?? null, lines: pairs(from.lines), turns: pairs(from.turns) };
}

/**
 * The message that a prompt answers; undefined where that is the last one, or is not known. `after` is the line that it says
 * it follows.
 */
export function answeredBy(after: string | undefined, chain: LineChain): string | undefined {
  if (after === undefined) {
    return undefined;
  }
  const kept = lastAt(after, chain);
  remember(chain.turns, [after, kept], 150);
  return kept === '' || kept === chain.last ? undefined : kept;
}

/**
 * Notes a line for those that follow. `uid` is that of its last message; null: it made none that is to be answered, and what
 * follows it goes on from where it does.
 */
export function follow(line: string, after: string | undefined, uid: string | null, chain: LineChain): void {
  if (uid === null) {
    remember(chain.lines, [line, after === undefined ? '' : lastAt(after, chain)], 64);
    return;
  }
  chain.last = uid;
  if (uid !== line) {
    remember(chain.lines, [line, uid], 64);
  }
}

/** A line that is not known otherwise is one with a message of its name. */
function lastAt(line: string, { lines, turns }: LineChain): string {
  const isIt = ([name]: [string, string]): boolean => name === line;
  return (lines.findLast(isIt) ?? turns.findLast(isIt))?.[1] ?? line;
}

function pairs(value: unknown): [string, string][] {
  return list(value).filter(
    (entry): entry is [string, string] =>
      Array.isArray(entry) && typeof entry[0] === 'string' && typeof entry[1] === 'string',
  );
}
