import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { formatCount } from '../../src/common/format.js';
import { t } from '../app/strings.js';
import { keep } from '../app/usePersistedState.js';
import type { Outline } from './outline.js';
import type { Place, Top } from './place.js';

/** How long the list has to be at rest before its place is kept. */
const restMs = 150;

interface FollowingOptions {
  live: boolean;
  playing: boolean;
  place: Place;
  outline: Outline;
  /** The last step that the list shows. */
  lastSeq: number | undefined;
  change(part: Partial<Place>): void;
  /** Tells assistive technology. */
  speak(text: string): void;
}

export interface Following {
  /** The list has scrolled: with its first step, and whether it is at the end. */
  scrolled(top: Top, atEnd: boolean): void;
  /** Messages that came at the end since the reader left it. */
  newBelow: number;
}

/** Staying at the end of a session that runs, until the reader scrolls up. */
export function useFollowing(options: FollowingOptions): Following {
  const { live, playing, place, outline, lastSeq, change, speak } = options;
  useEffect(() => {
    if (place.following && lastSeq !== undefined && lastSeq !== place.seq) {
      change({ seq: lastSeq });
    }
  }, [place.following, lastSeq, place.seq, change]);

  const { total, complete } = outline;
  const told = useRef(total);
  useEffect(() => {
    if (!complete) {
      return;
    }
    if (total > told.current && told.current > 0) {
      speak(t('newMessages', formatCount(total - told.current)));
    }
    told.current = total;
  }, [total, complete, speak]);

  // Where the end was when the reader was last there.
  const [seen, setSeen] = useState<number | null>(null);
  useEffect(() => {
    if (complete && (place.following || seen === null)) {
      setSeen(total);
    }
  }, [complete, place.following, total, seen]);

  const timer = useRef<number | undefined>(undefined);
  const scrolled = useCallback<Following['scrolled']>(
    (top, atEnd) => {
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(() => keep('top', top), restMs);
      const follow = live && atEnd && !playing;
      if (follow !== place.following) {
        change({ following: follow });
      }
    },
    [change, live, playing, place.following],
  );
  return { scrolled, newBelow: seen === null ? 0 : Math.max(0, total - seen) };
}
