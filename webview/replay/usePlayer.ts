import { useCallback } from 'preact/hooks';
import { formatCount } from '../../src/common/format.js';
import type { OutlineRow } from '../../src/common/steps.js';
import { t } from '../app/strings.js';
import { isError, itemIndexOf, type Item } from './items.js';
import { nextRow, type StepUnit } from './jumps.js';
import type { Place } from './place.js';
import { usePlayback } from './usePlayback.js';
import type { Steps } from './useSteps.js';

interface PlayerOptions extends Pick<Steps, 'goToIndex' | 'goToSeq'> {
  rows: readonly OutlineRow[];
  items: readonly Item[];
  /** Of the current step among the items. */
  index: number;
  place: Place;
  total: number;
  /** Tells the reader; '' takes back what was told. */
  tell(message: string): void;
  /** Tells assistive technology. */
  speak(text: string): void;
}

export interface Player {
  playing: boolean;
  skippedMs: number;
  play(): void;
  stop(): void;
  /** By the unit that is chosen. */
  step(by: 1 | -1): void;
  jump(what: StepUnit, by?: 1 | -1): void;
}

/** Playing and stepping. */
export function usePlayer(options: PlayerOptions): Player {
  const { rows, items, index, place, total, goToIndex, goToSeq, tell, speak } = options;
  const { unit } = place;
  // By single steps a folded group is one of them; by prompts, tools and so on it is opened for what is in it.
  const ahead = unit === 'event' ? items[index + 1]?.row : nextRow(rows, place.seq, unit, 1, place.filters);
  const { playing, setPlaying, skippedMs } = usePlayback({
    from: items[index]?.row,
    to: ahead,
    pace: place.pace,
    speed: place.speed,
    advance: () => {
      if (unit === 'event') {
        goToIndex(index + 1, 'nearest', false);
      } else if (ahead) {
        goToSeq(ahead.seq, false);
      }
    },
    stopsAt: (row) => {
      const item = items[itemIndexOf(items, row.seq)];
      const fails = isError(row) || (item?.type === 'group' && item.errors > 0);
      if (place.stopAtErrors && fails) {
        speak(t('stoppedAtError', formatCount(row.seq + 1)));
      }
      return place.stopAtErrors && fails;
    },
  });
  const play = useCallback(() => {
    speak(playing ? t('paused', formatCount(place.seq + 1), formatCount(total)) : t('playing'));
    if (!playing && ahead === undefined) {
      goToIndex(0, 'start', false);
    }
    setPlaying(!playing);
  }, [playing, place.seq, total, ahead, goToIndex, setPlaying, speak]);
  const stop = useCallback(() => setPlaying(false), [setPlaying]);
  const jump = useCallback(
    (what: StepUnit, by: 1 | -1 = 1) => {
      setPlaying(false);
      const row = nextRow(rows, place.seq, what, by);
      if (row) {
        tell('');
        goToSeq(row.seq);
      } else {
        const ofKind = what === 'error' ? 'noMoreErrors' : what === 'prompt' ? 'noMorePrompts' : 'noMore';
        tell(t(by < 0 ? 'noneBefore' : ofKind));
      }
    },
    [rows, place.seq, goToSeq, setPlaying, tell],
  );
  const step = useCallback(
    (by: 1 | -1) => {
      setPlaying(false);
      if (unit !== 'event') {
        jump(unit, by);
      } else if (items[index + by]) {
        goToIndex(index + by);
      }
    },
    [items, index, unit, jump, goToIndex, setPlaying],
  );
  return { playing, skippedMs, play, stop, step, jump };
}
