import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { errorCode } from '../common/errorCode.js';
import type { SessionId } from '../common/protocol.js';
import { detect, type Detected } from '../importers/detect.js';
import type { Importer, Places } from '../importers/importer.js';
import { makePrivateFolder } from '../store/fileLayer.js';
import { openSnapshot } from '../store/snapshot.js';
import type { OpenSqlJsFile } from '../store/sqljsFile.js';
import { describeFileError, diskFiles, isMissing } from './fileSource.js';
import { maxLineBytes } from './lines.js';
import { hash } from './position.js';
import { decode } from './records.js';

/** A file that was taken: a copy of it, or what it was made into, lies at `path` below `root`. */
export interface KeptFile {
  agent: string;
  root: string;
  path: string;
}

/** So many bytes tell what a file is. */
const headBytes = 64 << 10;

/**
 * Keeps a copy of a session file in our own `folder`, below the agent's name and where the agent would have put it: it is
 * read from there like the agent's own, also after the file is gone. Returns a sentence when it is not taken: also when it was
 * made of a session that `isHere`.
 */
export async function keepFile(
  file: string,
  folder: string,
  importers: readonly Importer[],
  loadDatabases: () => Promise<OpenSqlJsFile>,
  isHere: (session: SessionId) => boolean,
): Promise<KeptFile | string> {
  try {
    const found = await detected(file, loadDatabases);
    if (typeof found === 'string') {
      return found;
    }
    const { importer, as } = found;
    // The path is made of names in the file.
    if (!importers.includes(importer) || importer.shapeOf(as) === null || as.split('/').includes('..')) {
      return 'It could not be told where it belongs.';
    }
    const origin = importer.origin?.(parsed(file)) ?? null;
    if (origin !== null && isHere(origin)) {
      return `It is already here: the logbook has ${origin}, and more of it than this file.`;
    }
    const root = join(folder, importer.id);
    const path = importer.roots(nowhere).length > 0 ? as : `${hash(headOf(file).subarray(0, 1024))}-${as}`;
    copy(file, join(root, path));
    return { agent: importer.id, root, path };
  } catch (error) {
    if (isMissing(error)) {
      return 'There is no such file.';
    }
    if (errorCode(error) === '') {
      throw error;
    }
    return describeFileError(error);
  }
}

/** What is handed over has a folder of its own only where agents have one; elsewhere two files may have one name. */
const nowhere: Places = { home: '/', env: {}, platform: 'linux' };

async function detected(
  file: string,
  loadDatabases: () => Promise<OpenSqlJsFile>,
): Promise<Detected | string> {
  const stat = statSync(file);
  if (!stat.isFile()) {
    return 'It is no file. Give the session file itself.';
  }
  const bytes = headOf(file);
  const path = file.split(sep).join('/');
  const head = bytes.toString('utf8');
  const isWhole = stat.size <= maxLineBytes;
  let found = detect({ path, head, ...(stat.size <= bytes.length ? { whole: head } : {}) });
  if ('needs' in found) {
    const tables = await tablesOf(file, loadDatabases);
    if (typeof tables === 'string') {
      return tables;
    }
    found = detect({ path, head, tables });
  } else if ('reason' in found && isWhole) {
    // What its start leaves open, all of it may tell.
    found = detect({ path, head, whole: decode(readFileSync(file), 0) });
  }
  return 'importer' in found ? found : 'reason' in found ? found.reason : 'It is an unknown database.';
}

function parsed(file: string): unknown {
  try {
    return statSync(file).size <= maxLineBytes ? JSON.parse(decode(readFileSync(file), 0)) : null;
  } catch {
    // Reading it says what is wrong with it.
    return null;
  }
}

function headOf(file: string): Buffer {
  const fd = openSync(file, 'r');
  try {
    const buffer = Buffer.alloc(headBytes);
    return buffer.subarray(0, readSync(fd, buffer, 0, headBytes, 0));
  } finally {
    closeSync(fd);
  }
}

async function tablesOf(
  file: string,
  loadDatabases: () => Promise<OpenSqlJsFile>,
): Promise<readonly string[] | string> {
  const snapshot = openSnapshot(file, (path) => diskFiles.open(path), await loadDatabases());
  if ('problem' in snapshot) {
    return snapshot.problem;
  }
  try {
    return snapshot.tables();
  } catch (error) {
    return `It could not be read: ${error instanceof Error ? error.message : String(error)}.`;
  } finally {
    snapshot.close();
  }
}

/** Whole or not at all, for the user alone. */
function copy(file: string, target: string): void {
  makePrivateFolder(dirname(target));
  const part = `${target}.part`;
  try {
    copyFileSync(file, part);
    chmodSync(part, 0o600);
    // Texts without times have that of their file.
    const { atime, mtime } = statSync(file);
    utimesSync(part, atime, mtime);
    // The log of a database holds its newest rows. What it has no log of has none there either.
    rmSync(`${target}-wal`, { force: true });
    if (existsSync(`${file}-wal`)) {
      copyFileSync(`${file}-wal`, `${target}-wal`);
      chmodSync(`${target}-wal`, 0o600);
    }
    renameSync(part, target);
  } finally {
    rmSync(part, { force: true });
  }
}
