// The search: by itself with made-up hits, and in a real window from the field to the marked words of the replay.
import assert from 'node:assert/strict';
import { runCommand, screenshot, webviewWith } from '../vscode/workbench.mjs';
import { makeHistory, makeWorkspace } from '../vscode/workspace.mjs';
import { open as openWindow } from './window.mjs';
import { accessible, pageScenarios, sameAs, settle, themes } from './webviewPages.mjs';

const field = (page) => page.getByRole('combobox', { name: 'Search sessions' });
const options = (page) => page.getByRole('option');
const current = (page) => page.locator('[role=option][aria-selected=true]');
const calls = (page, method) =>
  page.evaluate(
    (name) => window.fake.calls.filter((call) => call.method === name).map(({ args }) => args),
    method,
  );

/** Types a text and waits for its hits. */
async function search(page, text) {
  await field(page).fill(text);
  await page.waitForFunction(() => !document.querySelector('[aria-busy=true], .spinner'));
  await settle(page);
}

const pages = {
  'the search is accessible in every theme': async (open, shots) => {
    for (const theme of themes) {
      const page = await open('search', theme, 'sample');
      await page.getByText('Saved searches').waitFor();
      await accessible(page, `search ${theme} start`);
      await screenshot(page, shots, `search-start-${theme}`);
      await search(page, 'login agnt:x is:purple');
      await options(page).first().waitFor();
      await accessible(page, `search ${theme} hits`);
      await screenshot(page, shots, `search-hits-${theme}`);
      await page.getByRole('button', { name: 'What can be typed' }).click();
      await accessible(page, `search ${theme} help`);
      await page.close();
    }
  },

  'the search does all by the keyboard': async (open) => {
    const page = await open('search', 'dark', 'sample');
    await search(page, 'login');
    assert.match(await current(page).textContent(), /session expired/, 'the first hit, not its session');
    await page.keyboard.press('Enter');
    assert.deepEqual((await calls(page, 'open'))[0][0].message, 37);
    await page.keyboard.press('ArrowUp');
    assert.match(await current(page).textContent(), /Fix the login lock/);
    await page.keyboard.press('Enter');
    assert.deepEqual(await calls(page, 'openSession'), [['claude:s0']]);
    await page.keyboard.press('Control+End');
    await settle(page);
    assert.equal(
      await current(page).getAttribute('aria-posinset'),
      await current(page).getAttribute('aria-setsize'),
    );
    assert.equal(
      await field(page).getAttribute('aria-activedescendant'),
      await current(page).getAttribute('id'),
    );
    await page.keyboard.press('PageUp');
    await page.keyboard.press('Control+Home');
    await settle(page);
    assert.equal(await current(page).getAttribute('aria-posinset'), '1');
    // The list itself takes the same keys.
    await page.getByRole('listbox').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    assert.equal((await calls(page, 'open')).length, 2);
    await field(page).focus();
    await page.keyboard.press('Escape');
    await page.getByText('Recent searches').waitFor();
    await page.getByRole('button', { name: 'login', exact: true }).click();
    await options(page).first().waitFor();
  },

  'a search that is typed over is not asked': async (open) => {
    const page = await open('search', 'light', 'sample');
    await field(page).pressSequentially('slow login', { delay: 20 });
    await options(page).first().waitFor();
    const asked = (await calls(page, 'search')).map(([question]) => question.text);
    assert.equal(asked.at(-1), 'slow login');
    assert.ok(asked.length < 6, asked.join(' | '));
  },

  'ten thousand hits are found page by page, and few are in the page': async (open) => {
    const page = await open('search', 'dark', 'huge');
    await search(page, 'login');
    await page.getByText('100+ hits').waitFor();
    assert.ok((await options(page).count()) < 80);
    for (let n = 0; n < 30; n++) {
      await page.keyboard.press('Control+End');
      await settle(page);
    }
    const asked = await calls(page, 'search');
    assert.ok(asked.length > 10, `${asked.length} pages`);
    assert.ok((await options(page).count()) < 80);
    const befores = asked.slice(1).map(([question]) => question.before);
    assert.deepEqual(
      befores,
      befores.toSorted((a, b) => b - a),
    );
  },

  'the search says what is wrong, missing and not there': async (open, shots) => {
    const page = await open('search', 'dark', 'sample');
    await search(page, 'login is:purple');
    await page
      .getByText('is:purple is not known. Known: error, live, favourite, archived, pinned.')
      .waitFor();
    await search(page, 'agnt:codex login');
    await page.getByText('There is no operator agnt:. Known: agent:, project:').waitFor();
    await search(page, 'login partial');
    await page.getByText('Not everything was looked at in time').waitFor();
    await page.getByText('1,204 sessions still to index').waitFor();
    await screenshot(page, shots, 'search-partial');
    await search(page, 'nothing');
    await page.getByRole('heading', { name: 'Nothing found' }).waitFor();
    await search(page, 'login');
    // One that is in no stored session cannot be opened.
    await options(page).filter({ hasText: 'In no stored session' }).first().click();
    await page.getByText('This is in no session that is stored.').waitFor();
    for (const [data, text] of [
      ['error', 'the disk is full'],
      ['loading', 'Searching…'],
    ]) {
      const other = await open('search', 'light', data);
      await field(other).fill('login');
      await other.getByText(text).first().waitFor();
      await accessible(other, `search ${data}`);
      await screenshot(other, shots, `search-${data}`);
    }
  },

  'what a hit is hidden by is opened in the replay': async (open) => {
    const page = await open('replay', 'dark', 'sample');
    await page.locator('#row-0').waitFor();
    const goTo = (seq, words) =>
      page.evaluate((event) => window.fake.send(event), { event: 'goTo', seq, words });
    const step = page.locator('article[aria-current=step]');
    // The output of an edit is not shown otherwise, nor is the end of a long output.
    await goTo(12, ['updated']);
    await step.filter({ hasText: 'The file was updated.' }).waitFor();
    await page.waitForFunction(() => document.querySelector('.search input').value === 'updated');
    await goTo(13, ['expected', 'FAIL']);
    await step.filter({ hasText: 'expected 2 to be 1' }).waitFor();
    await page.waitForFunction(() => CSS.highlights.get('search')?.size > 1);
    await accessible(page, 'replay with a hit');
    await page.getByRole('searchbox', { name: 'Search in this session' }).fill('lock file');
    await page.waitForFunction(() => CSS.highlights.get('search')?.size !== 2);
  },

  'the search is told to assistive technology': async (open) => {
    const page = await open('search', 'dark', 'sample');
    await page.getByText('Saved searches').waitFor();
    const start = await page.locator('main').ariaSnapshot();
    await search(page, 'login is:purple');
    // How long ago it was depends on the day.
    const hits = (await page.locator('main').ariaSnapshot()).replaceAll(/\b\d+\s(?:min|h|d|wk|y)\b/g, 'AGE');
    sameAs(
      'search.aria.txt',
      `# Before anything is typed\n${start}\n\n# Hits and a wrong value\n${hits.split('\n').slice(0, 40).join('\n')}`,
    );
  },

  'searches are kept': async (open) => {
    const page = await open('search', 'dark', 'sample');
    await search(page, 'login');
    await page.getByRole('button', { name: 'Keep this search' }).click();
    await page.getByRole('button', { name: 'Keep this search no longer' }).waitFor();
    await page.getByRole('button', { name: /^Clear/ }).click();
    await page.locator('.kept').first().getByRole('button', { name: 'login', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Keep this search no longer: is:error after:7d' }).click();
    await page.getByText('is:error after:7d').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'agent:', exact: true }).click();
    assert.equal(await field(page).inputValue(), 'agent:');
    await search(page, 'in:prompt login');
    await page.getByRole('radio', { name: 'Best first' }).click();
    await page.reload();
    await options(page).first().waitFor();
    assert.equal(await field(page).inputValue(), 'in:prompt login');
    assert.equal(await page.getByRole('radio', { name: 'Best first' }).getAttribute('aria-checked'), 'true');
  },

  'hits are text, and fit into a narrow panel': async (open, shots) => {
    const page = await open('search', 'dark', 'sample', 360);
    await search(page, 'login');
    await options(page).first().waitFor();
    assert.equal(await page.evaluate(() => window.hacked), undefined);
    assert.equal(await page.locator('#root img').count(), 0);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(wide <= 0, `${wide} px too wide`);
    await screenshot(page, shots, 'search-narrow');
  },
};

export const scenarios = {
  ...pageScenarios(pages),
  'a search leads to the words in the replay': searchToReplay,
};

async function searchToReplay(test) {
  const workspace = makeWorkspace();
  test.after(() => workspace.remove());
  makeHistory(workspace, 3);
  const { page } = await openWindow(test, { home: workspace.home, folder: workspace.repository });
  await runCommand(page, 'Search Sessions');
  const view = await webviewWith(page, 'Search everything your agents said and did');
  await screenshot(page, test.shots, 'search-window-start');
  await field(view).fill('"locks after three" is:error');
  const hit = view.getByRole('option').filter({ hasText: 'locks after three' });
  await hit.first().waitFor({ timeout: 30_000 });
  assert.equal(await hit.first().locator('mark').count(), 3);
  await screenshot(page, test.shots, 'search-window-hits');
  await field(view).press('Enter');
  const replay = await webviewWith(page, 'code first.');
  await replay.locator('article[aria-current=step]', { hasText: 'locks after three' }).waitFor();
  await replay.locator('body').evaluate(async () => {
    while (!((CSS.highlights.get('search')?.size ?? 0) >= 3)) {
      await new Promise((next) => setTimeout(next, 50));
    }
  });
  await screenshot(page, test.shots, 'search-window-replay');

  // What was read is one line until a search found it in there.
  await field(view).fill('"attempts = 1" in:output');
  await view.getByRole('option').filter({ hasText: 'Read' }).first().waitFor();
  await field(view).press('Enter');
  await replay.locator('article[aria-current=step] .tool-output', { hasText: 'attempts = 1' }).waitFor();

  // A star, and it is there again in the quick pick.
  await field(view).fill('login in:prompt');
  await view.getByRole('option').first().waitFor();
  await view.getByRole('button', { name: 'Keep this search' }).click();
  await runCommand(page, 'Search…');
  const pick = page.locator('.quick-input-widget:visible');
  await pick.locator('.monaco-list-row', { hasText: 'login in:prompt' }).first().waitFor();
  await pick.locator('input.input').fill('"locks people out" branch:WEB-42 is:purple');
  await pick.locator('.monaco-list-row', { hasText: 'locks people out' }).first().waitFor();
  await pick
    .getByText('is:purple is not known. Known: error, live, favourite, archived, pinned.')
    .first()
    .waitFor();
  await screenshot(page, test.shots, 'search-window-pick');
  await page.keyboard.press('Enter');
  await replay.locator('article[aria-current=step]', { hasText: 'locks people out' }).waitFor();
}
