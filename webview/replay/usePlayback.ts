import { useEffect, useRef, useState } from 'preact/hooks';
import type { OutlineRow } from '../../src/common/steps.js';
import { delayBetween, type Pace } from './playback.js';

interface PlaybackOptions {
  /** Where it is, and where the next step leads; undefined: the end is reached. */
  from: OutlineRow | undefined;
  to: OutlineRow | undefined;
  pace: Pace;
  speed: number;
  advance(): void;
  /** Whether to halt at the step that was reached, after it is shown. */
  stopsAt(row: OutlineRow): boolean;
}

export interface Playback {
  playing: boolean;
  setPlaying(playing: boolean): void;
  skippedMs: number;
}

/** Moves from step to step while playing. Another speed or pace holds for the wait that is on already. */
export function usePlayback({ from, to, pace, speed, advance, stopsAt }: PlaybackOptions): Playback {
  const [playing, setPlaying] = useState(false);
  // A row that is added makes new functions; the wait for the next step must not start anew for that.
  const latest = useRef({ advance, stopsAt, to });
  latest.current = { advance, stopsAt, to };
  const since = useRef(0);
  const atEnd = to === undefined;
  const { delayMs, skippedMs } = delayBetween(from, to, pace, speed);
  const seq = from?.seq;

  useEffect(() => {
    since.current = performance.now();
  }, [playing, seq]);
  useEffect(() => {
    if (!playing) {
      return undefined;
    }
    if (atEnd) {
      setPlaying(false);
      return undefined;
    }
    const waited = performance.now() - since.current;
    const timer = setTimeout(
      () => {
        const next = latest.current;
        next.advance();
        if (next.to && next.stopsAt(next.to)) {
          setPlaying(false);
        }
      },
      Math.max(0, delayMs - waited),
    );
    return () => clearTimeout(timer);
  }, [playing, seq, atEnd, delayMs]);

  return { playing, setPlaying, skippedMs: playing ? skippedMs : 0 };
}
