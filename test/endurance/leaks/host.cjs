// Runs inside the extension host, as its tests: opens and closes what it is told to over the socket LEAKS_SOCKET, and tells
// what is held. See openAndClose.mjs.
'use strict';
const { readdirSync } = require('node:fs');
const net = require('node:net');
const { createInterface } = require('node:readline');
const { setTimeout: sleep } = require('node:timers/promises');
const v8 = require('node:v8');
const vscode = require('vscode');

const longestMs = 30_000;

exports.run = async () => {
  const { store, ready } = await vscode.extensions.getExtension('agent-logbook.agent-logbook').activate();
  await ready;
  await store.api.rescan();
  await vscode.commands.executeCommand('workbench.view.extension.agentLogbook');
  const sessions = (await store.api.sessions({}, { limit: 10 })).map(({ id }) => id);
  const answered = followAnswers(store.api);
  const socket = net.connect(process.env.LEAKS_SOCKET);
  const ended = new Promise((resolve) => socket.once('close', resolve));
  const actions = {
    async panels({ times }) {
      for (let i = 0; i < times; i++) {
        await openReplay(sessions[i % sessions.length], answered);
        await openStats(answered);
      }
    },
    async trees({ times }) {
      for (let i = 0; i < times; i++) {
        await regroup(i, answered);
      }
    },
    async others({ times }) {
      for (let i = 0; i < times; i++) {
        await openOther();
        await openOther();
      }
    },
    async held({ snapshot }) {
      await sleep(1000);
      const held = await globalThis.whatIsHeld();
      v8.writeHeapSnapshot(snapshot);
      const descriptors = process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0;
      return { ...held, descriptors };
    },
  };
  createInterface({ input: socket }).on('line', (line) => {
    const { action, ...options } = JSON.parse(line);
    actions[action](options).then(
      (value) => socket.write(`${JSON.stringify({ value: value ?? null })}\n`),
      (error) => socket.write(`${JSON.stringify({ error: error.stack })}\n`),
    );
  });
  await ended;
};

/** Tells when a call of a page or view has been answered, after which it draws. */
function followAnswers(api) {
  const waiting = new Map();
  for (const method of ['bodies', 'usage', 'groups']) {
    const original = api[method];
    api[method] = async (...rest) => {
      const value = await original(...rest);
      waiting.get(method)?.();
      return value;
    };
  }
  return (method) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`Nobody asked for ${method}`)), longestMs);
      waiting.set(method, () => {
        waiting.delete(method);
        clearTimeout(timer);
        resolve();
      });
    });
}

async function openReplay(id, answered) {
  const drawn = answered('bodies');
  await vscode.commands.executeCommand('agentLogbook.openReplay', id);
  await drawn;
  await closeAll();
}

async function openStats(answered) {
  const drawn = answered('usage');
  await vscode.commands.executeCommand('agentLogbook.openStats');
  await drawn;
  await closeAll();
}

/** The tree is built anew, and a filter is set and taken back. */
async function regroup(i, answered) {
  const drawn = answered('groups');
  await vscode.commands.executeCommand('agentLogbook.groupBy', i % 2 === 0 ? 'branch' : 'ticket');
  await drawn;
  await vscode.commands.executeCommand('agentLogbook.filterSessions', 'login');
  await vscode.commands.executeCommand('agentLogbook.clearFilter');
}

/** A panel of nobody's: what VS Code itself keeps of each. */
async function openOther() {
  const panel = vscode.window.createWebviewPanel('leaks.other', 'Other', vscode.ViewColumn.One, {
    enableScripts: true,
  });
  const drawn = new Promise((resolve) => panel.webview.onDidReceiveMessage(resolve));
  panel.webview.html = '<script>acquireVsCodeApi().postMessage(1)</script>';
  await drawn;
  await closeAll();
}

async function closeAll() {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  await vscode.window.tabGroups.close(tabs);
  for (const end = Date.now() + longestMs; Date.now() < end; await sleep(5)) {
    if (vscode.window.tabGroups.all.every((group) => group.tabs.length === 0)) {
      return;
    }
  }
  throw new Error('A panel stays open');
}
