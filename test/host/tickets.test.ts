import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as vscode from 'vscode';
import { moreOfTicket } from '../../src/ui/views/ticketTree.js';
import { documentUri } from '../../src/ui/documents.js';
import { appendResponse, labelOf, logbook, rootLabels, until, workspace } from './logbook.js';

const folder = workspace.repository;

describe('tickets', () => {
  it('are proposed by the branch', async () => {
    const { store } = await logbook();
    const status = await store.api.folderStatus(folder);
    assert.equal(status.branch, workspace.branch);
    assert.equal(status.proposedKey, 'WEB-42');
  });

  it('are started, shown, and finished with a summary', async () => {
    const { store, tickets } = await logbook();
    const started = await store.api.startTicket({ key: 'WEB-42', title: 'Login <b>lock</b>', folder });
    assert.equal(started.state, 'open');
    const [first] = await tickets.getChildren();
    assert.ok(first);
    const item = tickets.getTreeItem(first);
    assert.equal(labelOf(item), 'WEB-42');
    assert.equal(item.contextValue, 'ticket.open');
    assert.ok((await tickets.getChildren(first)).length > 0, 'it has its sessions below it');

    execFileSync('git', ['commit', '-q', '--allow-empty', '-m', 'Allow three attempts'], {
      cwd: folder,
      env: { ...process.env, GIT_CONFIG_NOSYSTEM: '1' },
    });
    await vscode.commands.executeCommand('agentLogbook.finishTicket', folder);
    const report = await store.api.ticket('WEB-42', folder);
    assert.equal(report?.state, 'finished');
    assert.deepEqual(
      report?.commits.map((commit) => commit.subject),
      ['Allow three attempts'],
    );

    const document = await vscode.workspace.openTextDocument(
      documentUri('WEB-42.md', { kind: 'ticket', key: 'WEB-42', folder }),
    );
    assert.match(document.getText(), /Allow three attempts/);
    assert.ok(!document.getText().includes('<b>'), 'a title is text');
  });

  it('have a summary that follows their sessions', async () => {
    await logbook();
    const uri = documentUri('WEB-42.md', { kind: 'ticket', key: 'WEB-42', folder });
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    const responses = () => Number(/Responses: (\d+)/.exec(document.getText())?.[1]);
    const before = responses();
    appendResponse('host-summary');
    await until('one more response', () => responses() === before + 1);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  it('are switched at one moment', async () => {
    const { store } = await logbook();
    await store.api.startTicket({ key: 'WEB-50', folder });
    await store.api.switchTicket({ key: 'WEB-51', folder });
    assert.equal((await store.api.folderStatus(folder)).ticket?.key, 'WEB-51');
    const [old] = (await store.api.tickets({})).filter((ticket) => ticket.key === 'WEB-50');
    assert.equal(old?.state, 'finished');
    await store.api.finishTicket(folder);
  });

  it('page a ticket with many sessions', async () => {
    const { tickets } = await logbook();
    const [ticket] = await tickets.getChildren();
    assert.ok(ticket?.kind === 'ticket');
    const row = { kind: 'more', id: `${moreOfTicket}x`, parent: ticket } as const;
    const item = tickets.getTreeItem(row);
    assert.equal(item.command?.command, 'agentLogbook.loadMore');
    assert.equal(item.accessibilityInformation?.label, 'Load more');
    const drawn = new Promise((resolve) => tickets.onDidChangeTreeData(resolve));
    await vscode.commands.executeCommand('agentLogbook.loadMore', row);
    assert.equal(await drawn, ticket, 'only its rows are asked for again');
  });

  it('are assigned to a session by hand, and taken back', async () => {
    const exports = await logbook();
    const { codex } = workspace.sessions;
    await vscode.commands.executeCommand('agentLogbook.assignTicket', codex, 'DOC-7');
    await until('the group of the ticket', async () => (await rootLabels(exports)).includes('DOC-7'));
    await exports.store.api.assignTicket(codex, null);
    await until('no group of the ticket', async () => !(await rootLabels(exports)).includes('DOC-7'));
  });
});
