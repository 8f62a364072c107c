import { createHash } from 'node:crypto';
import type { SourceProgress } from '../store/batch.js';
import type { FileStat, OpenFile } from './fileSource.js';
import type { ReadJob, SourceNotes, SourceState } from './messages.js';

/**
 * Bytes at a file's start whose hash tells whether it is still the same file: enough for the id of a session's first line, and
 * so few that a line appended to a long file costs less than twice its own bytes.
 */
const headBytes = 512;
/** Bytes before the offset whose hash tells whether it was written anew behind its head. */
const beforeBytes = 256;

/** Where reading begins, and what is known of the bytes before. */
export interface Start {
  offset: number;
  line: number;
  generation: number;
  state: SourceState;
  head: Buffer;
}

/**
 * Goes on where the store left the file, unless it was truncated, replaced or rewritten: then from its start, one
 * generation later. The inode is not asked, because editors and sync tools replace files whose content is the same.
 */
export function findStart(file: OpenFile, stat: FileStat, job: ReadJob): Start {
  const { known } = job;
  const head = readAt(file, 0, Math.min(headBytes, stat.size));
  const state = asState(known);
  if (
    known === null ||
    job.restart ||
    stat.size < known.offset ||
    wasRewritten(stat, known) ||
    (known.headLength > 0 && hash(head.subarray(0, known.headLength)) !== known.head) ||
    (known.offset > 0 && state.before !== undefined && hashBefore(file, known.offset) !== state.before)
  ) {
    return { ...startAnew(job), head };
  }
  return { offset: known.offset, line: known.line, generation: known.generation, state, head };
}

/**
 * Agents append, so a file that changed and did not grow was written anew, perhaps in its middle only, where no hash of ours
 * looks. A time of 0 is that of a file whose end was not reached.
 */
function wasRewritten(stat: FileStat, known: SourceProgress): boolean {
  return stat.size === known.size && known.modifiedAt !== 0 && stat.modifiedAt !== known.modifiedAt;
}

/** From the start of the file. Rows of an earlier generation are those that the file no longer has. */
export function startAnew({ known }: ReadJob): Start {
  return {
    offset: 0,
    line: 0,
    generation: known === null ? 0 : known.offset === 0 ? known.generation : known.generation + 1,
    state: { parser: undefined },
    head: Buffer.alloc(0),
  };
}

/** Hash of the head as far as it had been read. */
export function headOf(head: Buffer, offset: number): { head: string | null; headLength: number } {
  const headLength = Math.min(head.length, offset);
  return { head: headLength > 0 ? hash(head.subarray(0, headLength)) : null, headLength };
}

export function hashBefore(file: OpenFile, offset: number): string {
  const length = Math.min(beforeBytes, offset);
  return hash(readAt(file, offset - length, length));
}

export function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64url').slice(0, 22);
}

/** Reads `length` bytes, fewer at the end of the file. */
export function readAt(file: OpenFile, position: number, length: number): Buffer {
  const buffer = Buffer.allocUnsafeSlow(length);
  let filled = 0;
  while (filled < length) {
    const read = file.read(buffer, filled, length - filled, position + filled);
    if (read === 0) {
      break;
    }
    filled += read;
  }
  return buffer.subarray(0, filled);
}

/** A file of which nothing has been read. Its size and time of 0 let it be tried whatever it is. */
export function unreadSource(
  { agent, root, path }: Pick<SourceProgress, 'agent' | 'root' | 'path'>,
  importerVersion: number,
): SourceProgress {
  return {
    id: 0,
    agent,
    root,
    path,
    identity: null,
    size: 0,
    modifiedAt: 0,
    offset: 0,
    line: 0,
    head: null,
    headLength: 0,
    importerVersion,
    notes: null,
    state: null,
    generation: 0,
  };
}

/** Where a file stands, from the JSON texts that the store keeps: by an earlier version of us, or nothing usable. */
export function asState(known: Pick<SourceProgress, 'notes' | 'state'> | null): SourceState {
  const state = objectOf(known?.state);
  // Without it the file is read as if the line before were its first.
  return 'parser' in state ? { ...asNotes(known?.notes), ...state } : { parser: undefined };
}

/** What the reading of a file has noted. */
export function asNotes(text: string | null | undefined): SourceNotes {
  return text === null || text === undefined ? noNotes : objectOf(text);
}

const noNotes: SourceNotes = {};

function objectOf(text: string | null | undefined): object {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
