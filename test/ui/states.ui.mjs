// The states that a person meets beside the main job: nothing found, samples, an import that is stopped, a store that cannot be
// opened, a folder that is not trusted, several repositories in one window.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quietSettings, startServer } from '../vscode/launch.mjs';
import { appears, openWindow, rows, runCommand, screenshot, showSidebar } from '../vscode/workbench.mjs';
import { makeSecondRepository, makeWorkspace } from '../vscode/workspace.mjs';

export const scenarios = {
  'nothing found, then samples': nothingFound,
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

/** A window with the extension in a fresh profile, its views shown and the greeting of the first run closed. */
async function open({ browser, vsix, after, watch }, options) {
  const server = await startServer({
    ...options,
    vsix: [vsix],
    settings: {
      ...quietSettings,
      'workbench.colorTheme': options.theme ?? 'Default Dark Modern',
      'agentLogbook.tickets.askToTrack': false,
      ...options.settings,
    },
  });
  after(() => server.close());
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  after(() => context.close());
  const { page } = await openWindow(context, server, options.folder, options.workspace);
  watch(page);
  await showSidebar(page);
  const greeting = page.locator('.notification-toast', { hasText: 'sends nothing anywhere' });
  if (await appears(greeting, 15_000)) {
    await greeting.hover();
    await greeting.locator('.codicon-notifications-clear').click();
  }
  return { page };
}

function emptyFolder({ after }) {
  const path = mkdtempSync(join(tmpdir(), 'alb-'));
  after(() => rmSync(path, { recursive: true, force: true, maxRetries: 5 }));
  return path;
}
