import { useCallback, useEffect, useState } from 'preact/hooks';
import { onPanelEvent } from '../app/rpc.js';
import {
  emptyOutline,
  extendOutline,
  loadOutline,
  sameRow,
  type AskOutline,
  type Outline,
} from './outline.js';

export interface OutlineQuery {
  outline: Outline;
  error: string | undefined;
  /** Nothing has arrived yet. */
  loading: boolean;
  retry(): void;
}

/** The rows of the session, kept up to date: after each change only the end is asked for. */
export function useOutline(ask: AskOutline, onChangedRows: (ids: readonly number[]) => void): OutlineQuery {
  const [state, setState] = useState<{ outline: Outline; error?: string; loading: boolean }>({
    outline: emptyOutline,
    loading: true,
  });
  const [tries, setTries] = useState(0);

  useEffect(() => {
    let over = false;
    let running = false;
    let again: 'no' | 'end' | 'all' = 'no';
    let current = emptyOutline;
    const show = (outline: Outline) => {
      current = outline;
      setState({ outline, loading: false });
    };
    const reload = async () => {
      // While there are rows on the screen, the new ones replace them only when they are all there.
      const first = current.rows.length === 0;
      const fresh = await loadOutline(ask, first ? show : () => undefined, () => over);
      if (!over) {
        onChangedRows(current.rows.filter((row, n) => !sameRow(row, fresh.rows[n])).map((row) => row.id));
        show(fresh);
      }
    };
    const extend = async () => {
      const fresh = await extendOutline(ask, current);
      if (over) {
        return;
      }
      if (!fresh) {
        await reload();
      } else if (fresh !== current) {
        const from = Math.max(0, current.rows.length - 200);
        const changed = current.rows.slice(from).filter((row, n) => !sameRow(row, fresh.rows[from + n]));
        onChangedRows(changed.map((row) => row.id));
        show(fresh);
      }
    };
    const update = async (how: 'end' | 'all') => {
      if (running) {
        again = again === 'all' ? 'all' : how;
        return;
      }
      running = true;
      try {
        await (how === 'all' || !current.complete ? reload() : extend());
      } catch (error) {
        if (!over) {
          const message = error instanceof Error ? error.message : String(error);
          setState((old) => ({ ...old, error: message, loading: false }));
        }
      }
      running = false;
      if (again !== 'no' && !over) {
        const next = again;
        again = 'no';
        void update(next);
      }
    };
    const shown = () => {
      if (document.visibilityState === 'visible') {
        void update('end');
      }
    };
    setState((old) => ({ outline: old.outline, loading: old.outline.rows.length === 0 }));
    void update('all');
    const events = onPanelEvent((event) => {
      if (event.event === 'changed') {
        void update(event.rebuilt ? 'all' : 'end');
      }
    });
    document.addEventListener('visibilitychange', shown);
    return () => {
      over = true;
      events.dispose();
      document.removeEventListener('visibilitychange', shown);
    };
  }, [ask, onChangedRows, tries]);

  const retry = useCallback(() => setTries((n) => n + 1), []);
  return { outline: state.outline, error: state.error, loading: state.loading, retry };
}
