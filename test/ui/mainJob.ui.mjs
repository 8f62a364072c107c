// The main job in the packaged extension: sessions in the tree, a replay beside the editor, figures, a ticket.
import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { quietSettings, startServer } from '../vscode/launch.mjs';
import {
  answer,
  openWindow,
  rows,
  runCommand,
  screenshot,
  sidebarHeader,
  webviewWith,
} from '../vscode/workbench.mjs';
import { makeWorkspace } from '../vscode/workspace.mjs';

const themes = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  contrast: 'Default High Contrast',
};

export const scenarios = Object.fromEntries(
  Object.entries(themes).map(([name, theme]) => [
    `the main job, ${name}`,
    (test) => mainJob(test, name, theme),
  ]),
);

async function mainJob({ browser, vsix, shots, after, watch }, name, theme) {
  const workspace = makeWorkspace();
  after(() => workspace.remove());
  const server = await startServer({
    vsix: [vsix],
    home: workspace.home,
    settings: { ...quietSettings, 'workbench.colorTheme': theme, 'agentLogbook.tickets.askToTrack': false },
  });
  after(() => server.close());
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  after(() => context.close());
  const { page, problems } = await openWindow(context, server, workspace.repository);
  watch(page);

  // What is read is said once, on the first start, beside the sessions.
  await page.locator('.gettingStartedContainer .getting-started-step.expanded').waitFor({ timeout: 60_000 });
  await page.locator('.notification-toast', { hasText: 'sends nothing anywhere' }).waitFor();
  await sidebarHeader(page).waitFor();
  const session = rows(page).filter({ hasText: 'Fix the login lock' });
  await session.first().waitFor({ timeout: 30_000 });
  await screenshot(page, shots, `first-run-${name}`);
  await page.locator('.notification-toast .codicon-notifications-clear').first().click();
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Control+w');
  await session.first().dblclick();
  await webviewWith(page, 'locks people out');
  await screenshot(page, shots, `replay-${name}`);

  // Everything in a session file is text, and a line that is appended is in the open replay.
  await rows(page).filter({ hasText: 'onerror' }).first().dblclick();
  await webviewWith(page, /wwwwwwww/);
  appendFileSync(workspace.live, workspace.nextLine('A line that came later'));
  await webviewWith(page, 'A line that came later');
  await screenshot(page, shots, `hostile-${name}`);

  await runCommand(page, 'Open Statistics');
  await webviewWith(page, /claude-sonnet/);
  await screenshot(page, shots, `stats-${name}`);

  await runCommand(page, 'Start Ticket');
  assert.equal(await answer(page, 'Start ticket (1 of 2)'), 'WEB-42');
  await answer(page, 'Start ticket (2 of 2)', 'Let people log in');
  await page
    .locator('.statusbar-item[id*="agentLogbook.ticket"][aria-label*="Let people log in"]')
    .waitFor({ timeout: 15_000 });
  assert.equal(await page.locator('.statusbar-item[aria-label*="is open"]').count(), 0);
  await runCommand(page, 'Finish Ticket');
  await page.locator('.notification-toast', { hasText: 'WEB-42' }).waitFor({ timeout: 15_000 });
  const summary = await webviewWith(page, 'WEB-42: Let people log in');
  await summary.getByText('Files changed').waitFor();
  await rows(page, 'Tickets').filter({ hasText: 'Let people log in' }).first().waitFor();
  await screenshot(page, shots, `finish-${name}`);

  assert.deepEqual(problems, []);
  assert.ok(!(await page.title()).includes('pwned'));
}
