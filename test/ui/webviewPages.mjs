// Pages with a webview by itself: the shipped bundle under the shipped content policy, with a host of made-up data.
// See test/webview/preview.mjs to look at the same pages.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { startPreview } from '../webview/preview.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const themes = ['dark', 'light', 'high-contrast', 'high-contrast-light'];

/**
 * Scenarios that each get a function that opens a page: open(view, theme, data, width, now). At the end no page may have broken the
 * policy, logged an error or left loopback.
 */
export function pageScenarios(pages) {
  return Object.fromEntries(
    Object.entries(pages).map(([title, run]) => [
      `webviews: ${title}`,
      async ({ browser, shots, after, watch }) => {
        const preview = await startPreview(process.env.WEBVIEWS);
        after(() => preview.close());
        const context = await browser.newContext({ locale: 'en-US', timezoneId: 'UTC' });
        after(() => context.close());
        const trouble = [];
        const open = async (view, theme, data, width = 1280, now) => {
          const page = watch(await context.newPage());
          await page.setViewportSize({ width, height: 800 });
          if (now !== undefined) {
            await page.clock.setFixedTime(now);
          }
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

/** Of more than four rows, marks or bars in succession the first three, and how many follow. */
export function shortened(spoken) {
  const lines = spoken.split('\n');
  const depth = (line) => line.search(/\S/);
  const kind = (line) => line.match(/^ *- '?(row|button|listitem|option)\b/)?.[1];
  const out = [];
  for (let at = 0; at < lines.length;) {
    const starts = [];
    let end = at;
    while (end < lines.length && kind(lines[at]) && depth(lines[end]) >= depth(lines[at])) {
      if (depth(lines[end]) === depth(lines[at])) {
        if (kind(lines[end]) !== kind(lines[at])) {
          break;
        }
        starts.push(end);
      }
      end++;
    }
    if (starts.length > 4) {
      out.push(...lines.slice(at, starts[3]), `${' '.repeat(depth(lines[at]))}- … ${starts.length - 3} more`);
      at = end;
    } else {
      out.push(lines[at++]);
    }
  }
  return out.join('\n');
}

/** Compares with a golden beside this file; `UPDATE=1` writes it anew. */
export function sameAs(name, seen) {
  const golden = new URL(name, import.meta.url);
  if (process.env.UPDATE) {
    writeFileSync(golden, `${seen}\n`);
  }
  assert.equal(`${seen}\n`, readFileSync(golden, 'utf8'), name);
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
