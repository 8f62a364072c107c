import type { SessionId } from '../common/protocol.js';
import type { Batch, SourceProgress } from '../store/batch.js';

export interface Written {
  /** With new or changed rows. */
  sessions: readonly SessionId[];
  /** The ids of the batch's sources, in their order. */
  sources: readonly number[];
  /** New rows. */
  messages: number;
  responses: number;
  /** Sessions that an export told of and that were here before: `source` is an index into the batch's sources. */
  already?: readonly { source: number; session: SessionId }[];
}

/** The part of the store that ingest writes to. Both are synchronous and of the caller's thread. */
export interface IngestWriter {
  /** One transaction, which need not outlive a power failure when it is `later`. */
  writeBatch(batch: Batch, durability?: 'now' | 'later'): Written;
  knownSources(): readonly (Omit<SourceProgress, 'goneAt'> & { goneAt?: number | null })[];
  /** What the parser of a known source carried when it was last read, as JSON; null: nothing. */
  sourceState(id: number): string | null;
}
