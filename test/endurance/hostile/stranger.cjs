/*
 * Another user of the machine: `node stranger.cjs STORAGE SOCKET TOKEN`. Tries to read the store and to talk to its owner, and prints as
 * JSON what came of each try. It is started by root as `nobody`.
 */
const { readFileSync, readdirSync, writeFileSync } = require('node:fs');
const { connect } = require('node:net');
const { join } = require('node:path');

const [storage, socketPath, token] = process.argv.slice(2);
const tries = {};
const attempt = (name, run) => {
  try {
    run();
    tries[name] = 'done';
  } catch (error) {
    tries[name] = error.code ?? String(error);
  }
};
attempt('list', () => readdirSync(storage));
for (const file of ['owner.lock', 'logbook.db', 'logbook.db-wal']) {
  attempt(`read ${file}`, () => readFileSync(join(storage, file)));
}
attempt('write', () => writeFileSync(join(storage, 'mine'), ''));
const socket = connect(socketPath);
const end = (what) => {
  tries.connect = what;
  process.stdout.write(JSON.stringify({ uid: process.getuid(), tries }));
  process.exit(0);
};
socket.once('error', (error) => end(error.code));
socket.once('connect', () => {
  // With the token, as if it had leaked: the folder of the sockets has to stand against it.
  socket.write(`${JSON.stringify({ hello: 'agent-logbook', protocol: 1, version: '1', token })}\n`);
});
socket.once('data', (data) => end(`answered: ${data}`));
socket.once('close', () => end('closed'));
