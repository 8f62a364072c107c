import * as vscode from 'vscode';
import type { StoreApi } from '../../common/storeApi.js';
import { withoutIcons } from '../text.js';
import { ticketDescription } from '../views/describe.js';
import { keyProblem } from './askTicket.js';

interface Choice extends vscode.QuickPickItem {
  key: string | null;
}

/** Lets the person choose a ticket or type a new key. `none`: a row for no ticket, whose key is null. undefined: the person left. */
export async function chooseTicket(
  api: Pick<StoreApi, 'tickets'>,
  placeholder: string,
  {
    none,
    without,
    title,
  }: { none?: { label: string; description: string }; without?: string; title?: string } = {},
): Promise<{ key: string | null } | undefined> {
  const tickets = (await api.tickets({})).filter(({ key }) => key !== without);
  const known: Choice[] = tickets.map((ticket) => ({
    label: withoutIcons(ticket.key),
    description: withoutIcons(ticketDescription(ticket, Date.now())),
    key: ticket.key,
  }));
  const last: Choice[] = none
    ? [{ label: `$(discard) ${none.label}`, description: none.description, key: null, alwaysShow: true }]
    : [];
  const pick = vscode.window.createQuickPick<Choice>();
  pick.placeholder = placeholder;
  pick.title = title;
  pick.matchOnDescription = true;
  pick.items = [...known, ...last];
  pick.onDidChangeValue((value) => {
    const typed = value.trim();
    const fresh =
      typed && !keyProblem(typed) && !tickets.some((ticket) => ticket.key === typed.toUpperCase());
    pick.items = [
      ...(fresh ? [{ label: `$(add) ${withoutIcons(typed)}`, key: typed, alwaysShow: true }] : []),
      ...known,
      ...last,
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

/** The key of a row of the Tickets view, of a ticket's group, or given as it is; undefined: of none. */
export function ticketKeyOf(arg: unknown): string | undefined {
  const row = arg as { ticket?: { key?: unknown }; group?: { key?: unknown } } | string | null | undefined;
  const key = typeof row === 'string' ? row : (row?.ticket?.key ?? row?.group?.key);
  return typeof key === 'string' ? key : undefined;
}

/** The ticket that a command is for; asks when there is none. */
export async function pickTicket(
  api: Pick<StoreApi, 'tickets'>,
  arg: unknown,
  placeholder: string,
): Promise<string | undefined> {
  return ticketKeyOf(arg) ?? (await chooseTicket(api, placeholder))?.key ?? undefined;
}
