import { useEffect, useState } from 'preact/hooks';
import type { ExportProgress } from '../../src/common/export.js';
import { onPanelEvent } from '../app/rpc.js';

/** How far the scan or the writing is, as the host last said. */
export function useProgress(): ExportProgress | null {
  const [progress, setProgress] = useState<ExportProgress | null>(null);
  useEffect(() => {
    const listener = onPanelEvent((event) => {
      if (event.event === 'exportProgress') {
        setProgress(event.progress);
      }
    });
    return () => listener.dispose();
  }, []);
  return progress;
}
