import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { documentUri } from '../../src/ui/documents.js';
import { extension, logbook, workspace } from './logbook.js';

describe('the extension', () => {
  it('registers every command of its manifest', async () => {
    await logbook();
    const registered = new Set(await vscode.commands.getCommands(true));
    const { contributes } = extension().packageJSON as { contributes: { commands: { command: string }[] } };
    assert.deepEqual(
      contributes.commands.map(({ command }) => command).filter((command) => !registered.has(command)),
      [],
    );
  });

  it('runs where the files are, and limits itself in a window that is not trusted', () => {
    const { extensionKind, packageJSON } = extension();
    assert.equal(extensionKind, vscode.ExtensionKind.Workspace);
    const { capabilities } = packageJSON as {
      capabilities: { untrustedWorkspaces: { supported: string }; virtualWorkspaces: boolean };
    };
    assert.equal(capabilities.untrustedWorkspaces.supported, 'limited');
    assert.equal(capabilities.virtualWorkspaces, false);
  });

  it('finds the sessions on this machine', async () => {
    const { store } = await logbook();
    const ids = (await store.api.sessions({}, { limit: 10 })).map((session) => session.id);
    assert.deepEqual(ids.sort(), Object.values(workspace.sessions).sort());
  });

  it('keeps its files to the user', async () => {
    const { store } = await logbook();
    const { storage, database } = await store.api.doctor(false);
    assert.equal(statSync(storage).mode & 0o077, 0);
    assert.equal(statSync(database.path).mode & 0o077, 0);
    assert.equal(statSync(join(dirname(storage), 'bin')).mode & 0o077, 0);
    assert.equal(statSync(join(dirname(storage), 'bin', 'logbook')).mode & 0o777, 0o700);
  });

  it('shows the report of the doctor as a document', async () => {
    await logbook();
    const document = await vscode.workspace.openTextDocument(documentUri('doctor.json', { kind: 'doctor' }));
    const report = JSON.parse(document.getText()) as { counts: Record<string, number>; database: object };
    assert.ok(report.database);
    assert.ok(!document.getText().includes(workspace.home), 'the home folder is not named');
  });

  it('goes on with a session by the agent’s own command, as an array and in its folder', async () => {
    const { store } = await logbook();
    const session = await store.api.session(workspace.sessions.first);
    const resume = ['--resume', session?.agentSessionId];
    for (const [from, args] of [
      [undefined, resume],
      [{ seq: 0 }, [...resume, '--fork-session']],
    ] as const) {
      const opened = new Promise<vscode.Terminal>((resolve) => {
        const listener = vscode.window.onDidOpenTerminal((terminal) => {
          listener.dispose();
          resolve(terminal);
        });
      });
      await vscode.commands.executeCommand('agentLogbook.resumeInTerminal', workspace.sessions.first, from);
      const terminal = await opened;
      const options = terminal.creationOptions as vscode.TerminalOptions;
      terminal.dispose();
      assert.deepEqual([options.shellPath, options.shellArgs], ['claude', args]);
      assert.equal((options.cwd as vscode.Uri).fsPath, workspace.repository);
    }
  });

  it('copies the id of a session, and opens its file', async () => {
    await logbook();
    await vscode.commands.executeCommand('agentLogbook.copySessionId', workspace.sessions.live);
    assert.equal(await vscode.env.clipboard.readText(), workspace.sessions.live);
    await vscode.commands.executeCommand('agentLogbook.revealFile', workspace.sessions.live);
    assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, workspace.live);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  it('tells which sessions touched a file', async () => {
    const { store } = await logbook();
    const file = join(workspace.repository, 'src/login.ts');
    const sessions = await store.api.sessionsTouching(file, { limit: 10 });
    assert.deepEqual(
      sessions.map((session) => session.id),
      [workspace.sessions.first],
    );
  });
});
