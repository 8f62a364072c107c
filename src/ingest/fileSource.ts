import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  openSync,
  readdir,
  readdirSync,
  readSync,
  realpath,
  stat,
  statSync,
} from 'node:fs';
import type { Dirent, Stats } from 'node:fs';
import { errorCode } from '../common/errorCode.js';

/** What ingest wants to know of a file: bytes, whole milliseconds, and the device and inode that name it. */
export interface FileStat {
  size: number;
  modifiedAt: number;
  identity: string | null;
  kind: 'file' | 'folder' | 'other';
}

export interface FolderEntry {
  name: string;
  kind: 'file' | 'folder' | 'link' | 'other';
}

/** An open file. All three throw what the system throws. */
export interface OpenFile {
  stat(): FileStat;
  /** Reads up to `length` bytes from `position` into `buffer`; 0 is the end of the file. */
  read(buffer: Uint8Array, offset: number, length: number, position: number): number;
  close(): void;
}

/**
 * The only way in which ingest touches the agents' files: read-only and without locks. Where others wait for the store's
 * thread, it looks at folders asynchronously; files are read synchronously in the parsing thread. Tests put faults in its
 * place.
 */
export interface FileSource {
  list(folder: string): Promise<FolderEntry[]>;
  /** Follows links. */
  stat(path: string): Promise<FileStat>;
  realPath(path: string): Promise<string>;
  /** Whether something is there, at once; absent: that would keep others waiting. */
  exists?(path: string): boolean;
  open(path: string): OpenFile;
}

export const diskFiles: FileSource = {
  list: (folder) =>
    new Promise((resolve, reject) => {
      readdir(folder, { withFileTypes: true }, (error, entries) =>
        error ? reject(error) : resolve(entries.map(folderEntry)),
      );
    }),
  stat: (path) =>
    new Promise((resolve, reject) => {
      stat(path, (error, stats) => (error ? reject(error) : resolve(fileStat(stats))));
    }),
  realPath: (path) =>
    new Promise((resolve, reject) => {
      realpath(path, (error, resolved) => (error ? reject(error) : resolve(resolved)));
    }),
  open(path) {
    // A pipe that took a session file's name would otherwise hold the thread for ever.
    const fd = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    return {
      stat: () => fileStat(fstatSync(fd)),
      read: (buffer, offset, length, position) => readSync(fd, buffer, offset, length, position),
      close: () => closeSync(fd),
    };
  },
};

/** The same for a command, whose thread has nothing else to do: looking at 3,000 files takes a third of the CPU. */
export const diskFilesAtOnce: FileSource = {
  ...diskFiles,
  exists: existsSync,
  list: (folder) =>
    new Promise((resolve) => {
      resolve(readdirSync(folder, { withFileTypes: true }).map(folderEntry));
    }),
  stat: (path) =>
    new Promise((resolve) => {
      resolve(fileStat(statSync(path)));
    }),
};

/** True when the path leads nowhere any more. */
export function isMissing(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** Why a file cannot be read now, and what helps, in whole sentences. */
export class UnreadableFile extends Error {}

/** What went wrong with a file and what helps, in one sentence. */
export function describeFileError(error: unknown): string {
  if (error instanceof UnreadableFile) {
    return error.message;
  }
  const code = errorCode(error);
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return `No permission to read it (${code}). Give your user read access; it is tried again by itself.`;
    case 'EIO':
      return 'The disk could not read it (EIO). Check the disk; it is tried again by itself.';
    case 'EMFILE':
    case 'ENFILE':
      return `Too many files are open (${code}). It is tried again by itself.`;
    case 'ELOOP':
      return 'Its symbolic links go in a circle (ELOOP). Remove one of them.';
    default:
      return `It could not be read: ${error instanceof Error ? error.message : String(error)}. It is tried again by itself.`;
  }
}

function folderEntry(entry: Dirent): FolderEntry {
  const kind = entry.isFile()
    ? 'file'
    : entry.isDirectory()
      ? 'folder'
      : entry.isSymbolicLink()
        ? 'link'
        : 'other';
  return { name: entry.name, kind };
}

function fileStat(stats: Stats): FileStat {
  return {
    size: stats.size,
    modifiedAt: Math.floor(stats.mtimeMs),
    identity: stats.ino ? `${stats.dev}:${stats.ino}` : null,
    kind: stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : 'other',
  };
}
