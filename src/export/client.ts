import { Worker, type MessagePort } from 'node:worker_threads';
import { Emitter, type Event } from '../common/event.js';
import type { ExportApi, ExportProgress } from '../common/export.js';
import type { Disposable } from '../common/lifecycle.js';
import { connect, type Remote } from '../common/rpc.js';
import { workerPort } from '../store/workerPort.js';

/** A thread that scans and writes one export. Disposing ends it, and what it was writing is taken away. */
export interface ExportClient extends Disposable {
  readonly api: Remote<ExportApi>;
  readonly onProgress: Event<ExportProgress>;
}

/** Starts the thread. `store`: a channel to the thread of the store. */
export function startExporter(options: {
  workerPath: string;
  version: string;
  player: string;
  store: MessagePort;
}): ExportClient {
  const { workerPath, version, player, store } = options;
  const worker = new Worker(workerPath, { workerData: { version, player, store }, transferList: [store] });
  // An export takes as long as there is to read.
  const connection = connect<ExportApi>(workerPort(worker), 0);
  const progress = new Emitter<ExportProgress>();
  worker.on('message', (message: { progress?: ExportProgress }) => {
    if (message.progress) {
      progress.fire(message.progress);
    }
  });
  // The end that follows is told to whoever waits.
  worker.on('error', () => undefined);
  worker.once('exit', () => connection.dispose());
  return {
    api: connection.api,
    onProgress: progress.event,
    dispose() {
      connection.api
        .cancel()
        .catch(() => undefined)
        .finally(() => void worker.terminate());
    },
  };
}
