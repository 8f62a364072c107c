import type { Batch, BodyRef } from '../batch.js';
import { type Bodies, packBlock } from '../blocks.js';
import type { Database } from '../database.js';
import { newRow } from './newRow.js';

/** Where a row's text lies: the columns block_id, start, bytes, full_bytes. */
export interface Stored {
  block: number | null;
  start: number;
  bytes: number;
  fullBytes: number;
}

export const noBody: Stored = { block: null, start: 0, bytes: 0, fullBytes: 0 };

/** The texts of one batch. A block is stored when the first row needs it, so reading a file again stores nothing twice. */
export interface BatchBodies {
  /** Another batch begins. */
  begin(batch: Pick<Batch, 'blocks' | 'packed'>): void;
  /** Keeps `existing` when it is the same text. */
  store(ref: BodyRef | null, existing?: Stored): Stored;
  /** The text at a place, which may be of this batch. */
  bytes(stored: Stored): Uint8Array;
}

export function createBatchBodies(db: Database, bodies: Bodies): BatchBodies {
  let blocks: Batch['blocks'] = [];
  let packed: Batch['packed'];
  const insert = newRow(db, 'insert into block (z) values (?)');
  let ids: (number | undefined)[] = [];
  const fresh = new Map<number, Uint8Array>();
  return {
    begin: (batch) => {
      ({ blocks, packed } = batch);
      ids = [];
      fresh.clear();
    },
    store: (ref, existing) => {
      if (ref === null || ref.bytes === 0) {
        return ref === null ? noBody : { ...noBody, fullBytes: ref.fullBytes };
      }
      const raw = blocks[ref.block];
      if (raw === undefined || ref.start + ref.bytes > raw.length) {
        throw new Error(
          `Block ${ref.block} of the batch has no bytes ${ref.start} to ${ref.start + ref.bytes}`,
        );
      }
      if (existing !== undefined && existing.block !== null && existing.bytes === ref.bytes) {
        const old = bodies.bytes(existing.block, existing.start, existing.bytes);
        if (Buffer.compare(old, raw.subarray(ref.start, ref.start + ref.bytes)) === 0) {
          return { ...existing, fullBytes: ref.fullBytes };
        }
      }
      const id = (ids[ref.block] ??= insert(packed?.[ref.block] ?? packBlock(raw)));
      fresh.set(id, raw);
      return { block: id, start: ref.start, bytes: ref.bytes, fullBytes: ref.fullBytes };
    },
    bytes: ({ block, start, bytes }) =>
      block === null
        ? new Uint8Array(0)
        : (fresh.get(block)?.subarray(start, start + bytes) ?? bodies.bytes(block, start, bytes)),
  };
}
