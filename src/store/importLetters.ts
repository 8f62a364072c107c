/** The system calls that we take over from Emscripten. */
export type SystemCall =
  | 'faccessat'
  | 'fcntl64'
  | 'fstat64'
  | 'ftruncate64'
  | 'lstat64'
  | 'stat64'
  | 'newfstatat'
  | 'openat'
  | 'unlinkat'
  | 'fd_close'
  | 'fd_fdstat_get'
  | 'fd_read'
  | 'fd_seek'
  | 'fd_sync'
  | 'fd_write'
  | 'fchmod'
  | 'fchown32';

/**
 * SHA-256 of sql-wasm.wasm → the letter under which it imports each call. The letters are made by Emscripten's minifier
 * and differ from build to build, so a build that is not listed must be refused: with wrong letters the database would
 * silently live in memory. To add a build, compare the imports of sql-wasm-debug.wasm, which keeps the names.
 */
export const importLetters: Readonly<Record<string, Readonly<Record<SystemCall, string>>>> = {
  // sql.js 1.16.0, SQLite 3.54.1
  '43bbcdd44287e5a2db3b6b5af34b1a3485a7a441285d247976c1ebe3c61f8dbf': {
    faccessat: 'D',
    fcntl64: 'b',
    fstat64: 'g',
    ftruncate64: 'J',
    lstat64: 'M',
    stat64: 'N',
    newfstatat: 'L',
    openat: 'x',
    unlinkat: 'o',
    fd_close: 'e',
    fd_fdstat_get: 'm',
    fd_read: 't',
    fd_seek: 'E',
    fd_sync: 'K',
    fd_write: 'q',
    fchmod: 'j',
    fchown32: 'h',
  },
};
