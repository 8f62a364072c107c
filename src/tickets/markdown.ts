import { formatCost, formatCount, formatDuration } from '../common/format.js';
import { markdownTable as table, markdownText as text } from '../common/markdownTable.js';
import type { TicketReport } from '../common/protocol.js';

/** More rows of a list than this are only counted. */
const mostRows = 50;

/**
 * A report as Markdown, to paste into a tracker. Titles, paths and subjects come from sessions and repositories, so they
 * are escaped: none of them can become a link, an image, HTML or a mention of somebody.
 */
export function ticketMarkdown(report: TicketReport): string {
  const { usage } = report;
  const { tokens } = usage;
  const title = report.title ? `${text(report.key)}: ${text(report.title)}` : text(report.key);
  const facts: [name: string, value: string | null][] = [
    ['State', report.state],
    ['Branch', report.branch && text(report.branch)],
    ['Started', time(report.startedAt)],
    ['Finished', time(report.finishedAt)],
    ['Duration', report.durationMs === null ? null : formatDuration(report.durationMs)],
    ['Sessions', formatCount(report.sessions)],
    ['Responses', formatCount(usage.responses)],
    ['Cost', `${cost(usage.costUsd)}${usage.estimate ? ' (estimate)' : ''}`],
    ['Web searches', usage.webSearchUsd > 0 ? formatCost(usage.webSearchUsd) : null],
    ['Without a price', Object.keys(usage.unpriced).map(text).join(', ') || null],
  ];
  const counts: [name: string, count: number][] = [
    ['Input', tokens.input],
    ['Cache read', tokens.cacheRead],
    ['Cache write, 5 min', tokens.cacheWrite5m],
    ['Cache write, 1 h', tokens.cacheWrite1h],
    ['Output', tokens.output],
    ['Total', usage.totalTokens],
  ];
  return [
    `## ${title}`,
    facts.flatMap(([name, value]) => (value ? [`- ${name}: ${value}`] : [])).join('\n'),
    table(
      ['Tokens', 'Count'],
      counts.map(([name, count]) => [name, formatCount(count)]),
    ),
    section(
      'Models',
      ['Model', 'Tokens', 'Cost'],
      report.models.map(({ model, totalTokens, costUsd }) => [
        text(model),
        formatCount(totalTokens),
        cost(costUsd),
      ]),
    ),
    section(
      'Commits',
      ['Commit', 'Subject'],
      report.commits.map(({ hash, subject }) => [text(hash.slice(0, 10)), text(subject)]),
    ),
    report.commitsProblem && `Commits could not be read: ${text(report.commitsProblem)}`,
    section(
      'Files changed',
      ['File', 'Added', 'Removed'],
      report.filesChanged.map(({ path, added, removed }) => [text(path), lines(added), lines(removed)]),
    ),
    section(
      'Tools',
      ['Tool', 'Calls', 'Errors'],
      report.topTools.map(({ name, calls, errors }) => [text(name), formatCount(calls), formatCount(errors)]),
    ),
    section(
      'Sub-agents',
      ['Type', 'Runs', 'Tokens'],
      report.subAgents.map(({ type, runs, totalTokens }) => [
        text(type),
        formatCount(runs),
        formatCount(totalTokens),
      ]),
    ),
  ]
    .filter(Boolean)
    .join('\n\n')
    .concat('\n');
}

function cost(usd: number | null): string {
  return usd === null ? 'no price' : formatCost(usd);
}

function section(title: string, head: readonly string[], rows: readonly string[][]): string {
  if (rows.length === 0) {
    return '';
  }
  const left = rows.length - mostRows;
  const more = left > 0 ? `\n\n… and ${formatCount(left)} more` : '';
  return `### ${title}\n\n${table(head, rows.slice(0, mostRows))}${more}`;
}

function lines(count: number | null): string {
  return count === null ? '' : formatCount(count);
}

/** UTC, so that it reads the same on every machine. */
function time(ms: number | null): string | null {
  return ms === null ? null : `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
