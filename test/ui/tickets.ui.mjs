// The page of a ticket: by itself with made-up figures, and in a real window with tickets that are merged, moved and given up.
import assert from 'node:assert/strict';
import { contextMenu, rows, runCommand, screenshot, webviewWith } from '../vscode/workbench.mjs';
import { makeHistory, makeWorkspace } from '../vscode/workspace.mjs';
import { accessible, pageScenarios, sameAs, settle, spokenPage, themes } from './webviewPages.mjs';
import { open as openWindow } from './window.mjs';

/** What the page has asked of its host, when messages have got there. */
async function calls(page, method) {
  await settle(page);
  return page.evaluate(
    (name) => window.fake.calls.filter((call) => call.method === name).map((call) => call.args),
    method,
  );
}
const shown = async (page) => {
  await page.locator('.card, .state').first().waitFor();
  await page.waitForFunction(() => !document.querySelector('.spinner'));
  await settle(page);
};

const pages = {
  'the page of a ticket is accessible in every theme': async (open, shots) => {
    for (const theme of themes) {
      const page = await open('ticket', theme, 'sample');
      await shown(page);
      await accessible(page, `ticket ${theme}`);
      await screenshot(page, shots, `ticket-${theme}`);
      await page.locator('#ticket-files').scrollIntoViewIfNeeded();
      await screenshot(page, shots, `ticket-${theme}-lists`);
      await page.close();
    }
    for (const data of ['empty', 'live', 'error', 'gone', 'loading']) {
      const page = await open('ticket', 'light', data);
      await page.locator('.state, .card').first().waitFor();
      if (data !== 'loading') {
        await settle(page);
      }
      await accessible(page, `ticket ${data}`);
      await screenshot(page, shots, `ticket-${data}`);
      await page.close();
    }
  },

  'the page of a ticket is told to assistive technology, wide and narrow': async (open) => {
    const page = await open('ticket', 'dark', 'sample', 1280, Date.UTC(2026, 10, 21, 12));
    await shown(page);
    const wide = await spokenPage(page);
    await page.setViewportSize({ width: 600, height: 800 });
    await page.locator('.table-stacked').first().waitFor();
    await settle(page);
    sameAs('ticket.aria.txt', wide);
    // What is drawn as blocks is still a table to whoever does not see it.
    const tables = (text) => text.match(/^ *- table[^]*?(?=^ {2}- region|$(?![^]))/gm);
    assert.deepEqual(tables(await spokenPage(page)), tables(wide));
  },

  'the page of a ticket goes by keys': async (open) => {
    const page = await open('ticket', 'dark', 'sample');
    await shown(page);
    await page.locator('.work-bar[tabindex="0"]').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    const [[id, at]] = await calls(page, 'openSession');
    assert.match(id, /^(claude|codex):s\d/);
    assert.ok(at > 0);

    await page.getByRole('button', { name: 'Edit the title' }).press('Enter');
    await page.getByRole('textbox', { name: 'Title' }).fill('Another title');
    await page.keyboard.press('Enter');
    assert.deepEqual(await calls(page, 'edit'), [[{ title: 'Another title' }]]);
    await page.getByRole('button', { name: 'Edit the note' }).press('Enter');
    const note = page.getByRole('textbox', { name: 'Note' });
    await note.press('Escape');
    await page.waitForFunction(() => document.activeElement?.ariaLabel === 'Edit the note');
    await page.keyboard.press('Enter');
    await note.pressSequentially('x');
    await note.press('Control+Enter');
    assert.equal((await calls(page, 'edit')).length, 2);

    const move = page.getByRole('button', { name: /^Move/ });
    assert.ok(await move.isDisabled());
    await page.getByRole('checkbox', { name: /part 2/ }).press('Space');
    await page.getByRole('checkbox', { name: /part 3/ }).press('Space');
    await move.press('Enter');
    assert.deepEqual((await calls(page, 'move'))[0][0].sort(), ['claude:s2', 'codex:s1']);
    await page.getByRole('button', { name: 'Take the merge of ABC-99 back' }).press('Enter');
    assert.deepEqual(await calls(page, 'unmerge'), [['ABC-99']]);
    await page.getByRole('button', { name: 'Merge into…' }).press('Enter');
    await page.getByRole('button', { name: 'Finish', exact: true }).press('Enter');
    assert.deepEqual(await calls(page, 'act'), [['merge'], ['finish']]);
    await page.getByRole('button', { name: 'src/login/gone.ts' }).press('Enter');
    await page.locator('.toast', { hasText: 'gone.ts is not there' }).waitFor();
    await page.getByRole('button', { name: 'Of the session' }).press('Enter');
    await settle(page);
    const shares = await page
      .locator('#ticket-sessions')
      .evaluate((head) =>
        [...head.closest('section').querySelectorAll('tbody tr')].map((row) => row.cells[4].textContent),
      );
    assert.deepEqual([shares[0], shares.at(-1)], ['100%', '?'], 'what is not known comes last');
  },

  'a ticket of 1,000 sessions can be sorted and drawn': async (open, shots) => {
    const page = await open('ticket', 'dark', 'huge');
    await shown(page);
    assert.ok((await page.locator('.work-bar').count()) >= 1990);
    assert.equal(
      (await page.locator('#ticket-sessions ~ * tbody tr, .card-table tbody tr').count()) > 0,
      true,
    );
    await screenshot(page, shots, 'ticket-huge');
    await page.getByRole('button', { name: 'Show all 1000' }).click();
    await page.getByRole('checkbox', { name: 'Select all sessions' }).check();
    await page.getByRole('button', { name: 'Move 1,000 to another ticket…' }).click();
    assert.equal((await calls(page, 'move'))[0][0].length, 1000);
    await accessible(page, 'ticket huge');
  },

  'the page of a ticket shows hostile text as text, and fits into a narrow panel': async (open, shots) => {
    const page = await open('ticket', 'dark', 'hostile');
    await shown(page);
    assert.equal(await page.evaluate(() => window.hacked), undefined);
    assert.equal(await page.locator('#root :is(img, iframe, form, script, style, a)').count(), 0);
    await screenshot(page, shots, 'ticket-hostile');
    for (const width of [600, 360]) {
      const narrow = await open('ticket', 'light', 'sample', width);
      await shown(narrow);
      const wide = await narrow.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(wide <= 0, `${wide} px too wide at ${width}`);
      await screenshot(narrow, shots, `ticket-narrow-${width}`);
    }
  },
};

export const scenarios = {
  ...pageScenarios(pages),
  'a click on a ticket opens its page, which leads to the replay': pageInWindow,
};

async function pageInWindow(test) {
  const workspace = makeWorkspace();
  test.after(() => workspace.remove());
  makeHistory(workspace, 3);
  const { page } = await openWindow(test, { home: workspace.home, folder: workspace.repository });
  await rows(page).first().waitFor({ timeout: 30_000 });
  const ticket = rows(page, 'Tickets').first();
  await ticket.waitFor({ timeout: 30_000 });
  await ticket.click();
  const view = await webviewWith(page, 'Give up');
  await view.locator('.session-cell .link').first().waitFor();
  await screenshot(page, test.shots, 'ticket-window');
  await moveMergeAndExport(test, page, view, ticket);
  await view.getByRole('button', { name: 'Give up' }).click();
  await view.locator('.badge', { hasText: 'given up' }).waitFor();
  await view.locator('.session-cell .link').first().click();
  const replay = await webviewWith(page, /^\d+ \/ \d+$/);
  await replay.locator('article').first().waitFor();
  await screenshot(page, test.shots, 'ticket-to-replay');
}

/** The questions that the page and the tree ask in the window's own lists. */
async function moveMergeAndExport(test, page, view, ticket) {
  const pick = page.locator('.quick-input-widget:visible');
  const asks = (placeholder) => pick.locator(`input.input[placeholder*="${placeholder}"]`);
  const toast = (text) => page.locator('.notification-toast', { hasText: text });

  await view
    .getByRole('checkbox', { name: /^Select (?!all)/ })
    .first()
    .check();
  await view.getByRole('button', { name: 'Move 1 to another ticket…' }).click();
  await asks('Which ticket gets what 1 session did for WEB-42?').fill('other-7');
  await pick.locator('.monaco-list-row', { hasText: 'other-7' }).first().waitFor();
  await screenshot(page, test.shots, 'ticket-move');
  await page.keyboard.press('Enter');
  await toast('1 session assigned to OTHER-7.').waitFor();
  await rows(page, 'Tickets').filter({ hasText: 'OTHER-7' }).first().waitFor();

  await view.getByRole('button', { name: 'Merge into…' }).click();
  await asks('Merge WEB-42 into which ticket?').waitFor();
  await pick.locator('.monaco-list-row', { hasText: 'OTHER-7' }).first().click();
  await toast('WEB-42 belongs to OTHER-7 now.').locator('.monaco-button', { hasText: 'Undo' }).click();
  await rows(page, 'Tickets').filter({ hasText: 'WEB-42' }).first().waitFor();
  await toast('1 session assigned to OTHER-7.').locator('.monaco-button', { hasText: 'Undo' }).click();
  await rows(page, 'Tickets').filter({ hasText: 'OTHER-7' }).first().waitFor({ state: 'detached' });

  await runCommand(page, 'Preview Ticket Rule');
  const rule = page.locator('.quick-input-widget:visible', { hasText: 'Preview a rule for tickets' });
  await rule.waitFor();
  await rule.locator('input.input').fill('(login)');
  await page.keyboard.press('Enter');
  await pick.locator('.monaco-list-row', { hasText: 'WEB-42 → LOGIN' }).waitFor();
  await screenshot(page, test.shots, 'ticket-rule');
  await page.keyboard.press('Escape');
  await pick.waitFor({ state: 'hidden' });

  await contextMenu(page, ticket, 'Export Ticket');
  await pick.locator('.monaco-list-row').filter({ hasText: 'NDJSON' }).first().click();
  const preview = await webviewWith(page, 'Before it is written');
  await preview.getByRole('button', { name: 'Export…' }).waitFor();
  await preview.getByText(/^WEB-42 · NDJSON/).waitFor();
  await screenshot(page, test.shots, 'ticket-export');
  await page.keyboard.press('Control+k');
  await page.keyboard.press('w');
  await ticket.click();
}
