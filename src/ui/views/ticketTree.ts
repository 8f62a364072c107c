import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../common/lifecycle.js';
import { oneLine } from '../../common/plainText.js';
import type { SessionSummary, TicketSummary } from '../../common/protocol.js';
import type { StoreClient } from '../../store/client.js';
import type { AgentNames } from '../agentNames.js';
import { onDidChangeSettings, windowSettings } from '../config.js';
import { reportError } from '../log.js';
import { spoken, ticketDescription, ticketRowDescription, ticketState, usageRows } from './describe.js';
import { moreItem } from './groupItem.js';
import { createRefresher } from './refresher.js';
import { sessionItem, sessionTooltip } from './sessionItem.js';
import { tooltip } from './tooltip.js';

export type TicketNode =
  | { kind: 'ticket'; ticket: TicketSummary }
  | { kind: 'session'; session: SessionSummary; ticket: TicketSummary }
  | { kind: 'more'; id: string; parent: TicketNode };

const pageSize = 100;
/** Begins the id of the row that loads more sessions of a ticket. */
export const moreOfTicket = 'tickets/more:';

const icons: Record<TicketSummary['state'], vscode.ThemeIcon> = {
  open: new vscode.ThemeIcon('record', new vscode.ThemeColor('charts.green')),
  finished: new vscode.ThemeIcon('pass'),
  abandoned: new vscode.ThemeIcon('circle-slash'),
  seen: new vscode.ThemeIcon('tag'),
};

/** The Tickets view: open ones first, each with the sessions it was worked on in. */
export class TicketTree implements vscode.TreeDataProvider<TicketNode>, Disposable {
  readonly #changed = new vscode.EventEmitter<TicketNode | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly view: vscode.TreeView<TicketNode>;
  readonly #disposables = new DisposableStore();
  /** How many pages of a ticket's sessions are shown, by the id of the row that loads more. */
  readonly #pages = new Map<string, number>();
  #titleLength = windowSettings.titleLength();

  constructor(
    private readonly store: StoreClient,
    private readonly agents: AgentNames,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.view = this.#disposables.add(
      vscode.window.createTreeView('agentLogbook.tickets', { treeDataProvider: this }),
    );
    const refresher = this.#disposables.add(createRefresher(this.view, () => this.refresh()));
    this.#disposables.add(
      store.onChanged((changed) => refresher.changed(changed.tickets ? 'all' : changed.sessions)),
    );
    this.#disposables.add(
      onDidChangeSettings(() => {
        this.#titleLength = windowSettings.titleLength();
        refresher.changed('all');
      }),
    );
    this.#disposables.add(this.#changed);
  }

  refresh(): void {
    this.#changed.fire(undefined);
  }

  loadMore(node: Extract<TicketNode, { kind: 'more' }>): void {
    this.#pages.set(node.id, (this.#pages.get(node.id) ?? 1) + 1);
    this.#changed.fire(node.parent);
  }

  getTreeItem(node: TicketNode): vscode.TreeItem {
    if (node.kind === 'more') {
      return moreItem(node);
    }
    return node.kind === 'ticket'
      ? ticketItem(node.ticket, Date.now())
      : sessionItem(node.session, `${ticketId(node.ticket)}/${node.session.id}`, this.#titleLength);
  }

  async resolveTreeItem(item: vscode.TreeItem, node: TicketNode): Promise<vscode.TreeItem> {
    if (node.kind === 'more') {
      return item;
    }
    item.tooltip =
      node.kind === 'ticket'
        ? ticketTooltip(node.ticket)
        : sessionTooltip(node.session, await this.agents.load());
    return item;
  }

  async getChildren(node?: TicketNode): Promise<TicketNode[]> {
    try {
      if (!node) {
        const tickets = await this.store.api.tickets({});
        return [...tickets].sort(openFirst).map((ticket) => ({ kind: 'ticket', ticket }));
      }
      if (node.kind !== 'ticket') {
        return [];
      }
      const { ticket } = node;
      const group = { by: 'ticket', key: ticket.key, timeZone: 'UTC' } as const;
      const more = `${moreOfTicket}${ticketId(ticket)}`;
      const limit = pageSize * (this.#pages.get(more) ?? 1);
      // One more than is shown tells whether there is more.
      const sessions = await this.store.api.sessions({}, { limit: limit + 1 }, group);
      const nodes: TicketNode[] = sessions
        .slice(0, limit)
        .map((session) => ({ kind: 'session', session, ticket }));
      return sessions.length > limit ? [...nodes, { kind: 'more', id: more, parent: node }] : nodes;
    } catch (error) {
      reportError(this.log, vscode.l10n.t('The tickets could not be listed'), error);
      return [];
    }
  }

  dispose(): void {
    this.#disposables.dispose();
  }
}

function ticketItem(ticket: TicketSummary, now: number): vscode.TreeItem {
  const item = new vscode.TreeItem(
    oneLine(ticket.key, 60),
    ticket.sessions > 0 ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.None,
  );
  item.id = ticketId(ticket);
  item.description = ticketRowDescription(ticket, now);
  item.iconPath = icons[ticket.state];
  item.accessibilityInformation = {
    label: spoken(vscode.l10n.t('Ticket {0}', oneLine(ticket.key, 60)), ticketDescription(ticket, now)),
  };
  item.contextValue = `ticket.${ticket.state}`;
  item.command = {
    command: 'agentLogbook.openTicketPage',
    title: vscode.l10n.t('Open Ticket Page'),
    arguments: [{ ticket }],
  };
  return item;
}

function ticketTooltip(ticket: TicketSummary): vscode.MarkdownString {
  return tooltip(oneLine(ticket.key, 60), [
    [vscode.l10n.t('Title'), oneLine(ticket.title ?? '', 200)],
    [vscode.l10n.t('State'), ticketState(ticket.state)],
    [vscode.l10n.t('Repository'), oneLine(ticket.repository ?? '', 200)],
    [vscode.l10n.t('Branch'), oneLine(ticket.branch ?? '', 100)],
    [vscode.l10n.t('Sessions'), String(ticket.sessions)],
    ...usageRows(ticket.usage),
  ]);
}

function ticketId(ticket: TicketSummary): string {
  return JSON.stringify([ticket.key, ticket.repository, ticket.worktree]);
}

function openFirst(a: TicketSummary, b: TicketSummary): number {
  return Number(b.state === 'open') - Number(a.state === 'open');
}
