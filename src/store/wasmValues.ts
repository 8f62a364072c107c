import { type BigIntStats, constants } from 'node:fs';

/** WASI's error numbers. */
const numbers: Readonly<Record<string, number>> = {
  EACCES: 2,
  EAGAIN: 6,
  EBUSY: 10,
  EDQUOT: 19,
  EEXIST: 20,
  EFBIG: 22,
  EIO: 29,
  EISDIR: 31,
  EMFILE: 33,
  ENFILE: 41,
  ENOENT: 44,
  ENOSPC: 51,
  ENOTDIR: 54,
  EPERM: 63,
  EROFS: 69,
};
const otherNumber = 29;

/** Flags of open(2) as the WebAssembly side writes them, which are Linux's on every system. */
const flag = { access: 3, readWrite: 2, writeOnly: 1, create: 64, exclusive: 128, truncate: 512 } as const;

/** fcntl(2): asks for a lock, and the answer that there is none. */
export const getLock = 12;
export const unlocked = 2;

/** Bytes of Emscripten's `struct stat`. */
export const statBytes = 96;

/** The number that the WebAssembly side knows a file error by. */
export function errorNumber(code: string): number {
  return numbers[code] ?? otherNumber;
}

/** Flags of open(2) in the numbers of this system. */
export function hostFlags(flags: number): number {
  const access = flags & flag.access;
  return (
    (access === flag.readWrite ? constants.O_RDWR : access === flag.writeOnly ? constants.O_WRONLY : 0) |
    (flags & flag.create ? constants.O_CREAT : 0) |
    (flags & flag.exclusive ? constants.O_EXCL : 0) |
    (flags & flag.truncate ? constants.O_TRUNC : 0)
  );
}

/** Writes Emscripten's `struct stat`, whose bytes are zero before. */
export function writeStat(data: DataView, at: number, stat: BigIntStats): void {
  data.setUint32(at, Number(BigInt.asUintN(32, stat.dev)), true);
  data.setUint32(at + 4, Number(stat.mode), true);
  data.setUint32(at + 8, Number(stat.nlink), true);
  data.setBigInt64(at + 24, stat.size, true);
  data.setInt32(at + 32, 4096, true);
  data.setInt32(at + 36, Number(BigInt.asIntN(32, stat.blocks ?? 0n)), true);
  for (const [i, time] of [stat.atimeNs, stat.mtimeNs, stat.ctimeNs].entries()) {
    data.setBigInt64(at + 40 + i * 16, time / 1_000_000_000n, true);
    data.setUint32(at + 48 + i * 16, Number(time % 1_000_000_000n), true);
  }
  data.setBigInt64(at + 88, BigInt.asIntN(64, stat.ino), true);
}
