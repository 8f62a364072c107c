// The statistics by themselves: the shipped bundle under the shipped content policy, with a host of made-up figures.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import {
  accessible,
  pageScenarios,
  ready,
  sameAs,
  settle,
  shortened,
  spokenPage,
  themes,
} from './webviewPages.mjs';

const tabs = ['Overview', 'Cost', 'Tickets', 'Tools', 'Files', 'Quality', 'Sessions'];

const openTab = async (page, name) => {
  await page.getByRole('tab', { name, exact: true }).click();
  await page.waitForFunction(() => !document.querySelector('.spinner'));
  await settle(page);
};

const last = (page, method) =>
  page.evaluate((name) => window.fake.calls.filter((call) => call.method === name).at(-1)?.args, method);

const pages = {
  'every tab of the statistics is accessible in every theme, and fits': async (open, shots) => {
    for (const theme of themes) {
      for (const width of [1280, 600]) {
        const page = await open('stats', theme, 'sample', width);
        await ready(page);
        for (const tab of tabs) {
          await openTab(page, tab);
          await page.screenshot({
            path: join(shots, `stats-${tab.toLowerCase()}-${theme}-${width}.png`),
            fullPage: true,
          });
          if (width === 1280) {
            await accessible(page, `${tab} ${theme}`);
          }
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          assert.ok(wide <= 0, `${tab} is ${wide} px too wide at ${width}`);
        }
        await page.close();
      }
    }
  },

  'every tab of the statistics is told to assistive technology': async (open) => {
    const page = await open('stats', 'dark', 'sample', 1280, Date.UTC(2026, 10, 21, 12));
    await ready(page);
    const told = [await spokenPage(page)];
    for (const tab of tabs.slice(1)) {
      await openTab(page, tab);
      // What git knows of tickets comes later.
      await page.locator('td', { hasText: /^…$/ }).first().waitFor({ state: 'detached' });
      told.push(`# ${tab}\n${await page.getByRole('tabpanel').ariaSnapshot()}`);
    }
    sameAs('stats.aria.txt', told.map(shortened).join('\n\n'));
  },

  'tables, lists of the filter and the SQL are accessible': async (open, shots) => {
    const page = await open('stats', 'dark', 'sample');
    await ready(page);
    await page.getByRole('radio', { name: 'Table' }).first().click();
    await page.getByRole('button', { name: 'Branch', exact: true }).click();
    await page.getByRole('checkbox', { name: 'main' }).check();
    await accessible(page, 'list of branches');
    await page.screenshot({ path: join(shots, 'stats-filter.png') });
    await page.keyboard.press('Escape');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Branch: main');
    await page.getByRole('button', { name: 'Cost $77.12: How this is counted' }).click();
    await page.getByText('412 further tellings').waitFor();
    await accessible(page, 'how this is counted');
    await page.screenshot({ path: join(shots, 'stats-explained.png') });
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Show the SQL of: Tokens per day' }).click();
    await page.getByText('from v_usage u').waitFor();
    await accessible(page, 'SQL');
    await page.screenshot({ path: join(shots, 'stats-sql.png') });
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  },

  'the colours of a chart can be told from its background in every theme': async (open) => {
    for (const theme of themes) {
      const page = await open('stats', theme, 'sample');
      await ready(page);
      const pale = await page.evaluate(() => {
        const context = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext(
          '2d',
        );
        const luminance = (colors) => {
          context.clearRect(0, 0, 1, 1);
          for (const color of colors) {
            context.fillStyle = color;
            context.fillRect(0, 0, 1, 1);
          }
          const [red, green, blue] = [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)].map((value) =>
            value <= 10 ? value / 3294 : ((value / 255 + 0.055) / 1.055) ** 2.4,
          );
          return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        };
        const background = getComputedStyle(document.body).backgroundColor;
        const marks = [...document.querySelectorAll('.stacked .part, .kinds .part, .bar-fill')];
        const colors = new Set(marks.map((mark) => getComputedStyle(mark).fill));
        return [...colors, `${colors.size} colours`].filter((color) => {
          if (color.endsWith('colours')) {
            return colors.size < 7;
          }
          const [low, high] = [luminance([background]), luminance([background, color])].sort((a, b) => a - b);
          return (high + 0.05) / (low + 0.05) < 3;
        });
      });
      assert.deepEqual(pale, [], theme);
      await page.close();
    }
  },

  'what is chosen is seen in high contrast': async (open) => {
    for (const theme of ['high-contrast', 'high-contrast-light']) {
      const page = await open('stats', theme, 'sample');
      await ready(page);
      const background = (name) =>
        page.getByRole('radio', { name }).evaluate((button) => getComputedStyle(button).backgroundColor);
      assert.notEqual(await background('30 days'), await background('7 days'), theme);
      await page.close();
    }
  },

  'what is chosen is kept, and every question obeys it': async (open) => {
    const page = await open('stats', 'dark', 'sample');
    await ready(page);
    await page.getByRole('button', { name: 'Model', exact: true }).click();
    await page.getByRole('checkbox', { name: 'gpt-5.6' }).check();
    await page.keyboard.press('Escape');
    await page.getByLabel('Runs').selectOption('program');
    await page.getByRole('radio', { name: '7 days' }).click();
    await page.getByLabel('Parts of: Tokens per day').selectOption('tags');
    await openTab(page, 'Tools');
    const chosen = (range) =>
      range.models?.[0] === 'gpt-5.6' && range.headless === true && range.since > Date.now() - 8 * 86_400_000;
    assert.ok(chosen((await last(page, 'chart'))[0].range));
    assert.ok(chosen((await last(page, 'totals'))[0]));
    await page.reload();
    await ready(page);
    await page.getByRole('tab', { name: 'Tools', selected: true }).waitFor();
    await page.getByRole('button', { name: 'Model: gpt-5.6' }).waitFor();
    assert.ok(chosen((await last(page, 'chart'))[0].range));
    await openTab(page, 'Overview');
    assert.equal(await page.getByLabel('Parts of: Tokens per day').inputValue(), 'tags');
    await page.getByRole('button', { name: 'Clear filter' }).click();
    await page.getByRole('button', { name: 'Model', exact: true }).waitFor();
  },

  'marks lead to their sessions, by mouse and by keys': async (open) => {
    const page = await open('stats', 'dark', 'sample');
    await ready(page);
    await page.locator('.column').nth(10).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    let [question, keys] = await last(page, 'openSessions');
    assert.equal(question.id, 'tokensPerDay');
    assert.deepEqual(
      keys.map(({ unit }) => unit),
      ['day'],
    );
    await page.locator('.column .part').first().click();
    [, keys] = await last(page, 'openSessions');
    assert.deepEqual(
      keys.map(({ unit }) => unit),
      ['day', 'model'],
    );
    await page.locator('.squares [data-index="3"]').last().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    [, keys] = await last(page, 'openSessions');
    assert.deepEqual(keys, [{ unit: 'hourOfWeek', key: '2-03' }]);
    await page
      .getByRole('button', { name: /Sessions: Tokens$/ })
      .first()
      .click();
    assert.deepEqual((await last(page, 'openSessions')).slice(1), [
      [{ unit: 'term', key: 'Tokens' }],
      'Tokens',
    ]);
    await page.getByRole('button', { name: 'Show the sessions of: Cost' }).press('Enter');
    [question, keys] = await last(page, 'openSessions');
    assert.deepEqual([question.id, keys], ['sessions', []]);
    await openTab(page, 'Tickets');
    await page.getByRole('button', { name: /^main \$/ }).click();
    assert.deepEqual((await last(page, 'openSessions')).slice(1), [
      [{ unit: 'branch', key: 'main' }],
      'main',
    ]);
    await openTab(page, 'Sessions');
    await page.locator('.dot').last().click();
    [, keys] = await last(page, 'openSessions');
    assert.deepEqual(
      keys.map(({ unit }) => unit),
      ['time', 'model', 'session'],
    );
    await page
      .getByRole('button', { name: /^Session about a thing/ })
      .first()
      .click();
    assert.match((await last(page, 'openSession'))[0], /:s/);
    await page.getByRole('button', { name: 'Save as CSV: Sessions', exact: true }).click();
    await page.getByText('Saved.').waitFor();
    assert.equal((await last(page, 'saveCsv'))[0].id, 'sessions');
  },

  'tables sort, and show what is many in parts': async (open) => {
    const page = await open('stats', 'dark', 'huge');
    await ready(page);
    await openTab(page, 'Sessions');
    const table = page.getByRole('table', { name: 'Sessions', exact: true });
    assert.equal(await table.locator('tbody tr').count(), 25);
    await table.getByRole('button', { name: 'Responses', exact: true }).click();
    assert.equal(await table.locator('th[aria-sort=descending]').textContent(), 'Responses');
    await page.getByRole('button', { name: 'Show all 10000' }).click();
    await table.locator('tbody tr').nth(9999).waitFor();
  },

  'nothing, trouble and waiting are said': async (open) => {
    for (const [data, text] of [
      ['empty', 'No sessions in this period'],
      ['error', 'the disk is full'],
      ['loading', 'Loading…'],
    ]) {
      const page = await open('stats', 'light', data);
      await page.getByText(text).first().waitFor();
      if (data !== 'loading') {
        await accessible(page, data);
      }
      await page.close();
    }
  },
};

export const scenarios = pageScenarios(pages);
