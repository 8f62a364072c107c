// From a replay to VS Code's own editors: the diff of a change, and the file as it is now at that place.
import { rows, screenshot, webviewWith } from '../vscode/workbench.mjs';
import { makeWorkspace } from '../vscode/workspace.mjs';
import { open } from './window.mjs';

export const scenarios = {
  'a changed file opens in the diff editor, and at its place today': diffAndFile,
};

async function diffAndFile(test) {
  const workspace = makeWorkspace();
  test.after(() => workspace.remove());
  const { page } = await open(test, { home: workspace.home, folder: workspace.repository });
  const session = rows(page).filter({ hasText: 'Fix the login lock' });
  await session.first().dblclick({ timeout: 30_000 });
  const replay = await webviewWith(page, 'locks people out');
  await replay.locator('#row-0').click();
  await page.keyboard.press('s');
  await page.keyboard.press('End');
  const files = replay.getByRole('complementary', { name: 'Changed files' });
  await files.getByRole('button', { name: /^changed login\.ts/ }).click();
  // The file is as the session left it, so that both sides are whole.
  await page.locator('.tab[aria-label^="login.ts"]').first().waitFor();
  const diff = page.locator('.monaco-diff-editor');
  await diff.getByText('attempts = 1').first().waitFor();
  await diff.getByText('attempts = 3').first().waitFor();
  await screenshot(page, test.shots, 'replay-diff');
  // What lay where the diff opens is gone, and frames are told apart by their order.
  const again = await webviewWith(page, 'Changed files');
  await again.getByRole('button', { name: 'Open login.ts as it is now, at this place' }).click();
  await page
    .locator('.editor-instance:not(:has(.monaco-diff-editor))')
    .getByText('attempts = 3')
    .first()
    .waitFor();
}
