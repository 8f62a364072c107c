import type { ExportProgress } from '../common/export.js';
import { formatBytes, formatCount } from '../common/format.js';
import type { ImportProgress } from '../common/importReport.js';

/** A progress bar on a terminal. */
export interface ProgressBar {
  show(progress: ImportProgress): void;
  showExport(progress: ExportProgress): void;
  /** Wipes it away, so that the output starts on a clean line. */
  clear(): void;
}

const cells = 24;

/** Draws with `write` on one line that is written over; `columns` is asked each time, as a terminal may change its width. */
export function progressBar(write: (text: string) => void, columns: () => number): ProgressBar {
  let shown = false;
  const clear = () => {
    if (shown) {
      write('\r\u001b[K');
      shown = false;
    }
  };
  const draw = (line: string | null) => {
    if (line === null) {
      clear();
      return;
    }
    write(`\r${line.slice(0, Math.max(10, columns() - 1))}\u001b[K`);
    shown = true;
  };
  return {
    show: (progress) => draw(progressLine(progress)),
    showExport: (progress) => draw(exportLine(progress)),
    clear,
  };
}

function bar(share: number): string {
  const full = Math.round(Math.min(1, share) * cells);
  return '█'.repeat(full) + '░'.repeat(cells - full);
}

function exportLine({ phase, done, total }: ExportProgress): string {
  const what = { listing: 'Gathering sessions', scanning: 'Looking for secrets', writing: 'Writing' }[phase];
  const share = total === 0 ? 0 : done / total;
  return phase === 'listing'
    ? `${bar(share)}  ${what}`
    : `${bar(share)}  ${what}: ${formatCount(done)} of ${formatCount(total)} sessions`;
}

function progressLine(progress: ImportProgress): string | null {
  if (progress.phase === 'scanning') {
    return 'Looking for session files…';
  }
  if (progress.phase !== 'importing' || progress.bytesTotal === 0) {
    return null;
  }
  const share = Math.min(1, progress.bytesDone / progress.bytesTotal);
  const done = `${formatBytes(progress.bytesDone)} of ${formatBytes(progress.bytesTotal)}`;
  const files = `${formatCount(progress.filesDone)}/${formatCount(progress.filesTotal)} files`;
  return `${bar(share)} ${Math.floor(share * 100)} %  ${done}  ${files}`;
}
