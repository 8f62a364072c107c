// A person who uses many agents: all of their sessions in one tree, and each of them in the replay.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../vscode/install.mjs';
import { rows, runCommand, screenshot, webviewWith } from '../vscode/workbench.mjs';
import { emptyFolder, open } from './window.mjs';

export const scenarios = {
  'every agent has its sessions in the tree, and a replay of them': seeEveryAgent,
};

async function seeEveryAgent(test) {
  const home = emptyFolder(test);
  const folder = emptyFolder(test);
  const writer = join(root, 'test/importers/writeHomes.ts');
  const agents = JSON.parse(
    execFileSync(process.execPath, ['--import', 'tsx', writer, home], { cwd: root, encoding: 'utf8' }),
  );
  const { page } = await open(test, { home, folder });
  await runCommand(page, 'Group Sessions By');
  const grouping = page.locator('.quick-input-widget:visible input[placeholder="Group sessions by"]');
  await grouping.waitFor();
  await grouping.fill('Agent');
  await page.keyboard.press('Enter');
  // The newest first; those below are out of sight.
  await rows(page)
    .filter({ hasText: agents.at(0).label })
    .first()
    .waitFor({ timeout: 30_000 });
  assert.equal(await page.locator('.notification-toast.error').count(), 0);
  await screenshot(page, test.shots, 'agents-tree');

  for (const { id, label } of agents) {
    await runCommand(page, 'Open Replay');
    const input = page.locator('.quick-input-widget:visible input[placeholder="Which session?"]');
    await input.waitFor();
    await input.fill(label);
    const row = page.locator('.quick-input-list .monaco-list-row', { hasText: label }).first();
    await row.waitFor();
    await page.keyboard.press('Enter');
    const frame = await webviewWith(page, label);
    await frame.locator('article').first().waitFor();
    await screenshot(page, test.shots, `agents-${id}`);
  }
}
