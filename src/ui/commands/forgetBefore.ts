import * as vscode from 'vscode';
import { startOfDay } from '../localDay.js';
import type { Command } from './command.js';
import { forgetAfterAsking } from './forgetSession.js';
import { countOf } from './markSessions.js';

/** Forgets every session that ended before a day; on request but for those that were marked by hand. */
export const forgetBefore: Command = {
  id: 'agentLogbook.forgetBefore',
  async run(services) {
    const day = await vscode.window.showInputBox({
      title: vscode.l10n.t('Forget everything before'),
      prompt: vscode.l10n.t('A day, as 2026-01-31. Sessions that ended before it are forgotten.'),
      validateInput: (text) =>
        text === '' || startOfDay(text) !== null
          ? undefined
          : vscode.l10n.t('This is no day: write it as 2026-01-31.'),
    });
    const at = day === undefined ? null : startOfDay(day);
    if (at === null) {
      return;
    }
    const [all, unmarked] = await Promise.all([
      services.store.api.sessionsBefore(at, false),
      services.store.api.sessionsBefore(at, true),
    ]);
    if (all.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('No session ended before {0}.', day ?? ''));
      return;
    }
    const choice =
      all.length === unmarked.length
        ? { sessions: all }
        : await vscode.window.showQuickPick(
            [
              {
                label: vscode.l10n.t('Keep what is marked: forget {0}', countOf(unmarked)),
                description: vscode.l10n.t('Favourites, and sessions with pins, notes or tags of your own'),
                sessions: unmarked,
              },
              { label: vscode.l10n.t('Forget all {0}', countOf(all)), sessions: all },
            ],
            { placeHolder: vscode.l10n.t('Some of these sessions are marked by hand') },
          );
    if (choice && choice.sessions.length > 0) {
      await forgetAfterAsking(services, choice.sessions);
    }
  },
};
