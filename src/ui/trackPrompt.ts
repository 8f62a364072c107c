import * as vscode from 'vscode';
import type { FolderStatus, SessionId } from '../common/protocol.js';
import { windowSettings, writeSetting } from './config.js';
import { activeFolder } from './folders.js';
import { reportError } from './log.js';

const remembered = 200;

/** Asks once a session whether to track it, when one runs in the active repository and no ticket is open. */
export function createTrackPrompt(
  memento: vscode.Memento,
  log: vscode.LogOutputChannel,
): (status: FolderStatus) => void {
  // Other windows write the same list: it is read anew each time.
  const asked = () => memento.get<SessionId[]>('askedToTrack', []);

  return (status) => {
    const id = status.untracked;
    if (!id || !windowSettings.askToTrack() || asked().includes(id)) {
      return;
    }
    void memento.update('askedToTrack', [id, ...asked()].slice(0, remembered));
    void ask(status).catch((error: unknown) =>
      reportError(log, vscode.l10n.t('The question could not be asked'), error),
    );
  };

  async function ask({ worktree }: FolderStatus): Promise<void> {
    const start = vscode.l10n.t('Start Ticket');
    const never = vscode.l10n.t("Don't Ask Again");
    // A branch that proposes a key is tracked without a question.
    const choice = await vscode.window.showInformationMessage(
      vscode.l10n.t('An agent session runs here and no ticket is open. Track this session?'),
      start,
      never,
    );
    if (choice === never) {
      await writeSetting('tickets.askToTrack', false);
    } else if (choice === start) {
      await vscode.commands.executeCommand('agentLogbook.startTicket', worktree ?? activeFolder());
    }
  }
}
