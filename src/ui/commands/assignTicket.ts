import * as vscode from 'vscode';
import { withoutIcons } from '../text.js';
import { ticketDescription } from '../views/describe.js';
import { keyProblem } from './askTicket.js';
import type { Command } from './command.js';
import { pickSession } from './pickSession.js';

interface Choice extends vscode.QuickPickItem {
  key: string | null;
}

/** Assigns a whole session to a ticket by hand; what is typed is offered as a new key. */
export const assignTicket: Command = {
  id: 'agentLogbook.assignTicket',
  async run(services, arg, key) {
    const id = await pickSession(services, arg);
    if (!id) {
      return;
    }
    const choice = typeof key === 'string' ? { key } : await chooseKey(services.store.api);
    if (choice) {
      await services.store.api.assignTicket(id, choice.key);
    }
  },
};

async function chooseKey(
  api: Parameters<Command['run']>[0]['store']['api'],
): Promise<{ key: string | null } | undefined> {
  const tickets = await api.tickets({});
  const known: Choice[] = tickets.map((ticket) => ({
    label: withoutIcons(ticket.key),
    description: withoutIcons(ticketDescription(ticket, Date.now())),
    key: ticket.key,
  }));
  const none: Choice = {
    label: `$(discard) ${vscode.l10n.t('Take the assignment back')}`,
    description: vscode.l10n.t('Branch and started tickets decide again'),
    key: null,
    alwaysShow: true,
  };
  const pick = vscode.window.createQuickPick<Choice>();
  pick.placeholder = vscode.l10n.t('Ticket of this session: choose one or type a key');
  pick.matchOnDescription = true;
  pick.items = [...known, none];
  pick.onDidChangeValue((value) => {
    const typed = value.trim();
    const fresh =
      typed && !keyProblem(typed) && !tickets.some((ticket) => ticket.key === typed.toUpperCase());
    pick.items = [
      ...(fresh ? [{ label: `$(add) ${withoutIcons(typed)}`, key: typed, alwaysShow: true }] : []),
      ...known,
      none,
    ];
  });
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      resolve(pick.activeItems[0]);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}
