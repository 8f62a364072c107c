// A window with the packaged extension, as the scenarios begin with it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quietSettings, startServer } from '../vscode/launch.mjs';
import { appears, openWindow, showSidebar } from '../vscode/workbench.mjs';

/**
 * Opens a window in a fresh profile, shows our views and closes the greeting of the first run.
 * @param options.settings  further settings of the user
 * @param options.theme     name of the colour theme
 * @param options.greeting  false: leaves the greeting open, where something else is to be seen at once
 */
export async function open({ browser, vsix, after, watch }, options) {
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
  if (options.greeting !== false && (await appears(greeting, 15_000))) {
    await greeting.hover();
    await greeting.locator('.codicon-notifications-clear').click();
  }
  return { page };
}

/** As a person does it, since a page that is torn away has not kept what was open. */
export async function reloadWindow(page) {
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-widget:visible input.input');
  await input.fill('>Developer: Reload Window');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Reload Window' }).first().waitFor();
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
  await page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
}

/** A folder that ends with the scenario. */
export function emptyFolder({ after }) {
  const path = mkdtempSync(join(tmpdir(), 'alb-'));
  after(() => rmSync(path, { recursive: true, force: true, maxRetries: 5 }));
  return path;
}
