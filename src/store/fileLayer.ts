import * as fs from 'node:fs';
import { dirname } from 'node:path';
import { errorCode } from '../common/errorCode.js';

/** The file calls that the store makes, so that a test can let any of them fail. Errors are Node's, with their `code`. */
export interface FileLayer {
  /** `flags` are those of open(2); a file that is opened to be made has `mode` afterwards, whatever the umask. */
  open(path: string, flags: number | string, mode: number): number;
  close(fd: number): void;
  /** Bytes read or written, which may be fewer than asked for. */
  read(fd: number, buffer: Uint8Array, offset: number, length: number, position: number): number;
  write(fd: number, buffer: Uint8Array, offset: number, length: number, position: number): number;
  sync(fd: number): void;
  truncate(fd: number, length: number): void;
  fstat(fd: number): fs.BigIntStats;
  stat(path: string): fs.BigIntStats;
  access(path: string, mode: number): void;
  unlink(path: string): void;
  rename(from: string, to: string): void;
  link(from: string, to: string): void;
  /** Makes the folder and its parents where they are missing, for the user alone. */
  makeFolder(path: string): void;
  /** Follows symbolic links, so that one file has one name. */
  realPath(path: string): string;
  readText(path: string): string;
  list(folder: string): string[];
}

export const nodeFiles: FileLayer = {
  open: openWithMode,
  close: (fd) => fs.closeSync(fd),
  read: (fd, buffer, offset, length, position) => fs.readSync(fd, buffer, offset, length, position),
  write: (fd, buffer, offset, length, position) => fs.writeSync(fd, buffer, offset, length, position),
  sync: (fd) => fs.fsyncSync(fd),
  truncate: (fd, length) => fs.ftruncateSync(fd, length),
  fstat: (fd) => fs.fstatSync(fd, { bigint: true }),
  stat: (path) => fs.statSync(path, { bigint: true }),
  access: (path, mode) => fs.accessSync(path, mode),
  unlink: (path) => fs.unlinkSync(path),
  rename: (from, to) => fs.renameSync(from, to),
  link: (from, to) => fs.linkSync(from, to),
  makeFolder: makePrivateFolder,
  realPath: (path) => fs.realpathSync(path),
  readText: (path) => fs.readFileSync(path, 'utf8'),
  list: (folder) => fs.readdirSync(folder),
};

/** Makes the folder and its parents where they are missing. The last one is for the user alone, whatever the umask. */
export function makePrivateFolder(path: string): void {
  // Step by step: Node's recursive mkdir never ends where a file system says ENOENT for a folder that cannot be made (/proc).
  const parent = dirname(path);
  if (parent !== path && !fs.existsSync(parent)) {
    makePrivateFolder(parent);
  }
  try {
    fs.mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (errorCode(error) === 'EEXIST' && fs.statSync(path).isDirectory()) {
      return;
    }
    throw error;
  }
  fs.chmodSync(path, 0o700);
}

function openWithMode(path: string, flags: number | string, mode: number): number {
  const fd = fs.openSync(path, flags, mode);
  const makes = typeof flags === 'string' ? /[aw]/.test(flags) : (flags & fs.constants.O_CREAT) !== 0;
  if (makes && process.platform !== 'win32') {
    try {
      // Also a database that came back from a backup with the modes of another time.
      if ((fs.fstatSync(fd).mode & 0o777) !== mode) {
        fs.fchmodSync(fd, mode);
      }
    } catch (error) {
      // A file of another user, or a file system without modes, has those it has.
      if (errorCode(error) === '') {
        throw error;
      }
    }
  }
  return fd;
}
