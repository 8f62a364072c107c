// What a person says of sessions: a title of one's own, tags of several at once, the archive, and taking it back.
import { answer, contextMenu, rows, runCommand, screenshot } from '../vscode/workbench.mjs';
import { makeWorkspace } from '../vscode/workspace.mjs';
import { open } from './window.mjs';

export const scenarios = {
  'sessions are renamed, tagged together, archived, which is undone, and forgotten': markAndUndo,
};

async function markAndUndo(test) {
  const workspace = makeWorkspace();
  test.after(() => workspace.remove());
  const { page } = await open(test, { home: workspace.home, folder: workspace.repository });
  const first = rows(page).filter({ hasText: 'Fix the login lock' }).first();
  await first.waitFor();
  const menu = (row, label) => contextMenu(page, row, label);

  await menu(first, 'Rename Session');
  await answer(page, 'Rename session', 'Unlock the login');
  const renamed = rows(page).filter({ hasText: 'Unlock the login' }).first();
  await renamed.waitFor();

  const other = rows(page).filter({ hasText: 'onerror' }).first();
  await renamed.click();
  await other.click({ modifiers: ['Control'] });
  await menu(other, 'Edit Tags');
  const pick = page.locator('.quick-input-widget:visible', { hasText: 'Tags of 2 sessions' });
  await pick.waitFor();
  await pick.locator('input.input').fill('needs review');
  await pick.locator('.monaco-list-row', { hasText: 'needs review' }).first().waitFor();
  await page.keyboard.press('Enter');
  await toast(page, 'Tags of 2 sessions changed').waitFor();
  await rows(page).filter({ hasText: '#needs review' }).nth(1).waitFor();

  await runCommand(page, 'Group Sessions By');
  const by = page.locator('.quick-input-widget:visible input[placeholder^="Group sessions by"]');
  await by.fill('Tag');
  await page.keyboard.press('Enter');
  await rows(page)
    .filter({ hasText: /^needs review/ })
    .first()
    .waitFor();
  await screenshot(page, test.shots, 'tree-by-tag');

  await renamed.waitFor();
  await menu(renamed, 'Archive Session');
  await renamed.waitFor({ state: 'detached' });
  const done = toast(page, 'hidden from the lists');
  await done.locator('.monaco-button', { hasText: 'Undo' }).click();
  await renamed.waitFor();

  await runCommand(page, 'Filter Sessions by Tag');
  const filter = page.locator('.quick-input-widget:visible', { hasText: 'Show sessions with' });
  await filter.waitFor();
  await screenshot(page, test.shots, 'filter-by-marks');
  await filter.locator('.monaco-list-row', { hasText: 'Favourites' }).first().click();
  await page.keyboard.press('Enter');
  await rows(page).first().waitFor({ state: 'detached' });
  await runCommand(page, 'Clear Session Filter');
  await renamed.waitFor();

  await menu(renamed, 'Forget Session');
  const dialog = page.locator('.monaco-dialog-box', { hasText: 'Forget 1 session for good?' });
  await dialog.waitFor();
  await screenshot(page, test.shots, 'forget-session');
  await dialog.locator('.monaco-button', { hasText: /^Forget$/ }).click();
  await toast(page, 'Nothing of them is left in the logbook').waitFor();
  await renamed.waitFor({ state: 'detached' });
}

function toast(page, text) {
  return page.locator('.notification-toast', { hasText: text });
}
