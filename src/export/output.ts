import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
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
/** A process that has said nothing for so many milliseconds is not one of another machine that writes here as well. */
const silentMs = 60_000;

/**
 * Calls `write` with a place beside the path, and puts what it wrote into the path's place when it is done. When it fails
 * nothing of it is left; what a killed process left is taken away by the next export to that path. Throws an `ExportError`
 * where the disk or the folder is the reason.
 */
export async function writeTo(
  path: string,
  place: 'file' | 'folder',
  write: (output: Output) => Promise<void>,
): Promise<Written> {
  const beside = join(
    dirname(path),
    `.${basename(path)}.${process.pid}-${randomBytes(6).toString('hex')}.part`,
  );
  const written: Written = { files: 0, bytes: 0, redactions: 0 };
  const create = async (file: string): Promise<OutputFile> => {
    await append(file, 'wx', []);
    written.files++;
    return buffered(file, written);
  };
  try {
    await checkPlace(path, place);
    await mkdir(dirname(path), { recursive: true });
    await removeLeftOvers(path);
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

/** What processes that were killed had begun to write for this path. */
async function removeLeftOvers(path: string): Promise<void> {
  const begin = `.${basename(path)}.`;
  for (const name of await readdir(dirname(path))) {
    const [, pid] = (name.startsWith(begin) && leftOver.exec(name.slice(begin.length))) || [];
    const file = join(dirname(path), name);
    if (pid !== undefined && isDead(Number(pid))) {
      const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Infinity }));
      if (Date.now() - mtimeMs > silentMs) {
        await rm(file, { recursive: true, force: true });
      }
    }
  }
}

const leftOver = /^(\d{1,10})-[0-9a-f]{12}\.part$/;

function isDead(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return errorCode(error) === 'ESRCH';
  }
}

/** No file stays open in between: an export may have more files than a process may open. */
function buffered(file: string, written: Written): OutputFile {
  let parts: Uint8Array[] = [];
  let bytes = 0;
  const flush = async ({ sync }: { sync: boolean }) => {
    const all = parts;
    parts = [];
    bytes = 0;
    await append(file, 'a', all, { sync });
  };
  return {
    async write(part, redactions = typeof part === 'string' ? countPlaceholders(part) : 0) {
      written.redactions += redactions;
      const added = typeof part === 'string' ? Buffer.from(part, 'utf8') : part;
      parts.push(added);
      bytes += added.length;
      written.bytes += added.length;
      if (bytes >= bufferBytes) {
        await flush({ sync: false });
      }
    },
    close: () => flush({ sync: true }),
  };
}

async function append(
  file: string,
  flags: 'wx' | 'a',
  parts: readonly Uint8Array[],
  { sync = false } = {},
): Promise<void> {
  const handle = await open(file, flags, 0o600);
  try {
    const all = Buffer.concat(parts);
    for (let at = 0; at < all.length;) {
      at += (await handle.write(all, at)).bytesWritten;
    }
    if (sync) {
      await handle.sync();
    }
  } finally {
    await handle.close();
  }
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
  EIO: 'the disk failed. Check it, or choose another disk.',
  EACCES: 'you may not write there. Choose another folder.',
  EPERM: 'you may not write there. Choose another folder.',
  EROFS: 'the disk is read-only. Choose another folder.',
  ENOTDIR: 'a part of its path is a file, not a folder.',
  EEXIST: 'a part of its path is a file, not a folder.',
  ENAMETOOLONG: 'its name is too long.',
  EFBIG: 'the file would be larger than the disk can hold. Export fewer sessions.',
};
