/* Preloaded into our processes: appends to the file FILE_LOG each path that is opened, listed, made, renamed or removed, with the call. */
const fs = require('node:fs');

const log = process.env.FILE_LOG;
const append = fs.writeSync.bind(fs);
const descriptor = fs.openSync(log, 'a');
const note = (call, path) => append(descriptor, `${JSON.stringify([call, String(path)])}\n`);
const calls = [
  ...[
    'openSync',
    'open',
    'readFileSync',
    'readFile',
    'writeFileSync',
    'writeFile',
    'appendFileSync',
    'readdirSync',
    'readdir',
  ],
  ...[
    'mkdirSync',
    'mkdir',
    'rmSync',
    'rm',
    'unlinkSync',
    'unlink',
    'renameSync',
    'rename',
    'symlinkSync',
    'linkSync',
    'copyFileSync',
  ],
  ...['truncateSync', 'chmodSync', 'createReadStream', 'createWriteStream', 'opendirSync', 'opendir'],
];
for (const of of [fs, fs.promises]) {
  for (const call of calls) {
    const original = of[call];
    if (typeof original === 'function') {
      of[call] = (...args) => {
        note(call, args[0]);
        return original.apply(of, args);
      };
    }
  }
}
