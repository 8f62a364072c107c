import type { Batch, Row } from '../batch.js';

/** A batch without some rows, and with their texts blanked in the blocks that others share. */
export function withoutRows(batch: Batch, isDropped: (row: Row) => boolean): Batch {
  const rows: Row[] = [];
  const dropped: Row[] = [];
  for (const row of batch.rows) {
    (isDropped(row) ? dropped : rows).push(row);
  }
  if (dropped.length === 0) {
    return batch;
  }
  const { packed: _, ...rest } = batch;
  return { ...rest, rows, blocks: blanked(batch.blocks, dropped) };
}

function blanked(blocks: Batch['blocks'], dropped: readonly Row[]): Uint8Array[] {
  const copies = blocks.map((block) => Uint8Array.from(block));
  for (const row of dropped) {
    const body = 'body' in row ? row.body : null;
    if (body !== null) {
      copies[body.block]?.fill(0, body.start, body.start + body.bytes);
    }
  }
  return copies;
}
