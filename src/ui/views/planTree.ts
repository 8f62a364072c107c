import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../common/lifecycle.js';
import { oneLine } from '../../common/plainText.js';
import type { PlanSummary } from '../../common/protocol.js';
import type { StoreClient } from '../../store/client.js';
import { reportError } from '../log.js';
import { age, spoken } from './describe.js';
import { moreItem } from './groupItem.js';
import { createRefresher } from './refresher.js';
import { tooltip } from './tooltip.js';

export type PlanNode = { kind: 'plan'; plan: PlanSummary } | { kind: 'more'; id: string };

const pageSize = 100;

/** The Plans view: the latest text of each plan, newest first. */
export class PlanTree implements vscode.TreeDataProvider<PlanNode>, Disposable {
  readonly #changed = new vscode.EventEmitter<PlanNode | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly view: vscode.TreeView<PlanNode>;
  readonly #disposables = new DisposableStore();
  #shown = pageSize;

  constructor(
    private readonly store: StoreClient,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.view = this.#disposables.add(
      vscode.window.createTreeView('agentLogbook.plans', { treeDataProvider: this }),
    );
    const refresher = this.#disposables.add(createRefresher(this.view, () => this.refresh()));
    this.#disposables.add(store.onChanged((changed) => refresher.changed(changed.sessions)));
    this.#disposables.add(this.#changed);
  }

  refresh(): void {
    this.#changed.fire(undefined);
  }

  loadMore(): void {
    this.#shown += pageSize;
    this.refresh();
  }

  getTreeItem(node: PlanNode): vscode.TreeItem {
    return node.kind === 'plan' ? planItem(node.plan, Date.now()) : moreItem(node);
  }

  async getChildren(node?: PlanNode): Promise<PlanNode[]> {
    if (node) {
      return [];
    }
    try {
      const plans = await this.store.api.plans({}, { limit: this.#shown + 1 });
      const nodes: PlanNode[] = plans.slice(0, this.#shown).map((plan) => ({ kind: 'plan', plan }));
      return plans.length > this.#shown ? [...nodes, { kind: 'more', id: 'plans/more' }] : nodes;
    } catch (error) {
      reportError(this.log, vscode.l10n.t('The plans could not be listed'), error);
      return [];
    }
  }

  dispose(): void {
    this.#disposables.dispose();
  }
}

function planItem(plan: PlanSummary, now: number): vscode.TreeItem {
  const title = oneLine(plan.title) || oneLine(plan.name);
  const item = new vscode.TreeItem(title);
  item.id = `plan:${plan.id}`;
  item.description = age(plan.at, now);
  item.iconPath = new vscode.ThemeIcon('checklist');
  item.tooltip = tooltip(title, [
    [vscode.l10n.t('Name'), oneLine(plan.name)],
    [vscode.l10n.t('File'), oneLine(plan.path ?? '', 200)],
  ]);
  item.accessibilityInformation = { label: spoken(vscode.l10n.t('Plan'), title, age(plan.at, now)) };
  item.contextValue = plan.sessionId ? 'plan.session' : 'plan';
  item.command = {
    command: 'agentLogbook.openPlan',
    title: vscode.l10n.t('Open Plan'),
    arguments: [node(plan)],
  };
  return item;
}

function node(plan: PlanSummary): PlanNode {
  return { kind: 'plan', plan };
}
