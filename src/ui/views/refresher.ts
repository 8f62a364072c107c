import type * as vscode from 'vscode';
import { DisposableStore, toDisposable, type Disposable } from '../../common/lifecycle.js';
import type { Changed } from '../../common/protocol.js';

const coalesceMs = 400;
const ageMs = 60_000;

/**
 * Collects changes and hands them on at most every 400 ms, one run at a time, and only while the view is visible; what
 * changed meanwhile is handed on when it is shown again. Ages and states go on with the clock, once a minute.
 */
export function createRefresher(
  view: vscode.TreeView<unknown>,
  refresh: (dirty: Changed['sessions']) => Promise<void> | void,
): { changed(sessions: Changed['sessions']): void } & Disposable {
  const disposables = new DisposableStore();
  let dirty: Set<string> | 'all' = new Set();
  let timer: NodeJS.Timeout | undefined;
  let running = false;

  const isDirty = () => dirty === 'all' || dirty.size > 0;
  const schedule = () => {
    if (!timer && !running && view.visible && isDirty()) {
      timer = setTimeout(() => void run(), coalesceMs);
    }
  };
  const run = async () => {
    timer = undefined;
    running = true;
    const now = dirty === 'all' ? 'all' : [...dirty];
    dirty = new Set();
    try {
      await refresh(now);
    } catch {
      // The store did not answer; asking for everything shows its error once, where lists are asked for.
      dirty = 'all';
    } finally {
      running = false;
      schedule();
    }
  };
  const changed = (sessions: Changed['sessions']) => {
    if (sessions === 'all' || dirty === 'all') {
      dirty = 'all';
    } else {
      for (const id of sessions) {
        dirty.add(id);
      }
    }
    schedule();
  };

  disposables.add(view.onDidChangeVisibility(schedule));
  const clock = setInterval(() => {
    if (view.visible) {
      changed('all');
    }
  }, ageMs);
  disposables.add(toDisposable(() => clearInterval(clock)));
  disposables.add(toDisposable(() => clearTimeout(timer)));
  return { changed, dispose: () => disposables.dispose() };
}
