import type { FileLayer } from './fileLayer.js';

/** What the first bytes of a database file tell without opening it. */
export interface FileHeader {
  /** Also of an empty file, which is about to be one. */
  isSqlite: boolean;
  /** The number of its schema (`pragma user_version`), as of when the log was last written back into the file; 0: none. */
  schema: number;
}

const magic = 'SQLite format 3\0';
/** sqlite.org/fileformat.html, section 1.3 */
const userVersionAt = 60;
/** A larger one is damage. */
const mostSchemas = 100_000;

/** Reads the header of the file at `path`. Throws file errors. */
export function readHeader(path: string, layer: FileLayer): FileHeader {
  const fd = layer.open(path, 'r', 0o600);
  try {
    const bytes = Buffer.alloc(userVersionAt + 4);
    const length = layer.read(fd, bytes, 0, bytes.length, 0);
    const isSqlite = length === 0 || bytes.toString('latin1', 0, magic.length) === magic;
    const schema = isSqlite ? bytes.readUInt32BE(userVersionAt) : 0;
    return { isSqlite, schema: schema > mostSchemas ? 0 : schema };
  } finally {
    layer.close(fd);
  }
}
