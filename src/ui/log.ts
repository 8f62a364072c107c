import * as vscode from 'vscode';
import { forNotification } from './text.js';

/** The output channel of the extension. Session texts are never written to it. */
export function createLog(): vscode.LogOutputChannel {
  return vscode.window.createOutputChannel('Agent Logbook', { log: true });
}

/** Tells of trouble that the store has dealt with or met, as it puts it: in the log, and once in a notification. */
export function tellTrouble(log: vscode.LogOutputChannel, trouble: string): void {
  log.error(trouble);
  const text = forNotification(`Agent Logbook: ${trouble}`);
  if (shown.has(text)) {
    return;
  }
  shown.add(text);
  const showLog = vscode.l10n.t('Show Log');
  const doctor = vscode.l10n.t('Check Installation');
  void vscode.window.showWarningMessage(text, showLog, doctor).then((choice) => {
    shown.delete(text);
    if (choice === showLog) {
      log.show();
    } else if (choice === doctor) {
      void vscode.commands.executeCommand('agentLogbook.doctor');
    }
  });
}

const shown = new Set<string>();

/** Tells of something unexpected: always in the log, and once a session in a notification with a way to the log. */
export function reportError(log: vscode.LogOutputChannel, doing: string, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  log.error(`${doing}: ${error instanceof Error ? (error.stack ?? message) : message}`);
  // One cause stops many things at once; whoever meets it first tells it.
  if (shown.has(message)) {
    return;
  }
  shown.add(message);
  const text = forNotification(`Agent Logbook: ${doing}: ${message}`);
  const showLog = vscode.l10n.t('Show Log');
  void vscode.window.showErrorMessage(text, showLog).then((choice) => {
    // Closed by the user: the next time it happens is news again.
    shown.delete(message);
    if (choice === showLog) {
      log.show();
    }
  });
}
