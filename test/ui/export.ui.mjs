// Exports: the page that shows secrets by itself, a replay in one file without a network, and both in a real window.
import assert from 'node:assert/strict';
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contextMenu, rows, runCommand, screenshot, webviewWith } from '../vscode/workbench.mjs';
import { makeHistory, makeWorkspace } from '../vscode/workspace.mjs';
import { open as openWindow, saveAs } from './window.mjs';
import { accessible, pageScenarios, sameAs, settle, spokenPage, themes } from './webviewPages.mjs';

const calls = (page, method) =>
  page.evaluate(
    (name) => window.fake.calls.filter((call) => call.method === name).map((call) => call.args),
    method,
  );
const shown = (page) => page.locator('.finding').first().waitFor();

const pages = {
  'secrets before an export are accessible in every theme': async (open, shots) => {
    for (const theme of themes) {
      const page = await open('redaction', theme, 'sample');
      await shown(page);
      await page
        .getByRole('checkbox', { name: /^Replace GitHub token/ })
        .first()
        .uncheck();
      await settle(page);
      await accessible(page, `redaction ${theme}`);
      await screenshot(page, shots, `redaction-${theme}`);
      await page.close();
    }
    for (const data of ['empty', 'error', 'loading', 'hostile']) {
      const page = await open('redaction', 'light', data);
      await page.locator('.state, .finding, .spinner').first().waitFor();
      await settle(page);
      await accessible(page, `redaction ${data}`);
      await screenshot(page, shots, `redaction-${data}`);
      await page.close();
    }
    const page = await open('redaction', 'dark', 'sample', 600);
    await shown(page);
    await accessible(page, 'redaction narrow');
    await screenshot(page, shots, 'redaction-narrow');
  },

  'secrets before an export are told to assistive technology': async (open) => {
    const page = await open('redaction', 'dark', 'sample');
    await shown(page);
    await page
      .getByRole('checkbox', { name: /^Replace GitHub token/ })
      .first()
      .uncheck();
    await settle(page);
    const loading = await open('redaction', 'dark', 'loading');
    await loading.getByText('Loading…').waitFor();
    sameAs(
      'redaction.aria.txt',
      `${await spokenPage(page)}\n\n# Before they are found\n${await spokenPage(loading)}`,
    );
  },

  'secrets are taken out one by one, by rule, and back again': async (open) => {
    const page = await open('redaction', 'dark', 'sample');
    await shown(page);
    const counts = page.locator('.redaction-counts');
    await counts.filter({ hasText: '12 of 12 secrets' }).waitFor();
    await page.getByRole('checkbox', { name: /^E-mail address: / }).uncheck();
    await counts.filter({ hasText: '10 of 12' }).waitFor();
    await page
      .getByRole('checkbox', { name: /^Replace E-mail address/ })
      .first()
      .check();
    await counts.filter({ hasText: '11 of 12' }).waitFor();
    await page
      .getByRole('checkbox', { name: /^Replace GitHub token/ })
      .first()
      .uncheck();
    await counts.filter({ hasText: '10 of 12' }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await counts.filter({ hasText: '11 of 12' }).waitFor();
    await page.getByRole('textbox', { name: 'Regular expression' }).fill('(');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'no regular expression' }).waitFor();
    await page.getByRole('button', { name: 'Export…' }).click();
    await page.getByRole('status').filter({ hasText: '/home/dev/out.html' }).waitFor();
    const [[keep]] = await calls(page, 'write');
    assert.deepEqual(keep, { rules: [], secrets: [7] });
    await page.getByRole('button', { name: 'Replace all' }).click();
    await counts.filter({ hasText: '12 of 12' }).waitFor();
  },

  'a full disk is told, and the choice stays': async (open) => {
    const page = await open('redaction', 'dark', 'full');
    await shown(page);
    await page.getByRole('button', { name: 'Export…' }).click();
    await page.getByRole('alert').filter({ hasText: 'the disk is full' }).waitFor();
    await page.locator('.redaction-counts').filter({ hasText: '12 of 12' }).waitFor();
  },

  'ten thousand secrets hold few of them in the page': async (open) => {
    const page = await open('redaction', 'dark', 'huge');
    await shown(page);
    await page.locator('.redaction-counts').filter({ hasText: '10,000 of 10,000' }).waitFor();
    assert.ok((await page.locator('.finding').count()) < 60);
    await page.getByRole('searchbox').fill('e-mail 12');
    await settle(page);
    assert.ok((await page.locator('.finding').count()) > 0);
  },
};

export const scenarios = {
  ...pageScenarios(pages),
  'a session of the tree is exported as a replay that opens offline, without its secret': exportInWindow,
};

const secret = ['gh', 'p_', 'aB3'.repeat(12)].join('');

async function exportInWindow(test) {
  const workspace = makeWorkspace();
  test.after(() => workspace.remove());
  makeHistory(workspace, 3);
  const file = sessionFiles(workspace.home)[0];
  const line = JSON.parse(readFileSync(file, 'utf8').split('\n')[0]);
  const prompt = {
    ...{ parentUuid: null, isSidechain: false, userType: 'external', version: '2.0.0', type: 'user' },
    ...{ sessionId: line.sessionId, cwd: line.cwd, uuid: '00000000-0000-4000-8000-00000000abcd' },
    ...{ timestamp: line.timestamp, message: { role: 'user', content: `Use the token ${secret} for it` } },
  };
  appendFileSync(file, `${JSON.stringify(prompt)}\n`);
  const { page } = await openWindow(test, { home: workspace.home, folder: workspace.repository });
  await rows(page).filter({ hasText: 'Fix the login lock' }).first().waitFor({ timeout: 30_000 });
  await runCommand(page, 'Export…');
  const pick = page.locator('.quick-input-widget:visible');
  const choose = async (label) => {
    const row = pick.locator('.monaco-list-row').filter({ hasText: label }).first();
    await row.waitFor();
    await row.click();
  };
  await choose('Everything');
  await choose('Sessions of all projects');
  await pick.locator('.monaco-list-row').filter({ hasText: 'NDJSON' }).first().waitFor();
  await screenshot(page, test.shots, 'export-formats');
  await choose('One HTML file');
  const view = await webviewWith(page, 'GitHub token');
  await view.locator('.finding').first().waitFor({ timeout: 30_000 });
  await screenshot(page, test.shots, 'export-preview');
  await view.getByRole('button', { name: 'Export…' }).click();
  const out = join(workspace.home, 'out.html');
  await saveAs(page, out, { proposed: '.html', beside: 'src', there: '.claude' });
  await view.getByRole('status').filter({ hasText: 'out.html' }).waitFor({ timeout: 30_000 });
  await screenshot(page, test.shots, 'export-written');
  const html = readFileSync(out, 'utf8');
  assert.ok(html.includes('[secret:github-token:1]'));
  assert.ok(!html.includes(secret));
  await playOffline(test, out);

  // One session, from its row.
  await contextMenu(page, rows(page).filter({ hasText: 'Fix the login lock' }).first(), 'Export Session');
  await choose('Markdown');
  const one = await webviewWith(page, /^Fix the login lock · Markdown/);
  await one.getByRole('button', { name: 'Export…' }).click();
  const markdown = join(workspace.home, 'one.md');
  await saveAs(page, markdown, { proposed: '.md', beside: 'src', there: '.claude' });
  await one.getByRole('status').filter({ hasText: 'one.md' }).waitFor({ timeout: 30_000 });
  assert.match(readFileSync(markdown, 'utf8'), /locks people out/);
}

/** The file by itself, in a browser that may reach nothing. */
async function playOffline(test, file) {
  for (const colorScheme of ['dark', 'light']) {
    const context = await test.browser.newContext({ colorScheme, viewport: { width: 1280, height: 800 } });
    test.after(() => context.close());
    await context.setOffline(true);
    const page = test.watch(await context.newPage());
    const trouble = [];
    page.on('pageerror', (error) => trouble.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && trouble.push(message.text()));
    page.on('request', (request) => !/^(?:file|data):/.test(request.url()) && trouble.push(request.url()));
    await page.goto(`file://${file}`);
    await page.locator('article').first().waitFor();
    await settle(page);
    await accessible(page, `exported replay ${colorScheme}`);
    // Nothing is offered that needs the editor or the logbook.
    for (const name of [/^Pin this/, /^More for/, 'Show image']) {
      assert.equal(await page.getByRole('button', { name }).count(), 0);
    }
    await screenshot(page, test.shots, `export-replay-${colorScheme}`);
    await page.getByRole('combobox', { name: 'Session' }).selectOption({ index: 1 });
    await page.locator('article').first().waitFor();
    await page.keyboard.press('End');
    await page.keyboard.press('Home');
    await page.keyboard.press('Space');
    await page.locator('article').nth(1).waitFor();
    await page.keyboard.press('Space');
    await page.getByRole('search').getByRole('searchbox').fill('login');
    await page.locator('.search [role=status]').filter({ hasText: /[1-9]/ }).waitFor();
    assert.deepEqual(trouble, []);
  }
}

/** The session files of Claude Code below a home folder, oldest first. */
function sessionFiles(home) {
  const folder = join(home, '.claude/projects');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /^[^/]+\/[0-9a-f-]{36}\.jsonl$/.test(name))
    .map((name) => join(folder, name))
    .toSorted();
}
