import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** When editing is over the focus goes back to the first button of the element, from which it began. */
export function useReturnFocus<T extends HTMLElement>(editing: boolean): RefObject<T | null> {
  const box = useRef<T>(null);
  const was = useRef(editing);
  useEffect(() => {
    if (was.current && !editing) {
      box.current?.querySelector('button')?.focus();
    }
    was.current = editing;
  }, [editing]);
  return box;
}
