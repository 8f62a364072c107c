import { parentPort, workerData } from 'node:worker_threads';
import { runQueryThread, type QueryThreadData } from './store/query/queryThread.js';

/** The thread that answers questions in SQL. */
if (!parentPort) {
  throw new Error('This file runs as a worker thread only');
}
runQueryThread(parentPort, workerData as QueryThreadData);
