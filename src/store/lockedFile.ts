import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { errorCode } from '../common/errorCode.js';
import { nodeFiles, type FileLayer } from './fileLayer.js';

/** What both locks of a storage folder are made of: small files whose being there is the lock, and whose text its holder. */

/**
 * Creates the file, for the user alone; false when it is there already. The text is written before the file has its name, so
 * that a process which is killed on the way leaves no lock of which nobody knows the holder.
 */
export function createLocked(file: string, text: string, layer: FileLayer): boolean {
  const draft = ownName(file);
  if (!writeNew(draft, text, layer)) {
    return false;
  }
  try {
    layer.link(draft, file);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST' || errorCode(error) === 'ENOENT') {
      // It is there, or the owner that is there swept the draft away.
      return false;
    }
    if (errorCode(error) === '') {
      throw error;
    }
    // A file system without hard links: FAT, some shares. What stands against the file itself is met there, too.
    return writeNew(file, text, layer);
  } finally {
    removeFile(draft, layer);
  }
}

/** Removes what other processes left when they were killed while they made or removed a lock. For the owner of the folder. */
export function sweepLocks(folder: string, layer: FileLayer): void {
  const own = new RegExp(`\\.lock\\.(?!${process.pid}\\.)\\d+\\.[0-9a-f]{8}$`);
  for (const name of layer.list(folder).filter((entry) => own.test(entry))) {
    try {
      removeFile(join(folder, name), layer);
    } catch (error) {
      // It is in nobody's way; the next owner tries again.
      if (errorCode(error) === '') {
        throw error;
      }
    }
  }
}

/** A name beside the file that no other process has. */
function ownName(file: string): string {
  return `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
}

/** False when the file is there already. */
function writeNew(file: string, text: string, layer: FileLayer): boolean {
  let fd: number;
  try {
    fd = layer.open(file, 'wx', 0o600);
  } catch (error) {
    // Windows answers EPERM while a removed file is still open somewhere.
    if (errorCode(error) === 'EEXIST' || (process.platform === 'win32' && errorCode(error) === 'EPERM')) {
      return false;
    }
    throw error;
  }
  try {
    const bytes = Buffer.from(text);
    layer.write(fd, bytes, 0, bytes.length, 0);
    layer.sync(fd);
  } catch (error) {
    // A full disk must not leave an empty lock behind.
    removeFile(file, layer);
    throw error;
  } finally {
    layer.close(fd);
  }
  return true;
}

/**
 * Removes the file of a dead holder, which had this text. Of several evictors one wins the rename; whoever catches a newer
 * file that way puts it back. False when the file was gone already.
 */
export function evictLocked(file: string, text: string, layer: FileLayer): boolean {
  const grabbed = ownName(file);
  try {
    layer.rename(file, grabbed);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      return false;
    }
    throw error;
  }
  try {
    if (layer.readText(grabbed) !== text) {
      layer.link(grabbed, file);
    }
  } catch (error) {
    // Another has made a lock in the meantime, or has swept away what we grabbed.
    if (errorCode(error) !== 'EEXIST' && errorCode(error) !== 'ENOENT') {
      throw error;
    }
  }
  removeFile(grabbed, layer);
  return true;
}

/** Removes a file that may be gone already. */
export function removeFile(path: string, layer: FileLayer = nodeFiles): void {
  try {
    layer.unlink(path);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') {
      throw error;
    }
  }
}
