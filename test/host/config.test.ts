import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { logbook, setSetting, until, workspace } from './logbook.js';

describe('settings', () => {
  afterEach(() => setSetting('recording.paused', undefined));

  it('take effect without a reload', async () => {
    const { store } = await logbook();
    await setSetting('recording.paused', true);
    await until('paused', async () => (await store.api.settings()).paused);
    await setSetting('recording.paused', undefined);
    await until('not paused', async () => !(await store.api.settings()).paused);
  });

  it('say that recording is paused in a line, or where there are no rows in a text with buttons', async () => {
    const { store, sessions } = await logbook();
    const { view } = sessions;
    assert.ok((await sessions.getChildren()).length > 0);
    await setSetting('recording.paused', true);
    await until('a line', () => view.message === 'Recording is paused.');
    await vscode.commands.executeCommand('agentLogbook.filterSessions', 'nothing has this');
    assert.deepEqual(await sessions.getChildren(), []);
    assert.equal(view.message, '', 'VS Code shows no welcome text beside a line');
    await vscode.commands.executeCommand('agentLogbook.clearFilter');
    assert.ok((await sessions.getChildren()).length > 0);
    assert.equal(view.message, 'Recording is paused.');
    await vscode.commands.executeCommand('agentLogbook.resumeRecording');
    await until('not paused', async () => !(await store.api.settings()).paused);
    await until('no line', () => !view.message);
  });

  it('change prices at once', async () => {
    const { store } = await logbook();
    const cost = async () => (await store.api.session(workspace.sessions.first))?.usage.costUsd ?? 0;
    const before = await cost();
    await setSetting('prices', { 'claude-sonnet-4-5*': { input: 1000, output: 1000 } });
    await until('a higher cost', async () => (await cost()) > before * 10);
    await setSetting('prices', undefined);
    await until('the old cost', async () => Math.abs((await cost()) - before) < 1e-9);
  });

  it('of a folder decide nothing', async () => {
    const { store } = await logbook();
    const before = JSON.stringify(await store.api.settings());
    const configuration = vscode.workspace.getConfiguration('agentLogbook');
    await assert.rejects(
      Promise.resolve(
        configuration.update(
          'agents.extraFolders',
          { claude: ['/etc'] },
          vscode.ConfigurationTarget.Workspace,
        ),
      ),
    );
    // A folder that was cloned brings its file along.
    const vscodeFolder = join(workspace.repository, '.vscode');
    mkdirSync(vscodeFolder, { recursive: true });
    const read = new Promise<void>((resolve) => {
      const listener = vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('editor.tabSize')) {
          listener.dispose();
          resolve();
        }
      });
    });
    writeFileSync(
      join(vscodeFolder, 'settings.json'),
      JSON.stringify({
        'editor.tabSize': 7,
        'agentLogbook.agents.extraFolders': { claude: ['/etc'] },
        'agentLogbook.recording.keepToolOutput': false,
        'agentLogbook.recording.paused': true,
      }),
    );
    await read;
    assert.equal(JSON.stringify(await store.api.settings()), before);
    rmSync(vscodeFolder, { recursive: true });
  });

  it('show sample sessions in place of the user’s own, and put them away again', async () => {
    const { store } = await logbook();
    await vscode.commands.executeCommand('agentLogbook.loadSamples');
    await until(
      'sample sessions',
      async () => store.samples && (await store.api.sessions({}, { limit: 9 })).length === 6,
    );
    const [live] = await store.api.sessions({}, { limit: 1 });
    assert.equal(live?.state, 'active');
    assert.equal(
      (await store.own.api.sessions({}, { limit: 9 })).length,
      3,
      'the own store has none of them',
    );
    await vscode.commands.executeCommand('agentLogbook.leaveSamples');
    await until(
      'own sessions',
      async () => !store.samples && (await store.api.sessions({}, { limit: 9 })).length === 3,
    );
  });

  it('leave what is the user’s own alone while samples are shown', async () => {
    const { store, sessions } = await logbook();
    const { view } = sessions;
    const folder = workspace.repository;
    await vscode.commands.executeCommand('agentLogbook.loadSamples');
    await until('the line of the samples', () => /Your own are recorded/.test(view.message ?? ''));
    await vscode.commands.executeCommand('agentLogbook.pauseRecording');
    await until('the line of a pause', () => /Recording of your own is paused/.test(view.message ?? ''));
    assert.ok((await store.own.api.settings()).paused);
    assert.ok(!(await store.api.settings()).paused, 'samples are not recorded');
    await vscode.commands.executeCommand('agentLogbook.resumeRecording');
    await until('no line of a pause', () => /Your own are recorded/.test(view.message ?? ''));

    // Would ask for a key if it took the samples for a place to start a ticket in.
    await vscode.commands.executeCommand('agentLogbook.startTicket', folder);
    await vscode.commands.executeCommand('agentLogbook.finishTicket', folder);
    assert.deepEqual(
      (await store.api.tickets({})).filter((ticket) => ticket.repository === folder),
      [],
    );
    await vscode.commands.executeCommand('agentLogbook.leaveSamples');
    await until('own sessions', () => !store.samples && !view.message);
  });
});
