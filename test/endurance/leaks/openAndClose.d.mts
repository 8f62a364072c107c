import type { Browser } from 'playwright-core';

/** What a thread holds: bytes, and handles by their kind. */
export interface ThreadHolds {
  memory: number;
  resources: Record<string, number>;
}

/** What a look finds. A thread of ours that is idle may have ended. */
export interface Held {
  host: ThreadHolds;
  store?: ThreadHolds;
  parse?: ThreadHolds;
  descriptors: number;
  page: { memory: number; nodes: number; documents: number; frames: number; listeners: number };
}

export interface Leaks {
  before: Held;
  after: Held;
  /** Objects that each round left, by kind. */
  grown: Record<string, number>;
}

export function openAndClose(options: {
  browser: Browser;
  rounds: number;
  warmUp: number;
  say?: (text: string) => void;
}): Promise<Leaks>;

/** What has become more than it may, as sentences; none: nothing leaks. */
export function whatLeaks(leaks: Leaks): string[];
