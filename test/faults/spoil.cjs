/*
 * Preloaded into a process under test (`node --require spoil.cjs …`, also in its threads): lets calls of `node:fs` fail or end
 * the process, as the JSON file that SPOIL names says. A rule is
 *   { call, path, code?, kill?, delay?, half?, after?, times?, when?, writing? }
 * call: the function's name; path: a regular expression for the file; code: the error that it throws; kill: end the process
 * with SIGKILL instead; delay: pass, but so many milliseconds late; half: the first hit writes half of its bytes, as a disk
 * does that fills up; after: so many matching calls pass before; times: so many hits in all; when: only while this file
 * exists; writing: only calls that open for writing. And { call: 'clock', path }: the time of day is off by as many
 * milliseconds as the file `path` says.
 */
const fs = require('node:fs');
const { existsSync, readFileSync } = fs;

const named = JSON.parse(readFileSync(process.env.SPOIL, 'utf8'));
const rules = named
  .filter(({ call }) => call !== 'clock')
  .map((rule) => ({ after: 0, times: Infinity, ...rule, path: new RegExp(rule.path) }));
const paths = new Map();
const byDescriptor = new Set(['readSync', 'writeSync', 'fsyncSync', 'ftruncateSync']);
const asynchronous = new Set(['readdir', 'stat', 'realpath']);

function opensForWriting(flags) {
  return typeof flags === 'string' ? /[aw+]/.test(flags) : (Number(flags) & 3) !== 0;
}

for (const call of new Set(rules.map((rule) => rule.call).concat('openSync'))) {
  const original = fs[call];
  fs[call] = (...rest) => {
    const path = byDescriptor.has(call) ? (paths.get(rest[0]) ?? '') : String(rest[0]);
    for (const rule of rules) {
      const hit =
        rule.call === call &&
        rule.path.test(path) &&
        (!rule.writing || opensForWriting(rest[1])) &&
        (!rule.when || existsSync(rule.when)) &&
        rule.after-- <= 0 &&
        rule.times-- > 0;
      if (!hit) {
        continue;
      }
      if (rule.delay) {
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, rule.delay);
        continue;
      }
      if (rule.half) {
        rule.half = false;
        const [fd, buffer, offset, length, position] = rest;
        return original(fd, buffer, offset, Math.ceil(length / 2), position);
      }
      if (rule.kill) {
        process.kill(process.pid, 'SIGKILL');
      }
      const error = Object.assign(new Error(`${rule.code}: made by the test, '${path}'`), {
        code: rule.code,
        path,
      });
      if (asynchronous.has(call)) {
        const callback = rest.at(-1);
        setImmediate(() => callback(error));
        return undefined;
      }
      throw error;
    }
    const result = original(...rest);
    if (call === 'openSync') {
      paths.set(result, path);
    }
    return result;
  };
}

for (const { path } of named.filter(({ call }) => call === 'clock')) {
  shiftClock(path);
}

/** `Date` tells another time of day, as after somebody set the clock; what is measured in between is not touched. */
function shiftClock(file) {
  const { now } = Date;
  let shift = 0;
  let readAt = -Infinity;
  const shifted = () => {
    const at = performance.now();
    if (at - readAt > 5) {
      readAt = at;
      shift = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
    }
    return now() + shift;
  };
  globalThis.Date = class extends Date {
    constructor(...rest) {
      super(...(rest.length === 0 ? [shifted()] : rest));
    }
    static now() {
      return shifted();
    }
  };
}
