import * as vscode from 'vscode';
import type { GroupBy } from '../../common/protocol.js';
import type { Command } from './command.js';

export const groupBy: Command = {
  id: 'agentLogbook.groupBy',
  async run({ tree }, arg) {
    const choices: { label: string; by: GroupBy }[] = [
      { label: `$(tag) ${vscode.l10n.t('Ticket')}`, by: 'ticket' },
      { label: `$(git-branch) ${vscode.l10n.t('Branch')}`, by: 'branch' },
      { label: `$(repo) ${vscode.l10n.t('Project')}`, by: 'project' },
      { label: `$(hubot) ${vscode.l10n.t('Agent')}`, by: 'agent' },
      { label: `$(calendar) ${vscode.l10n.t('Day')}`, by: 'day' },
      { label: `$(symbol-keyword) ${vscode.l10n.t('Tag')}`, by: 'tag' },
      { label: `$(symbol-class) ${vscode.l10n.t('Category')}`, by: 'category' },
      { label: `$(pulse) ${vscode.l10n.t('State')}`, by: 'status' },
      { label: `$(star-half) ${vscode.l10n.t('Quality')}`, by: 'quality' },
      { label: `$(list-unordered) ${vscode.l10n.t('No groups')}`, by: 'none' },
    ];
    const given = choices.find((choice) => choice.by === arg);
    const picked =
      given ??
      (await vscode.window.showQuickPick(
        choices.map((choice) => ({
          ...choice,
          ...(choice.by === tree.groupBy ? { description: vscode.l10n.t('now') } : {}),
        })),
        { placeHolder: vscode.l10n.t('Group sessions by') },
      ));
    if (picked) {
      tree.groupBy = picked.by;
    }
  },
};
