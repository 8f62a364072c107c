import * as vscode from 'vscode';
import type { GroupBy, SessionGroup } from '../../common/protocol.js';
import { groupDescription, groupLabel, spoken, usageRows } from './describe.js';
import { tooltip } from './tooltip.js';

const icons: Record<GroupBy, string> = {
  ticket: 'tag',
  branch: 'git-branch',
  project: 'repo',
  agent: 'hubot',
  day: 'calendar',
  tag: 'symbol-keyword',
  category: 'symbol-class',
  status: 'pulse',
  quality: 'star-half',
  none: 'list-unordered',
};

/** A group's row; the first one is open. */
export function groupItem(by: GroupBy, group: SessionGroup, first: boolean): vscode.TreeItem {
  const item = new vscode.TreeItem(
    groupLabel(by, group),
    first ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed,
  );
  item.id = groupId(by, group.key);
  item.description = groupDescription(group);
  item.iconPath = new vscode.ThemeIcon(icons[by]);
  item.accessibilityInformation = { label: spoken(groupLabel(by, group), groupDescription(group)) };
  item.contextValue = by === 'ticket' && group.key !== null ? 'group.ticket' : 'group';
  return item;
}

export function groupTooltip(by: GroupBy, group: SessionGroup): vscode.MarkdownString {
  return tooltip(groupLabel(by, group), usageRows(group.usage));
}

/** Keys come from branches and folders, so a path of JSON: no key can pass for the row of something else. */
export function groupId(by: GroupBy, key: string | null): string {
  return JSON.stringify([by, key]);
}

export function rowId(parent: string, kind: 'session' | 'thread' | 'more', key = ''): string {
  return `${parent}/${JSON.stringify([kind, key])}`;
}

/** The row that loads the next page of its parent. */
export function moreItem(node: { id: string }): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('Load more'));
  item.id = node.id;
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  item.accessibilityInformation = { label: vscode.l10n.t('Load more'), role: 'button' };
  item.command = {
    command: 'agentLogbook.loadMore',
    title: vscode.l10n.t('Load more'),
    arguments: [node],
  };
  return item;
}
