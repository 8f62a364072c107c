import assert from 'node:assert/strict';
import type { Place, Ran } from '../faults/support.js';
import type { Report } from './part.js';
import type { Random } from './random.js';
import type { TrackedHome } from './trackedHome.js';

/** One round with one kind of trouble. */
export interface Round {
  place: Place;
  home: TrackedHome;
  r: Random;
  report: Report;
  /** Tickets that were acknowledged, and must be there afterwards. */
  tickets: string[];
  /** Ends with the round, last first. */
  after(cleanUp: () => void): void;
}

/** Something that goes wrong around us. When `run` is over, the trouble is, too. */
export interface Trouble {
  readonly name: string;
  /** Tried in `npm test`, too. */
  readonly inShort?: true;
  /** Why this machine cannot make it; null: it can. */
  unavailable?(): string | null;
  run(round: Round): Promise<void>;
}

/** A command may fail because of the trouble, but then in one sentence, which says what the trouble is. */
export function failedOrDone({ code, signal, error }: Ran, message: RegExp): 'failed' | 'done' {
  assert.equal(signal, null, error);
  if (code === 0) {
    return 'done';
  }
  assert.equal(code, 1, error);
  assert.match(error, message);
  assert.equal(error.trim().split('\n').length, 1, `told more than once: ${error}`);
  return 'failed';
}
