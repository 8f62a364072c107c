import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import net from 'node:net';

// SQL texts are imported as strings, as the bundler does it.
createRequire(__filename).extensions['.sql'] = (module, file) => {
  module.exports = readFileSync(file, 'utf8');
};

/** Hosts beyond this machine that anything tried to reach while the tests ran. */
const reached: string[] = [];
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (this: net.Socket, ...args: unknown[]) {
  const options = Array.isArray(args[0]) ? args[0][0] : args[0];
  const host =
    typeof options === 'object' && options !== null && !options.path
      ? (options.host ?? 'localhost')
      : 'localhost';
  if (!/^(127\.|::1$|localhost$)/.test(host)) {
    reached.push(host);
  }
  return connect.apply(this, args as Parameters<typeof connect>);
};

export const mochaHooks = {
  afterAll() {
    assert.deepEqual(reached, [], 'no network beyond this machine');
  },
};
