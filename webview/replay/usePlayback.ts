import { useEffect, useRef, useState } from 'preact/hooks';
import type { Item } from './items.js';
import { delayBetween, type Pace } from './playback.js';

/** Moves from item to item while playing. `advance` is called with the next index; playing ends at the last item. */
export function usePlayback(props: {
  items: readonly Item[];
  index: number;
  pace: Pace;
  speed: number;
  advance(index: number): void;
}): { playing: boolean; setPlaying(playing: boolean): void; skippedMs: number } {
  const { items, index, pace, speed, advance } = props;
  const [playing, setPlaying] = useState(false);
  // A row that is added makes a new `advance`; the wait for the next step must not start anew for that.
  const step = useRef(advance);
  step.current = advance;
  const next = items[index + 1];
  const atEnd = index + 1 >= items.length;
  const { delayMs, skippedMs } = delayBetween(items[index], next, pace, speed);

  useEffect(() => {
    if (!playing) {
      return undefined;
    }
    if (atEnd) {
      setPlaying(false);
      return undefined;
    }
    const timer = setTimeout(() => step.current(index + 1), delayMs);
    return () => clearTimeout(timer);
  }, [playing, index, atEnd, delayMs]);

  return { playing, setPlaying, skippedMs: playing ? skippedMs : 0 };
}
