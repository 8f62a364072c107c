import * as vscode from 'vscode';
import type { SessionId } from '../../common/protocol.js';
import type { Command, Services } from './command.js';
import { countOf, sessionsToMark } from './markSessions.js';

/** Deletes sessions from the logbook for good, after asking. The agents' own files stay and are not read again. */
export const forgetSession: Command = {
  id: 'agentLogbook.forgetSession',
  async run(services, arg, selected) {
    const sessions = await sessionsToMark(services, arg, selected);
    if (sessions.length > 0) {
      await forgetAfterAsking(services, sessions);
    }
  },
};

/** Asks, and forgets. False when the person thought better of it. */
export async function forgetAfterAsking(
  { store }: Pick<Services, 'store'>,
  sessions: readonly SessionId[],
): Promise<boolean> {
  const forget = vscode.l10n.t('Forget');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Forget {0} for good?', countOf(sessions)),
    {
      modal: true,
      detail: vscode.l10n.t(
        "All that the logbook has of them is deleted: messages, figures, tags and notes, and the sub-agents they started. It cannot be undone. The agents' own files stay where they are and are not read again.",
      ),
    },
    forget,
  );
  if (answer !== forget) {
    return false;
  }
  const forgotten = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Forgetting {0}…', countOf(sessions)),
    },
    async () => {
      const gone = await store.api.forget(sessions);
      await store.api.forgettingDone();
      return gone;
    },
  );
  void vscode.window.showInformationMessage(
    vscode.l10n.t(
      '{0} forgotten, sub-agents included. Nothing of them is left in the logbook.',
      countOf(forgotten),
    ),
  );
  return true;
}
