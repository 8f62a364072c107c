import type { Finding } from './fuzzer.js';

/** What a fuzzing thread is started with. */
export interface FuzzJob {
  /** Names of targets. */
  targets: readonly string[];
  seed: number;
  minutes: number;
  /** The length of the input that is being tried, then its JSON: readable when the thread hangs or has died. */
  current: SharedArrayBuffer;
}

export type FromFuzzer =
  | { type: 'found'; finding: Finding }
  | { type: 'figures'; target: string; tried: number; kept: number; ran: number; all: number }
  | { type: 'done' };
