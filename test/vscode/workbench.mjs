// What a person does in the workbench, for the tests in test/ui.
import { join } from 'node:path';

/** Opens a window on `folder`, or on the folders of a workspace file, and waits until the workbench is there. */
export async function openWindow(context, server, folder, workspace) {
  const page = await context.newPage();
  const problems = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|Refused to/i.test(message.text())) {
      problems.push(message.text());
    }
  });
  await page.goto(server.url(folder, undefined, workspace), { waitUntil: 'commit' });
  await page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
  await page.locator('.activitybar .action-label[aria-label^="Agent Logbook"]').waitFor({ timeout: 60_000 });
  return { page, problems };
}

/**
 * Shows our views in the side bar. A click on the icon of what is shown hides it, and the extension shows itself on its
 * first run, perhaps between a look and a click: so look again after each click.
 */
export async function showSidebar(page) {
  const header = sidebarHeader(page);
  for (let attempt = 0; attempt < 10; attempt++) {
    if (await appears(header, attempt === 0 ? 500 : 3000)) {
      return;
    }
    await page.locator('.activitybar .action-label[aria-label^="Agent Logbook"]').click();
  }
  await header.waitFor({ timeout: 1000 });
}

/** The head of the Sessions view, which is there as long as our views are shown. */
export function sidebarHeader(page) {
  return page.locator('.sidebar .pane-header[aria-label^="Sessions"]');
}

/** Whether something becomes visible within `timeout` milliseconds. */
export function appears(locator, timeout) {
  return locator
    .first()
    .waitFor({ timeout })
    .then(
      () => true,
      () => false,
    );
}

/** Chooses from the context menu of a row. A webview that takes the focus just now closes the menu again. */
export async function contextMenu(page, row, label) {
  const item = page.locator('.monaco-menu .action-item', { hasText: label });
  for (let attempt = 0; attempt < 5; attempt++) {
    await row.click({ button: 'right' });
    // A click right after the menu opens counts as the end of the one that opened it.
    const isOver = await item.hover({ timeout: 5000 }).then(
      () => true,
      () => false,
    );
    if (isOver) {
      await page.keyboard.press('Enter');
      return;
    }
  }
  throw new Error(`The menu with "${label}" did not stay open.`);
}

/** Runs a command of ours by its title in the palette. */
export async function runCommand(page, title) {
  const input = page.locator('.quick-input-widget:visible input.input');
  const row = page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first();
  for (let attempt = 0; attempt < 10; attempt++) {
    // A webview that takes the focus just now swallows the key.
    await page.locator('.activitybar .action-item.checked .action-label').first().focus();
    await page.keyboard.press('F1');
    if (!(await appears(input, 2000))) {
      continue;
    }
    // The same webview closes a palette that is open already.
    const typed = await input.fill(`>Agent Logbook: ${title}`, { timeout: 2000 }).then(
      () => appears(row, 10_000),
      () => false,
    );
    if (typed) {
      await page.keyboard.press('Enter');
      return;
    }
  }
  throw new Error(`The command palette did not stay open for "${title}".`);
}

/** Answers an input box whose title begins with `title`; returns what it proposed. */
export async function answer(page, title, value) {
  const box = page.locator('.quick-input-widget:visible', { hasText: title });
  await box.waitFor();
  const input = box.locator('input.input');
  const proposed = await input.inputValue();
  if (value !== undefined) {
    await input.fill(value);
  }
  await input.press('Enter');
  await box.waitFor({ state: 'hidden' });
  return proposed;
}

/** The rows that a tree view shows now, as text. */
export function rows(page, view = 'Sessions') {
  return page.locator(`.pane:has(.pane-header[aria-label^="${view}"]) .monaco-list-row`);
}

/** The content of the webview that shows `text` now; several may be open, each two frames deep. */
export async function webviewWith(page, text, timeout = 30_000) {
  const end = Date.now() + timeout;
  while (Date.now() < end) {
    const outer = page.locator('iframe.webview.ready');
    for (let index = (await outer.count()) - 1; index >= 0; index--) {
      const frame = outer.nth(index).contentFrame().locator('iframe#active-frame').contentFrame();
      // A frame may go away while it is asked.
      if (
        await frame
          .getByText(text)
          .first()
          .isVisible()
          .catch(() => false)
      ) {
        return frame;
      }
    }
    await page.waitForTimeout(100);
  }
  throw new Error(`No webview shows ${text} within ${timeout} ms`);
}

export function screenshot(page, folder, name) {
  return page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
}
