import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { onPanelEvent } from './rpc.js';

export interface Query<T> {
  /** The last good answer; stays while it is asked anew. */
  value: T | undefined;
  error: string | undefined;
  loading: boolean;
  retry(): void;
}

/**
 * Asks the host, and asks again when the host says that something changed, when the page is shown again and when `key`
 * changes; with `once` only when `key` changes. At most one call is on its way; what changes meanwhile leads to one more,
 * not earlier than `minimumMs` after the first.
 */
export function useQuery<T>(
  key: string,
  ask: () => Promise<T>,
  { minimumMs = 500, once = false }: { minimumMs?: number; once?: boolean } = {},
): Query<T> {
  const [state, setState] = useState<{ key: string; value?: T; error?: string; loading: boolean }>({
    key,
    loading: true,
  });
  const [tries, setTries] = useState(0);
  const latest = useRef(ask);
  latest.current = ask;

  useEffect(() => {
    let running = false;
    let again = false;
    let over = false;
    let timer: number | undefined;
    const run = async () => {
      if (running) {
        again = true;
        return;
      }
      running = true;
      const started = Date.now();
      try {
        const value = await latest.current();
        if (!over) {
          setState({ key, value, loading: false });
        }
      } catch (error) {
        if (!over) {
          const message = error instanceof Error ? error.message : String(error);
          setState((old) => ({ ...old, key, error: message, loading: false }));
        }
      }
      running = false;
      if (again && !over) {
        again = false;
        timer = window.setTimeout(() => void run(), Math.max(0, minimumMs - (Date.now() - started)));
      }
    };
    const shown = () => {
      if (document.visibilityState === 'visible' && !once) {
        void run();
      }
    };
    setState((old) => (old.key === key ? { ...old, loading: true } : { key, loading: true }));
    void run();
    const events = onPanelEvent((event) => {
      if (event.event === 'changed' && !once) {
        void run();
      }
    });
    document.addEventListener('visibilitychange', shown);
    return () => {
      over = true;
      window.clearTimeout(timer);
      events.dispose();
      document.removeEventListener('visibilitychange', shown);
    };
  }, [key, tries, minimumMs, once]);

  const retry = useCallback(() => setTries((n) => n + 1), []);
  const current = state.key === key ? state : { value: undefined, error: undefined, loading: true };
  return { value: current.value, error: current.error, loading: current.loading, retry };
}
