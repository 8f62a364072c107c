import * as vscode from 'vscode';
import { oneLine } from '../../common/plainText.js';
import type { SessionId } from '../../common/protocol.js';
import type { StoreApi } from '../../common/storeApi.js';
import type { AssignedRange } from '../../common/ticketPage.js';
import { withoutIcons } from '../text.js';
import { assignAfterAsking } from './assignTicket.js';
import type { Command } from './command.js';
import { pickSession } from './pickSession.js';

interface Moment extends vscode.QuickPickItem {
  /** Milliseconds; null: without that end. */
  at: number | null;
}

const outlinePage = 5000;

/** Assigns a part of a session to a ticket: from one of its prompts on, up to another. */
export const assignRange: Command = {
  id: 'agentLogbook.assignRange',
  async run(services, arg, given) {
    const id = await pickSession(services, arg);
    const range = id === undefined ? undefined : (rangeOf(given) ?? (await askRange(services.store.api, id)));
    if (id !== undefined && range) {
      await assignAfterAsking(services, { sessions: [id], range });
    }
  },
};

async function askRange(api: StoreApi, id: SessionId): Promise<AssignedRange | undefined> {
  const prompts = await promptsOf(api, id);
  const start = { label: `$(debug-start) ${vscode.l10n.t('From its beginning')}`, at: null };
  const from = await vscode.window.showQuickPick<Moment>([start, ...prompts], {
    title: vscode.l10n.t('Assign a part of the session (1 of 2)'),
    placeHolder: vscode.l10n.t('From which prompt on?'),
  });
  if (!from) {
    return undefined;
  }
  const end = { label: `$(debug-stop) ${vscode.l10n.t('To its end, with what is yet to come')}`, at: null };
  const later = prompts.filter(({ at }) => at !== null && at > (from.at ?? -Infinity));
  const to = await vscode.window.showQuickPick<Moment>([end, ...later], {
    title: vscode.l10n.t('Assign a part of the session (2 of 2)'),
    placeHolder: vscode.l10n.t('Up to which prompt? That prompt itself is left out.'),
  });
  return (
    to && {
      ...(from.at === null ? {} : { from: from.at }),
      ...(to.at === null ? {} : { to: to.at }),
    }
  );
}

/** Those that tell their time, in order. */
async function promptsOf(api: StoreApi, id: SessionId): Promise<Moment[]> {
  const prompts: Moment[] = [];
  for (let from = 0; ; from += outlinePage) {
    const { total, rows } = await api.outline(id, from, outlinePage);
    for (const { at, kind, thread, preview } of rows) {
      if (kind === 'prompt' && thread === null && at !== null) {
        const time = new Date(at).toLocaleString(vscode.env.language, {
          dateStyle: 'short',
          timeStyle: 'medium',
        });
        prompts.push({ label: withoutIcons(oneLine(preview, 120)) || time, description: time, at });
      }
    }
    if (rows.length === 0 || from + rows.length >= total) {
      return prompts;
    }
  }
}

function rangeOf(given: unknown): AssignedRange | undefined {
  const { from, to } = (given ?? {}) as { from?: unknown; to?: unknown };
  const range = {
    ...(typeof from === 'number' ? { from } : {}),
    ...(typeof to === 'number' ? { to } : {}),
  };
  return Object.keys(range).length > 0 ? range : undefined;
}
