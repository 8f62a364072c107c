import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { linkTo } from '../../src/ui/links.js';
import { logbook, until, workspace } from './logbook.js';

describe('a link to a step', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('opens the replay of its session', async () => {
    const { store } = await logbook();
    const id = workspace.sessions.first;
    const { rows } = await store.api.outline(id, 0, 3);
    const link = linkTo({ session: id, step: rows[2]!.uid }, 'agent-logbook.agent-logbook');
    assert.match(link, /^[\w-]+:\/\/agent-logbook\.agent-logbook\/replay\?/);
    assert.equal(await store.api.stepNamed(id, rows[2]!.uid), 2);
    // As a click on it anywhere in the window.
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.parse(link, true));
    await until('the replay is open', () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .find(({ label }) => label.startsWith('Fix the login lock')),
    );
  });
});
