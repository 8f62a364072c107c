// What a first import costs the thread that all extensions share, in a real VS Code (Linux x64).
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../vscode/install.mjs';
import { quietSettings, startBrowser, startServer } from '../vscode/launch.mjs';

/** Opens a window whose extension imports all of `home`. The bundles of dist/ must not be minified: functions are named. */
export async function measureHost({ note }, home) {
  const own = (name) => join(import.meta.dirname, name);
  const folder = mkdtempSync(join(tmpdir(), 'logbook-host-'));
  const result = join(folder, 'result.json');
  const server = await startServer({
    tests: true,
    home,
    settings: quietSettings,
    preload: [own('hostProfile.cjs')],
    env: { HOST_BENCH: result },
  });
  const { browser, context } = await startBrowser();
  try {
    const page = await context.newPage();
    const ended = new Promise((resolve) => void page.exposeFunction('codeAutomationExit', resolve));
    await page.exposeFunction('codeAutomationLog', () => undefined);
    await page.goto(
      server.url(folder, [
        ['extensionDevelopmentPath', server.remote(root)],
        ['extensionTestsPath', server.remote(own('hostRun.cjs'))],
        ['skipWelcome', 'true'],
      ]),
      { waitUntil: 'commit' },
    );
    if ((await ended) !== 0) {
      throw new Error(`The extension host failed.\n${server.log().slice(-3000)}`);
    }
    const { activateMs, loadingMs, longest, totalMs } = JSON.parse(readFileSync(result, 'utf8'));
    if (activateMs === 0) {
      throw new Error('The functions of dist/extension.js have no names. Run npm run build first.');
    }
    note('extension host: activate()', activateMs, 'ms', { target: '50' });
    note('extension host: loading the bundle', loadingMs, 'ms', {});
    note('extension host: longest section during import', longest?.ms ?? 0, 'ms', {
      target: '5',
      remark: longest?.names.join(' › ') ?? '',
    });
    note('extension host: all of ours during import', totalMs, 'ms', {});
  } finally {
    await browser.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
