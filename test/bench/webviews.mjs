// The webviews by themselves: the shipped bundles with made-up sessions of 50,000 messages, in a browser.
import { join } from 'node:path';
import { startBrowser } from '../vscode/launch.mjs';
import { startPreview } from '../webview/preview.mjs';
import { spread } from './table.mjs';

const rounds = 10;
const mega = 1e6;

/** What a page notes of itself: when its script had come, and when the first message was there. */
function watch() {
  new MutationObserver((_, observer) => {
    if (document.querySelector('article')) {
      observer.disconnect();
      // The next frame shows it.
      requestAnimationFrame(() => (window.shownAt = performance.now()));
    }
  }).observe(document, { childList: true, subtree: true });
}

/** From the script to the first message, and what memory a page has after a walk through all of a session. */
export async function measureWebviews({ note }, { dist }) {
  const { browser } = await startBrowser();
  const preview = await startPreview(join(dist, 'webview'));
  try {
    // A comparison is told by all prompts of both, so that it needs all rows first.
    for (const [view, script, most] of [
      ['replay', 'replay.js', 400],
      ['compare', 'compare.js', null],
    ]) {
      const taken = [];
      for (let round = 0; round < rounds; round++) {
        const page = await openPage(browser, preview.url(view, 'dark', 'huge'));
        taken.push(
          await page.evaluate((name) => {
            const entry = performance
              .getEntriesByType('resource')
              .find(({ name: url }) => url.endsWith(name));
            return window.shownAt - entry.responseEnd;
          }, script),
        );
        await page.context().close();
      }
      const { p50, p95, max } = spread(taken);
      const remark = `50,000 messages${view === 'compare' ? ' each' : ''}; p50 ${p50.toFixed(0)}, max ${max.toFixed(0)}, n ${rounds}`;
      note(`${view} by itself, from its script to the first message, p95`, p95, 'ms', { most, remark });
    }
    await measureMemory(note, browser, preview);
  } finally {
    await preview.close();
    await browser.close();
  }
}

/** With the made-up session in it, which in VS Code is the store's: so the page itself has less. */
async function measureMemory(note, browser, preview) {
  const page = await openPage(browser, preview.url('replay', 'dark', 'huge'));
  const session = await page.context().newCDPSession(page);
  await page.getByText('/ 50,000').waitFor();
  await page.locator('.feed').evaluate(async (feed) => {
    for (let n = 0; n <= 300; n++) {
      feed.scrollTop = (feed.scrollHeight * n) / 300;
      await new Promise((next) => requestAnimationFrame(next));
    }
  });
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session
    .send('Performance.enable')
    .then(() => session.send('Performance.getMetrics'));
  const heap = metrics.find(({ name }) => name === 'JSHeapUsedSize').value / mega;
  const remark = `${await page.locator('article').count()} of 50,000 messages in the page; the made-up session included`;
  note('replay by itself, memory after scrolling through all', heap, 'MB', { most: 200, remark });
  await page.context().close();
}

async function openPage(browser, url) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.addInitScript(watch);
  await page.goto(url);
  await page.waitForFunction(() => window.shownAt > 0);
  return page;
}
