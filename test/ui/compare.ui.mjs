// Two sessions beside each other: by themselves with made-up sessions, and in a real window from the tree to the replay of a step.
import assert from 'node:assert/strict';
import { contextMenu, rows, runCommand, screenshot, webviewWith } from '../vscode/workbench.mjs';
import { makeHistory, makeWorkspace } from '../vscode/workspace.mjs';
import { accessible, pageScenarios, sameAs, settle, spokenPage, themes } from './webviewPages.mjs';
import { open as openWindow, reloadWindow } from './window.mjs';

const calls = (page, method) =>
  page.evaluate(
    (name) => window.fake.calls.filter((call) => call.method === name).map((call) => call.args),
    method,
  );
const shown = (page) => page.locator('article').first().waitFor();

const pages = {
  'a comparison is accessible in every theme': async (open, shots) => {
    for (const theme of themes) {
      const page = await open('compare', theme, 'sample');
      await shown(page);
      await accessible(page, `compare ${theme}`);
      await page.getByRole('button', { name: 'Prompt 1' }).click();
      await page.locator('.steps').first().waitFor();
      await page.locator('.step .fold').nth(3).click();
      await settle(page);
      await accessible(page, `compare ${theme} open`);
      await screenshot(page, shots, `compare-${theme}`);
      await page.close();
    }
    for (const data of ['empty', 'live', 'error', 'gone', 'loading']) {
      const page = await open('compare', 'light', data);
      await page.locator('.state, article').first().waitFor();
      await accessible(page, `compare ${data}`);
      await page.close();
    }
  },

  'a comparison is told to assistive technology': async (open) => {
    const page = await open('compare', 'dark', 'sample');
    await shown(page);
    await page.getByRole('button', { name: 'Prompt 1' }).click();
    await page.locator('.steps').first().waitFor();
    await settle(page);
    sameAs('compare.aria.txt', (await spokenPage(page)).split('\n').slice(0, 120).join('\n'));
  },

  'a comparison goes by keys, and leads to the replay of a side': async (open) => {
    const page = await open('compare', 'dark', 'sample');
    await shown(page);
    await page.keyboard.press('p');
    await settle(page);
    await page.waitForFunction(() => document.activeElement?.id === 'pair-1');
    await page.keyboard.press('o');
    await page.locator('.steps').first().waitFor();
    await page.keyboard.press('e');
    await settle(page);
    await page.keyboard.press('P');
    await settle(page);
    const step = page.locator('.step').filter({ hasText: 'Read' }).first();
    await step.getByRole('button', { name: /in the replay/ }).click();
    assert.deepEqual((await calls(page, 'openReplay')).at(-1)[0], 'left');
    await page.getByRole('button', { name: 'Swap the sides' }).click();
    await page.locator('.steps').first().waitFor();
    await page.locator('.compare-session').first().click();
    // What stands at the left now is the right one of the host.
    assert.deepEqual((await calls(page, 'openReplay')).at(-1)[0], 'right');
    await page.reload();
    await page.locator('.steps').first().waitFor();
    await page.locator('.compare-session').first().click();
    assert.deepEqual((await calls(page, 'openReplay')).at(-1)[0], 'right', 'the sides stay swapped');
  },

  'two sessions of 50,000 messages hold few of them in the page': async (open) => {
    const page = await open('compare', 'dark', 'huge');
    await shown(page);
    assert.ok((await page.locator('article').count()) < 80);
    await page.getByRole('button', { name: 'Open all prompts' }).click();
    await settle(page);
    await page.locator('.feed').evaluate(async (feed) => {
      for (let n = 0; n < 60; n++) {
        feed.scrollTop += 3000;
        await new Promise((next) => requestAnimationFrame(next));
      }
    });
    assert.ok((await page.locator('article').count()) < 80);
    await page.waitForFunction(() => JSON.parse(sessionStorage.state).top !== undefined);
  },

  'a comparison shows hostile text as text, and fits into a narrow panel': async (open, shots) => {
    const page = await open('compare', 'dark', 'hostile');
    await shown(page);
    await page.getByRole('button', { name: 'Open all prompts' }).click();
    await page.locator('.step').first().waitFor();
    for (const fold of (await page.locator('.step .fold').all()).slice(0, 12)) {
      await fold.click();
    }
    assert.equal(await page.evaluate(() => window.hacked), undefined);
    assert.equal(await page.locator('#root :is(img, iframe, form, script, style)').count(), 0);
    for (const width of [600, 360]) {
      const narrow = await open('compare', 'light', 'sample', width);
      await shown(narrow);
      const wide = await narrow.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(wide <= 0, `${wide} px too wide at ${width}`);
      await screenshot(narrow, shots, `compare-narrow-${width}`);
    }
  },
};

export const scenarios = {
  ...pageScenarios(pages),
  'two sessions of the tree are compared': compareInWindow,
};

async function compareInWindow(test) {
  const workspace = makeWorkspace();
  test.after(() => workspace.remove());
  makeHistory(workspace, 3);
  const { page } = await openWindow(test, { home: workspace.home, folder: workspace.repository });
  const session = rows(page).filter({ hasText: 'Fix the login lock' }).first();
  await session.waitFor({ timeout: 30_000 });
  await contextMenu(page, session, 'Compare Sessions…');
  const pick = page.locator('.quick-input-widget:visible');
  await pick.locator('.monaco-list-row').first().waitFor();
  await screenshot(page, test.shots, 'compare-pick');
  await page.keyboard.press('Enter');
  const view = await webviewWith(page, 'Difference');
  await view.locator('article').first().waitFor();
  await view.getByRole('button', { name: 'Open all prompts' }).click();
  await view.locator('.step').first().waitFor();
  await screenshot(page, test.shots, 'compare-window');

  // It comes back with the window, and leads to the step.
  await reloadWindow(page);
  const again = await webviewWith(page, 'Difference');
  await again.locator('.step').first().waitFor({ timeout: 30_000 });
  await again.locator('.step .fold').first().hover();
  await again
    .locator('.step')
    .first()
    .getByRole('button', { name: /in the replay/ })
    .click();
  const replay = await webviewWith(page, /^\d+ \/ \d+$/);
  await replay.locator('article[aria-current=step]').waitFor();
  await screenshot(page, test.shots, 'compare-to-replay');

  await runCommand(page, 'Compare Sessions');
  await page.locator('.quick-input-widget:visible .monaco-list-row').first().waitFor();
}
