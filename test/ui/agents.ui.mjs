// A person who uses many agents: all of their sessions in one tree, and each of them in the replay.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../vscode/install.mjs';
import { appears, rows, runCommand, screenshot, webviewWith } from '../vscode/workbench.mjs';
import { emptyFolder, open } from './window.mjs';

export const scenarios = {
  'every agent has its sessions in the tree, and a replay of them': seeEveryAgent,
  'a session file that somebody hands over is imported and replayed': importFile,
};

async function seeEveryAgent(test) {
  const home = emptyFolder(test);
  const folder = emptyFolder(test);
  const writer = join(root, 'test/importers/writeHomes.ts');
  const agents = JSON.parse(
    execFileSync(process.execPath, ['--import', 'tsx', writer, home], { cwd: root, encoding: 'utf8' }),
  );
  const { page } = await open(test, { home, folder });
  await pick(page, 'Group Sessions By', 'Group sessions by', 'Agent');
  // The newest first; those below are out of sight.
  const labels = new RegExp(agents.map(({ label }) => label).join('|'));
  await rows(page).filter({ hasText: labels }).first().waitFor({ timeout: 30_000 });
  assert.equal(await page.locator('.notification-toast.error').count(), 0);
  await screenshot(page, test.shots, 'agents-tree');

  for (const { id, label } of agents) {
    // A short name is a part of others; in the list a folder follows it.
    await pick(page, 'Open Replay', 'Which session?', label.length < 4 ? `${label} · ` : label);
    const frame = await webviewWith(page, new RegExp(`^${label}$`));
    await frame.locator('article').first().waitFor();
    await screenshot(page, test.shots, `agents-${id}`);
  }
}

async function importFile(test) {
  const home = emptyFolder(test);
  const folder = emptyFolder(test);
  writeFileSync(
    join(folder, 'handed over.txt'),
    'Human: Which port does the server take?\n\nAssistant: Port 8080.\n',
  );
  writeFileSync(join(folder, 'notes.txt'), 'Buy milk.\n');
  const { page } = await open(test, { home, folder });
  const give = async (name) => {
    await runCommand(page, 'Import Session File');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().click();
    await page.locator('.quick-input-widget:visible').waitFor({ state: 'hidden' });
  };
  await give('notes.txt');
  await page.locator('.notification-toast', { hasText: 'none that is known' }).waitFor();
  await screenshot(page, test.shots, 'import-refused');
  await give('handed over.txt');
  const told = page.locator('.notification-toast', { hasText: '1 session was imported.' });
  await told.waitFor();
  await told.locator('.monaco-button', { hasText: 'Open Replay' }).click();
  const frame = await webviewWith(page, 'Port 8080.');
  await frame.locator('article').first().waitFor();
  await rows(page).filter({ hasText: 'Which port' }).first().waitFor();
  await screenshot(page, test.shots, 'import-replay');
}

/** Runs a command and picks the first row of its list with the text. A webview that takes the focus closes the list. */
async function pick(page, command, placeholder, text) {
  const input = page.locator(`.quick-input-widget:visible input[placeholder="${placeholder}"]`);
  // The list is filtered a moment after the typing.
  const first = page.locator('.quick-input-list .monaco-list-row[data-index="0"]', { hasText: text });
  for (let attempt = 0; attempt < 5; attempt++) {
    await runCommand(page, command);
    const isThere = await input.fill(text, { timeout: 5000 }).then(
      () => appears(first, 10_000),
      () => false,
    );
    // A key would go to the webview that takes the focus just now; a click finds the row or fails.
    const isPicked =
      isThere &&
      (await first.click({ timeout: 5000 }).then(
        () => true,
        () => false,
      ));
    if (isPicked) {
      return;
    }
  }
  throw new Error(`The list of "${command}" did not stay open.`);
}
