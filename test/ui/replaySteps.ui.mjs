// Time, totals and files in the replay, by itself: see webviews.ui.mjs.
import assert from 'node:assert/strict';
import { accessible, pageScenarios, ready, sameAs, settle, spokenPage } from './webviewPages.mjs';

export const scenarios = pageScenarios({
  'the totals run along, pauses are told, and the timeline zooms': async (open) => {
    const page = await open('replay', 'dark', 'sample');
    await ready(page);
    const facts = () => page.getByRole('list', { name: 'Up to this step' }).innerText();
    assert.match(await facts(), /0 s[^]*0 tokens[^]*\$0\.00[^]*0 files/);
    await page.keyboard.press('End');
    await settle(page);
    assert.match(await facts(), /1 h 2 min[^]*tokens[^]*\$0\.\d\d[^]*42k context[^]*2 files/);
    await page.getByText('1 h later').first().waitFor();
    const slider = page.getByRole('slider');
    const box = await slider.boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + 5);
    await page.mouse.wheel(0, -100);
    await page.getByRole('button', { name: 'Show the whole session' }).waitFor();
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 4, box.y + 5, { steps: 5 });
    await page.mouse.up();
    await page.getByText(/^(9|10|11) \/ 28/).waitFor();
    await slider.focus();
    await page.keyboard.press('0');
    await page.getByRole('button', { name: 'Show the whole session' }).waitFor({ state: 'detached' });
  },

  'steps go by prompt, tool, error or file change, and playing stops at errors': async (open) => {
    const page = await open('replay', 'dark', 'sample');
    await ready(page);
    const position = () => page.locator('.transport .position').textContent();
    const press = async (...keys) => {
      for (const key of keys) {
        await page.keyboard.press(key);
        await settle(page);
      }
    };
    await press('u', 'u');
    assert.equal(await position(), '6 / 28');
    await press('U');
    assert.equal(await position(), '5 / 28');
    await press('d');
    assert.equal(await position(), '13 / 28');
    await press('D');
    await page.getByText('There is none before this step').waitFor();
    await press('p', 'P');
    assert.equal(await position(), '2 / 28');
    await page.getByLabel('Step by').selectOption('change');
    await page.getByRole('button', { name: 'Next step' }).click();
    await settle(page);
    assert.equal(await position(), '13 / 28');
    await page.getByLabel('Step by').selectOption('event');
    await page.getByRole('button', { name: 'Stop at errors' }).click();
    await page.getByLabel('Speed').selectOption('10');
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await page.getByText('Stopped at an error, step 14').waitFor();
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
    assert.equal(await position(), '14 / 28');
  },

  'the changed files have their diffs, and the place in the file of today': async (open) => {
    const page = await open('replay', 'dark', 'sample');
    await ready(page);
    const last = (method) =>
      page.evaluate((name) => window.fake.calls.filter((call) => call.method === name).at(-1)?.args, method);
    await page.getByRole('button', { name: 'Resume in a terminal' }).click();
    assert.deepEqual(await last('resume'), []);
    await page.keyboard.press('s');
    const panel = page.getByRole('complementary', { name: 'Changed files' });
    await panel.getByText('Up to this step no file was changed.').waitFor();
    await page.keyboard.press('End');
    await panel.getByRole('listitem').nth(1).waitFor();
    assert.match(await panel.innerText(), /session\.ts[^]*\+6 −1[^]*refresh\.ts[^]*\+3 −0/);
    await accessible(page, 'changed files');
    await panel.getByRole('button', { name: /^changed session\.ts/ }).click();
    const path = '/home/ada/shop/src/session.ts';
    assert.deepEqual(await last('showFiles'), [[{ path, messages: [13], from: 0, to: 1 }]]);
    await panel.getByRole('button', { name: 'Whole session' }).click();
    assert.equal((await last('showFiles'))[0].length, 2);
    await panel.getByRole('button', { name: 'Open session.ts as it is now, at this place' }).click();
    assert.deepEqual(await last('openChanged'), [path, 13]);
    await panel.getByRole('button', { name: 'Go to step 13' }).click();
    await page.getByText('13 / 28').waitFor();
    await page.reload();
    await panel.getByRole('button', { name: 'Close' }).click();
    await panel.waitFor({ state: 'detached' });
  },

  'tool input is set as one reads it, and opened by a key': async (open) => {
    const page = await open('replay', 'dark', 'sample');
    await ready(page);
    for (let n = 0; n < 4; n++) {
      await page.keyboard.press('j');
    }
    await settle(page);
    await page.keyboard.press('o');
    await page.locator('.tool-search .pattern', { hasText: 'getToken|refresh' }).waitFor();
    await accessible(page, 'a search');
    await page.keyboard.press('o');
    await page.locator('.tool-search').waitFor({ state: 'detached' });
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('o');
    await page.locator('.tool-text', { hasText: 'List the callers' }).waitFor();
  },

  'a sub-agent is shown by itself, and back': async (open) => {
    const page = await open('replay', 'dark', 'sample');
    await ready(page);
    await page.getByRole('button', { name: 'Show Explore by itself' }).click();
    await page.getByText('Explore by itself').waitFor();
    await page.getByText('Three callers:').waitFor();
    assert.equal(await page.locator('article').count(), 4);
    await accessible(page, 'a sub-agent by itself');
    await page.reload();
    await page.getByRole('button', { name: 'Back to the whole session' }).click();
    await page.locator('#row-1').waitFor();
  },

  'an image is shown on demand, where the agent still has it': async (open, shots) => {
    const page = await open('replay', 'dark', 'sample');
    await ready(page);
    await page.locator('#row-1').getByRole('button', { name: 'Show', exact: true }).click();
    const image = page.getByRole('img', { name: /^Image in this step/ });
    await image.waitFor();
    assert.equal(await image.evaluate((element) => element.naturalWidth), 1);
    await accessible(page, 'an image');
    await page.screenshot({ path: `${shots}/replay-image.png` });
    await page.getByRole('button', { name: 'Hide', exact: true }).click();
    await image.waitFor({ state: 'detached' });
  },

  'nothing moves for who wants less motion, and all fits at 200 %': async (open, shots) => {
    for (const [view, width] of [
      ['replay', 640],
      ['compare', 640],
      ['search', 640],
    ]) {
      const page = await open(view, 'dark', 'sample', width);
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 400 });
      await page.locator('main').waitFor();
      const moving = await page.evaluate(
        () =>
          [...document.querySelectorAll('*')].filter((element) => {
            const { animationName, animationDuration, transitionDuration } = getComputedStyle(element);
            const long = (text) => text.split(',').some((part) => parseFloat(part) > 0.01);
            return (animationName !== 'none' && long(animationDuration)) || long(transitionDuration);
          }).length,
      );
      assert.equal(moving, 0, view);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(wide <= 0, `${view} is ${wide} px too wide`);
      // What a window of 1280 by 800 has at 200 %: the messages keep most of it, and all controls are there when asked for.
      const list = await page.locator('.feed, .compare-list, main').first().boundingBox();
      assert.ok(list.height > (view === 'replay' ? 280 : 0), `${view} has ${list.height} px`);
      await page.screenshot({ path: `${shots}/zoom-200-${view}-${width}.png` });
      if (view === 'replay') {
        await accessible(page, `a low replay, ${width}`);
        await page.getByRole('button', { name: 'More controls' }).click();
        await page.getByLabel('Step by').waitFor();
        await page.screenshot({ path: `${shots}/zoom-200-${view}-${width}-controls.png` });
      }
      await page.close();
    }
  },

  'prompts that waited, hooks, retries, interrupts and other models are marked, and hooks and retries can be left out':
    async (open, shots) => {
      for (const theme of ['dark', 'light', 'high-contrast']) {
        const page = await open('replay', theme, 'moments');
        await ready(page);
        await page.screenshot({ path: `${shots}/replay-moments-${theme}.png` });
        if (theme === 'dark') {
          sameAs('replayMoments.aria.txt', await spokenPage(page));
        }
        await page.getByRole('button', { name: 'Filters' }).click();
        await accessible(page, `moments ${theme}`);
        await page.getByRole('button', { name: 'Hooks' }).click();
        await page.getByRole('button', { name: 'Retries' }).click();
        await page.getByText('Use tabs.').waitFor({ state: 'detached' });
        assert.equal(await page.getByText('attempt 2 of 10').count(), 0);
        assert.equal(await page.getByText('While you were away').count(), 1);
        await page.close();
      }
    },

  'the replay is told to assistive technology': async (open) => {
    const page = await open('replay', 'dark', 'sample');
    await ready(page);
    assert.equal(await page.getByRole('feed').count(), 1);
    sameAs('replay.aria.txt', await spokenPage(page));
  },

  'another speed holds for the wait that is on': async (open) => {
    const page = await open('replay', 'dark', 'sample');
    await ready(page);
    await page.getByLabel('Pace').selectOption('real');
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await page.waitForTimeout(700);
    // Four seconds at speed 1; at 10 it is over.
    await page.getByLabel('Speed').selectOption('10');
    await page.getByText(/^[2-9] \/ 28/).waitFor({ timeout: 1500 });
  },
});
