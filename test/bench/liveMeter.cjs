// Loaded first by every thread of the store: counts the bytes that are read from session files, and notes when something was
// last made durable. Does nothing where no memory is shared for it.
'use strict';
const fs = require('node:fs');
const { getEnvironmentData } = require('node:worker_threads');

const shared = getEnvironmentData('logbook bench');
if (shared) {
  const figures = new Float64Array(shared.memory);
  const sessions = new Set();
  const { openSync, closeSync, readSync, fsyncSync } = fs;
  fs.openSync = (path, ...rest) => {
    const fd = openSync(path, ...rest);
    if (String(path).startsWith(shared.home) && String(path).endsWith('.jsonl')) {
      sessions.add(fd);
    }
    return fd;
  };
  fs.closeSync = (fd) => {
    sessions.delete(fd);
    closeSync(fd);
  };
  fs.readSync = (fd, ...rest) => {
    const bytes = readSync(fd, ...rest);
    if (sessions.has(fd)) {
      figures[0] += bytes;
    }
    return bytes;
  };
  fs.fsyncSync = (fd) => {
    fsyncSync(fd);
    figures[1] = performance.timeOrigin + performance.now();
  };
}
