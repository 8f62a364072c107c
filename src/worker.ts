import { parentPort, workerData } from 'node:worker_threads';
import { importers } from './importers/index.js';
import { interchange } from './importers/interchange/index.js';
import { runParseThread } from './ingest/parseThread.js';
import { runStoreThread } from './service/storeThread.js';

/** The bundle of both worker threads; `workerData.role` says which one this is. */
const { role } = workerData as { role: 'store' | 'parse' };
if (!parentPort) {
  throw new Error('This file runs as a worker thread only');
}
if (role === 'parse') {
  runParseThread([...importers, ...interchange]);
} else {
  runStoreThread(parentPort, workerData);
}
