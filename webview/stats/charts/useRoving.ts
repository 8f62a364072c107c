import type { RefObject } from 'preact';
import { useState } from 'preact/hooks';

/**
 * One stop of the Tab key for many marks: arrow keys go from one to the next by `steps` (how far by which key), Home and End to
 * the ends. Marks have a `data-index`.
 */
export function useRoving(
  box: RefObject<Element | null>,
  count: number,
  steps: Readonly<Record<string, number>>,
  first = 0,
) {
  const [stop, setStop] = useState<number | null>(null);
  const current = Math.min(stop ?? first, Math.max(0, count - 1));
  return {
    tabIndex: (index: number) => (index === current ? 0 : -1),
    /** For `onKeyDown` of a mark; `choose` is for Enter and the space bar. */
    keyDown(event: KeyboardEvent, index: number, choose: () => void): void {
      const by = steps[event.key];
      const ends: Record<string, number> = { Home: 0, End: count - 1 };
      const target = by === undefined ? ends[event.key] : index + by;
      if (target !== undefined) {
        event.preventDefault();
        if (target >= 0 && target < count) {
          setStop(target);
          box.current?.querySelector<SVGElement>(`[data-index="${target}"]`)?.focus();
        }
      } else if (event.key === 'Enter' || event.key === ' ') {
        event.preventDefault();
        choose();
      }
    },
  };
}
