// The page of a session: by itself with made-up data, and in a real window from the tree, with tags, a note and a finding.
import assert from 'node:assert/strict';
import { contextMenu, rows, runCommand, screenshot, webviewWith } from '../vscode/workbench.mjs';
import { makeWorkspace } from '../vscode/workspace.mjs';
import { accessible, pageScenarios, sameAs, settle, themes } from './webviewPages.mjs';
import { open as openWindow } from './window.mjs';

const calls = (page, method) =>
  page.evaluate(
    (name) => window.fake.calls.filter((call) => call.method === name).map((call) => call.args),
    method,
  );
const shown = async (page) => {
  await page.locator('.session-list li').first().waitFor();
  await settle(page);
};

const pages = {
  'a session page is accessible in every theme and at 600 pixels': async (open, shots) => {
    for (const theme of themes) {
      const page = await open('session', theme, 'sample');
      await shown(page);
      await accessible(page, `session ${theme}`);
      await screenshot(page, shots, `session-${theme}`);
      await page.close();
    }
    for (const data of ['empty', 'error', 'gone', 'loading', 'hostile']) {
      const page = await open('session', 'light', data);
      await page.locator('.state, .session-figures').first().waitFor();
      await settle(page);
      await accessible(page, `session ${data}`);
      await screenshot(page, shots, `session-${data}`);
      await page.close();
    }
    const narrow = await open('session', 'dark', 'sample', 600);
    await shown(narrow);
    await accessible(narrow, 'session at 600');
    assert.ok(await narrow.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
    await screenshot(narrow, shots, 'session-narrow');
  },

  'a session page is told to assistive technology': async (open) => {
    const page = await open('session', 'dark', 'sample');
    await shown(page);
    sameAs('insights.aria.txt', await page.locator('main').ariaSnapshot());
  },

  'a session is renamed, tagged and noted by the keyboard': async (open) => {
    const page = await open('session', 'dark', 'sample');
    await shown(page);
    await page.getByRole('button', { name: 'Rename' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.tagName === 'INPUT');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('Unlock the login');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Unlock the login', level: 1 }).waitFor();

    const tag = page.getByRole('textbox', { name: 'Add a tag' });
    await tag.focus();
    await page.keyboard.type('  #refactoring ');
    await page.keyboard.press('Enter');
    await page.locator('.tag', { hasText: 'Refactoring' }).first().waitFor();
    assert.deepEqual((await calls(page, 'mark')).at(-1), [{ addTags: ['Refactoring'] }]);
    await page.keyboard.type('AUTH');
    await page.keyboard.press('Enter');
    assert.equal((await calls(page, 'mark')).length, 2, 'a tag that it has is not added again');
    await page.getByRole('button', { name: 'Remove the tag auth' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Remove the tag auth' }).waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'Edit the note' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
    await page.keyboard.press('Control+End');
    await page.keyboard.type('\nThird line');
    await page.keyboard.press('Control+Enter');
    await page.locator('.note-text', { hasText: 'Third line' }).waitFor();

    await page.getByRole('button', { name: 'Vague' }).focus();
    await page.keyboard.press('Enter');
    await settle(page);
    assert.deepEqual((await calls(page, 'openReplay')).at(-1), [1]);
    await page.getByRole('button', { name: 'You stopped the agent here' }).click();
    await page.locator('.toast', { hasText: 'no longer in the file' }).waitFor();
    await page.getByRole('button', { name: 'Remove the pin' }).first().click();
    await page.getByText('No, the lock is taken twice').waitFor({ state: 'detached' });
  },

  'nothing that a session or a person wrote does anything on its page': async (open) => {
    const page = await open('session', 'dark', 'hostile');
    await shown(page);
    assert.equal(await page.locator('img, script:not([nonce]), iframe').count(), 0);
    assert.equal(await page.evaluate(() => window.hacked), undefined);
    assert.doesNotMatch(await page.locator('main').innerText(), /\u202e/);
  },
};

export const scenarios = {
  ...pageScenarios(pages),
  'the page of a session is opened from the tree, and tells what was concluded': pageInWindow,
};

async function pageInWindow(test) {
  const workspace = makeWorkspace();
  test.after(() => workspace.remove());
  const { page } = await openWindow(test, { home: workspace.home, folder: workspace.repository });
  const row = rows(page).filter({ hasText: 'Fix the login lock' }).first();
  await row.waitFor();
  await contextMenu(page, row, 'Show Session Page');
  const view = await webviewWith(page, 'How it went');
  // Drawn in the background, when the import rests.
  await view
    .locator('.stars, .session-column p', { hasText: /of 5|Not judged/ })
    .first()
    .waitFor();
  await view.getByRole('textbox', { name: 'Add a tag' }).fill('login');
  await view.getByRole('textbox', { name: 'Add a tag' }).press('Enter');
  await rows(page).filter({ hasText: '#login' }).first().waitFor();
  await screenshot(page, test.shots, 'session-window');

  await runCommand(page, 'Try Tag Rules');
  await page.locator('.monaco-editor', { hasText: 'A draft of rules for tags' }).first().waitFor();
  await page.keyboard.press('Control+A');
  // The editor closes brackets and quotes by itself.
  await page.keyboard.insertText('[{"tag": "locks", "prompt": "wrong  password');
  await runCommand(page, 'Try Tag Rules');
  const pick = page.locator('.quick-input-widget:visible', {
    hasText: 'What the rules in the editor would do',
  });
  await pick.waitFor();
  await screenshot(page, test.shots, 'try-tag-rules');
  await pick.locator('.monaco-list-row', { hasText: 'Save these rules' }).click();
  await rows(page).filter({ hasText: '#locks' }).first().waitFor();
}
