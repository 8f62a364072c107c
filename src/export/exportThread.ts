import type { MessagePort } from 'node:worker_threads';
import type { ExportProgress } from '../common/export.js';
import { connect, serve } from '../common/rpc.js';
import type { StoreApi } from '../common/storeApi.js';
import { callLimit } from '../store/client.js';
import { workerPort } from '../store/workerPort.js';
import { createExporter } from './exporter.js';

/** What the thread is told at its start. */
export interface ExportThreadData {
  version: string;
  /** Folder of the player's files. */
  player: string;
  /** A channel to the thread of the store, so that no row passes through the window's own thread. */
  store: MessagePort;
}

const progressMs = 100;

/** The main function of the thread that scans and writes one export. */
export function runExportThread(port: MessagePort, { version, player, store }: ExportThreadData): void {
  const connection = connect<StoreApi>(workerPort(store), callLimit);
  // The store's thread has ended: what waits for it would wait for ever.
  store.on('close', () => connection.dispose());
  let told = 0;
  const exporter = createExporter({
    ...{ store: connection.api, version, player, now: Date.now },
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    onProgress(progress: ExportProgress) {
      if (performance.now() - told > progressMs) {
        told = performance.now();
        port.postMessage({ progress });
      }
    },
  });
  serve(workerPort(port), exporter);
}
