import type { FileLayer } from './fileLayer.js';

/** SQLite's format of the write-ahead log: a frame is a header of 24 bytes and a page. */
const frameHeader = 24;
/** In it: the size of the database after the commit; 0 for all frames of a transaction but its last. */
const commitMark = 4;
const mostBytes = 512 << 10;

/**
 * The same files with fewer calls of the system: SQLite appends each page to its log by two writes, header and page, which
 * are most of the calls of an import. They are gathered and written together before any other call is made, so that
 * the calls keep their order, and when the last page of a transaction has come, so that a commit that SQLite believes in
 * is in the file, and a disk that is full or broken is told of by the write that was to commit.
 */
export function gatherWrites(layer: FileLayer): FileLayer {
  const logs = new Set<number>();
  const pending = Buffer.allocUnsafeSlow(mostBytes);
  let log = -1;
  let position = 0;
  let length = 0;
  let commits = false;
  /** Where the log was last read, by the call before. */
  let readAt = -1;

  const flush = () => {
    const [fd, from, to] = [log, position, length];
    // Whatever becomes of it: SQLite is told of an error and takes the transaction back.
    log = -1;
    length = 0;
    commits = false;
    for (let written = 0; written < to;) {
      written += layer.write(fd, pending, written, to - written, from + written);
    }
  };
  const after =
    <A extends unknown[], R>(call: (...rest: A) => R) =>
    (...rest: A): R => {
      if (length > 0) {
        flush();
      }
      return call(...rest);
    };
  const write: FileLayer['write'] = (fd, buffer, offset, bytes, at) => {
    if (length > 0 && (fd !== log || at !== position + length || length + bytes > mostBytes)) {
      flush();
    }
    // A header that was just read is written anew, with another checksum: its page is in the file, and does not follow.
    const isRewritten = at === readAt;
    readAt = -1;
    if (!logs.has(fd) || bytes > mostBytes || isRewritten) {
      return layer.write(fd, buffer, offset, bytes, at);
    }
    if (length === 0) {
      log = fd;
      position = at;
    }
    pending.set(buffer.subarray(offset, offset + bytes), length);
    const isHeader = bytes === frameHeader;
    const isLast = commits && !isHeader;
    commits = isHeader && pending.readUInt32BE(length + commitMark) > 0;
    length += bytes;
    if (isLast) {
      flush();
    }
    return bytes;
  };
  return {
    ...layer,
    open: after((path, flags, mode) => {
      const fd = layer.open(path, flags, mode);
      if (path.endsWith('-wal')) {
        logs.add(fd);
      } else {
        logs.delete(fd);
      }
      return fd;
    }),
    close: (fd) => {
      logs.delete(fd);
      try {
        if (length > 0) {
          flush();
        }
      } finally {
        layer.close(fd);
      }
    },
    write,
    read: after((fd, buffer, offset, bytes, at) => {
      readAt = logs.has(fd) ? at : -1;
      return layer.read(fd, buffer, offset, bytes, at);
    }),
    sync: after(layer.sync),
    truncate: after(layer.truncate),
    fstat: after(layer.fstat),
    stat: after(layer.stat),
    access: after(layer.access),
    unlink: after(layer.unlink),
    rename: after(layer.rename),
    link: after(layer.link),
  };
}
