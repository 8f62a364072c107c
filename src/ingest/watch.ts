import { watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import { join, sep } from 'node:path';
import { errorCode } from '../common/errorCode.js';
import type { Log } from './log.js';

/** Tells of paths where something may have changed. A hint only: hints are lost, doubled and late; the scan is the truth. */
export interface Watcher {
  /** Watches these roots, or on Linux these folders; tells how many were new. */
  update(roots: readonly string[], folders: readonly string[]): number;
  /** Watches these folders, too, where folders are watched one by one. */
  add(folders: readonly string[]): number;
  close(): void;
}

/** More folders than this are left to the scan. */
const maxFolders = 10_000;
/** After so many milliseconds without watchers the system is asked for them again. */
const askAgainMs = 300_000;

/**
 * macOS and Windows watch a whole tree with one handle. On Linux Node's recursive watch takes one inotify watch a file
 * and knows nothing of folders to leave out, so there each folder that the scan looked into is watched by itself.
 */
export function createWatcher(
  platform: 'linux' | 'darwin' | 'win32',
  onHint: (path: string) => void,
  log: Log,
  now = () => performance.now(),
): Watcher {
  const recursive = platform !== 'linux';
  const watchers = new Map<string, FSWatcher>();
  let closed = false;
  /** Until then the system is spared; null: it allows what was asked of it. */
  let refusedUntil: number | null = null;

  function addAll(folders: Iterable<string>): number {
    let added = 0;
    for (const folder of folders) {
      if (isAllowed() && watchers.size < maxFolders && !watchers.has(folder) && add(folder)) {
        added++;
      }
    }
    return added;
  }

  function isAllowed(): boolean {
    return !closed && (refusedUntil === null || now() >= refusedUntil);
  }

  function add(folder: string): boolean {
    try {
      const watcher = watch(folder, { recursive, persistent: false }, (event, name) => {
        const path = name === null ? folder : join(folder, name);
        if (event === 'rename') {
          forget(path);
        }
        onHint(path);
      });
      watcher.on('error', (error) => fail(folder, error));
      watchers.set(folder, watcher);
      return true;
    } catch (error) {
      fail(folder, error);
      return false;
    }
  }

  /** A folder that came, went or was replaced: a watcher of its path would watch what is no longer there. */
  function forget(path: string): void {
    if (watchers.has(path)) {
      for (const [folder, watcher] of watchers) {
        if (folder === path || folder.startsWith(path + sep)) {
          watcher.close();
          watchers.delete(folder);
        }
      }
    }
  }

  function fail(folder: string, error: unknown): void {
    watchers.get(folder)?.close();
    watchers.delete(folder);
    const code = errorCode(error);
    if (['ENOSPC', 'EMFILE', 'ENFILE', 'ENOMEM'].includes(code) && isAllowed()) {
      if (refusedUntil === null) {
        log.warn(
          `The system allows no more file watchers (${code}); changes are found by looking every few seconds.`,
        );
      }
      refusedUntil = now() + askAgainMs;
      stop();
    }
  }

  function stop(): void {
    for (const watcher of watchers.values()) {
      watcher.close();
    }
    watchers.clear();
  }

  return {
    update(roots, folders) {
      if (!isAllowed()) {
        return 0;
      }
      const wanted = new Set(recursive ? roots : folders);
      for (const [folder, watcher] of watchers) {
        if (!wanted.has(folder)) {
          watcher.close();
          watchers.delete(folder);
        }
      }
      const added = addAll(wanted);
      if (isAllowed()) {
        // What was refused once is allowed by now, such as descriptors that others gave back.
        refusedUntil = null;
      }
      return added;
    },
    add: (folders) => (recursive ? 0 : addAll(folders)),
    close() {
      closed = true;
      stop();
    },
  };
}
