import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../common/lifecycle.js';
import { agentLabel } from '../../common/agentLabels.js';
import type {
  Changed,
  GroupBy,
  SessionFilter,
  SessionGroup,
  SessionId,
  SessionSummary,
  SubAgentSummary,
} from '../../common/protocol.js';
import type { StoreClient } from '../../store/client.js';
import type { AgentNames } from '../agentNames.js';
import { onDidChangeSettings, windowSettings } from '../config.js';
import { workspaceFolders } from '../folders.js';
import { reportError } from '../log.js';
import { groupId, groupItem, groupTooltip, moreItem, rowId } from './groupItem.js';
import { createRefresher } from './refresher.js';
import { sessionItem, sessionTooltip, subAgentItem, subAgentTooltip } from './sessionItem.js';
import type { TreeScope, TreeState } from './treeState.js';

export type SessionNode =
  | { kind: 'group'; id: string; parent: null; by: GroupBy; group: SessionGroup; first: boolean }
  | { kind: 'session'; id: string; parent: SessionNode | null; session: SessionSummary }
  | { kind: 'subAgent'; id: string; parent: SessionNode; session: SessionSummary; thread: SubAgentSummary }
  | { kind: 'more'; id: string; parent: SessionNode | null };

const pageSize = 100;

/**
 * The Sessions view. It holds the rows that are shown and nothing else; on a change it asks again for the groups and for
 * what is open below the groups that changed.
 */
export class SessionTree implements vscode.TreeDataProvider<SessionNode>, Disposable {
  readonly #changed = new vscode.EventEmitter<SessionNode | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly view: vscode.TreeView<SessionNode>;

  readonly #disposables = new DisposableStore();
  /** By id, so that VS Code meets the same object again and keeps what is open and selected. */
  readonly #nodes = new Map<string, SessionNode>();
  /** How many pages of a parent are shown; '' is the root. */
  readonly #pages = new Map<string, number>();
  #groups: readonly string[] = [];
  /** Asked for to see whether the tree has changed; the drawing that follows need not ask again. */
  #fetched: readonly SessionGroup[] | undefined;
  #line: { text: string | undefined; saidByWelcome: boolean } = { text: undefined, saidByWelcome: false };
  #empty = true;
  /** Kept, because reading a setting for each of a hundred rows takes longer than drawing them. */
  #titleLength = windowSettings.titleLength();

  constructor(
    private readonly store: StoreClient,
    private readonly state: TreeState,
    private readonly agents: AgentNames,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.view = this.#disposables.add(
      vscode.window.createTreeView('agentLogbook.sessions', {
        treeDataProvider: this,
        showCollapseAll: true,
        canSelectMany: true,
      }),
    );
    const refresher = this.#disposables.add(createRefresher(this.view, (dirty) => this.#refresh(dirty)));
    this.#disposables.add(store.onChanged((changed) => refresher.changed(changed.sessions)));
    this.#disposables.add(
      state.onDidChange(() => {
        this.#pages.clear();
        refresher.changed('all');
      }),
    );
    this.#disposables.add(
      onDidChangeSettings(() => {
        this.#titleLength = windowSettings.titleLength();
        refresher.changed('all');
      }),
    );
    this.#disposables.add(vscode.workspace.onDidChangeWorkspaceFolders(() => refresher.changed('all')));
    this.#disposables.add(this.#changed);
  }

  /**
   * The line above the rows. VS Code shows no welcome text beside one, so a line that `saidByWelcome` too is left out
   * while there are no rows.
   */
  tell(text: string | undefined, saidByWelcome = false): void {
    this.#line = { text, saidByWelcome };
    this.view.message = saidByWelcome && this.#empty ? '' : (text ?? '');
  }

  /** What the view shows now, for other surfaces that should agree with it. */
  filter(): SessionFilter {
    const folders = this.scope === 'workspace' ? workspaceFolders() : [];
    return {
      ...(folders.length > 0 ? { folders } : {}),
      ...(this.state.text ? { text: this.state.text } : {}),
      ...this.state.marks,
    };
  }

  get scope(): TreeScope {
    return this.state.scope;
  }

  refresh(): void {
    this.#changed.fire(undefined);
  }

  loadMore(node: SessionNode): void {
    const parent = node.parent;
    const key = parent?.id ?? '';
    this.#pages.set(key, (this.#pages.get(key) ?? 1) + 1);
    this.#changed.fire(parent ?? undefined);
  }

  getParent(node: SessionNode): SessionNode | null {
    return node.parent;
  }

  getTreeItem(node: SessionNode): vscode.TreeItem {
    switch (node.kind) {
      case 'group':
        return groupItem(node.by, node.group, node.first);
      case 'session':
        return sessionItem(node.session, node.id, this.#titleLength);
      case 'subAgent':
        return subAgentItem(node.session, node.thread, node.id);
      case 'more':
        return moreItem(node);
    }
  }

  async resolveTreeItem(item: vscode.TreeItem, node: SessionNode): Promise<vscode.TreeItem> {
    if (node.kind === 'session') {
      item.tooltip = sessionTooltip(node.session, await this.agents.load());
    } else if (node.kind === 'subAgent') {
      item.tooltip = subAgentTooltip(node.thread);
    } else if (node.kind === 'group') {
      item.tooltip = groupTooltip(node.by, node.group);
    }
    return item;
  }

  async getChildren(node?: SessionNode): Promise<SessionNode[]> {
    try {
      if (!node) {
        const roots = await (this.state.groupBy === 'none' ? this.#sessionsOf(null) : this.#groupNodes());
        this.#empty = roots.length === 0;
        this.tell(this.#line.text, this.#line.saidByWelcome);
        return roots;
      }
      return node.kind === 'group' ? await this.#sessionsOf(node) : await this.#childrenOf(node);
    } catch (error) {
      reportError(this.log, vscode.l10n.t('The sessions could not be listed'), error);
      return [];
    }
  }

  async #groupNodes(): Promise<SessionNode[]> {
    const by = this.state.groupBy;
    const groups = this.#fetched ?? (await this.#askGroups());
    this.#fetched = undefined;
    this.#nodes.clear();
    this.#groups = groups.map((group) => groupId(by, group.key));
    return groups.map((group, index) =>
      this.#keep({ kind: 'group', id: groupId(by, group.key), parent: null, by, group, first: index === 0 }),
    );
  }

  async #askGroups(): Promise<readonly SessionGroup[]> {
    const by = this.state.groupBy;
    const [groups, labels] = await Promise.all([
      this.store.api.groups(by, this.filter()),
      this.agents.load(),
    ]);
    return by === 'agent'
      ? groups.map((group) =>
          group.key === null ? group : { ...group, label: agentLabel(labels, group.key) },
        )
      : groups;
  }

  async #sessionsOf(parent: Extract<SessionNode, { kind: 'group' }> | null): Promise<SessionNode[]> {
    const limit = pageSize * (this.#pages.get(parent?.id ?? '') ?? 1);
    const group = parent ? { by: parent.by, key: parent.group.key } : undefined;
    // One more than is shown tells whether there is more.
    const sessions = await this.store.api.sessions(this.filter(), { limit: limit + 1 }, group);
    const nodes = sessions.slice(0, limit).map((session) => this.#sessionNode(session, parent));
    if (sessions.length > limit) {
      nodes.push(this.#keep({ kind: 'more', id: rowId(parent?.id ?? '', 'more'), parent }));
    }
    return nodes;
  }

  async #childrenOf(node: SessionNode): Promise<SessionNode[]> {
    if (node.kind !== 'session') {
      return [];
    }
    const detail = await this.store.api.session(node.session.id);
    if (!detail) {
      return [];
    }
    const threads = detail.threads.map((thread) =>
      this.#keep({
        kind: 'subAgent',
        id: rowId(node.id, 'thread', thread.thread),
        parent: node,
        session: node.session,
        thread,
      }),
    );
    return [...threads, ...detail.children.map((child) => this.#sessionNode(child, node))];
  }

  #sessionNode(session: SessionSummary, parent: SessionNode | null): SessionNode {
    const id = rowId(parent?.id ?? '', 'session', session.id);
    return this.#keep({ kind: 'session', id, parent, session });
  }

  #keep(node: SessionNode): SessionNode {
    const known = this.#nodes.get(node.id);
    if (known) {
      return Object.assign(known, node);
    }
    this.#nodes.set(node.id, node);
    return node;
  }

  async #refresh(dirty: Changed['sessions']): Promise<void> {
    this.#fetched = undefined;
    if (dirty === 'all' || this.state.groupBy === 'none') {
      this.#changed.fire(undefined);
      return;
    }
    const by = this.state.groupBy;
    const groups = await this.#askGroups();
    const ids = groups.map((group) => groupId(by, group.key));
    if (ids.join('\n') !== this.#groups.join('\n')) {
      this.#fetched = groups;
      this.#changed.fire(undefined);
      return;
    }
    const touched = this.#groupsShowing(new Set(dirty));
    for (const group of groups) {
      const node = this.#nodes.get(groupId(by, group.key));
      if (node?.kind === 'group' && (touched.has(node) || !sameFigures(node.group, group))) {
        node.group = group;
        this.#changed.fire(node);
      }
    }
  }

  #groupsShowing(sessions: ReadonlySet<SessionId>): Set<SessionNode> {
    const groups = new Set<SessionNode>();
    for (const node of this.#nodes.values()) {
      if (node.kind === 'session' && sessions.has(node.session.id)) {
        let top: SessionNode = node;
        while (top.parent) {
          top = top.parent;
        }
        groups.add(top);
      }
    }
    return groups;
  }

  dispose(): void {
    this.#disposables.dispose();
  }
}

function sameFigures(a: SessionGroup, b: SessionGroup): boolean {
  return (
    a.sessions === b.sessions &&
    a.lastAt === b.lastAt &&
    a.usage.totalTokens === b.usage.totalTokens &&
    a.usage.costUsd === b.usage.costUsd
  );
}
