import { basename, dirname, join } from 'node:path';
import { errorCode } from '../common/errorCode.js';
import { readHeader } from './fileHeader.js';
import type { FileLayer } from './fileLayer.js';

/*
 * A damaged database is renamed, never deleted, with the log that belongs to it; so is one of a version between releases. A
 * marker file beside the database carries the finding from one run to the next.
 */

export type Suspicion =
  | { kind: 'none' }
  /** The first bytes are not SQLite's. */
  | { kind: 'foreign'; reason: string }
  /** SQLite met damage in an earlier run. */
  | { kind: 'marked' }
  /** An earlier run set a database aside as `file` and was ended before it had rescued what is in it. */
  | { kind: 'unrescued'; file: string }
  /** A log is there, so the last owner did not end in order; and the file is small enough to look at. */
  | { kind: 'unclean' };

/**
 * After a kill the log makes the file whole again, so the check is only a precaution, at about 5 ms a megabyte. A larger
 * file is left to SQLite, which notices damage where it meets it, so that a new owner is there within a second.
 */
const maxCheckedBytes = 64 << 20;

/** What a database that was set aside has in its name. */
export type SetAside = 'damaged' | 'unreleased' | 'replaced';

/** The marker's text begins so while a rescue is under way. */
const rescueFrom = 'rescue from ';

/** Whether the database, which no one has open, needs a look. Throws file errors. */
export function whyDamaged(path: string, layer: FileLayer): Suspicion {
  if (!readHeader(path, layer).isSqlite) {
    return { kind: 'foreign', reason: 'The file does not begin like a SQLite database' };
  }
  if (sizeOf(`${path}.damaged`, layer) !== null) {
    const file = unrescuedFile(layer.readText(`${path}.damaged`));
    if (file === null || sizeOf(file, layer) === null) {
      return { kind: 'marked' };
    }
    if (sizeOf(path, layer) === 0 && sizeOf(`${file}-wal`, layer) === null) {
      // Ended between the two renames: the log that is left here is that of the other file.
      renameLog(path, file, layer);
    }
    return { kind: 'unrescued', file };
  }
  const hasLog = (sizeOf(`${path}-wal`, layer) ?? 0) > 0;
  return hasLog && (sizeOf(path, layer) ?? 0) <= maxCheckedBytes ? { kind: 'unclean' } : { kind: 'none' };
}

/**
 * Renames the database and its log to a dated name in the same folder, which is returned. Until `unmarkDamaged` the marker
 * says that the new database still lacks what can be rescued.
 */
export function setAside(path: string, why: SetAside, layer: FileLayer): string {
  const file = asideName(path, why, layer);
  // Before the rename: a marker of a file that is not there is one of damage alone.
  markDamaged(path, rescueFrom + file, layer);
  layer.rename(path, file);
  renameLog(path, file, layer);
  return file;
}

/** A dated name beside the database that no file has yet. */
export function asideName(path: string, why: SetAside, layer: FileLayer): string {
  const date = new Date().toISOString().replaceAll(/[-:]/g, '').replace(/\..*/, 'Z');
  const stem = path.replace(/\.db$/, '');
  let file = `${stem}.${why}-${date}.db`;
  for (let n = 2; sizeOf(file, layer) !== null; n++) {
    file = `${stem}.${why}-${date}-${n}.db`;
  }
  return file;
}

/** Why this file was set aside. */
export function whySetAside(file: string): SetAside {
  return /\.unreleased-[^.]*\.db$/.test(file) ? 'unreleased' : 'damaged';
}

function renameLog(path: string, file: string, layer: FileLayer): void {
  if (sizeOf(`${path}-wal`, layer) !== null) {
    layer.rename(`${path}-wal`, `${file}-wal`);
  }
}

/** Databases that were set aside in the folder of this one, oldest first. */
export function listSetAside(path: string, layer: FileLayer): string[] {
  const stem = basename(path).replace(/\.db$/, '');
  return layer
    .list(dirname(path))
    .filter((name) => name.startsWith(`${stem}.`) && /\.(damaged|unreleased|replaced)-[^.]*\.db$/.test(name))
    .sort()
    .map((name) => join(dirname(path), name));
}

/** Notes that the database must be looked at before it is used again. */
export function markDamaged(path: string, reason: string, layer: FileLayer): void {
  try {
    const fd = layer.open(`${path}.damaged`, 'w', 0o600);
    const bytes = Buffer.from(reason);
    layer.write(fd, bytes, 0, bytes.length, 0);
    layer.close(fd);
  } catch (error) {
    // The error that led here is the one that counts; without the note the damage is met again.
    if (errorCode(error) === '') {
      throw error;
    }
  }
}

export function unmarkDamaged(path: string, layer: FileLayer): void {
  if (sizeOf(`${path}.damaged`, layer) !== null) {
    layer.unlink(`${path}.damaged`);
  }
}

function unrescuedFile(marker: string): string | null {
  return marker.startsWith(rescueFrom) ? marker.slice(rescueFrom.length) : null;
}

function sizeOf(path: string, layer: FileLayer): number | null {
  try {
    return Number(layer.stat(path).size);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      return null;
    }
    throw error;
  }
}
