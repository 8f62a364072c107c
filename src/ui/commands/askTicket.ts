import * as vscode from 'vscode';
import { ticketKey } from '../../common/ticketKey.js';
import { activeFolder } from '../folders.js';

/** The folder that a ticket command is about, or undefined after telling why there is none. */
export function ticketFolder(arg?: unknown): string | undefined {
  const folder = typeof arg === 'string' ? arg : activeFolder();
  if (!folder) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Open a folder first: a ticket belongs to the repository it is worked on in.'),
    );
  }
  return folder;
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
