import { l10n } from 'vscode';
import { formatAge, formatCost, formatTokens } from '../../common/format.js';
import { oneLine } from '../../common/plainText.js';
import {
  qualityBands,
  sessionStatuses,
  type QualityBand,
  type SessionStatus,
} from '../../common/sessionGroups.js';
import type { SessionCategory } from '../../common/insights.js';
import { mainArgument } from '../../common/toolInput.js';
import type {
  GroupBy,
  SessionGroup,
  SessionState,
  SessionSummary,
  SubAgentSummary,
  TicketSummary,
} from '../../common/protocol.js';
import type { UsageSums } from '../../common/usageReport.js';
import { recorded, tokensText } from '../../common/usageText.js';

/** The words of the trees. Plain text only; everything that came from a session is made one short line. */

export function sessionLabel(session: SessionSummary): string {
  return `${session.favourite ? '★ ' : ''}${oneLine(session.title) || l10n.t('Untitled session')}`;
}

/** What runs now comes first, because it is what changes; then cost and age, because a narrow side bar cuts the end off. */
export function sessionDescription(session: SessionSummary, now: number): string {
  return [
    session.state === 'waiting' ? l10n.t('waits for you') : '',
    session.running ? runningText(session.running) : '',
    marked(session.usage),
    age(session.endedAt ?? session.startedAt, now),
    tokens(session.usage),
    session.archived ? l10n.t('archived') : '',
    session.tags.map(({ tag }) => `#${oneLine(tag, 30)}`).join(' '),
  ]
    .filter(Boolean)
    .join(' · ');
}

export function runningText(running: NonNullable<SessionSummary['running']>): string {
  const input = oneLine(mainArgument(running.input), 40);
  const tool = oneLine(running.tool, 40);
  return l10n.t('now: running {0}', input ? `${tool} ${input}` : tool);
}

/** Tokens and cost; nothing for what never called a model. */
export function usageText(usage: UsageSums): string {
  return [tokens(usage), marked(usage)].filter(Boolean).join(' · ');
}

function tokens(usage: UsageSums): string {
  if (recorded(usage, usage.totalTokens) === null) {
    return l10n.t('tokens unknown');
  }
  return usage.responses === 0 ? '' : tokensText(usage);
}

/** The cost. One with a part unpriced is marked with a plus. */
function marked(usage: UsageSums): string {
  if (usage.responses === 0) {
    return '';
  }
  if (usage.costUsd === null) {
    return l10n.t('no price');
  }
  const unpriced = Object.keys(usage.unpriced).length > 0;
  return `${usage.estimate ? '~' : ''}${formatCost(usage.costUsd)}${unpriced ? '+' : ''}`;
}

export function stateText(state: SessionState): string {
  return {
    active: l10n.t('active'),
    waiting: l10n.t('waiting for you'),
    idle: l10n.t('idle'),
    ended: l10n.t('ended'),
  }[state];
}

/** A category's name; what is no category is said as it is. */
export function categoryText(category: string): string {
  const names: Readonly<Record<SessionCategory, string>> = {
    'bug-fix': l10n.t('Bug fix'),
    feature: l10n.t('Feature'),
    refactor: l10n.t('Refactoring'),
    investigation: l10n.t('Investigation'),
    testing: l10n.t('Testing'),
    docs: l10n.t('Documentation'),
    other: l10n.t('Other'),
  };
  return Object.hasOwn(names, category) ? names[category as SessionCategory] : oneLine(category);
}

/** How a session stands, as the name of a group of them. */
export function statusText(status: SessionStatus): string {
  return {
    active: l10n.t('Active'),
    waiting: l10n.t('Waiting for you'),
    idle: l10n.t('Idle'),
    ended: l10n.t('Ended'),
    archived: l10n.t('Archived'),
  }[status];
}

/** How sessions went. */
export function qualityText(band: QualityBand): string {
  return {
    good: l10n.t('Went well (4 to 5)'),
    fair: l10n.t('Went fairly (3 to 4)'),
    poor: l10n.t('Went badly (below 3)'),
  }[band];
}

export function groupLabel(by: GroupBy, group: SessionGroup): string {
  if (group.key === null) {
    return {
      ticket: l10n.t('No ticket'),
      branch: l10n.t('No branch'),
      project: l10n.t('No project'),
      agent: l10n.t('Unknown agent'),
      day: l10n.t('No date'),
      tag: l10n.t('No tag'),
      category: l10n.t('Not looked at yet'),
      status: l10n.t('Unknown state'),
      quality: l10n.t('Not judged'),
      none: l10n.t('All sessions'),
    }[by];
  }
  switch (by) {
    case 'category':
      return categoryText(group.key);
    case 'status':
      return sessionStatuses.includes(group.key as SessionStatus)
        ? statusText(group.key as SessionStatus)
        : oneLine(group.key);
    case 'quality':
      return qualityBands.includes(group.key as QualityBand)
        ? qualityText(group.key as QualityBand)
        : oneLine(group.key);
    default:
      return oneLine(group.label || group.key);
  }
}

export function groupDescription(group: SessionGroup): string {
  const sessions = group.sessions === 1 ? l10n.t('1 session') : l10n.t('{0} sessions', group.sessions);
  return [marked(group.usage), tokens(group.usage), sessions].filter(Boolean).join(' · ');
}

export function subAgentLabel(thread: SubAgentSummary): string {
  return oneLine(thread.description ?? '') || oneLine(thread.agentType ?? '') || l10n.t('Sub-agent');
}

export function subAgentDescription(thread: SubAgentSummary): string {
  const type = thread.description && thread.agentType ? oneLine(thread.agentType, 40) : '';
  return [type, usageText(thread.usage)].filter(Boolean).join(' · ');
}

/** In full, for lists without icons and for screen readers. */
export function ticketDescription(ticket: TicketSummary, now: number): string {
  return [oneLine(ticket.title ?? '', 60), ticketState(ticket.state), ticketFigures(ticket, now)]
    .filter(Boolean)
    .join(' · ');
}

/** Beside an icon that tells the state. The figures come first, because a narrow side bar cuts the end off. */
export function ticketRowDescription(ticket: TicketSummary, now: number): string {
  return [ticketFigures(ticket, now), oneLine(ticket.title ?? '', 60)].filter(Boolean).join(' · ');
}

export function ticketState(state: TicketSummary['state']): string {
  return {
    open: l10n.t('open'),
    finished: l10n.t('finished'),
    abandoned: l10n.t('abandoned'),
    seen: l10n.t('not started'),
  }[state];
}

function ticketFigures(ticket: TicketSummary, now: number): string {
  return [marked(ticket.usage), age(ticket.finishedAt ?? ticket.startedAt, now), tokens(ticket.usage)]
    .filter(Boolean)
    .join(' · ');
}

export function age(at: number | null, now: number): string {
  if (at === null) {
    return '';
  }
  const text = formatAge(Math.max(0, now - at));
  return text === 'now' ? l10n.t('now') : text;
}

/** What a screen reader says of a row: label and description in full words, with commas in place of dots. */
export function spoken(...parts: (string | undefined)[]): string {
  return parts
    .filter((part): part is string => Boolean(part))
    .join(', ')
    .replaceAll(' · ', ', ');
}

/** Rows of a breakdown: name and figure. */
export function usageRows(usage: UsageSums): [string, string][] {
  const { tokens: kinds } = usage;
  const rows: [string, string][] = [
    [l10n.t('Responses'), String(usage.responses)],
    [l10n.t('Tokens'), tokensText(usage)],
    [l10n.t('Input, not cached'), tokensText(usage, kinds.input)],
    [l10n.t('Cache read'), tokensText(usage, kinds.cacheRead)],
    [l10n.t('Cache written'), tokensText(usage, kinds.cacheWrite5m + kinds.cacheWrite1h)],
    [l10n.t('Output'), tokensText(usage, kinds.output)],
    [l10n.t('Cost'), costText(usage)],
  ];
  for (const [model, count] of Object.entries(usage.unpriced)) {
    rows.push([l10n.t('No price'), `${oneLine(model, 60)} (${formatTokens(count)})`]);
  }
  if (usage.unknownResponses > 0) {
    rows.push([l10n.t('Responses without figures'), String(usage.unknownResponses)]);
  }
  if (usage.approximateResponses > 0) {
    rows.push([l10n.t('Responses with approximate figures'), String(usage.approximateResponses)]);
  }
  if (usage.webSearchUsd > 0) {
    rows.push([l10n.t('Web searches, apart'), formatCost(usage.webSearchUsd)]);
  }
  return rows;
}

export function costText(usage: UsageSums): string {
  if (usage.costUsd === null) {
    return l10n.t('no price');
  }
  return usage.estimate
    ? l10n.t(
        '{0} (estimate: standard price for another tier, or of approximate figures)',
        formatCost(usage.costUsd),
      )
    : formatCost(usage.costUsd);
}
