import * as vscode from 'vscode';
import { workspaceFolders } from '../folders.js';
import type { Command } from './command.js';
import { exportSelection } from './exportSelection.js';
import { exportSession } from './exportSession.js';
import { exportTicket } from './exportTicket.js';

/** Exports sessions of a time, of this workspace or of all. */
export const exportAny: Command = {
  id: 'agentLogbook.exportAny',
  async run(services) {
    const day = 86_400_000;
    const times: (vscode.QuickPickItem & { days?: number; command?: Command })[] = [
      { label: vscode.l10n.t('A session…'), command: exportSession },
      { label: vscode.l10n.t('A ticket…'), command: exportTicket },
      { label: vscode.l10n.t('Last 7 days'), days: 7 },
      { label: vscode.l10n.t('Last 30 days'), days: 30 },
      { label: vscode.l10n.t('Last 90 days'), days: 90 },
      { label: vscode.l10n.t('Everything') },
    ];
    const time = await vscode.window.showQuickPick(times, {
      placeHolder: vscode.l10n.t('What is to be exported?'),
    });
    if (!time) {
      return;
    }
    if (time.command) {
      await time.command.run(services);
      return;
    }
    const folders = await pickFolders();
    if (folders) {
      const since = time.days === undefined ? {} : { since: Date.now() - time.days * day };
      await exportSelection(
        services,
        { ...since, ...(folders.length > 0 ? { filter: { folders } } : {}) },
        time.label,
      );
    }
  },
};

/** The folders to restrict to, none for all; undefined: the user has thought better of it. */
async function pickFolders(): Promise<readonly string[] | undefined> {
  const here = workspaceFolders();
  if (here.length === 0) {
    return [];
  }
  const picked = await vscode.window.showQuickPick(
    [
      { label: vscode.l10n.t('Sessions of this workspace'), folders: here },
      { label: vscode.l10n.t('Sessions of all projects'), folders: [] as readonly string[] },
    ],
    { placeHolder: vscode.l10n.t('Of which projects?') },
  );
  return picked?.folders;
}
