import * as vscode from 'vscode';

const key = 'firstRunShown';

/** The screen that tells what is read and where the copies lie, with its buttons. */
export async function openFirstRun(extensionId: string): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', `${extensionId}#firstRun`, false);
  // A step of a walkthrough that has the focus takes it back from whatever a command opens; a list lets go of it.
  await vscode.commands.executeCommand('agentLogbook.sessions.focus');
}

/** Shows it once on this machine, with the choices that matter as buttons of a notification. */
export async function showFirstRunOnce(context: vscode.ExtensionContext): Promise<void> {
  if (context.globalState.get(key, false)) {
    return;
  }
  await context.globalState.update(key, true);
  if (context.extensionMode === vscode.ExtensionMode.Test) {
    return;
  }
  await openFirstRun(context.extension.id);
  const pause = vscode.l10n.t('Pause');
  const exclude = vscode.l10n.t('Exclude a Project…');
  const remove = vscode.l10n.t('Delete All Data…');
  const choice = await vscode.window.showInformationMessage(
    vscode.l10n.t(
      'Agent Logbook copies the sessions of your coding agents, secrets in them included, into an unencrypted file on this machine and sends nothing anywhere.',
    ),
    pause,
    exclude,
    remove,
  );
  const command = new Map([
    [pause, 'agentLogbook.pauseRecording'],
    [exclude, 'agentLogbook.excludeProject'],
    [remove, 'agentLogbook.deleteAllData'],
  ]).get(choice ?? '');
  if (command) {
    await vscode.commands.executeCommand(command);
  }
}
