// Pins, notes, links and the search inside a replay: by itself, and in a real window with the store behind it.
import assert from 'node:assert/strict';
import { rows, screenshot, webviewWith } from '../vscode/workbench.mjs';
import { makeWorkspace } from '../vscode/workspace.mjs';
import { accessible, pageScenarios, ready, settle, themes } from './webviewPages.mjs';
import { open as openWindow } from './window.mjs';

const last = (page, method) =>
  page.evaluate((name) => window.fake.calls.filter((call) => call.method === name).at(-1)?.args, method);
const press = async (page, ...keys) => {
  for (const key of keys) {
    await page.keyboard.press(key);
    await settle(page);
  }
};
const position = (page) => page.locator('.transport .position').textContent();

const pages = {
  'a step is pinned and noted by keys, and found again': async (open, shots) => {
    for (const theme of themes) {
      const page = await open('replay', theme, 'sample');
      await ready(page);
      await press(page, 'j', 'b');
      await page.locator('.mark-pin').waitFor();
      await press(page, 'p', 'w');
      await page.getByRole('textbox', { name: 'Your note' }).fill('Here it found\nthe cause.');
      await accessible(page, `note editor ${theme}`);
      await page.keyboard.press('Control+Enter');
      await page.locator('.pin-note', { hasText: 'the cause' }).waitFor();
      await press(page, 'B');
      const panel = page.getByRole('complementary', { name: 'Pins' });
      await panel.getByRole('listitem').nth(1).waitFor();
      await accessible(page, `pins ${theme}`);
      await screenshot(page, shots, `replay-pins-${theme}`);
      await page.close();
    }
  },

  'pins are gone to, changed and removed': async (open) => {
    const page = await open('replay', 'dark', 'sample');
    await ready(page);
    await press(page, 'j', 'b', 'j', 'j', 'b', 'End', 'G');
    assert.equal(await position(page), '4 / 28');
    await press(page, 'G');
    assert.equal(await position(page), '2 / 28');
    await press(page, 'G');
    await page.getByText('There is none before this step').waitFor();
    await press(page, 'g');
    assert.equal(await position(page), '4 / 28');
    // Written in the list, cancelled, and the pin is there still.
    await press(page, 'B');
    await page.getByRole('button', { name: 'Change the note of step 4' }).click();
    await page.getByRole('textbox', { name: 'Your note' }).fill('x');
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('.pin-note').count(), 0);
    await page.getByRole('button', { name: 'Remove the pin of step 2' }).click();
    await page
      .getByRole('complementary', { name: 'Pins' })
      .getByRole('listitem')
      .nth(1)
      .waitFor({ state: 'detached' });
    await press(page, 'Escape');
    await page.getByRole('complementary', { name: 'Pins' }).waitFor({ state: 'detached' });
  },

  'the menu of a step copies links and Markdown, of a stretch too': async (open, shots) => {
    const page = await open('replay', 'dark', 'sample');
    await ready(page);
    await press(page, 'j', 'm');
    const menu = page.getByRole('menu', { name: 'More for this step' });
    await menu.waitFor();
    await accessible(page, 'menu of a step');
    await screenshot(page, shots, 'replay-menu');
    await press(page, 'ArrowDown', 'ArrowDown', 'Enter');
    assert.deepEqual(await last(page, 'copyLink'), ['u1']);
    await menu.waitFor({ state: 'detached' });
    await press(page, 'm');
    await menu.getByRole('menuitem', { name: 'Begin to copy here…' }).click();
    await press(page, 'j', 'j', 'm');
    await menu.getByRole('menuitem', { name: 'Copy from step 2 to here as Markdown' }).click();
    assert.deepEqual(await last(page, 'copyMarkdown'), [1, 4]);
    await press(page, 'l', 'c');
    assert.deepEqual(await last(page, 'copyLink'), ['u3']);
    await page.waitForFunction(() => window.fake.calls.some((call) => call.method === 'copy'));
    await press(page, 'm', 'Escape');
    await menu.waitFor({ state: 'detached' });
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'row-3');
    await press(page, 'm');
    await menu.getByRole('menuitem', { name: 'Resume from the prompt of step 2 in a terminal…' }).click();
    assert.deepEqual(await last(page, 'resume'), [1]);
    await press(page, 'a');
    assert.deepEqual(await last(page, 'moveToTicket'), [Date.UTC(2026, 10, 20, 9, 12, 20)]);
    await press(page, 'Shift+?');
    await page.getByRole('dialog').getByText('Move from this step on to a ticket…').waitFor();
    await page.getByRole('dialog').getByText('Prompt that waited').waitFor();
    await accessible(page, 'keys');
    await screenshot(page, shots, 'replay-keys');
    await press(page, 'Escape');
    await page.getByRole('button', { name: 'More for this session' }).click();
    await page.getByRole('menuitem', { name: 'Copy link to this session' }).click();
    assert.deepEqual(await last(page, 'copyLink'), [null]);
    await press(page, 'f');
    assert.deepEqual(await last(page, 'toggleWide'), []);
  },

  'an expression is searched for, and says what is wrong with it': async (open, shots) => {
    const page = await open('replay', 'dark', 'sample');
    await ready(page);
    await press(page, '/');
    await page.keyboard.press('Alt+r');
    await page.keyboard.type('expected \\d+ to be');
    await page.getByText('– of 1', { exact: true }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('1 of 1', { exact: true }).waitFor();
    await page.waitForFunction(() => (CSS.highlights.get('search')?.size ?? 0) > 0);
    const field = page.getByRole('searchbox');
    await field.fill('expected (');
    await page.getByText('Unterminated group').waitFor();
    await accessible(page, 'wrong expression');
    await screenshot(page, shots, 'replay-regex-wrong');
    await field.fill('(a+)+$');
    await page.getByText('The expression takes too long').waitFor();
    // Enter right after the last letter waits for what it finds.
    await field.fill('token');
    await field.press('Enter');
    await page.getByText(/^[1-9]\d* of [1-9]/).waitFor();
    await field.press('Alt+c');
    await field.press('Alt+w');
    await field.press('Alt+l');
    await page.getByText(/^\S+ of [1-9]\d*$/).waitFor();
    await page.waitForFunction(() => document.querySelectorAll('article').length < 12);
    await screenshot(page, shots, 'replay-regex-only');
    await page.reload();
    await page.getByText(/^\S+ of [1-9]\d*$/).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Match case' }).getAttribute('aria-pressed'), 'true');
    // A step that does not match is gone to all the same.
    await page.evaluate(() => window.fake.send({ event: 'goTo', seq: 25 }));
    await page.locator('#row-25').waitFor();
  },

  'scrubbing shows what was there up to a step': async (open, shots) => {
    const page = await open('replay', 'dark', 'sample');
    await ready(page);
    await press(page, 't', 'j', 'j', 'j');
    assert.equal(await page.locator('article').count(), 4);
    await page.locator('article').last().getByText('I will look at').waitFor();
    await screenshot(page, shots, 'replay-scrub');
    const box = await page.getByRole('slider').boundingBox();
    await page.mouse.click(box.x + box.width - 3, box.y + 5);
    await page.locator('#row-27').waitFor();
    await press(page, 'Home', 'Escape');
    await page.locator('#row-1').waitFor();
    assert.equal(
      await page.getByRole('button', { name: 'Hide steps after' }).getAttribute('aria-pressed'),
      'false',
    );
  },
};

export const scenarios = {
  ...pageScenarios(pages),
  'a pin is kept with its note, steps go to another ticket, and an expression is searched for in the store':
    inWindow,
};

async function inWindow(test) {
  const workspace = makeWorkspace();
  test.after(() => workspace.remove());
  const { page } = await openWindow(test, { home: workspace.home, folder: workspace.repository });
  const session = rows(page).filter({ hasText: 'Fix the login lock' }).first();
  await session.dblclick({ timeout: 30_000 });
  const replay = await webviewWith(page, 'locks people out');
  await replay.locator('#row-0').click();
  await press(page, 'j', 'w');
  await replay.getByRole('textbox', { name: 'Your note' }).fill('It looks at the right file.');
  await page.keyboard.press('Control+Enter');
  await replay.locator('.pin-note').waitFor();
  await press(page, 'l');
  await replay.getByText('The link is in the clipboard').waitFor();
  await screenshot(page, test.shots, 'replay-window-pin');

  // From this step on it was for another ticket, and that is taken back.
  await press(page, 'a');
  await page.locator('.quick-input-title', { hasText: /^Moves \S+ tokens, \$.*now of WEB-42/ }).waitFor();
  await page.locator('.quick-input-widget:visible input.input').fill('SHOP-77');
  await screenshot(page, test.shots, 'replay-window-ticket');
  await page.keyboard.press('Enter');
  const moved = page.locator('.notification-toast', { hasText: /on is assigned to SHOP-77/ });
  await moved.waitFor();
  await replay.locator('.session-facts', { hasText: 'SHOP-77' }).waitFor();
  await moved.getByRole('button', { name: 'Undo' }).click();
  await replay.locator('.session-facts', { hasText: 'SHOP-77' }).waitFor({ state: 'detached' });
  // A regular expression runs in the store.
  await press(page, '/');
  await page.keyboard.press('Alt+r');
  await page.keyboard.type('locks \\w+ three');
  await replay.getByText(/^– of \d/).waitFor();

  // The store has it: another replay of the session shows it from the start.
  await page.keyboard.press('Escape');
  await page
    .getByRole('tab', { name: /^Fix the login lock/ })
    .getByRole('button')
    .click();
  await session.dblclick();
  const again = await webviewWith(page, 'It looks at the right file.');
  await again.locator('.mark-pin').waitFor();
}
