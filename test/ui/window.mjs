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

/**
 * Chooses where to save in the window's own dialog, and returns when it is gone.
 * @param place.proposed  how the dialog's proposal ends
 * @param place.beside    an entry of the folder that it opens at
 * @param place.there     an entry of the folder of `file`, where that is another one
 */
export async function saveAs(page, file, { proposed, beside, there }) {
  const dialog = page.locator('.quick-input-widget:visible');
  // The dialog writes its own proposal once it has listed the folder; what is typed before that would be mixed with it.
  await dialog.locator('.monaco-list-row').filter({ hasText: beside }).first().waitFor();
  await page.waitForFunction((name) => {
    const shown = [...document.querySelectorAll('.quick-input-widget input.input')];
    return shown.some((input) => input.offsetParent !== null && input.value.endsWith(name));
  }, proposed);
  await dialog.locator('input.input').fill(file);
  if (there !== undefined) {
    // The dialog has looked at the folder when it lists it.
    await dialog.locator('.monaco-list-row').filter({ hasText: there }).first().waitFor();
  }
  await dialog.getByRole('button', { name: 'OK' }).click();
  await dialog.waitFor({ state: 'hidden' });
}

/** A folder that ends with the scenario. */
export function emptyFolder({ after }) {
  const path = mkdtempSync(join(tmpdir(), 'alb-'));
  after(() => rmSync(path, { recursive: true, force: true, maxRetries: 5 }));
  return path;
}
