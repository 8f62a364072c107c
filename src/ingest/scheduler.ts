import type { Log } from './log.js';

/** When to look at the folders. */
export interface Scheduler {
  start(): void;
  stop(): void;
  /** Something was committed or asked for: look more often for a while. */
  active(): void;
  /** Look again in a moment. */
  soon(): void;
  /** Something may have changed at this path. */
  hint(path: string): void;
  /** Hints are waiting or being followed. */
  following(): boolean;
}

/** Between two looks while something happens, and when nothing does, in milliseconds. */
const shortest = 10_000;
const longest = 60_000;
/** Hints of one moment are followed together, … */
const hintDelay = 5;
/** … but the first after so many quiet milliseconds at once: a person may be waiting for that line. */
const quiet = 50;

/**
 * Looks at all folders every 10 seconds while something happens and every 60 seconds when nothing does, and never so
 * often that looking takes more than a hundredth of the time. Hints of the watcher are followed at once, path by path.
 */
export function createScheduler(work: {
  look(): Promise<unknown>;
  follow(paths: readonly string[]): Promise<void>;
  log: Log;
}): Scheduler {
  let running = false;
  let scanTimer: NodeJS.Timeout | null = null;
  let hintTimer: NodeJS.Timeout | null = null;
  let pause = shortest;
  let cost = 0;
  let following = false;
  let followedAt = -Infinity;
  const hinted = new Set<string>();

  function plan(delay: number): void {
    if (scanTimer !== null) {
      clearTimeout(scanTimer);
    }
    scanTimer = setTimeout(() => void scanNow(), delay);
  }

  async function scanNow(): Promise<void> {
    const start = performance.now();
    try {
      await work.look();
    } catch (error) {
      work.log.error(`Looking for sessions failed: ${describe(error)}`);
    }
    cost = performance.now() - start;
    if (running) {
      plan(Math.max(pause, Math.min(100 * cost, longest)));
      pause = Math.min(2 * pause, longest);
    }
  }

  async function follow(): Promise<void> {
    hintTimer = null;
    if (following || !running) {
      return;
    }
    following = true;
    const paths = [...hinted];
    hinted.clear();
    try {
      await work.follow(paths);
    } catch (error) {
      work.log.error(`Following a change failed: ${describe(error)}`);
    }
    following = false;
    followedAt = performance.now();
    if (hinted.size > 0) {
      hintTimer ??= setTimeout(() => void follow(), hintDelay);
    }
  }

  return {
    start() {
      running = true;
      pause = shortest;
      plan(0);
    },
    stop() {
      running = false;
      hinted.clear();
      for (const timer of [scanTimer, hintTimer]) {
        if (timer !== null) {
          clearTimeout(timer);
        }
      }
      scanTimer = null;
      hintTimer = null;
    },
    active() {
      if (pause > shortest) {
        pause = shortest;
        if (running) {
          plan(Math.max(shortest, Math.min(100 * cost, longest)));
        }
      }
    },
    soon() {
      if (running) {
        plan(100);
      }
    },
    following: () => following || hinted.size > 0,
    hint(path) {
      if (running) {
        hinted.add(path);
        if (!following) {
          const isFirst = performance.now() - followedAt > quiet;
          hintTimer ??= setTimeout(() => void follow(), isFirst ? 0 : hintDelay);
        }
      }
    },
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
