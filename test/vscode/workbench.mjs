// What a person does in the workbench, for the tests in test/ui.
import { join } from 'node:path';

/** Opens a window on `folder` and waits until the workbench is there. */
export async function openWindow(context, server, folder) {
  const page = await context.newPage();
  const problems = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|Refused to/i.test(message.text())) {
      problems.push(message.text());
    }
  });
  await page.goto(server.url(folder), { waitUntil: 'commit' });
  await page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
  await page.locator('.activitybar .action-label[aria-label^="Agent Logbook"]').waitFor({ timeout: 60_000 });
  return { page, problems };
}

export async function showSidebar(page) {
  const icon = page.locator('.activitybar .action-label[aria-label^="Agent Logbook"]');
  await icon.waitFor();
  const isOpen = await icon.evaluate((element) =>
    element.closest('.action-item').classList.contains('checked'),
  );
  if (!isOpen) {
    await icon.click();
  }
  await page.locator('.sidebar .pane-header').first().waitFor();
}

/** Runs a command of ours by its title in the palette. */
export async function runCommand(page, title) {
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-widget input.input');
  await input.waitFor();
  await input.fill(`>Agent Logbook: ${title}`);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().waitFor();
  await page.keyboard.press('Enter');
}

/** The rows that a tree view shows now, as text. */
export function rows(page, view = 'Sessions') {
  return page.locator(`.pane:has(.pane-header[aria-label^="${view}"]) .monaco-list-row`);
}

/** The content of a webview: two frames deep. */
export function webview(page, index = 0) {
  return page.frameLocator('iframe.webview.ready').nth(index).frameLocator('iframe#active-frame');
}

export function screenshot(page, folder, name) {
  return page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
}
