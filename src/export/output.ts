import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errorCode } from '../common/errorCode.js';
import { ExportError } from '../common/export.js';
import { countPlaceholders } from '../redact/placeholders.js';
import type { Output, OutputFile } from './format.js';

/** What was written. */
export interface Written {
  files: number;
  bytes: number;
  /** Places that were replaced in it. */
  redactions: number;
}

const bufferBytes = 256 * 1024;

/**
 * Calls `write` with a place beside the path, and puts what it wrote into the path's place when it is done. When it fails
 * nothing of it is left. Throws an `ExportError` where the disk or the folder is the reason.
 */
export async function writeTo(
  path: string,
  place: 'file' | 'folder',
  write: (output: Output) => Promise<void>,
): Promise<Written> {
  const beside = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.part`);
  const written: Written = { files: 0, bytes: 0, redactions: 0 };
  const handles = new Set<FileHandle>();
  const create = async (file: string): Promise<OutputFile> => {
    const handle = await open(file, 'wx', 0o600);
    handles.add(handle);
    written.files++;
    return buffered(handle, written, () => handles.delete(handle));
  };
  try {
    await checkPlace(path, place);
    await mkdir(dirname(path), { recursive: true });
    if (place === 'folder') {
      await mkdir(beside);
    }
    await write({
      file: () => create(beside),
      async fileAt(name) {
        const file = join(beside, ...name.split('/'));
        await mkdir(dirname(file), { recursive: true });
        return create(file);
      },
      redactions: () => written.redactions,
    });
    if (place === 'folder') {
      // An empty folder gives way.
      await rm(path, { recursive: true, force: true });
    }
    await rename(beside, path);
    return written;
  } catch (error) {
    for (const handle of handles) {
      await handle.close().catch(() => undefined);
    }
    // Where not even this place could be made, there is nothing to remove.
    await rm(beside, { recursive: true, force: true }).catch(() => undefined);
    throw explained(error, path);
  }
}

async function checkPlace(path: string, place: 'file' | 'folder'): Promise<void> {
  const there = await stat(path).catch(() => null);
  if (place === 'file' && there?.isDirectory()) {
    throw new ExportError(`${path} is a folder. Give the name of a file.`);
  }
  if (place === 'folder' && there && (!there.isDirectory() || (await readdir(path)).length > 0)) {
    throw new ExportError(
      `${path} is not empty. Give a new folder: an export never mixes with what is there.`,
    );
  }
}

function buffered(handle: FileHandle, written: Written, closed: () => void): OutputFile {
  let parts: Uint8Array[] = [];
  let bytes = 0;
  const flush = async () => {
    const all = Buffer.concat(parts);
    parts = [];
    bytes = 0;
    for (let at = 0; at < all.length;) {
      at += (await handle.write(all, at)).bytesWritten;
    }
  };
  return {
    async write(part, redactions = typeof part === 'string' ? countPlaceholders(part) : 0) {
      written.redactions += redactions;
      const added = typeof part === 'string' ? Buffer.from(part, 'utf8') : part;
      parts.push(added);
      bytes += added.length;
      written.bytes += added.length;
      if (bytes >= bufferBytes) {
        await flush();
      }
    },
    async close() {
      await flush();
      await handle.sync();
      closed();
      await handle.close();
    },
  };
}

function explained(error: unknown, path: string): unknown {
  const reason = reasons[errorCode(error)];
  return reason === undefined
    ? error
    : new ExportError(`${path} could not be written: ${reason} Nothing was left there.`);
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full. Make room, or choose another disk.',
  EDQUOT: 'your share of the disk is used up. Make room, or choose another disk.',
  EACCES: 'you may not write there. Choose another folder.',
  EPERM: 'you may not write there. Choose another folder.',
  EROFS: 'the disk is read-only. Choose another folder.',
  ENOTDIR: 'a part of its path is a file, not a folder.',
  EEXIST: 'a part of its path is a file, not a folder.',
  ENAMETOOLONG: 'its name is too long.',
  EFBIG: 'the file would be larger than the disk can hold. Export fewer sessions.',
};
