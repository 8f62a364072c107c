// A session that runs while it is watched, and all changes of a session at once: in a real window.
import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { rows, screenshot, webviewWith } from '../vscode/workbench.mjs';
import { makeWorkspace } from '../vscode/workspace.mjs';
import { open } from './window.mjs';

export const scenarios = {
  'a running session is followed to its end, and says that it waits': follow,
  'all changes of a session are in one diff editor': multiDiff,
};

async function follow(test) {
  const workspace = makeWorkspace();
  test.after(() => workspace.remove());
  const { page } = await open(test, { home: workspace.home, folder: workspace.repository });
  const session = rows(page).filter({ hasText: '<img src=x' }).first();
  await session.dblclick({ timeout: 30_000 });
  const replay = await webviewWith(page, /^\d+ \/ \d+$/);
  await replay.getByText('Active', { exact: true }).waitFor();
  let count = 0;
  const append = (text, change = (line) => line) => {
    const line = JSON.parse(workspace.nextLine(text));
    // Each line is one of its own.
    const own = { ...line, uuid: line.uuid.replace(/\d{3}$/, String(200 + count++)) };
    own.message = { ...own.message, id: `${own.message.id}n${count}` };
    appendFileSync(workspace.live, `${JSON.stringify(change(own))}\n`);
  };
  append('It goes on while you watch.');
  await replay.getByText('It goes on while you watch.').waitFor();
  for (let n = 1; n <= 30; n++) {
    append(`Line ${n} of many that follow each other.`);
  }
  await replay.getByText('Line 30 of many').waitFor();
  // Who scrolls up stays there, and is told what came below.
  await replay.locator('.feed').hover();
  await page.mouse.wheel(0, -600);
  await replay.getByRole('button', { name: 'Follow' }).waitFor();
  append('This one came below.');
  await replay.getByRole('button', { name: '1 new below' }).waitFor();
  await screenshot(page, test.shots, 'replay-live-below');
  await replay.getByRole('button', { name: '1 new below' }).click();
  await replay.getByText('This one came below.').waitFor();

  append('', (line) => {
    const input = { questions: [{ question: 'Which database?', header: 'Database', options: [] }] };
    const content = [{ type: 'tool_use', id: 'toolu_ask', name: 'AskUserQuestion', input }];
    return { ...line, message: { ...line.message, content } };
  });
  await replay.getByText('Which database?').first().waitFor();
  await replay.getByText('Waiting for you').waitFor();
  await screenshot(page, test.shots, 'replay-live-waiting');
}

async function multiDiff(test) {
  const workspace = makeWorkspace();
  test.after(() => workspace.remove());
  const { page } = await open(test, { home: workspace.home, folder: workspace.repository });
  const session = rows(page).filter({ hasText: 'Fix the login lock' }).first();
  await session.waitFor({ timeout: 30_000 });
  addChange(workspace);
  await session.dblclick();
  const replay = await webviewWith(page, 'locks people out');
  await replay.getByText('The lock has a test now.').waitFor({ timeout: 30_000 });
  await replay.locator('#row-0').click();
  await page.keyboard.press('s');
  await page.keyboard.press('End');
  const files = replay.getByRole('complementary', { name: 'Changed files' });
  await files.getByRole('listitem').nth(1).waitFor();
  await files.getByRole('button', { name: 'Whole session' }).click();
  await page.getByRole('tab', { name: /^Changes of the session/ }).waitFor();
  const editor = page.locator('.multiDiffEntry');
  await editor.filter({ hasText: 'login.ts' }).first().waitFor();
  await editor.filter({ hasText: 'login.test.ts' }).first().getByText('it locks after three').waitFor();
  assert.equal(await editor.count(), 2);
  await screenshot(page, test.shots, 'replay-multi-diff');
}

/** The session writes a second file, as its agent would. */
function addChange({ sessions, repository, home, branch }) {
  const id = sessions.first.split(':')[1];
  const file = `${home}/.claude/projects/${repository.replace(/[^A-Za-z0-9]/g, '-')}/${id}.jsonl`;
  const path = `${repository}/src/login.test.ts`;
  const content = "test('it locks after three', () => {});\n";
  const base = (n, type, message) => ({
    ...{ type, uuid: `${id.slice(0, 24)}0000000009${n}`, sessionId: id, cwd: repository, gitBranch: branch },
    ...{
      parentUuid: null,
      timestamp: new Date().toISOString(),
      version: '2.1.329',
      isSidechain: false,
      message,
    },
  });
  const call = { type: 'tool_use', id: 'toolu_write', name: 'Write', input: { file_path: path, content } };
  const result = { type: 'tool_result', tool_use_id: 'toolu_write', content: 'written' };
  const answer = { type: 'text', text: 'The lock has a test now.' };
  const said = (name, part) => ({
    id: name,
    role: 'assistant',
    model: 'claude-sonnet-4-5-20250929',
    content: [part],
  });
  const records = [
    base(1, 'assistant', said('msg_w1', call)),
    {
      ...base(2, 'user', { role: 'user', content: [result] }),
      toolUseResult: { type: 'create', filePath: path, content, structuredPatch: [] },
    },
    base(3, 'assistant', said('msg_w2', answer)),
  ];
  appendFileSync(file, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
}
