import { parentPort, workerData } from 'node:worker_threads';
import { realPath, resolvePlace } from '../git/place.js';
import { removeAbandonedCopies } from '../store/snapshot.js';
import { loadSqlJs } from '../store/sqljsFile.js';
import type { Importer } from '../importers/importer.js';
import { diskFiles } from './fileSource.js';
import type { FromParser, ParserData, ToParser } from './messages.js';
import { createParseLoop } from './parseLoop.js';

/**
 * The main function of a thread whose `workerData.role` is `parse`. It reads the agents' files, which the store's thread
 * must not wait for, and hands rows over in batches. It ends when the store's thread ends it.
 */
export function runParseThread(importers: readonly Importer[]): void {
  const port = parentPort;
  if (port === null) {
    throw new Error('The parse thread runs as a worker only');
  }
  const { home, platform, wasmPath, credits, marker } = workerData as ParserData;
  const marked = new Int32Array(marker);
  let cleaned = false;
  const loop = createParseLoop({
    importers,
    files: diskFiles,
    home,
    platform,
    credits,
    resolvePlace,
    realPath,
    async loadDatabases() {
      if (!cleaned) {
        cleaned = true;
        removeAbandonedCopies();
      }
      return loadSqlJs(wasmPath);
    },
    mark: (job) => Atomics.store(marked, 0, job),
    post(message: FromParser) {
      const sent = message.type === 'batch' ? [...message.blocks, ...(message.packed ?? [])] : [];
      port.postMessage(
        message,
        sent.map(({ buffer }) => buffer as ArrayBuffer),
      );
    },
    now: Date.now,
  });
  port.on('message', (message: ToParser) => loop.receive(message));
}
