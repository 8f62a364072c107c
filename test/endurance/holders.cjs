/*
 * Preloaded into a process (`node --require holders.cjs …`, also in its threads): notes in the file that HOLDERS names when the
 * process opens and closes the database's log, `+process` and `-process`. Only who has the database opens its log.
 */
const fs = require('node:fs');
const { isMainThread } = require('node:worker_threads');

if (isMainThread) {
  process.env.HOLDER = `${process.pid}.${process.hrtime.bigint()}`;
}
const { HOLDERS, HOLDER } = process.env;
const isLog = (path) => String(path).endsWith('logbook.db-wal');
const logs = new Set();
const { openSync, closeSync, appendFileSync } = fs;

fs.openSync = (path, ...rest) => {
  const fd = openSync(path, ...rest);
  if (isLog(path)) {
    logs.add(fd);
    appendFileSync(HOLDERS, `+${HOLDER}\n`);
  }
  return fd;
};
fs.closeSync = (fd) => {
  // Noted before it is so: the next one may be quick.
  if (logs.delete(fd)) {
    appendFileSync(HOLDERS, `-${HOLDER}\n`);
  }
  closeSync(fd);
};
