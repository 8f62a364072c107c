// The SQL console: by itself with made-up answers, and in a real window over a real logbook.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand, screenshot, webviewWith } from '../vscode/workbench.mjs';
import { makeHistory, makeWorkspace } from '../vscode/workspace.mjs';
import { open as openWindow, reloadWindow, saveAs } from './window.mjs';
import { accessible, pageScenarios, sameAs, settle, themes } from './webviewPages.mjs';

const field = (page) => page.getByRole('textbox', { name: 'Query', exact: true });
const options = (page) => page.locator('.proposals [role=option]');
const status = (page) => page.locator('.run-status');
const calls = (page, method) =>
  page.evaluate(
    (name) => window.fake.calls.filter((call) => call.method === name).map(({ args }) => args),
    method,
  );

/** Writes a query and runs it, as a person does who knows the keys. */
async function run(page, sql) {
  await field(page).fill(sql);
  await field(page).press('Escape');
  await field(page).press('Control+Enter');
}

const pages = {
  'the console is accessible in every theme': async (open, shots) => {
    for (const theme of themes) {
      const page = await open('sql', theme, 'sample');
      await page.getByText('Ask your logbook in SQL').waitFor();
      await accessible(page, `sql ${theme} start`);
      await screenshot(page, shots, `sql-start-${theme}`);
      await run(page, 'select * from v_session');
      await page.getByRole('table').waitFor();
      await accessible(page, `sql ${theme} table`);
      await screenshot(page, shots, `sql-table-${theme}`);
      await page.getByRole('button', { name: 'Cost per day and model' }).click();
      await page.getByRole('radio', { name: 'Chart' }).click();
      await page.locator('.sql-columns').waitFor();
      await settle(page);
      await accessible(page, `sql ${theme} columns`);
      await screenshot(page, shots, `sql-columns-${theme}`);
      await page.getByRole('radio', { name: 'Schema' }).click();
      await page.getByText('v_usage', { exact: true }).click();
      await field(page).fill('select unheard from v_session');
      await field(page).press('Control+Enter');
      await page.getByRole('alert').waitFor();
      await accessible(page, `sql ${theme} fault`);
      await screenshot(page, shots, `sql-fault-${theme}`);
      await page.close();
    }
  },

  'a query is completed by the keyboard': async (open, shots) => {
    const page = await open('sql', 'dark', 'sample');
    await field(page).pressSequentially('select * from v_us');
    await options(page).first().waitFor();
    assert.deepEqual((await options(page).locator('.mono').allTextContents()).slice(0, 2), [
      'v_usage',
      'v_usage_quarter',
    ]);
    assert.equal(
      await field(page).getAttribute('aria-activedescendant'),
      await options(page).first().getAttribute('id'),
    );
    await accessible(page, 'sql proposals');
    await screenshot(page, shots, 'sql-proposals');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('textarea').value.endsWith('v_usage_quarter'));
    await page.keyboard.type(' u where u.cost');
    await options(page).filter({ hasText: 'cost_usd' }).first().waitFor();
    await page.keyboard.press('Tab');
    await page.waitForFunction(() => document.querySelector('textarea').value.endsWith('u.cost_usd'));
    await settle(page);
    await page.keyboard.press('Backspace');
    await options(page).first().waitFor();
    await page.keyboard.press('Escape');
    await options(page).first().waitFor({ state: 'detached' });
    // Shift+Tab leaves the field, and Tab too where nothing is proposed.
    await page.keyboard.press('Tab');
    assert.notEqual(await page.evaluate(() => document.activeElement.tagName), 'TEXTAREA');
  },

  'a query that does not end is cancelled': async (open) => {
    const page = await open('sql', 'light', 'sample');
    await run(page, 'select endless');
    await page.getByText('Running…').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Cancelled.').waitFor();
    await page.getByRole('button', { name: 'Run', exact: true }).waitFor();
    await run(page, 'select endless');
    // The next one takes its place.
    await run(page, 'select * from v_session');
    await page.getByRole('table').waitFor();
    assert.match(await status(page).textContent(), /37 rows in 1 s/);
  },

  'rows are sorted, and those of sessions lead to them': async (open) => {
    const page = await open('sql', 'dark', 'sample');
    await run(page, 'select * from v_session');
    const column = async (n) => page.locator(`.result-body .result-row > :nth-child(${n})`).allTextContents();
    const heading = (name) => page.getByRole('columnheader', { name }).getByRole('button');
    await heading('tokens').click();
    const numbers = (await column(3)).map((text) => Number(text.replaceAll(',', '')));
    assert.deepEqual(
      numbers,
      numbers.toSorted((a, b) => b - a),
    );
    await heading('cost_usd').click();
    await heading('cost_usd').click();
    const costs = await column(4);
    assert.equal(costs.at(-1), 'null', 'what is not known is last');
    await heading('cost_usd').click();
    assert.equal((await column(1))[0], 'Session 0', 'as they came');
    await page.getByRole('button', { name: 'claude:s1', exact: true }).click();
    assert.deepEqual(await calls(page, 'openSession'), [['claude:s1']]);
  },

  'a hundred thousand rows are in the page a few at a time': async (open, shots) => {
    const page = await open('sql', 'dark', 'huge');
    await page.getByRole('combobox', { name: 'Rows' }).selectOption({ label: 'At most 100,000 rows' });
    await run(page, 'select * from v_session');
    const table = page.getByRole('table');
    await table.waitFor();
    assert.equal(await table.getAttribute('aria-rowcount'), '100001');
    await page.getByText('3 long texts are cut.').waitFor();
    assert.ok((await page.getByRole('row').count()) < 90);
    await table.focus();
    await page.keyboard.press('Control+End');
    await page.keyboard.press('End');
    await page.getByText('Session 99999').waitFor();
    assert.ok((await page.getByRole('row').count()) < 90);
    await screenshot(page, shots, 'sql-huge');
  },

  'queries that are ready ask for their values, are kept, and come back': async (open) => {
    const page = await open('sql', 'dark', 'sample');
    await page.getByRole('button', { name: 'Tool usage' }).click();
    const [question] = (await calls(page, 'ask'))[0];
    assert.deepEqual([question.parameters.days, question.rows], [30, 1000]);
    await page.getByRole('textbox', { name: 'Value of days' }).fill('7');
    await page.keyboard.press('Enter');
    assert.equal((await calls(page, 'ask'))[1][0].parameters.days, 7);
    await page.getByRole('button', { name: 'Timeline of a session' }).click();
    assert.equal((await calls(page, 'ask')).length, 2, 'it waits for the session');
    await page.getByRole('button', { name: 'Keep this query', exact: true }).click();
    await page.getByRole('button', { name: 'Kept now', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Keep no longer: My sessions' }).click();
    await page.getByRole('button', { name: 'My sessions', exact: true }).waitFor({ state: 'detached' });
    await page.getByRole('textbox', { name: 'Filter' }).fill('cache');
    assert.equal(await page.locator('.side-item').count(), 1);
    await page.getByRole('radio', { name: 'History' }).click();
    await page.getByRole('textbox', { name: 'Filter' }).fill('');
    await page.locator('.side-past').first().waitFor();
    await page.reload();
    await page.getByRole('radio', { name: 'History', checked: true }).waitFor();
    assert.match(await field(page).inputValue(), /row_number\(\)/);
    await page.getByRole('textbox', { name: 'Value of session' }).waitFor();
  },

  'the place of a fault can be gone to': async (open) => {
    const page = await open('sql', 'dark', 'sample');
    await run(page, 'select title,\n  unheard\nfrom v_session');
    await page.getByRole('alert').waitFor();
    assert.equal(await field(page).getAttribute('aria-invalid'), 'true');
    await page.getByRole('button', { name: 'Go to the place: Line 2, column 3' }).click();
    assert.deepEqual(
      await field(page).evaluate((area) => area.value.slice(area.selectionStart, area.selectionEnd)),
      'unheard',
    );
  },

  'answers are text, and fit into a narrow panel': async (open, shots) => {
    const page = await open('sql', 'dark', 'sample', 600);
    await run(page, 'select * from v_session');
    await page.getByRole('table').waitFor();
    await screenshot(page, shots, 'sql-narrow');
    await page.getByRole('button', { name: 'Show queries, schema and history' }).click();
    await page.getByRole('radio', { name: 'Chart' }).click();
    await page.locator('.sql-bars').waitFor();
    await settle(page);
    await accessible(page, 'sql narrow bars');
    await screenshot(page, shots, 'sql-narrow-bars');
    assert.equal(await page.evaluate(() => window.hacked), undefined);
    assert.equal(await page.locator('#root img').count(), 0);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(wide <= 0, `${wide} px too wide`);
    const csv = page.getByRole('button', { name: 'Save as CSV' });
    await csv.click();
    await page.getByText('Saved.').waitFor();
    assert.match((await calls(page, 'saveCsv'))[0][0], /^title,model,tokens,cost_usd,started_at,session\r\n/);
  },

  'the console is told to assistive technology': async (open) => {
    const page = await open('sql', 'dark', 'sample');
    await run(page, 'select * from v_session');
    await page.getByRole('table').waitFor();
    const seen = (await page.locator('main').ariaSnapshot()).split('\n').slice(0, 75).join('\n');
    sameAs('sql.aria.txt', seen);
  },

  'the console says what failed': async (open) => {
    const page = await open('sql', 'light', 'error');
    await run(page, 'select 1');
    await page.getByText('the disk is full').waitFor();
    await accessible(page, 'sql error');
    const empty = await open('sql', 'light', 'sample');
    await run(empty, 'select nothing');
    await empty.getByRole('heading', { name: 'No rows' }).waitFor();
    await accessible(empty, 'sql no rows');
  },
};

export const scenarios = {
  ...pageScenarios(pages),
  'a logbook is asked in SQL': askLogbook,
};

async function askLogbook(test) {
  const workspace = makeWorkspace();
  test.after(() => workspace.remove());
  makeHistory(workspace, 3);
  const { page } = await openWindow(test, { home: workspace.home, folder: workspace.repository });
  await runCommand(page, 'Open SQL Console');
  const view = await webviewWith(page, 'Ask your logbook in SQL');
  await screenshot(page, test.shots, 'sql-window-start');

  await view.getByRole('button', { name: 'Recent sessions', exact: true }).click();
  await view.getByRole('table').waitFor({ timeout: 30_000 });
  await view.getByText(/^As of/).waitFor();
  await screenshot(page, test.shots, 'sql-window-table');

  await run(view, 'select * from usage');
  await view.getByText('no such table: usage').waitFor();
  await screenshot(page, test.shots, 'sql-window-fault');
  for (const sql of ['delete from v_session', "attach 'x.db' as x", 'pragma query_only = off']) {
    await run(view, sql);
    await view.getByText('Only questions are answered').waitFor();
  }

  // One that never ends: the window goes on, the query is cancelled, and the next one is answered.
  await run(view, 'with recursive n (i) as (select 1 union all select i + 1 from n) select count(*) from n');
  await view.getByText(/^Running… [1-9]/).waitFor({ timeout: 20_000 });
  await view.getByRole('button', { name: 'Cancel' }).click();
  await view.getByText('Cancelled.').waitFor();
  await run(view, 'select count(*) as sessions from v_session where top_level');
  await view.getByRole('cell', { name: /^[1-9]$/ }).waitFor();
  const answers = join(workspace.repository, 'answers.csv');
  await view.getByRole('button', { name: 'Save as CSV' }).click();
  await saveAs(page, answers, { proposed: '.csv', beside: 'src' });
  await view.getByText('Saved.').waitFor();
  assert.match(readFileSync(answers, 'utf8'), /^\ufeffsessions\r\n[1-9]\r\n$/);

  await view.getByRole('button', { name: 'Cost per day and model' }).click();
  await view.getByRole('textbox', { name: 'Value of days' }).fill('10000');
  await view.getByRole('textbox', { name: 'Value of days' }).press('Enter');
  await view.getByRole('radio', { name: 'Chart' }).click();
  await view.locator('.sql-columns').waitFor();
  await screenshot(page, test.shots, 'sql-window-chart');

  await view.getByRole('radio', { name: 'History' }).click();
  await view.locator('.side-past', { hasText: 'select count(*) as sessions' }).waitFor();
  await field(view).fill('select 42 as answer');
  await reloadWindow(page);
  const restored = await webviewWith(page, 'Ask your logbook in SQL');
  assert.equal(await field(restored).inputValue(), 'select 42 as answer');
  await field(restored).press('Control+Enter');
  await restored.getByRole('cell', { name: '42' }).waitFor({ timeout: 30_000 });

  // A session's row leads to its replay.
  await run(restored, 'select id as session from v_session where top_level order by started_at desc limit 1');
  await restored.getByRole('cell').getByRole('button').click();
  await page.locator('.tab', { hasText: /./ }).nth(1).waitFor();
  await saveStatistics(page, workspace);
}

/** The statistics of the same window: a chart as a file, and a total that leads to sessions. */
async function saveStatistics(page, workspace) {
  await runCommand(page, 'Open Statistics');
  const stats = await webviewWith(page, 'Agent statistics');
  const days = join(workspace.repository, 'days.csv');
  await stats.getByRole('button', { name: 'Save as CSV: Tokens per day' }).click();
  await saveAs(page, days, { proposed: 'tokensPerDay.csv', beside: 'src' });
  await stats.getByText('Saved.').waitFor();
  assert.match(readFileSync(days, 'utf8'), /^\ufeffday,/);
  await stats.getByRole('button', { name: 'Show the sessions of: Cost' }).click();
  const pick = page.locator('.quick-input-widget:visible', { hasText: 'Fix the login lock' });
  await pick.waitFor();
  await page.keyboard.press('Escape');
  await pick.waitFor({ state: 'hidden' });
}
