// The states that a person meets beside the main job: nothing found, samples, an import that is stopped, a store that is damaged
// or cannot be opened, a folder that is not trusted, several repositories in one window.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rows, runCommand, screenshot } from '../vscode/workbench.mjs';
import { makeHistory, makeSecondRepository, makeWorkspace } from '../vscode/workspace.mjs';
import { emptyFolder, open } from './window.mjs';

export const scenarios = {
  'nothing found, then samples': nothingFound,
  'an import that is stopped and gone on with': stopImport,
  'a damaged store': damaged,
  'a store that cannot be opened': cannotOpen,
  'a folder that is not trusted': notTrusted,
  'several repositories in one window': severalRepositories,
};

async function nothingFound(test) {
  const home = emptyFolder(test);
  const { page } = await open(test, { home, folder: home, theme: 'Default Light Modern' });
  const welcome = page.locator('.welcome-view', { hasText: 'No sessions of coding agents' });
  await welcome.waitFor({ timeout: 30_000 });
  await screenshot(page, test.shots, 'empty-light');

  await welcome.getByText('Load Sample Sessions').click();
  await rows(page).filter({ hasText: 'now: running' }).first().waitFor({ timeout: 30_000 });
  await page.getByText('These are sample sessions').waitFor();
  await page.locator('.pane-header[aria-label^="Plans"]').click();
  await rows(page, 'Plans').filter({ hasText: 'Rate limiting' }).waitFor();
  for (const [by, text] of [
    ['Branch', 'feature/SHOP-14'],
    ['Project', 'shop'],
    ['Agent', 'Codex'],
    ['Day', /^\d{4}-\d\d-\d\d/],
    ['No groups', 'Use the token bucket'],
  ]) {
    await runCommand(page, 'Group Sessions By');
    const input = page.locator('.quick-input-widget:visible input[placeholder="Group sessions by"]');
    await input.fill(by);
    await input.press('Enter');
    await rows(page).filter({ hasText: text }).first().waitFor();
    await screenshot(page, test.shots, `tree-by-${by.replace(' ', '-').toLowerCase()}`);
  }

  await runCommand(page, 'Remove Sample Sessions');
  await welcome.waitFor({ timeout: 30_000 });
  await runCommand(page, 'Pause Recording');
  await page.locator('.welcome-view', { hasText: 'Recording is paused' }).waitFor();
  await screenshot(page, test.shots, 'paused-light');
}

async function stopImport(test) {
  const workspace = makeWorkspace();
  test.after(() => workspace.remove());
  const sessions = 4000;
  makeHistory(workspace, sessions);
  const { page } = await open(test, { home: workspace.home, folder: workspace.repository, greeting: false });
  const progress = page.locator('.notification-toast', { hasText: 'newest first' });
  await progress.waitFor({ timeout: 30_000 });
  await progress.locator('.monaco-button', { hasText: 'Cancel' }).click();
  // A line above the rows, or in place of rows where it was stopped before the first one.
  const line = page
    .getByText(/the import was stopped/i)
    .filter({ visible: true })
    .first();
  await line.waitFor();
  await progress.waitFor({ state: 'detached' });
  const before = await shownCount(page);
  assert.ok(before < sessions, `${before} sessions were read before it was stopped`);
  await runCommand(page, 'Resume Recording');
  await rows(page)
    .filter({ hasText: `${sessions + 2} sessions` })
    .waitFor({ timeout: 90_000 });
  await line.waitFor({ state: 'detached' });
}

/** How many sessions the rows of the groups tell. */
async function shownCount(page) {
  const texts = await rows(page).locator('.label-description').allTextContents();
  const counts = texts.map((text) => /(\d+) sessions?$/.exec(text)?.[1] ?? 0);
  return counts.reduce((sum, count) => sum + Number(count), 0);
}

async function damaged(test) {
  const profile = emptyFolder(test);
  const storage = join(profile, 'user/User/globalStorage/agent-logbook.agent-logbook/store');
  mkdirSync(storage, { recursive: true });
  writeFileSync(join(storage, 'logbook.db'), 'no database at all '.repeat(1000));
  const workspace = makeWorkspace();
  test.after(() => workspace.remove());
  const { page } = await open(test, {
    profile,
    home: workspace.home,
    folder: workspace.repository,
    greeting: false,
  });
  const warning = page.locator('.notification-toast:has(.codicon-warning)', { hasText: 'damaged' });
  await warning.waitFor({ timeout: 30_000 });
  await screenshot(page, test.shots, 'damaged-dark');
  await warning.locator('.monaco-button', { hasText: 'Show Log' }).waitFor();
  await warning.locator('.monaco-button', { hasText: 'Check Installation' }).click();
  await page.locator('.tab.active', { hasText: 'doctor' }).waitFor();
  await rows(page).filter({ hasText: 'Fix the login lock' }).first().waitFor();
}

async function cannotOpen(test) {
  const profile = emptyFolder(test);
  const storage = join(profile, 'user/User/globalStorage/agent-logbook.agent-logbook');
  mkdirSync(storage, { recursive: true });
  writeFileSync(join(storage, 'store'), 'in the way');
  const { page } = await open(test, { profile, home: profile, folder: profile });
  await page
    .locator('.pane', { hasText: 'The logbook cannot be opened' })
    .first()
    .waitFor({ timeout: 30_000 });
  await page.locator('.pane', { hasText: 'Remove what is in its way' }).first().waitFor();
  const errors = page.locator('.notification-toast', { hasText: 'cannot be' });
  await errors.first().waitFor();
  assert.equal(await errors.count(), 1, 'one cause is told once');
  await screenshot(page, test.shots, 'error-dark');
}

async function notTrusted(test) {
  const workspace = makeWorkspace();
  test.after(() => workspace.remove());
  mkdirSync(join(workspace.repository, '.vscode'));
  writeFileSync(
    join(workspace.repository, '.vscode/settings.json'),
    JSON.stringify({
      'agentLogbook.recording.paused': true,
      'agentLogbook.agents.disabled': ['claude'],
      'agentLogbook.statusBar.enabled': false,
    }),
  );
  const { page } = await open(test, {
    home: workspace.home,
    folder: workspace.repository,
    trust: true,
    settings: {
      'security.workspace.trust.enabled': true,
      'security.workspace.trust.startupPrompt': 'never',
      'security.workspace.trust.banner': 'always',
    },
  });
  await page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor({ timeout: 30_000 });
  const session = rows(page).filter({ hasText: 'Fix the login lock' }).first();
  await session.waitFor({ timeout: 30_000 });
  await page.locator('.statusbar-item[id*="agentLogbook.ticket"]', { hasText: 'WEB-42' }).waitFor();
  await session.click({ button: 'right' });
  const resume = page.locator('.monaco-menu .action-item', { hasText: 'Resume Session in Terminal' });
  await resume.waitFor();
  assert.ok(
    await resume.evaluate(
      (element) => element.classList.contains('disabled') || !!element.querySelector('.disabled'),
    ),
    'an agent is not started from a folder that is not trusted',
  );
  await screenshot(page, test.shots, 'not-trusted-dark');
}

async function severalRepositories(test) {
  const workspace = makeWorkspace();
  test.after(() => workspace.remove());
  const second = makeSecondRepository(workspace);
  const file = join(workspace.base, 'both.code-workspace');
  writeFileSync(file, JSON.stringify({ folders: [{ path: workspace.repository }, { path: second.path }] }));
  const { page } = await open(test, {
    home: workspace.home,
    workspace: file,
    theme: 'Default High Contrast',
  });
  await rows(page).filter({ hasText: 'Fix the login lock' }).first().waitFor({ timeout: 30_000 });
  const item = page.locator('.statusbar-item[id*="agentLogbook.ticket"]');
  await item.filter({ hasText: 'WEB-42' }).waitFor();
  await openFile(page, second.file);
  await item.filter({ hasText: second.key }).waitFor();
  await screenshot(page, test.shots, 'several-repositories-contrast');
  await openFile(page, 'login.ts');
  await item.filter({ hasText: 'WEB-42' }).waitFor();
}

async function openFile(page, name) {
  await page.keyboard.press('Control+p');
  const input = page.locator('.quick-input-widget:visible input.input');
  await input.waitFor();
  await input.fill(name);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().click();
  await page.locator('.tab.active', { hasText: name }).waitFor();
}
