import { dirname } from 'node:path';
import { errorCode } from '../common/errorCode.js';
import type { FileLayer } from './fileLayer.js';
import type { SystemCall } from './importLetters.js';
import { errorNumber, getLock, hostFlags, statBytes, unlocked, writeStat } from './wasmValues.js';

/** A database of ours: SQLite's made-up name is bound to the real file, and `-journal` and `-wal` follow it. */
export interface BoundFile {
  path: string;
  layer: FileLayer;
  /** The last call that failed, because SQLite tells only "disk I/O error". */
  lastError: { code: string; path: string } | null;
  /** Device and inode of what was opened, by path: the folder may have been replaced since, and with it what lies there. */
  opened: Map<string, string>;
}

/** A call as WebAssembly makes it: 64-bit numbers are BigInt. */
type Call = (...parameters: never[]) => number;
export type SystemCalls = Record<SystemCall, Call>;

interface OpenFile {
  fd: number;
  position: number;
  path: string;
  file: BoundFile;
}

/** Our descriptors start here, so that they never meet those of Emscripten's file system in memory. */
const firstDescriptor = 1 << 20;

/**
 * Replaces the file calls of sql.js by those of the `FileLayer` for files that are bound, and hands all others on to
 * Emscripten. `fd_…` calls answer a positive error number, the others a negative one, and none may ever throw: an
 * exception would unwind SQLite in the middle of its work.
 */
export class FileCalls {
  readonly #bound = new Map<string, BoundFile>();
  readonly #open = new Map<number, OpenFile>();
  #nextDescriptor = firstDescriptor;
  #waiting: BoundFile | null = null;
  /** Folder of the file that was synced or deleted last: SQLite syncs "its" folder next, under the name `/`. */
  #folderOf: BoundFile | null = null;
  #memory: WebAssembly.Memory | null = null;
  #view = new DataView(new ArrayBuffer(0));

  attach(memory: WebAssembly.Memory): void {
    this.#memory = memory;
  }

  /** The next database that SQLite opens is `file`. */
  bindNext(file: BoundFile): void {
    this.#waiting = file;
  }

  /** False when SQLite did open the file: it would live in memory. */
  get isWaiting(): boolean {
    return this.#waiting !== null;
  }

  unbind(file: BoundFile): void {
    for (const [name, bound] of this.#bound) {
      if (bound === file) {
        this.#bound.delete(name);
      }
    }
    // What SQLite left open after an error would keep the file locked on Windows.
    for (const [descriptor, open] of this.#open) {
      if (open.file === file) {
        this.#open.delete(descriptor);
        this.#attempt(file, open.path, () => file.layer.close(open.fd));
      }
    }
    this.#waiting = null;
  }

  replace(original: SystemCalls): SystemCalls {
    const call = original as unknown as Record<SystemCall, (...parameters: unknown[]) => number>;
    const onOpen =
      (name: SystemCall, ours: (open: OpenFile, ...rest: never[]) => number | void) =>
      (descriptor: number, ...rest: never[]): number => {
        const open = this.#open.get(descriptor);
        if (open === undefined) {
          return call[name](descriptor, ...rest);
        }
        const result = this.#attempt(open.file, open.path, () => ours(open, ...rest));
        return name.startsWith('fd_') ? Math.abs(result) : result;
      };
    const onPath =
      (name: SystemCall, pathAt: 0 | 1, ours: (path: string, file: BoundFile, rest: number[]) => void) =>
      (...rest: number[]): number => {
        const found = this.#real(this.#text(rest[pathAt] ?? 0));
        return found === null
          ? call[name](...rest)
          : this.#attempt(found.file, found.path, () => ours(found.path, found.file, rest));
      };
    const stat = (path: string, file: BoundFile, at: number) => this.#writeStat(at, file.layer.stat(path));
    return {
      openat: (...rest: number[]) => this.#openAt(rest, call.openat),
      fd_close: onOpen('fd_close', (open) => {
        for (const [descriptor, other] of this.#open) {
          if (other === open) {
            this.#open.delete(descriptor);
          }
        }
        open.file.layer.close(open.fd);
      }),
      fd_read: onOpen('fd_read', (open, list: number, count: number, result: number) =>
        this.#transfer('read', open, list, count, result),
      ),
      fd_write: onOpen('fd_write', (open, list: number, count: number, result: number) =>
        this.#transfer('write', open, list, count, result),
      ),
      fd_seek: onOpen('fd_seek', (open, offset: bigint, whence: number, result: number) => {
        const base =
          whence === 0 ? 0 : whence === 1 ? open.position : Number(open.file.layer.fstat(open.fd).size);
        open.position = base + Number(offset);
        this.#data().setBigInt64(result, BigInt(open.position), true);
      }),
      fd_sync: onOpen('fd_sync', (open) => {
        this.#folderOf = open.file;
        open.file.layer.sync(open.fd);
      }),
      fd_fdstat_get: onOpen('fd_fdstat_get', (_open, at: number) => {
        const bytes = this.#bytes();
        bytes.fill(0, at, at + 24);
        bytes[at] = 4; // a regular file
      }),
      ftruncate64: onOpen('ftruncate64', (open, length: bigint) =>
        open.file.layer.truncate(open.fd, Number(length)),
      ),
      fstat64: onOpen('fstat64', (open, at: number) => this.#writeStat(at, open.file.layer.fstat(open.fd))),
      stat64: onPath('stat64', 0, (path, file, rest) => stat(path, file, rest[1] ?? 0)),
      // Symbolic links are followed: SQLite would look for a journal beside the link.
      lstat64: onPath('lstat64', 0, (path, file, rest) => stat(path, file, rest[1] ?? 0)),
      newfstatat: onPath('newfstatat', 1, (path, file, rest) => stat(path, file, rest[2] ?? 0)),
      faccessat: onPath('faccessat', 1, (path, file, rest) => file.layer.access(path, rest[2] ?? 0)),
      unlinkat: onPath('unlinkat', 1, (path, file) => {
        this.#folderOf = file;
        // The log of a folder that was replaced is that of another database.
        const opened = file.opened.get(path);
        if (opened === undefined || opened === identityOf(file.layer.stat(path))) {
          file.layer.unlink(path);
        }
      }),
      // Modes and owners of our files are set when they are made.
      fchmod: onOpen('fchmod', () => 0),
      fchown32: onOpen('fchown32', () => 0),
      // The lock between processes is held as long as the file is open, see fileLock.ts; SQLite's own are always granted.
      fcntl64: onOpen('fcntl64', (_open, command: number, parameters: number) => {
        if (command === getLock) {
          const data = this.#data();
          data.setInt16(data.getUint32(parameters, true), unlocked, true);
        }
      }),
    };
  }

  #openAt(rest: number[], original: (...parameters: unknown[]) => number): number {
    const name = this.#text(rest[1] ?? 0);
    const flags = rest[2] ?? 0;
    const match = /^\/?(dbfile_\d+)$/.exec(name);
    if (match?.[1] !== undefined && this.#waiting !== null) {
      this.#bound.set(`/${match[1]}`, this.#waiting);
      this.#waiting = null;
    }
    let found = this.#real(name);
    // Windows has no descriptors of folders, and needs none: its file system keeps the order of names by itself.
    if (found === null && name === '/' && this.#folderOf !== null && process.platform !== 'win32') {
      found = { path: dirname(this.#folderOf.path), file: this.#folderOf };
    }
    if (found === null) {
      return original(...rest);
    }
    const { path, file } = found;
    return this.#attempt(file, path, () => {
      const fd = file.layer.open(path, hostFlags(flags), 0o600);
      file.opened.set(path, identityOf(file.layer.fstat(fd)));
      this.#open.set(this.#nextDescriptor, { fd, position: 0, path, file });
      return this.#nextDescriptor++;
    });
  }

  /** Reads or writes a list of (address, length) pairs at the file's position. */
  #transfer(io: 'read' | 'write', open: OpenFile, list: number, count: number, result: number): void {
    const data = this.#data();
    const bytes = this.#bytes();
    let total = 0;
    for (let at = list; at < list + count * 8; at += 8) {
      const length = data.getUint32(at + 4, true);
      const n = open.file.layer[io](open.fd, bytes, data.getUint32(at, true), length, open.position);
      open.position += n;
      total += n;
      if (n < length) {
        break;
      }
    }
    data.setUint32(result, total, true);
  }

  #real(name: string): { path: string; file: BoundFile } | null {
    const match = /^\/?(dbfile_\d+)(-journal|-wal|-shm)?$/.exec(name);
    const file = match === null ? undefined : this.#bound.get(`/${match[1]}`);
    return file === undefined ? null : { path: file.path + (match?.[2] ?? ''), file };
  }

  #attempt(file: BoundFile, path: string, call: () => number | void): number {
    try {
      return call() ?? 0;
    } catch (error) {
      const code = errorCode(error);
      // A file that is not there is an answer, not trouble.
      if (code !== 'ENOENT') {
        file.lastError = { code, path };
      }
      return -errorNumber(code);
    }
  }

  #writeStat(at: number, stat: ReturnType<FileLayer['fstat']>): void {
    this.#bytes().fill(0, at, at + statBytes);
    writeStat(this.#data(), at, stat);
  }

  /** The memory moves when it grows, so no view of it may be kept over a call. */
  #data(): DataView {
    const buffer = this.#memory?.buffer;
    if (buffer !== undefined && buffer !== this.#view.buffer) {
      this.#view = new DataView(buffer);
    }
    return this.#view;
  }

  #bytes(): Uint8Array {
    return new Uint8Array(this.#data().buffer);
  }

  #text(at: number): string {
    const bytes = this.#bytes();
    return Buffer.from(bytes.subarray(at, bytes.indexOf(0, at))).toString('utf8');
  }
}

function identityOf({ dev, ino }: ReturnType<FileLayer['fstat']>): string {
  return `${dev}:${ino}`;
}
