// What a person does with a session in the side bar: being asked to track it, filtering, assigning it to a ticket; and what is told of it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { appendFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { quietSettings, writeServerSettings } from '../vscode/launch.mjs';
import { answer, appears, contextMenu, rows, runCommand, screenshot } from '../vscode/workbench.mjs';
import { makeWorkspace } from '../vscode/workspace.mjs';
import { emptyFolder, open } from './window.mjs';

export const scenarios = {
  'a session is tracked, filtered and assigned': trackFilterAssign,
  'sessions tell when they wait, fail and finish, and a budget when it is used': notify,
};

async function trackFilterAssign(test) {
  const workspace = makeWorkspace();
  test.after(() => workspace.remove());
  // A branch that names no ticket.
  execFileSync('git', ['switch', '-q', '-c', 'try-things'], { cwd: workspace.repository });
  const { page } = await open(test, {
    home: workspace.home,
    folder: workspace.repository,
    settings: { 'agentLogbook.tickets.askToTrack': true },
  });
  const question = page.locator('.notification-toast', { hasText: 'Track this session?' });
  await question.waitFor({ timeout: 30_000 });
  await question.locator('.monaco-button', { hasText: 'Start Ticket' }).click();
  assert.equal(await answer(page, 'Start ticket (1 of 2)', 'try-7'), '');
  await answer(page, 'Start ticket (2 of 2)', '');
  await page.locator('.statusbar-item[id*="agentLogbook.ticket"]', { hasText: 'TRY-7' }).waitFor();
  assert.equal(await question.count(), 0);

  const session = rows(page).filter({ hasText: 'Fix the login lock' });
  const others = rows(page).filter({ hasText: 'onerror' });
  await session.first().waitFor();
  await others.first().waitFor();
  const box = page.locator('.quick-input-widget:visible', { hasText: 'Filter sessions' });
  const filter = async (words, key) => {
    await runCommand(page, 'Filter Sessions');
    await box.locator('input.input').fill(words);
    await others.first().waitFor({ state: 'detached' });
    await session.first().waitFor();
    await page.keyboard.press(key);
    await box.waitFor({ state: 'hidden' });
  };
  await filter('login lock', 'Escape');
  await others.first().waitFor();
  await filter('login lock', 'Enter');
  assert.equal(await others.count(), 0);
  await runCommand(page, 'Clear Session Filter');
  await others.first().waitFor();

  await contextMenu(page, session.first(), 'Assign Session to Ticket');
  const pick = page.locator('.quick-input-widget:visible input[placeholder^="Ticket of 1 session"]');
  await pick.waitFor();
  await pick.fill('doc-12');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'doc-12' }).first().waitFor();
  await page.keyboard.press('Enter');
  await rows(page).filter({ hasText: 'DOC-12' }).first().waitFor();
}

async function notify(test) {
  const workspace = makeWorkspace();
  test.after(() => workspace.remove());
  const profile = emptyFolder(test);
  const settings = {
    'agentLogbook.notifications.finished': true,
    'agentLogbook.budgets': [{ name: 'All of it', usd: 0.01, period: 'all' }],
  };
  const { page } = await open(test, {
    profile,
    home: workspace.home,
    folder: workspace.repository,
    settings,
  });
  const toast = (text) => page.locator('.notification-toast', { hasText: text });
  const budget = toast('100 % of the budget “All of it” are used');
  await budget.waitFor({ timeout: 60_000 });
  await screenshot(page, test.shots, 'budget-warning');
  await budget.hover();
  await budget.locator('.codicon-notifications-clear').click();

  await begin('Runs to its end', [{ type: 'text', text: 'All is well.' }]);
  await begin('Comes to an error', [{ type: 'tool_use', id: 'call', name: 'Bash', input: {} }], true);
  const asking = await begin('Has a question', [
    { type: 'tool_use', id: 'question', name: 'AskUserQuestion', input: { questions: [] } },
  ]);
  const waits = toast('“Has a question” waits for you.');
  await waits.waitFor({ timeout: 30_000 });
  // The others were seen at work with it or before. Now a session is idle as soon as it is quiet.
  writeServerSettings(join(profile, 'user'), {
    ...quietSettings,
    ...settings,
    'agentLogbook.tickets.askToTrack': false,
    'agentLogbook.sessions.idleAfterMinutes': 0.001,
    'agentLogbook.sessions.endedAfterMinutes': 0.002,
  });
  const failed = toast('“Comes to an error” stopped with an error.');
  for (let n = 0; n < 30 && !(await appears(failed, 2000)); n++) {
    // Whatever changes makes the window look again at all that was at work.
    appendFileSync(
      asking.file,
      line(asking, { role: 'assistant', content: [{ type: 'text', text: `${n}` }] }),
    );
  }
  await failed.waitFor();
  await toast('“Runs to its end” is done.').waitFor();
  await screenshot(page, test.shots, 'notifications');
  await waits.locator('.monaco-button', { hasText: 'Open Replay' }).click();
  await page.locator('.tab.active', { hasText: 'Has a question' }).waitFor();

  /** Writes a session that has just said something, and waits for its row. */
  async function begin(title, content, failing = false) {
    const session = { id: randomUUID() };
    session.file = join(dirname(workspace.live), `${session.id}.jsonl`);
    const result = { type: 'tool_result', tool_use_id: 'call', is_error: true, content: 'Exit code 1' };
    writeFileSync(
      session.file,
      [
        `${JSON.stringify({ type: 'custom-title', customTitle: title, sessionId: session.id })}\n`,
        line(session, { role: 'assistant', content }),
        ...(failing ? [line(session, { role: 'user', content: [result] })] : []),
      ].join(''),
    );
    await rows(page).filter({ hasText: title }).first().waitFor({ timeout: 30_000 });
    return session;
  }

  function line({ id }, { role, content }) {
    const told = JSON.parse(workspace.nextLine('').replaceAll('22222222-2222-4222-8222-222222222222', id));
    const own = { ...told.message, id: randomUUID(), role, content };
    const message = role === 'user' ? { role, content } : own;
    return `${JSON.stringify({ ...told, type: role, uuid: randomUUID(), parentUuid: null, message })}\n`;
  }
}
