import type { SourceShape } from '../importers/importer.js';
import type { FileSource, FileStat } from './fileSource.js';
import { isMissing } from './fileSource.js';

/** Of a database, the name of what is written before the file itself. */
const logEnd = '-wal';

/** A source file as it stands. A database changes in its write-ahead log first, so both count as one. */
export async function statSource(files: FileSource, file: string, shape: SourceShape): Promise<FileStat> {
  const stat = await files.stat(file);
  if (shape !== 'sqlite' || stat.kind !== 'file') {
    return stat;
  }
  try {
    const log = await files.stat(file + logEnd);
    return {
      ...stat,
      size: stat.size + log.size,
      modifiedAt: Math.max(stat.modifiedAt, log.modifiedAt),
    };
  } catch (error) {
    if (isMissing(error)) {
      return stat;
    }
    throw error;
  }
}

/** The database that a file beside it belongs to; null: by its name it is none of those. */
export function databaseOf(path: string): string | null {
  const end = [logEnd, '-journal'].find((each) => path.endsWith(each));
  return end === undefined ? null : path.slice(0, -end.length);
}
