// The webviews by themselves: the shipped bundles under the shipped content policy, with a host of made-up data.
// See test/webview/preview.mjs to look at the same pages.
import assert from 'node:assert/strict';
import { accessible, pageScenarios, ready, settle, themes } from './webviewPages.mjs';

/** What is done with the replay and the statistics. */
const pages = {
  'the replay is accessible in every theme': async (open) => {
    for (const theme of themes) {
      for (const [view, data] of [
        ['replay', 'sample'],
        ['replay', 'live'],
        ['replay', 'empty'],
      ]) {
        const page = await open(view, theme, data);
        await ready(page);
        if (view === 'replay' && data === 'sample') {
          await page.getByRole('button', { name: 'Filters' }).click();
          await page.locator('.figures button[aria-expanded]').click();
          await page.locator('.row-group .fold').first().click();
        }
        await accessible(page, `${view} ${theme} ${data}`);
        await page.close();
      }
    }
  },

  'hostile content is text': async (open) => {
    const page = await open('replay', 'dark', 'hostile');
    await ready(page);
    for (let n = 0; n < 45; n++) {
      await page.keyboard.press('j');
    }
    await page.getByText('progress 100%').waitFor();
    const found = await page.evaluate(() => ({
      hacked: window.hacked,
      elements: document.querySelectorAll('#root :is(iframe, object, embed, img, style, link, script, form)')
        .length,
      links: [...document.querySelectorAll('#root a')].map((link) => link.href),
      attributes: [...document.querySelectorAll('#root *')].flatMap((element) =>
        [...element.attributes].map(({ name }) => name).filter((name) => /^on|^srcdoc$/.test(name)),
      ),
    }));
    assert.deepEqual({ ...found, links: [] }, { hacked: undefined, elements: 0, links: [], attributes: [] });
    assert.deepEqual(
      found.links.filter((href) => !/^https?:/.test(href)),
      [],
    );
    const stats = await open('stats', 'dark', 'sample');
    await ready(stats);
    assert.equal(await stats.evaluate(() => window.hacked), undefined);
  },

  'a replay of 50,000 messages holds few of them in the page': async (open) => {
    const page = await open('replay', 'dark', 'huge');
    await page.getByText('/ 50,000').waitFor();
    const rows = () => page.locator('article').count();
    assert.ok((await rows()) < 80);
    await page.keyboard.press('End');
    await page.locator('#row-49999').waitFor();
    await page.keyboard.press('Home');
    await page.locator('#row-0').waitFor();
    const box = await page.locator('.timeline').boundingBox();
    await page.mouse.click(box.x + box.width / 2, box.y + 5);
    await page.getByText(/^25,00\d \/ 50,000/).waitFor();
    await page.locator('.feed').evaluate(async (feed) => {
      for (let n = 0; n < 60; n++) {
        feed.scrollTop += 2000;
        await new Promise((next) => requestAnimationFrame(next));
      }
    });
    assert.ok((await rows()) < 80);
    const asked = await page.evaluate(
      () => window.fake.calls.filter((call) => call.method === 'outline').length,
    );
    assert.equal(asked, 11, 'a short page to begin with, and ten');
  },

  'the keyboard does everything': async (open) => {
    const page = await open('replay', 'dark', 'sample');
    await ready(page);
    const position = () => page.locator('.transport .position').textContent();
    const press = async (keys) => {
      for (const key of keys) {
        await page.keyboard.press(key);
        await settle(page);
      }
    };
    await press(['j', 'ArrowRight']);
    assert.equal(await position(), '3 / 28');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'row-2');
    await press(['k']);
    assert.equal(await position(), '2 / 28');
    await press(['End']);
    assert.equal(await position(), '28 / 28');
    await press(['Home', 'p']);
    assert.equal(await position(), '2 / 28');
    // The error is within a sub-agent, which opens for it.
    await press(['e']);
    assert.equal(await position(), '10 / 28');
    await page.locator('#row-9').waitFor();
    await press(['e']);
    assert.equal(await position(), '14 / 28');
    await press([']', ']', ']']);
    assert.equal(await page.getByLabel('Speed').inputValue(), '10');
    await press(['Space']);
    await page.getByText(/^1[6-9] \/ 28/).waitFor();
    await press(['Space']);
    await page.getByRole('button', { name: 'Play' }).waitFor();
    await press(['?']);
    await page.getByRole('dialog').waitFor();
    await accessible(page, 'help');
    await press(['Escape']);
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('slider').focus();
    await press(['Home', 'PageDown']);
    assert.equal(await position(), '2 / 28');
  },

  'search finds what the previews do not show': async (open) => {
    const page = await open('replay', 'light', 'sample');
    await ready(page);
    await page.keyboard.press('/');
    await page.keyboard.type('expected 2 to be 1');
    await page.getByText('– of 1', { exact: true }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('1 of 1', { exact: true }).waitFor();
    assert.equal(await page.locator('.transport .position').textContent(), '14 / 28');
    assert.ok((await page.evaluate(() => CSS.highlights.get('search')?.size)) > 0);
  },

  'filters hide, and say when nothing is left': async (open) => {
    const page = await open('replay', 'dark', 'sample');
    await ready(page);
    await page.getByRole('button', { name: 'Filters' }).click();
    await page.getByLabel('File', { exact: true }).selectOption({ label: 'src/refresh.ts' });
    await page.locator('#row-20').waitFor();
    assert.equal(await page.locator('article').count(), 1);
    await page.getByLabel('File', { exact: true }).selectOption({ label: 'All files' });
    await page.getByRole('button', { name: 'Errors only' }).click();
    await page.locator('article').nth(2).waitFor();
    assert.equal(await page.locator('article').count(), 3);
    for (const name of ['Tools', 'System', 'Sub-agents']) {
      await page.getByRole('button', { name, exact: true }).click();
    }
    await page.getByText('Nothing passes the filters').waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).last().click();
    await page.locator('#row-0').waitFor();
  },

  'the place survives a reload': async (open) => {
    const page = await open('replay', 'dark', 'huge');
    await page.getByText('/ 50,000').waitFor();
    const box = await page.locator('.timeline').boundingBox();
    await page.mouse.click(box.x + box.width / 4, box.y + 5);
    await page.getByText(/^12,50\d \/ 50,000/).waitFor();
    await page.getByLabel('Pace').selectOption('real');
    const top = () =>
      page.evaluate(() => {
        const edge = document.querySelector('.feed').getBoundingClientRect().top;
        return [...document.querySelectorAll('article')].find(
          (row) => row.getBoundingClientRect().bottom > edge + 2,
        )?.id;
      });
    await page.waitForFunction(() => JSON.parse(sessionStorage.state).top?.seq > 12_000);
    await page.waitForTimeout(300);
    const before = await top();
    await page.reload();
    await page.getByText(/^12,50\d \/ 50,000/).waitFor();
    await page.waitForFunction((id) => document.getElementById(id), before);
    assert.equal(await top(), before);
    assert.equal(await page.getByLabel('Pace').inputValue(), 'real');
  },

  'a running session is followed until one scrolls up': async (open) => {
    const page = await open('replay', 'dark', 'live');
    await page.locator('#row-27').waitFor();
    await page.evaluate(() => window.fake.append(1));
    await page.getByText('Message 29 has just arrived.').waitFor();
    await page.getByText('29 / 29').waitFor();
    const calls = await page.evaluate(() => window.fake.calls.filter((call) => call.method === 'outline'));
    assert.deepEqual(calls.at(-1).args[0], 8, 'the last rows only');
    await page.mouse.move(600, 500);
    await page.mouse.wheel(0, -900);
    await page.getByRole('button', { name: 'Follow' }).waitFor();
    await page.evaluate(() => window.fake.append(5));
    await page.getByText('29 / 34').waitFor();
    await page.getByRole('button', { name: '5 new below' }).click();
    await page.getByText('Message 34 has just arrived.').waitFor();
  },

  'the host is asked to open files, links and changes': async (open) => {
    const page = await open('replay', 'dark', 'sample');
    await ready(page);
    const last = (method) =>
      page.evaluate((name) => window.fake.calls.filter((call) => call.method === name).at(-1)?.args, method);
    await page.locator('button.link:not(.path)', { hasText: 'src/session.ts' }).click();
    assert.deepEqual(await last('openFile'), ['src/session.ts', 17]);
    // Shown without the session's folder, opened with it.
    await page.locator('button.path', { hasText: /^src\/session\.ts$/ }).click();
    assert.equal((await last('openFile'))[0], '/home/ada/shop/src/session.ts');
    await page.getByRole('link', { name: 'OAuth note' }).click();
    assert.deepEqual(await last('openLink'), ['https://example.com/oauth#refresh']);
    assert.match(page.url(), /^http:\/\/127\.0\.0\.1/);
    await page.getByRole('button', { name: 'Show changes in editor' }).first().click();
    assert.deepEqual(await last('showChanges'), [13]);
    await page.locator('figure').getByRole('button', { name: 'Copy' }).first().click();
    assert.match((await last('copy'))[0], /refreshing/);
  },

  'nothing, trouble and waiting are said': async (open) => {
    for (const [view, data, text] of [
      ['replay', 'empty', 'No messages yet'],
      ['replay', 'gone', 'This session is no longer in the logbook'],
      ['replay', 'error', 'the disk is full'],
      ['replay', 'loading', 'Loading…'],
    ]) {
      const page = await open(view, 'light', data);
      await page.getByText(text).first().waitFor();
      await page.close();
    }
  },

  'all fits into a narrow panel': async (open) => {
    for (const view of ['replay', 'stats']) {
      const page = await open(view, 'dark', 'sample', 360);
      await ready(page);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(wide <= 0, `${view} is ${wide} px too wide`);
      await page.close();
    }
  },
};

export const scenarios = pageScenarios(pages);
