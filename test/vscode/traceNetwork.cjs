// Preloaded into every Node process of the server under test: writes each connection that the extension tries to make to
// somewhere else than this machine into the file NETWORK_TRACE names. VS Code's own are told apart by the call's stack.
'use strict';
const { appendFileSync } = require('node:fs');
const net = require('node:net');
const dns = require('node:dns');
const dgram = require('node:dgram');

const file = process.env.NETWORK_TRACE;
const local = /^(127\.|::1$|::ffff:127\.|localhost$|0\.0\.0\.0$|::$)/;

function note(kind, host) {
  if (!host || local.test(host)) {
    return;
  }
  const stack = new Error(kind).stack ?? '';
  if (/agent-logbook[^\n]*dist|[\\/]dist[\\/](extension|worker|cli)\.js/.test(stack)) {
    appendFileSync(file, `${JSON.stringify({ kind, host, pid: process.pid, stack })}\n`);
  }
}

if (file) {
  const connect = net.Socket.prototype.connect;
  net.Socket.prototype.connect = function (...args) {
    const options = Array.isArray(args[0]) ? args[0][0] : args[0];
    if (options && typeof options === 'object' && !options.path) {
      note('connect', options.host ?? 'localhost');
    } else if (typeof options === 'number') {
      note('connect', typeof args[1] === 'string' ? args[1] : 'localhost');
    }
    return connect.apply(this, args);
  };
  for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6']) {
    for (const target of [dns, dns.promises]) {
      const original = target[name];
      target[name] = function (host, ...rest) {
        note(`dns.${name}`, host);
        return original.call(this, host, ...rest);
      };
    }
  }
  const send = dgram.Socket.prototype.send;
  dgram.Socket.prototype.send = function (...args) {
    note('udp', args.findLast((arg) => typeof arg === 'string') ?? 'localhost');
    return send.apply(this, args);
  };
}
