import { l10n } from 'vscode';
import { formatCost, formatCount, formatDuration, formatTokens } from '../common/format.js';
import type { TicketReport } from '../common/protocol.js';
import { escapeMarkdown, oneLine } from './text.js';
import { costText } from './views/describe.js';

const listed = 50;

/** The summary of a ticket as Markdown. Names and texts come from sessions and repositories, so each is escaped. */
export function ticketMarkdown(report: TicketReport): string {
  const { usage } = report;
  const title = report.title ? `${report.key}: ${report.title}` : report.key;
  const none = '–';
  const parts = [
    `# ${text(title, 200)}`,
    facts([
      [l10n.t('State'), stateText(report)],
      [l10n.t('Repository'), text(report.repository ?? none, 300)],
      [l10n.t('Branch'), text(report.branch ?? none)],
      [l10n.t('Started'), time(report.startedAt)],
      [l10n.t('Finished'), time(report.finishedAt)],
      [l10n.t('Duration'), report.durationMs === null ? none : formatDuration(report.durationMs)],
      [l10n.t('Sessions'), formatCount(report.sessions)],
      [l10n.t('Responses'), formatCount(usage.responses)],
      [l10n.t('Cost'), text(costText(usage))],
    ]),
    `## ${l10n.t('Tokens')}`,
    table(
      [l10n.t('Kind'), l10n.t('Tokens')],
      [
        [l10n.t('Input, not cached'), formatCount(usage.tokens.input)],
        [l10n.t('Cache read'), formatCount(usage.tokens.cacheRead)],
        [l10n.t('Cache written, 5 minutes'), formatCount(usage.tokens.cacheWrite5m)],
        [l10n.t('Cache written, 1 hour'), formatCount(usage.tokens.cacheWrite1h)],
        [l10n.t('Output'), formatCount(usage.tokens.output)],
        [`**${l10n.t('Total')}**`, `**${formatCount(usage.totalTokens)}**`],
      ],
    ),
    section(
      l10n.t('Models'),
      report.models.map((row) => [text(row.model), formatTokens(row.totalTokens), cost(row.costUsd)]),
      [l10n.t('Model'), l10n.t('Tokens'), l10n.t('Cost')],
    ),
    section(
      l10n.t('Files changed'),
      report.filesChanged.map((row) => [text(row.path, 300), lines('+', row.added), lines('−', row.removed)]),
      [l10n.t('File'), l10n.t('Added'), l10n.t('Removed')],
    ),
    report.commitsProblem
      ? `## ${l10n.t('Commits')}\n\n${text(l10n.t('Not read: {0}', report.commitsProblem), 400)}`
      : section(
          l10n.t('Commits'),
          report.commits.map((row) => [text(row.hash.slice(0, 10)), text(row.subject, 200), time(row.at)]),
          [l10n.t('Commit'), l10n.t('Subject'), l10n.t('Time')],
        ),
    section(
      l10n.t('Tools'),
      report.topTools.map((row) => [text(row.name), formatCount(row.calls), formatCount(row.errors)]),
      [l10n.t('Tool'), l10n.t('Calls'), l10n.t('Errors')],
    ),
    section(
      l10n.t('Sub-agents'),
      report.subAgents.map((row) => [text(row.type), formatCount(row.runs), formatTokens(row.totalTokens)]),
      [l10n.t('Kind'), l10n.t('Runs'), l10n.t('Tokens')],
    ),
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

function facts(rows: readonly (readonly [string, string])[]): string {
  return rows.map(([name, value]) => `- **${name}**: ${value}`).join('\n');
}

function section(title: string, rows: readonly string[][], head: readonly string[]): string {
  if (rows.length === 0) {
    return '';
  }
  const more =
    rows.length > listed ? `\n\n${l10n.t('… and {0} more', formatCount(rows.length - listed))}` : '';
  return `## ${title}\n\n${table(head, rows.slice(0, listed))}${more}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, index) => (index ? '---:' : '---'))), ...rows.map(line)].join('\n');
}

function text(value: string, max = 120): string {
  return escapeMarkdown(oneLine(value, max));
}

function time(at: number | null): string {
  return at === null ? '–' : `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function cost(usd: number | null): string {
  return usd === null ? l10n.t('no price') : formatCost(usd);
}

function lines(sign: string, count: number | null): string {
  return count === null ? '–' : `${sign}${formatCount(count)}`;
}

function stateText(report: TicketReport): string {
  return {
    open: l10n.t('open'),
    finished: l10n.t('finished'),
    seen: l10n.t('known from a branch, never started'),
  }[report.state];
}
