// Installs the packaged extension in a fresh profile of a real VS Code and drives it in a browser, as a person would:
// `npm run test:ui`. Runs every test/ui/*.ui.mjs; pictures go to out/screenshots. An argument runs the files with
// that name only; PICTURES=1 takes the pictures of the README as well (see test/ui/pictures.ui.mjs).
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './install.mjs';
import { startBrowser } from './launch.mjs';
import { reportNetwork, traceNetwork } from './network.mjs';
import { makeVsix } from './vsix.mjs';

const shots = join(root, 'out/screenshots');
mkdirSync(shots, { recursive: true });

const only = process.argv[2];
const folder = join(root, 'test/ui');
const files = readdirSync(folder).filter(
  (name) => name.endsWith('.ui.mjs') && (!only || name.includes(only)),
);
const vsix = process.env.VSIX ?? makeVsix();
const { browser } = await startBrowser();
const networkFile = join(root, 'out/ui-network.jsonl');
traceNetwork(networkFile);
let passed = 0;
let failed = 0;
const failures = [];
try {
  for (const file of files) {
    const { scenarios } = await import(pathToFileURL(join(folder, file)).href);
    for (const [title, run] of Object.entries(scenarios)) {
      const start = Date.now();
      const cleanups = [];
      const open = [];
      try {
        await run({
          browser,
          vsix,
          shots,
          /** Registers what has to end with the scenario. */
          after: (cleanup) => cleanups.push(cleanup),
          /** Registers a page, so that a failure leaves its picture. */
          watch: (page) => (open.push(page), page),
        });
        passed++;
        console.log(`  ✔ ${title} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
      } catch (error) {
        failed++;
        failures.push(`  ✘ ${title}\n${error.stack}`);
        console.log(failures.at(-1));
        for (const [index, page] of open.entries()) {
          await page
            .screenshot({ path: join(root, 'out', `failed-${failed}-${index}.png`) })
            .catch(() => undefined);
        }
      } finally {
        for (const cleanup of cleanups.reverse()) {
          await cleanup();
        }
      }
    }
  }
} finally {
  await browser.close();
}
if (existsSync(networkFile)) {
  const { ok } = reportNetwork(networkFile);
  passed += ok ? 1 : 0;
  failed += ok ? 0 : 1;
}
// Once more below the many that passed, where whoever reads only the end of it looks.
failures.forEach((failure) => console.log(failure));
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed || passed === 0 ? 1 : 0;
