// Pages with a webview by itself: the shipped bundle under the shipped content policy, with a host of made-up data.
// See test/webview/preview.mjs to look at the same pages.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { startPreview } from '../webview/preview.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const themes = ['dark', 'light', 'high-contrast', 'high-contrast-light'];

/**
 * Scenarios that each get a function that opens a page: open(view, theme, data, width). At the end no page may have broken the
 * policy, logged an error or left loopback.
 */
export function pageScenarios(pages) {
  return Object.fromEntries(
    Object.entries(pages).map(([title, run]) => [
      `webviews: ${title}`,
      async ({ browser, shots, after, watch }) => {
        const preview = await startPreview(process.env.WEBVIEWS);
        after(() => preview.close());
        const context = await browser.newContext();
        after(() => context.close());
        const trouble = [];
        const open = async (view, theme, data, width = 1280) => {
          const page = watch(await context.newPage());
          await page.setViewportSize({ width, height: 800 });
          page.on('pageerror', (error) => trouble.push(String(error)));
          page.on('console', (message) => message.type() === 'error' && trouble.push(message.text()));
          page.on(
            'request',
            (request) => request.url().startsWith(preview.base) || trouble.push(request.url()),
          );
          await page.goto(preview.url(view, theme, data));
          return page;
        };
        await run(open, shots);
        assert.deepEqual(trouble, []);
      },
    ]),
  );
}

/** Resolves when a page shows what it has. */
export async function ready(page) {
  await page.locator('main').waitFor();
  await page.locator('article, .card, .state').first().waitFor();
  await page.waitForFunction(() => !document.querySelector('.spinner'));
  await settle(page);
}

/** Two drawings: what a key changed, and what follows from it. */
export async function settle(page) {
  await page.evaluate(
    () =>
      new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 30)))),
  );
}

/** What assistive technology is told of a page. Times depend on the machine's zone. */
export async function spokenPage(page) {
  return (await page.locator('main').ariaSnapshot())
    .replaceAll(/[A-Z][a-z]{2} \d+, \d{4}, \d+:\d\d:\d\d [AP]M/g, 'MOMENT')
    .replaceAll(/\d+:\d\d:\d\d [AP]M/g, 'CLOCK');
}

/** No violation that axe knows. */
export async function accessible(page, what) {
  // Evaluated by the browser's debugger, since the page's policy allows no other script.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  assert.deepEqual(
    violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 4)
          .map((node) => `${node.target} ${node.any[0]?.message ?? ''}`)
          .join(' | ')}`,
    ),
    [],
    what,
  );
}
