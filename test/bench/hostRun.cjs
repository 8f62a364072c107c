// Runs inside the extension host, as its tests: waits until everything is imported, then writes what the thread did.
'use strict';
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');
const vscode = require('vscode');

exports.run = async () => {
  const extension = vscode.extensions.getExtension('agent-logbook.agent-logbook');
  const { store, ready } = await extension.activate();
  await ready;
  await vscode.commands.executeCommand('workbench.view.extension.agentLogbook');
  let progress = await store.api.progress();
  while (progress.phase !== 'idle') {
    await sleep(250);
    progress = await store.api.progress();
  }
  const { rss } = process.memoryUsage();
  const profile = await globalThis.hostProfile(join(extension.extensionPath, 'dist/extension.js'));
  writeFileSync(process.env.HOST_BENCH, JSON.stringify({ ...profile, rssMb: rss / 1e6 }));
};
