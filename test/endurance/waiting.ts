import { setTimeout as sleep } from 'node:timers/promises';
import type { Window } from '../faults/support.js';

/** Gives what is awaited, or throws with `what` when it does not come in time. */
export async function within<T>(ms: number, what: string, awaited: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Not within ${ms / 1000} s: ${what}`)), ms);
  });
  try {
    return await Promise.race([awaited, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits until the window has the totals by itself, nobody asking it to look; returns how long it took, in ms. */
export async function reaches(window: Window, truth: [number, number], ms = 90_000): Promise<number> {
  const start = performance.now();
  for (;;) {
    const totals = await window.totals();
    const took = performance.now() - start;
    if (totals[0] === truth[0] && totals[1] === truth[1]) {
      return took;
    }
    if (took > ms) {
      throw new Error(`Not within ${ms / 1000} s: the window has ${totals.join('/')} of ${truth.join('/')}`);
    }
    await sleep(20);
  }
}

/** Waits for what the window is told, with an end. */
export function told(window: Window, what: string, holds: () => boolean, ms = 90_000): Promise<void> {
  return within(ms, what, window.told(holds));
}

export function ready(window: Window): Promise<void> {
  return told(window, 'the window is ready', () => window.states.at(-1)?.status === 'ready');
}
