import type { SessionId } from '../common/protocol.js';
import type { Batch, SourceProgress } from '../store/batch.js';

export interface Written {
  /** With new or changed rows. */
  sessions: readonly SessionId[];
  sources: readonly number[];
  /** New rows. */
  messages: number;
  responses: number;
}

/** The part of the store that ingest writes to. Both are synchronous and of the caller's thread. */
export interface IngestWriter {
  /** One transaction. `sources` are the ids of the batch's sources, in their order. */
  writeBatch(batch: Batch): Written;
  knownSources(): readonly (Omit<SourceProgress, 'goneAt'> & { goneAt?: number | null })[];
}
