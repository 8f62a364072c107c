import { closeSync, constants, openSync, writeSync, type BigIntStats } from 'node:fs';
import type { FileLayer } from './fileLayer.js';
import { nodeFiles } from './fileLayer.js';

/** A file of somebody else's, open for reading. Methods throw what the system throws. */
export interface ForeignFile {
  stat(): { size: number; modifiedAt: number };
  /** Reads up to `length` bytes from `position` into `buffer`; 0 is the end of the file. */
  read(buffer: Uint8Array, offset: number, length: number, position: number): number;
  close(): void;
}

/** Above so many bytes a file is not copied. */
export const copyLimit = 256 << 20;
const chunkBytes = 1 << 20;

/** Copies all bytes of the file into a new one, for the user alone. */
export function copyFile(from: ForeignFile, to: string): void {
  const fd = openSync(to, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC, 0o600);
  try {
    const buffer = Buffer.allocUnsafeSlow(chunkBytes);
    let position = 0;
    for (;;) {
      const read = from.read(buffer, 0, chunkBytes, position);
      if (read === 0) {
        return;
      }
      for (let written = 0; written < read;) {
        written += writeSync(fd, buffer, written, read - written, position + written);
      }
      position += read;
    }
  } finally {
    closeSync(fd);
  }
}

/** A descriptor of ours for the foreign file, which no system gives. */
const descriptor = 1 << 30;

/**
 * The calls of a database at `path` whose own file is the foreign one: it is read there, and what SQLite would write to it
 * (when it closes, the pages of the log) goes nowhere. Everything beside it, its log above all, lies beside `path`.
 */
export function foreignLayer(path: string, main: ForeignFile): FileLayer {
  const stat = () => {
    const [time, one] = [0n, 1n];
    const named = { dev: one, ino: one, nlink: one, mode: BigInt(constants.S_IFREG | 0o600) };
    return {
      ...named,
      ...{ size: BigInt(main.stat().size), blocks: 0n, atimeNs: time, mtimeNs: time, ctimeNs: time },
    } as BigIntStats;
  };
  return {
    ...nodeFiles,
    open: (of, flags, mode) => (of === path ? descriptor : nodeFiles.open(of, flags, mode)),
    close: (fd) => (fd === descriptor ? undefined : nodeFiles.close(fd)),
    read: (fd, buffer, offset, length, position) =>
      fd === descriptor
        ? main.read(buffer, offset, length, position)
        : nodeFiles.read(fd, buffer, offset, length, position),
    write: (fd, buffer, offset, length, position) =>
      fd === descriptor ? length : nodeFiles.write(fd, buffer, offset, length, position),
    sync: (fd) => (fd === descriptor ? undefined : nodeFiles.sync(fd)),
    truncate: (fd, length) => (fd === descriptor ? undefined : nodeFiles.truncate(fd, length)),
    fstat: (fd) => (fd === descriptor ? stat() : nodeFiles.fstat(fd)),
    stat: (of) => (of === path ? stat() : nodeFiles.stat(of)),
    access: (of, mode) => (of === path ? undefined : nodeFiles.access(of, mode)),
    unlink: (of) => (of === path ? undefined : nodeFiles.unlink(of)),
  };
}
