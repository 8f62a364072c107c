/*
 * Preloaded into a process under test (`node --require spoil.cjs …`, also in its threads): lets calls of `node:fs` fail or end
 * the process, as the JSON file that SPOIL names says. A rule is
 *   { call, path, code?, kill?, after?, when?, writing? }
 * call: the function's name; path: a regular expression for the file; code: the error that it throws; kill: end the process
 * with SIGKILL instead; after: so many matching calls pass before; when: only while this file exists; writing: only calls that
 * open for writing.
 */
const fs = require('node:fs');
const { existsSync, readFileSync } = fs;

const rules = JSON.parse(readFileSync(process.env.SPOIL, 'utf8')).map((rule) => ({
  after: 0,
  ...rule,
  path: new RegExp(rule.path),
}));
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
        rule.after-- <= 0;
      if (!hit) {
        continue;
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
