import * as vscode from 'vscode';
import { ticketKey } from '../../common/ticketKey.js';
import { activeFolder } from '../folders.js';
import type { ShownStore } from '../shownStore.js';

/** The folder that a ticket command is about, or undefined after telling why there is none. */
export function ticketFolder(store: Pick<ShownStore, 'samples'>, arg?: unknown): string | undefined {
  if (store.samples) {
    offerOwnSessions();
    return undefined;
  }
  const folder = typeof arg === 'string' ? arg : activeFolder();
  if (!folder) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Open a folder first: a ticket belongs to the repository it is worked on in.'),
    );
  }
  return folder;
}

/** A ticket started among samples would vanish with them, and one of the user's own is not among them. */
function offerOwnSessions(): void {
  const leave = vscode.l10n.t('Remove Sample Sessions');
  void vscode.window
    .showInformationMessage(
      vscode.l10n.t('Sample sessions are shown. Remove them to work with tickets of your own.'),
      leave,
    )
    .then((choice) =>
      choice === leave ? vscode.commands.executeCommand('agentLogbook.leaveSamples') : undefined,
    );
}

/** Asks for a key and a title in two steps; undefined when the user leaves. */
export async function askTicket(
  title: string,
  proposed: string | null,
): Promise<{ key: string; title?: string } | undefined> {
  const key = await vscode.window.showInputBox({
    title: vscode.l10n.t('{0} (1 of 2)', title),
    prompt: proposed
      ? vscode.l10n.t('Key of the ticket. The branch proposes it.')
      : vscode.l10n.t('Key of the ticket, for example WEB-42.'),
    value: proposed ?? '',
    ignoreFocusOut: true,
    validateInput: keyProblem,
  });
  if (key === undefined) {
    return undefined;
  }
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('{0} (2 of 2)', title),
    prompt: vscode.l10n.t('Title, if you like. Enter goes on without one.'),
    ignoreFocusOut: true,
  });
  if (text === undefined) {
    return undefined;
  }
  return { key: key.trim(), ...(text.trim() ? { title: text.trim() } : {}) };
}

export function keyProblem(value: string): string | undefined {
  const key = value.trim();
  if (key === '') {
    return vscode.l10n.t('A key is needed.');
  }
  if (ticketKey(key) === null) {
    return vscode.l10n.t('A key has up to 64 letters, digits and # . _ / - without spaces.');
  }
  return undefined;
}
