import * as vscode from 'vscode';
import type { Event } from '../common/event.js';
import { DisposableStore, toDisposable, type Disposable } from '../common/lifecycle.js';
import { oneLine } from '../common/plainText.js';
import type { FolderStatus } from '../common/protocol.js';
import type { StoreClient } from '../store/client.js';
import { onDidChangeSettings, windowSettings } from './config.js';
import { activeFolder } from './folders.js';
import { contextLevel, contextText, statusText } from './statusText.js';
import { runningText, sessionLabel, spoken, stateText, ticketState, usageRows } from './views/describe.js';
import { tooltip } from './views/tooltip.js';

const coalesceMs = 500;
const ageMs = 60_000;

/**
 * Tokens and cost of the ticket that is open in the active editor's repository, also while samples are shown elsewhere. A
 * click opens the stats.
 */
export function createStatusBar(options: {
  store: StoreClient;
  folder: { onDidChange: Event<void> };
  log: vscode.LogOutputChannel;
  onStatus(status: FolderStatus): void;
}): Disposable {
  const { store, log } = options;
  const disposables = new DisposableStore();
  const item = disposables.add(
    vscode.window.createStatusBarItem('agentLogbook.ticket', vscode.StatusBarAlignment.Left, 40),
  );
  item.name = 'Agent Logbook';
  const fill = disposables.add(
    vscode.window.createStatusBarItem('agentLogbook.context', vscode.StatusBarAlignment.Left, 38),
  );
  fill.name = vscode.l10n.t('Agent Logbook: Context');
  let timer: NodeJS.Timeout | undefined;
  let asking = false;
  let again = false;

  const update = async () => {
    timer = undefined;
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    try {
      const folder = activeFolder();
      const status = folder ? await store.api.folderStatus(folder) : null;
      show(item, status);
      showContext(fill, status);
      if (status) {
        options.onStatus(status);
      }
    } catch (error) {
      // The store says itself when it is out of order; this is no second notification.
      log.warn(`The status bar could not be brought up to date: ${String(error)}`);
    } finally {
      asking = false;
      if (again) {
        again = false;
        soon();
      }
    }
  };
  const soon = () => {
    timer ??= setTimeout(() => void update(), coalesceMs);
  };

  disposables.add(
    store.onChanged(({ sessions, tickets, settings }) => {
      // Progress alone changes no figure.
      if (sessions.length > 0 || tickets || settings) {
        soon();
      }
    }),
  );
  disposables.add(options.folder.onDidChange(soon));
  disposables.add(onDidChangeSettings(soon));
  // What runs grows old without a word: states go on with the clock.
  const clock = setInterval(soon, ageMs);
  disposables.add(toDisposable(() => clearInterval(clock)));
  disposables.add(toDisposable(() => clearTimeout(timer)));
  soon();
  return disposables;
}

function show(item: vscode.StatusBarItem, status: FolderStatus | null): void {
  const isOpen = status?.ticket?.state === 'open';
  void vscode.commands.executeCommand('setContext', 'agentLogbook.ticketOpen', isOpen);
  if (!windowSettings.statusBar() || !status) {
    item.hide();
    return;
  }
  const { ticket, live } = status;
  item.text = statusText(status);
  item.command = ticket
    ? {
        command: 'agentLogbook.openStats',
        title: vscode.l10n.t('Open Statistics'),
        arguments: [{ dimension: 'ticket', key: ticket.key }],
      }
    : 'agentLogbook.openStats';
  const rows: [string, string][] = ticket
    ? [
        [vscode.l10n.t('Title'), oneLine(ticket.title ?? '', 200)],
        [vscode.l10n.t('State'), ticketState(ticket.state)],
        [vscode.l10n.t('Branch'), oneLine(status.branch ?? '', 100)],
        [vscode.l10n.t('Sessions'), String(ticket.sessions)],
        ...usageRows(ticket.usage),
      ]
    : [
        [vscode.l10n.t('Branch'), oneLine(status.branch ?? '', 100)],
        [vscode.l10n.t('Proposed ticket'), oneLine(status.proposedKey ?? '', 60)],
      ];
  if (live) {
    rows.push([
      vscode.l10n.t('Session'),
      spoken(sessionLabel(live), live.running ? runningText(live.running) : stateText(live.state)),
    ]);
  }
  item.tooltip = tooltip(
    ticket
      ? vscode.l10n.t('Ticket {0}', oneLine(ticket.key, 60))
      : vscode.l10n.t('No ticket is open in this repository'),
    rows,
  );
  item.accessibilityInformation = {
    label: spoken(
      'Agent Logbook',
      ticket ? vscode.l10n.t('Ticket {0}', oneLine(ticket.key, 60)) : vscode.l10n.t('No ticket'),
      ...rows.map(([name, text]) => (text ? `${name} ${text}` : '')),
    ),
    role: 'button',
  };
  item.show();
}

/** How full the running session's context is. What is not known is not guessed. */
function showContext(item: vscode.StatusBarItem, status: FolderStatus | null): void {
  const { live = null, context = null } = status ?? {};
  if (!windowSettings.statusBar() || !windowSettings.contextFill() || !live || !context) {
    item.hide();
    return;
  }
  const level = contextLevel(context);
  item.text = `$(dashboard) ${contextText(context)}`;
  item.color = level === 'high' ? new vscode.ThemeColor('charts.yellow') : undefined;
  item.backgroundColor =
    level === 'full' ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
  item.command = {
    command: 'agentLogbook.openReplay',
    title: vscode.l10n.t('Open Replay'),
    arguments: [live.id],
  };
  const rows: [string, string][] = [
    [vscode.l10n.t('Session'), sessionLabel(live)],
    [vscode.l10n.t('Model'), oneLine(context.model ?? '?', 80)],
    [vscode.l10n.t('In the context'), contextText(context)],
  ];
  item.tooltip = tooltip(vscode.l10n.t('Context of the running session'), rows);
  item.accessibilityInformation = {
    label: spoken(
      vscode.l10n.t('Context of the running session'),
      ...rows.map(([name, text]) => `${name} ${text}`),
    ),
    role: 'button',
  };
  item.show();
}
