import * as vscode from 'vscode';
import { doctorText } from '../doctorText.js';
import { fenced } from '../../common/markdownText.js';
import type { Command } from './command.js';

/** Puts together what an issue needs in a document that the user reads and sends; nothing is sent from here. */
export const reportIssue: Command = {
  id: 'agentLogbook.reportIssue',
  async run({ store }) {
    const report = doctorText(await store.own.api.doctor(false));
    const content = [
      `## ${vscode.l10n.t('What happened')}`,
      vscode.l10n.t('(What you did, what you expected, what you saw instead.)'),
      `## ${vscode.l10n.t('Report')}`,
      vscode.l10n.t(
        'Please read it before you send it: it has the names of folders and files, but no text of any session.',
      ),
      fenced(report, 'json'),
    ].join('\n\n');
    const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
    await vscode.window.showTextDocument(document);

    void vscode.window.showInformationMessage(
      vscode.l10n.t('Copy this report into a new issue. Nothing has been sent.'),
    );
  },
};
