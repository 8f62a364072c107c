import { parentPort, workerData } from 'node:worker_threads';
import { runExportThread, type ExportThreadData } from './export/exportThread.js';

/** The bundle of the thread that writes exports: what only they need is in no other bundle of the extension. */
if (!parentPort) {
  throw new Error('This file runs as a worker thread only');
}
runExportThread(parentPort, workerData as ExportThreadData);
