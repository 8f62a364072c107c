import type { RefObject } from 'preact';
import { useCallback, useEffect, useRef } from 'preact/hooks';
import type { OutlineRow } from '../../src/common/steps.js';
import { onPanelEvent } from '../app/rpc.js';
import { groupOf, itemIndexOf, passes, type Item } from './items.js';
import type { MessageListHandle } from './messageList.js';
import type { Place } from './place.js';

interface StepsOptions {
  rows: readonly OutlineRow[];
  items: readonly Item[];
  place: Place;
  open: ReadonlySet<string>;
  list: RefObject<MessageListHandle | null>;
  /** A step that was asked for before the page was there. */
  first: number | null;
  /** The steps that the search confines the list to; null: all. */
  only: ReadonlySet<number> | null;
  /** Takes back filters and what confines the list. */
  showAll(): void;
  change(part: Partial<Place>): void;
}

export interface Steps {
  /** Makes an item of the list the current one and shows it. */
  goToIndex(index: number, how?: 'nearest' | 'start' | 'end', focus?: boolean): void;
  /** The same for a step, which may be folded away, filtered out, or not here yet. */
  goToSeq(seq: number, focus?: boolean): void;
  /** `goToSeq` without the focus, the same function in every drawing. */
  seek(seq: number): void;
}

/** Going to a step. */
export function useSteps(options: StepsOptions): Steps {
  const { rows, items, place, open, list, only, change, showAll } = options;
  const goToIndex = useCallback<Steps['goToIndex']>(
    (target, how = 'nearest', focus = true) => {
      const index = Math.min(items.length - 1, Math.max(0, target));
      const item = items[index];
      if (item) {
        change({ seq: item.row.seq, following: false });
        list.current?.reveal(index, how, focus);
      }
    },
    [items, change, list],
  );

  // A step whose page of the outline is still on its way, or that this page has not heard of yet.
  const asked = useRef<number | null>(options.first);
  // A step inside a folded group, or one that the filters hide, is unfolded first and shown after the next drawing.
  const pending = useRef<number | null>(null);
  const goToSeq = useCallback<Steps['goToSeq']>(
    (seq, focus = true) => {
      const row = rows[seq];
      if (!row) {
        asked.current = seq;
        return;
      }
      const key = groupOf(row);
      const hidden = !passes(row, place.filters) || (only !== null && !only.has(seq));
      if (hidden || (key !== null && !open.has(key))) {
        pending.current = seq;
        if (hidden) {
          showAll();
        }
        change({
          seq,
          following: false,
          ...(key === null ? {} : { open: [...open, key] }),
        });
      } else {
        goToIndex(itemIndexOf(items, seq), 'nearest', focus);
      }
    },
    [rows, items, open, place.filters, only, change, showAll, goToIndex],
  );
  useEffect(() => {
    if (pending.current !== null) {
      const seq = pending.current;
      pending.current = null;
      goToIndex(itemIndexOf(items, seq), 'start');
    }
  }, [items, goToIndex]);
  useEffect(() => {
    if (asked.current !== null && asked.current < rows.length) {
      const seq = asked.current;
      asked.current = null;
      goToSeq(seq, false);
    }
  }, [rows.length, goToSeq]);

  const latest = useRef(goToSeq);
  latest.current = goToSeq;
  useEffect(() => {
    const subscription = onPanelEvent((event) => {
      if (event.event === 'goTo') {
        asked.current = null;
        latest.current(event.seq);
      }
    });
    return () => subscription.dispose();
  }, []);
  const seek = useCallback((seq: number) => latest.current(seq, false), []);
  return { goToIndex, goToSeq, seek };
}
