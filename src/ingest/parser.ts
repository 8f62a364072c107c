import { Worker } from 'node:worker_threads';
import type { Places } from '../importers/importer.js';
import type { FromParser, LaneName, ParserData, ToParser } from './messages.js';

/** Batches under way at once: enough that neither thread waits for the other, few enough for bounded memory. */
export const parserCredits: Readonly<Record<LaneName, number>> = { live: 4, history: 3 };

/** The other end of the parsing thread. */
export interface Parser {
  send(message: ToParser): void;
  /** The job that was being read last. */
  lastJob(): number;
  close(): Promise<void>;
}

export interface ParserEvents {
  onMessage(message: FromParser): void;
  /** The thread ended by itself. No message follows. */
  onDeath(reason: string): void;
}

export type StartParser = (events: ParserEvents) => Parser;

/** Starts parsing threads from the bundle `script`; `wasmPath` is that of sql.js. */
export function parserThread(script: string, wasmPath: string, places: Places): StartParser {
  return ({ onMessage, onDeath }) => {
    const marker = new SharedArrayBuffer(4);
    const worker = new Worker(script, {
      workerData: {
        role: 'parse',
        home: places.home,
        platform: places.platform,
        wasmPath,
        credits: parserCredits,
        marker,
      } satisfies ParserData,
      // Half of the memory at no cost in time: parsed lines die young.
      resourceLimits: { maxYoungGenerationSizeMb: 16 },
    });
    let ended = false;
    const end = (reason: string) => {
      if (!ended) {
        ended = true;
        onDeath(reason);
      }
    };
    worker.on('message', (message: FromParser) => {
      if (!ended) {
        onMessage(message);
      }
    });
    worker.on('error', (error) => {
      end(error instanceof Error ? error.message : String(error));
      void worker.terminate();
    });
    worker.on('exit', (code) => end(`It ended with code ${code}`));
    return {
      send: (message) => worker.postMessage(message),
      lastJob: () => Atomics.load(new Int32Array(marker), 0),
      async close() {
        ended = true;
        await worker.terminate();
      },
    };
  };
}
