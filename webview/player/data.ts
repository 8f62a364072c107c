import {
  blocks,
  type AboutReplay,
  type BodiesBlock,
  type PinsBlock,
  type RowsBlock,
  type SessionBlock,
} from '../../src/common/exportedReplay.js';
import type { MessageBody, OutlineRow } from '../../src/common/steps.js';

/** A session of this file. */
export interface BakedSession {
  detail: SessionBlock;
  pins: PinsBlock;
  rows: readonly OutlineRow[];
  /** The bodies of these messages, read when they are wanted. */
  bodies(ids: readonly number[]): MessageBody[];
}

/** What the file tells of itself; null: it is not whole. */
export function readAbout(): AboutReplay | null {
  return read<AboutReplay>(blocks.about);
}

/** A session by its place in the file; null: it is not whole. */
export function readSession(about: AboutReplay, index: number): BakedSession | null {
  const detail = read<SessionBlock>(blocks.session(index));
  if (!detail) {
    return null;
  }
  const partOf = new Map<number, number>();
  const rows: OutlineRow[] = [];
  for (let part = 0; part < (about.sessions[index]?.parts ?? 0); part++) {
    for (const row of read<RowsBlock>(blocks.rows(index, part)) ?? []) {
      partOf.set(row.id, part);
      rows.push(row);
    }
  }
  // The last ones only: all texts of a long session are more than a page should hold twice.
  const known = new Map<number, Map<number, MessageBody>>();
  const partAt = (part: number) => {
    const found =
      known.get(part) ??
      new Map((read<BodiesBlock>(blocks.bodies(index, part)) ?? []).map((body) => [body.id, body]));
    known.delete(part);
    known.set(part, found);
    for (const oldest of known.keys()) {
      if (known.size <= keptParts) {
        break;
      }
      known.delete(oldest);
    }
    return found;
  };
  return {
    detail,
    pins: read<PinsBlock>(blocks.pins(index)) ?? [],
    rows,
    bodies: (ids) => ids.flatMap((id) => partAt(partOf.get(id) ?? -1).get(id) ?? []),
  };
}

const keptParts = 8;

function read<T>(id: string): T | null {
  const text = document.getElementById(id)?.textContent;
  return text ? (JSON.parse(text) as T) : null;
}
