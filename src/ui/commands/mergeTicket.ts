import * as vscode from 'vscode';
import { isIssueNumber } from '../../common/ticketKey.js';
import { forNotification } from '../text.js';
import { chooseTicket, pickTicket } from './chooseTicket.js';
import type { Command } from './command.js';

/** Lets all that names one ticket belong to another, and offers to take that back. */
export const mergeTicket: Command = {
  id: 'agentLogbook.mergeTicket',
  async run({ store }, arg, given) {
    const from = await pickTicket(store.api, arg, vscode.l10n.t('Merge which ticket into another?'));
    if (from === undefined) {
      return;
    }
    const question = isIssueNumber(from)
      ? vscode.l10n.t('Merge issue {0} of every repository into which ticket?', from)
      : vscode.l10n.t('Merge {0} into which ticket? Its branches, times and sessions go with it', from);
    const into =
      typeof given === 'string' ? given : (await chooseTicket(store.api, question, { without: from }))?.key;
    if (!into) {
      return;
    }
    const { key } = await store.api.mergeTickets(from, into);
    const undo = vscode.l10n.t('Undo');
    const said = vscode.l10n.t('{0} belongs to {1} now.', from, key);
    // Nobody waits for the notification, which may stay for as long as the person likes.
    void vscode.window.showInformationMessage(forNotification(said), undo).then(async (answer) => {
      if (answer === undo) {
        await store.api.unmergeTicket(from);
      }
    });
  },
};
