// What a person does with a session in the side bar: being asked to track it, filtering, assigning it to a ticket.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { answer, contextMenu, rows, runCommand } from '../vscode/workbench.mjs';
import { makeWorkspace } from '../vscode/workspace.mjs';
import { open } from './window.mjs';

export const scenarios = {
  'a session is tracked, filtered and assigned': trackFilterAssign,
};

async function trackFilterAssign(test) {
  const workspace = makeWorkspace();
  test.after(() => workspace.remove());
  // A branch that names no ticket.
  execFileSync('git', ['switch', '-q', '-c', 'try-things'], { cwd: workspace.repository });
  const { page } = await open(test, {
    home: workspace.home,
    folder: workspace.repository,
    settings: { 'agentLogbook.tickets.askToTrack': true },
  });
  const question = page.locator('.notification-toast', { hasText: 'Track this session?' });
  await question.waitFor({ timeout: 30_000 });
  await question.locator('.monaco-button', { hasText: 'Start Ticket' }).click();
  assert.equal(await answer(page, 'Start ticket (1 of 2)', 'try-7'), '');
  await answer(page, 'Start ticket (2 of 2)', '');
  await page.locator('.statusbar-item[id*="agentLogbook.ticket"]', { hasText: 'TRY-7' }).waitFor();
  assert.equal(await question.count(), 0);

  const session = rows(page).filter({ hasText: 'Fix the login lock' });
  const others = rows(page).filter({ hasText: 'onerror' });
  await session.first().waitFor();
  await others.first().waitFor();
  const box = page.locator('.quick-input-widget:visible', { hasText: 'Filter sessions' });
  const filter = async (words, key) => {
    await runCommand(page, 'Filter Sessions');
    await box.locator('input.input').fill(words);
    await others.first().waitFor({ state: 'detached' });
    await session.first().waitFor();
    await page.keyboard.press(key);
    await box.waitFor({ state: 'hidden' });
  };
  await filter('login lock', 'Escape');
  await others.first().waitFor();
  await filter('login lock', 'Enter');
  assert.equal(await others.count(), 0);
  await runCommand(page, 'Clear Session Filter');
  await others.first().waitFor();

  await contextMenu(page, session.first(), 'Assign Session to Ticket');
  const pick = page.locator('.quick-input-widget:visible input[placeholder^="Ticket of 1 session"]');
  await pick.waitFor();
  await pick.fill('doc-12');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'doc-12' }).first().waitFor();
  await page.keyboard.press('Enter');
  await rows(page).filter({ hasText: 'DOC-12' }).first().waitFor();
}
