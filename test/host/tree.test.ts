import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  appendResponse,
  labelOf,
  logbook,
  rootLabels,
  setSetting,
  shownSessions,
  until,
  workspace,
} from './logbook.js';

describe('the sessions view', () => {
  afterEach(async () => {
    await vscode.commands.executeCommand('agentLogbook.clearFilter');
    await vscode.commands.executeCommand('agentLogbook.showAllSessions');
    await vscode.commands.executeCommand('agentLogbook.groupBy', 'ticket');
  });

  it('groups by ticket, branch, project, agent, day or not at all', async () => {
    const exports = await logbook();
    const labels: Record<string, string[]> = {};
    for (const by of ['ticket', 'branch', 'project', 'agent', 'day', 'none']) {
      await vscode.commands.executeCommand('agentLogbook.groupBy', by);
      labels[by] = await rootLabels(exports);
    }
    assert.deepEqual(labels['ticket'], ['WEB-42', 'No ticket']);
    assert.deepEqual(labels['branch'], [workspace.branch, 'main']);
    assert.equal(labels['project']?.length, 1);
    assert.deepEqual(labels['agent']?.toSorted(), ['Claude Code', 'Codex']);
    assert.equal(labels['none']?.length, 3);
    for (const label of labels['day'] ?? []) {
      assert.match(label, /\d/);
    }
  });

  it('shows tokens, cost and age, for eyes and for screen readers', async () => {
    const exports = await logbook();
    const node = (await shownSessions(exports)).find(
      (entry) => entry.kind === 'session' && entry.session.id === workspace.sessions.first,
    );
    assert.ok(node);
    const item = exports.sessions.getTreeItem(node);
    assert.equal(labelOf(item), 'Fix the login lock');
    assert.match(String(item.description), /^\$0\.\d\d · \d+ (min|h) · 134k$/);
    assert.match(
      item.accessibilityInformation?.label ?? '',
      /Fix the login lock, ended, \$0\.\d\d, \d+ (min|h), 134k/,
    );
    assert.match(item.contextValue ?? '', /^session\.file\.cwd$/);
    const { tooltip } = await exports.sessions.resolveTreeItem(item, node);
    assert.match((tooltip as vscode.MarkdownString).value, /Claude(&nbsp;| )Code/);
    assert.equal(item.command?.command, 'agentLogbook.openReplay');
  });

  it('shows what a hostile session holds as text', async () => {
    const exports = await logbook();
    const node = (await shownSessions(exports)).find(
      (entry) => entry.kind === 'session' && entry.session.id === workspace.sessions.live,
    );
    assert.ok(node);
    const item = exports.sessions.getTreeItem(node);
    // eslint-disable-next-line no-control-regex -- the point of the test.
    assert.doesNotMatch(`${labelOf(item)}${String(item.description)}`, /[\u0000-\u001f]/);
    const { tooltip: shown } = await exports.sessions.resolveTreeItem(item, node);
    const tooltip = shown as vscode.MarkdownString;
    assert.ok(!tooltip.isTrusted && !tooltip.supportHtml && !tooltip.supportThemeIcons);
    assert.doesNotMatch(tooltip.value, /(?<!\\)\]\(command:/);
  });

  it('shortens titles to what the setting says', async () => {
    const exports = await logbook();
    await setSetting('sessions.titleLength', 12);
    await until('a short title', async () =>
      (await shownSessions(exports)).some(
        (node) => labelOf(exports.sessions.getTreeItem(node)) === 'Fix the log…',
      ),
    );
    await setSetting('sessions.titleLength', undefined);
  });

  it('filters, and keeps to the workspace', async () => {
    const exports = await logbook();
    await vscode.commands.executeCommand('agentLogbook.filterSessions', 'login lock');
    assert.equal((await shownSessions(exports)).length, 1);
    await vscode.commands.executeCommand('agentLogbook.filterSessions', 'nothing has this');
    assert.deepEqual(await rootLabels(exports), []);
    await vscode.commands.executeCommand('agentLogbook.clearFilter');
    await vscode.commands.executeCommand('agentLogbook.showThisWorkspace');
    assert.deepEqual(exports.sessions.filter().folders, [workspace.repository]);
    assert.equal((await shownSessions(exports)).length, 3);
  });

  it('follows a session that goes on', async () => {
    const exports = await logbook();
    const responses = async () =>
      (await exports.store.api.session(workspace.sessions.live))?.usage.responses ?? 0;
    const before = await responses();
    const changed = new Promise<void>((resolve) => {
      const listener = exports.store.onChanged(({ sessions }) => {
        if (sessions === 'all' || sessions.includes(workspace.sessions.live)) {
          listener.dispose();
          resolve();
        }
      });
    });
    appendResponse('host-tree');
    await changed;
    await until('one more response', async () => (await responses()) === before + 1);
  });
});
