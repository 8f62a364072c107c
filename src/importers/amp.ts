import type { Importer } from './importer.js';
import { isPlainId } from './places.js';
import { mayContain, roots, shapeOf } from './amp/places.js';
import { thread } from './amp/thread.js';

/**
 * Amp (closed source), from a thread of February 2026 (`v` 220) and what other readers know of its form. What counts twice
 * there: the ledger and the messages tell the same usage. See `amp/usage.ts`.
 */
export const amp: Importer = {
  id: 'amp',
  label: 'Amp',
  version: 1,
  roots,
  shapeOf,
  mayContain,
  start(file) {
    return {
      parse: (record) => thread(record, file),
      // A thread is written anew as a whole.
      state: () => null,
    };
  },
  resume(agentSessionId) {
    return isPlainId(agentSessionId) ? ['amp', 'threads', 'continue', agentSessionId] : null;
  },
};
