import * as vscode from 'vscode';
import { agentLabel, type AgentLabels } from '../../common/agentLabels.js';
import { formatDuration } from '../../common/format.js';
import { oneLine } from '../../common/plainText.js';
import type { SessionSummary, SubAgentSummary } from '../../common/protocol.js';
import {
  categoryText,
  costText,
  runningText,
  sessionDescription,
  sessionLabel,
  spoken,
  stateText,
  subAgentDescription,
  subAgentLabel,
  usageRows,
} from './describe.js';
import { tooltip } from './tooltip.js';

const icons = {
  active: new vscode.ThemeIcon('play-circle', new vscode.ThemeColor('charts.green')),
  waiting: new vscode.ThemeIcon('bell-dot', new vscode.ThemeColor('charts.yellow')),
  idle: new vscode.ThemeIcon('debug-pause', new vscode.ThemeColor('charts.blue')),
  ended: new vscode.ThemeIcon('comment-discussion'),
};

/** A session's row. `id` tells rows of one session below several groups apart. */
export function sessionItem(session: SessionSummary, id: string, titleLength: number): vscode.TreeItem {
  const now = Date.now();
  const children = session.subAgents > 0;
  const item = new vscode.TreeItem(
    // The row has to have room for the figures; the tooltip and screen readers have the whole title.
    oneLine(sessionLabel(session), titleLength),
    children ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.None,
  );
  item.id = id;
  item.description = sessionDescription(session, now);
  item.iconPath = icons[session.state];
  item.accessibilityInformation = {
    label: spoken(
      sessionLabel(session),
      stateText(session.state),
      sessionDescription(session, now),
      costText(session.usage),
    ),
  };
  item.contextValue = [
    'session',
    session.file ? 'file' : '',
    session.cwd ? 'cwd' : '',
    session.favourite ? 'favourite' : '',
    session.archived ? 'archived' : '',
  ]
    .filter(Boolean)
    .join('.');
  item.command = replayOf(session);
  return item;
}

/** Made when it is asked for: a list of a hundred rows is drawn often, and looked at closely one row at a time. */
export function sessionTooltip(session: SessionSummary, labels: AgentLabels): vscode.MarkdownString {
  return tooltip(sessionLabel(session), [
    [vscode.l10n.t('State'), session.running ? runningText(session.running) : stateText(session.state)],
    [vscode.l10n.t('Tags'), session.tags.map(({ tag }) => oneLine(tag, 40)).join(', ')],
    [vscode.l10n.t('Category'), session.category === null ? '' : categoryText(session.category)],
    [vscode.l10n.t('Agent'), spoken(agentLabel(labels, session.agent), session.agentType ?? undefined)],
    [vscode.l10n.t('Folder'), oneLine(session.cwd ?? '', 200)],
    [vscode.l10n.t('Branches'), session.branches.map((branch) => oneLine(branch, 80)).join(', ')],
    [vscode.l10n.t('Tickets'), session.tickets.map((key) => oneLine(key, 40)).join(', ')],
    [vscode.l10n.t('Models'), session.models.map((model) => oneLine(model, 60)).join(', ')],
    [
      vscode.l10n.t('Time'),
      session.startedAt !== null && session.endedAt !== null
        ? formatDuration(session.endedAt - session.startedAt)
        : '',
    ],
    [vscode.l10n.t('Messages'), String(session.messages)],
    [
      vscode.l10n.t('Tool calls'),
      session.errors > 0
        ? vscode.l10n.t('{0}, {1} with errors', session.toolCalls, session.errors)
        : String(session.toolCalls),
    ],
    ...usageRows(session.usage),
  ]);
}

/** The row of a sub-agent that lives in its parent's session. */
export function subAgentItem(session: SessionSummary, thread: SubAgentSummary, id: string): vscode.TreeItem {
  const item = new vscode.TreeItem(subAgentLabel(thread));
  item.id = id;
  item.description = subAgentDescription(thread);
  item.iconPath = new vscode.ThemeIcon(thread.internal ? 'gear' : 'type-hierarchy-sub');
  item.accessibilityInformation = {
    label: spoken(vscode.l10n.t('Sub-agent'), subAgentLabel(thread), subAgentDescription(thread)),
  };
  item.contextValue = 'subAgent';
  item.command = replayOf(session);
  return item;
}

export function subAgentTooltip(thread: SubAgentSummary): vscode.MarkdownString {
  return tooltip(subAgentLabel(thread), [
    [vscode.l10n.t('Kind'), oneLine(thread.agentType ?? '')],
    [vscode.l10n.t('Messages'), String(thread.messages)],
    ...usageRows(thread.usage),
  ]);
}

function replayOf(session: SessionSummary): vscode.Command {
  return {
    command: 'agentLogbook.openReplay',
    title: vscode.l10n.t('Open Replay'),
    arguments: [session.id],
  };
}
