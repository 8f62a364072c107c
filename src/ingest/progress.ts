import type { ImportProgress } from '../common/importReport.js';

/** Counts of the import from history that is going on, or was the last. */
export interface Counts {
  filesDone: number;
  filesTotal: number;
  bytesDone: number;
  bytesTotal: number;
}

export const noCounts: Counts = { filesDone: 0, filesTotal: 0, bytesDone: 0, bytesTotal: 0 };

/** Announces progress at once when the phase changes, and else every 100 ms at most. */
export function progressReporter(
  current: () => ImportProgress,
  announce: (progress: ImportProgress) => void,
): { changed(): void; close(): void } {
  let last: ImportProgress | null = null;
  let timer: NodeJS.Timeout | null = null;
  const tell = () => {
    if (timer !== null) {
      clearTimeout(timer);
      timer = null;
    }
    last = current();
    announce(last);
  };
  return {
    changed() {
      const now = current();
      if (now.phase !== last?.phase || now.message !== last.message) {
        tell();
      } else if (timer === null && now.phase !== 'idle') {
        timer = setTimeout(tell, 100);
        timer.unref();
      }
    },
    close() {
      if (timer !== null) {
        clearTimeout(timer);
      }
    },
  };
}
