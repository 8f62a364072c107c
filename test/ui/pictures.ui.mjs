// The pictures of the README, on the sample sessions: `PICTURES=1 node test/vscode/runUi.mjs pictures` writes them to docs/images.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { quietSettings, startServer } from '../vscode/launch.mjs';
import { root } from '../vscode/install.mjs';
import { openWindow, rows, runCommand, screenshot, showSidebar, webviewWith } from '../vscode/workbench.mjs';
import { emptyFolder } from './window.mjs';

export const scenarios = process.env.PICTURES
  ? {
      'pictures, dark': (test) => pictures(test, 'dark'),
      'pictures, light': (test) => pictures(test, 'light'),
    }
  : {};

const folder = join(root, 'docs/images');
const themes = { dark: 'Default Dark Modern', light: 'Default Light Modern' };

async function pictures(test, theme) {
  const base = emptyFolder(test);
  const { home, repository } = sampleHome(base);
  const server = await startServer({
    vsix: [test.vsix],
    home,
    settings: {
      ...quietSettings,
      'workbench.colorTheme': themes[theme],
      'agentLogbook.tickets.askToTrack': false,
    },
  });
  test.after(() => server.close());
  const context = await test.browser.newContext({ viewport: { width: 1280, height: 800 } });
  test.after(() => context.close());
  const { page } = await openWindow(context, server, repository);
  test.watch(page);
  const greeting = page.locator('.notification-toast', { hasText: 'sends nothing anywhere' });
  await greeting.waitFor({ timeout: 30_000 });
  await showSidebar(page);
  const session = rows(page).filter({ hasText: 'Try a token bucket' }).first();
  await session.waitFor({ timeout: 30_000 });
  await page.mouse.move(800, 10);
  if (theme === 'dark') {
    await screenshot(page, folder, 'first-run-dark');
  }
  await greeting.hover();
  await greeting.locator('.codicon-notifications-clear').click();
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Control+w');

  const title = theme === 'dark' ? 'Limit login attempts' : 'Use the token';
  // The first group is open.
  if (theme === 'dark') {
    await rows(page).filter({ hasText: 'SHOP-12' }).first().click();
  }
  await rows(page).filter({ hasText: title }).first().click();
  const replay = await webviewWith(page, title);
  await replay.locator('article').first().click();
  for (let n = 0; n < 4; n++) {
    await page.keyboard.press('j');
  }
  await page.waitForTimeout(1000);
  await screenshot(page, folder, `replay-${theme}`);
  if (theme === 'light') {
    return;
  }

  await page.keyboard.press('Control+k');
  await page.keyboard.press('Control+w');
  await runCommand(page, 'Search Sessions');
  const search = await webviewWith(page, 'Search everything your agents said and did');
  await search.getByRole('combobox').fill('login in:answer,output');
  await search.getByRole('option').nth(2).waitFor();
  await search.getByRole('combobox').press('Enter');
  await page.locator('iframe.webview.ready').nth(1).waitFor();
  await page.waitForTimeout(1500);
  await screenshot(page, folder, 'search-dark');
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Control+w');

  await runCommand(page, 'Compare Sessions');
  for (const name of ['Limit login attempts', 'Try a token bucket']) {
    const pick = page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first();
    await pick.waitFor();
    await page.locator('.quick-input-widget:visible input.input').fill(name);
    await page.keyboard.press('Enter');
  }
  const compare = await webviewWith(page, 'Difference');
  await compare.getByRole('button', { name: /^Prompt 1/ }).click();
  await page.waitForTimeout(1000);
  await screenshot(page, folder, 'compare-dark');
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Control+w');

  await runCommand(page, 'Open Statistics');
  await webviewWith(page, /claude-/);
  await page.waitForTimeout(1000);
  await screenshot(page, folder, 'stats-dark');

  startEarlier(server.profile, home, repository);
  await page.locator('.statusbar-item[id*="agentLogbook.ticket"][aria-label*="State open"]').waitFor();
  writeFileSync(join(repository, 'src/tokenBucket.ts'), 'export const capacity = 20;\n');
  git(repository, 'add', '-A');
  git(repository, 'commit', '-q', '-m', 'Refill the bucket lazily');
  await runCommand(page, 'Finish Ticket');
  const summary = await webviewWith(page, 'feature/SHOP-14-token-bucket');
  await summary.getByText('Files changed').waitFor();
  await page.waitForTimeout(1000);
  await screenshot(page, folder, 'finish-dark');
}

/** Starts the ticket by the command line, which believes that it is earlier: a ticket of a second has nothing to show. */
function startEarlier(profile, home, repository) {
  const extension = readdirSync(join(profile, 'ext')).find((name) => name.startsWith('agent-logbook.'));
  const storage = join(profile, 'user/User/globalStorage/agent-logbook.agent-logbook/store');
  execFileSync(
    process.execPath,
    [
      ...['--import', 'data:text/javascript,const now = Date.now; Date.now = () => now() - 5_700_000'],
      join(profile, 'ext', extension, 'dist/cli.js'),
      ...['--storage', storage, 'start', 'SHOP-14'],
    ],
    { cwd: repository, stdio: 'pipe', env: { ...process.env, HOME: home } },
  );
}

/** The sample sessions as the user's own: their times end now, and they worked in a repository that is there. */
function sampleHome(base) {
  const home = join(base, 'home');
  const projects = join(base, 'projects');
  cpSync(join(root, 'media/samples'), home, { recursive: true });
  const shift = Date.now() - Date.UTC(2026, 0, 15, 12);
  for (const name of readdirSync(home, { recursive: true, encoding: 'utf8' })) {
    if (/\.(jsonl?|md)$/.test(name)) {
      const text = readFileSync(join(home, name), 'utf8')
        .replaceAll('/home/you/', `${projects}/`)
        .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, (time) =>
          new Date(Date.parse(time) + shift).toISOString(),
        );
      writeFileSync(join(home, name), text);
    }
  }
  const repository = join(projects, 'shop');
  mkdirSync(join(repository, 'src'), { recursive: true });
  writeFileSync(join(repository, 'src/rateLimit.ts'), 'export const attempts = 5;\n');
  git(repository, 'init', '-q', '-b', 'feature/SHOP-14-token-bucket');
  git(repository, 'config', 'user.name', 'Ada');
  git(repository, 'config', 'user.email', 'ada@example.com');
  git(repository, 'add', '-A');
  git(repository, 'commit', '-q', '-m', 'Limit login attempts');
  return { home, repository };
}

function git(cwd, ...args) {
  execFileSync('git', args, { cwd, stdio: 'ignore', env: { ...process.env, GIT_CONFIG_NOSYSTEM: '1' } });
}
