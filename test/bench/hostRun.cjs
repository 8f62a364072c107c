// Runs inside the extension host, as its tests: waits until everything is imported, then writes what the host did.
// $HOST_BENCH: { mode, result, replays, control: { seconds } }
'use strict';
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { monitorEventLoopDelay } = require('node:perf_hooks');
const { setTimeout: sleep } = require('node:timers/promises');
const vscode = require('vscode');

const task = JSON.parse(process.env.HOST_BENCH);
/** After an import, until what it needed is given back. */
const settleMs = 5000;
const replays = 10;
/** Between two looks at the event loop, in ms. */
const resolution = 2;

exports.run = async () => {
  writeFileSync(task.result, JSON.stringify(await modes[task.mode]()));
};

const modes = {
  /** Sampled: what of the main thread's time is ours. */
  async profile() {
    const { extension } = await importAll();
    return globalThis.hostProfile(join(extension.extensionPath, 'dist/extension.js'));
  },

  /** Not sampled: how late the event loop is, and the memory. */
  async import() {
    const started = Date.now();
    const delay = monitorEventLoopDelay({ resolution });
    delay.enable();
    const { store } = await importAll();
    delay.disable();
    const importMs = Date.now() - started;
    const peakMb = process.resourceUsage().maxRSS / 1024;
    await sleep(settleMs);
    const idleMb = process.memoryUsage().rss / 2 ** 20;
    return { importMs, ...late(delay), peakMb, idleMb, messages: await openReplays(store) };
  },

  /** Without our extension, while others keep the machine busy. */
  async control() {
    const delay = monitorEventLoopDelay({ resolution });
    delay.enable();
    await sleep(task.seconds * 1000);
    delay.disable();
    return {
      ...late(delay),
      peakMb: process.resourceUsage().maxRSS / 1024,
      idleMb: process.memoryUsage().rss / 2 ** 20,
    };
  },
};

async function importAll() {
  const extension = vscode.extensions.getExtension('agent-logbook.agent-logbook');
  const { store, ready } = await extension.activate();
  await ready;
  await vscode.commands.executeCommand('workbench.view.extension.agentLogbook');
  let progress = await store.api.progress();
  while (progress.phase !== 'idle') {
    await sleep(250);
    progress = await store.api.progress();
  }
  return { extension, store };
}

/** The pages tell when they show the first message; the window's driver adds a line to the file for each. */
async function openReplays({ api }) {
  const sessions = await api.sessions({}, { limit: 200 });
  const largest = sessions.reduce((a, b) => ((b.messages ?? 0) > (a.messages ?? 0) ? b : a));
  for (let i = 1; i <= replays; i++) {
    await vscode.commands.executeCommand('agentLogbook.openReplay', largest.id);
    while (lines() < i) {
      await sleep(50);
    }
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await sleep(500);
  }
  return largest.messages;
}

function lines() {
  return existsSync(task.replays) ? readFileSync(task.replays, 'utf8').split('\n').length - 1 : 0;
}

/** How much later than it should be the loop comes round. */
function late(delay) {
  return { p99Ms: delay.percentile(99) / 1e6 - resolution, maxMs: delay.max / 1e6 - resolution };
}
