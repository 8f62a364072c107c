import { useEffect, useState } from 'preact/hooks';
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
  const next = items[index + 1];
  const { delayMs, skippedMs } = delayBetween(items[index], next, pace, speed);

  useEffect(() => {
    if (!playing) {
      return undefined;
    }
    if (index + 1 >= items.length) {
      setPlaying(false);
      return undefined;
    }
    const timer = setTimeout(() => advance(index + 1), delayMs);
    return () => clearTimeout(timer);
  }, [playing, index, items.length, delayMs, advance]);

  return { playing, setPlaying, skippedMs: playing ? skippedMs : 0 };
}
