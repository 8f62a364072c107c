// Preloaded into every Node process and thread of a server under test (see startServer in launch.mjs). Writes into the file
// NETWORK_TRACE what tries to reach another machine, and that a thread of the extension was watched at all. What the extension
// did is told from VS Code's own doings by the thread or by the call's stack: `ours`.
'use strict';
const { appendFileSync } = require('node:fs');
const net = require('node:net');
const dns = require('node:dns');
const dgram = require('node:dgram');
const http = require('node:http');
const https = require('node:https');
const { workerData } = require('node:worker_threads');

const file = process.env.NETWORK_TRACE;
const local = /^(127\.|\[?::1\]?$|::ffff:127\.|localhost$|0\.0\.0\.0$|::$)/;
const ourFiles = /agent-logbook[^\n]*dist|[\\/]dist[\\/](extension|worker|cli)\.js/;
/** The roles that dist/worker.js gives its threads: all that happens there is ours. */
const ourThread = workerData?.role === 'store' || workerData?.role === 'parse';

function write(entry) {
  appendFileSync(file, `${JSON.stringify({ ...entry, pid: process.pid })}\n`);
}

function note(kind, host) {
  if (!host || local.test(host)) {
    return;
  }
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 200;
  const stack = new Error(kind).stack ?? '';
  Error.stackTraceLimit = limit;
  write({ kind, host, ours: ourThread || ourFiles.test(stack), stack: stack.slice(0, 4000) });
}

/** The host that a request is for: an address, or options. */
function hostOf(target, options) {
  if (typeof target === 'string' || target instanceof URL) {
    return URL.canParse(target) ? new URL(target).hostname : '';
  }
  const { socketPath, hostname, host } = target ?? options ?? {};
  return socketPath ? '' : (hostname ?? host ?? 'localhost').replace(/:\d+$/, '');
}

if (file) {
  if (ourThread) {
    write({ kind: 'watched', role: workerData.role });
  }
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
  // These connect in a later turn, whose stack no longer says who asked.
  for (const module of [http, https]) {
    for (const name of ['request', 'get']) {
      const original = module[name];
      module[name] = function (target, ...rest) {
        note('http', hostOf(target, rest[0]));
        return original.call(this, target, ...rest);
      };
    }
  }
  const { fetch } = globalThis;
  globalThis.fetch = function (target, ...rest) {
    note('fetch', hostOf(target?.url ?? target));
    return fetch.call(this, target, ...rest);
  };
  const send = dgram.Socket.prototype.send;
  dgram.Socket.prototype.send = function (...args) {
    note('udp', args.findLast((arg) => typeof arg === 'string') ?? 'localhost');
    return send.apply(this, args);
  };
}
