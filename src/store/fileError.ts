import { errorCode } from '../common/errorCode.js';
import { StoreError, type StoreErrorReason } from './storeError.js';

/** SQLite's message, and the file error below it, as a reason and a remedy. */
export function translate(
  error: unknown,
  path: string,
  lastError: { code: string; path: string } | null,
): StoreError {
  const message = error instanceof Error ? error.message : String(error);
  const file = lastError?.path ?? path;
  const reason = reasonOf(message, lastError?.code ?? '');
  const [problem, remedy] = (isInTheWay(lastError?.code) ? inTheWay : explanations[reason]) ?? [message, ''];
  const detail =
    lastError === null || message.includes(lastError.code) ? message : `${message}, ${lastError.code}`;
  return new StoreError(reason, file, `${problem}: ${detail}`, remedy, { cause: error });
}

/** Does file work at `path` or near it, and throws what goes wrong as StoreError. Other errors pass as they are. */
export function wrapFileError<T>(path: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    const code = errorCode(error);
    if (error instanceof StoreError || code === '') {
      throw error;
    }
    throw translate(error, path, { code, path });
  }
}

/** The reason behind SQLite's message or Node's error code. */
export function reasonOf(message: string, code: string): StoreErrorReason {
  // SQLite also says "malformed" when the disk fails while reading, and that may pass.
  if (code === '' && /malformed|not a database/.test(message)) {
    return 'corrupt';
  }
  if (/disk is full/.test(message) || code === 'ENOSPC' || code === 'EDQUOT') {
    return 'full';
  }
  if (/readonly database/.test(message) || code === 'EROFS' || code === 'EACCES' || code === 'EPERM') {
    return 'read-only';
  }
  if (/is locked/.test(message)) {
    return 'locked';
  }
  return /disk I\/O error|unable to open/.test(message) || code !== '' ? 'io' : 'sql';
}

/** Not the disk's fault: a file lies where a folder should, or the path is one that cannot be. */
function isInTheWay(code: string | undefined): boolean {
  return ['ENOTDIR', 'EEXIST', 'EISDIR', 'ENAMETOOLONG', 'ELOOP'].includes(code ?? '');
}

const elsewhere = 'the command line takes another folder with --storage';
const inTheWay = [
  'The folder of the logbook cannot be made',
  `Remove what is in its way; ${elsewhere}`,
] as const;

const explanations: Partial<Record<StoreErrorReason, readonly [problem: string, remedy: string]>> = {
  corrupt: [
    'The database is damaged',
    "It is set aside and built anew from the agents' files; try again in a moment",
  ],
  full: ['The disk is full', 'Free some space; nothing is lost, and reading goes on where it stopped'],
  'read-only': [
    'The folder of the logbook cannot be written',
    `Make the folder and its files writable for your user; ${elsewhere}`,
  ],
  locked: ['The database is in use', 'Try again when the other process has ended'],
  io: ['The disk failed', 'Check the disk and the folder'],
};
