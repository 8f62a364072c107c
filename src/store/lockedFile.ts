import { randomBytes } from 'node:crypto';
import { errorCode } from '../common/errorCode.js';
import { nodeFiles, type FileLayer } from './fileLayer.js';

/** What both locks of a storage folder are made of: small files whose being there is the lock, and whose text its holder. */

/** Creates the file, for the user alone; false when it is there already. */
export function createLocked(file: string, text: string, layer: FileLayer): boolean {
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
  const grabbed = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    layer.rename(file, grabbed);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      return false;
    }
    throw error;
  }
  if (layer.readText(grabbed) !== text) {
    try {
      layer.link(grabbed, file);
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') {
        throw error;
      }
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
