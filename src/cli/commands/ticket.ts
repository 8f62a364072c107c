import { formatCount, formatDuration } from '../../common/format.js';
import type { TicketReport } from '../../common/protocol.js';
import type { Command, Output } from '../command.js';
import { costText, tokensJson } from '../figures.js';
import { tokensText } from '../../common/usageText.js';
import { plain } from '../table.js';
import { isoTime } from '../time.js';

/** What start, finish, switch and status print. Without a ticket every figure is zero. */
export function ticketOutput(report: TicketReport | null): Output {
  return report ? { json: ticketJson(report), text: ticketText(report) } : noTicket;
}

const noTicket: Output = {
  json: {
    ticket: null,
    sessions: 0,
    responses: 0,
    input_tokens: 0,
    cache_read_tokens: 0,
    cache_write_5m_tokens: 0,
    cache_write_1h_tokens: 0,
    output_tokens: 0,
    reasoning_tokens: 0,
    total_tokens: 0,
    cost_usd: 0,
    files_changed: [],
    commits: [],
  },
  text: 'No ticket is open here.',
};

function ticketJson(report: TicketReport): unknown {
  return {
    ticket: {
      key: report.key,
      title: report.title,
      state: report.state,
      started_at: isoTime(report.startedAt),
      finished_at: isoTime(report.finishedAt),
      repository: report.repository,
      branch: report.branch,
    },
    sessions: report.sessions,
    responses: report.usage.responses,
    ...tokensJson(report.usage),
    cost_usd: report.usage.costUsd,
    files_changed: report.filesChanged,
    commits: report.commits.map(({ hash, subject, at }) => ({ hash, subject, at: isoTime(at) })),
  };
}

function ticketText(report: TicketReport): string {
  const { usage } = report;
  return [
    `${plain(report.key)}${report.title ? ` · ${plain(report.title)}` : ''} · ${report.state}`,
    ...(report.branch ? [`Branch ${plain(report.branch)}`] : []),
    ...(report.startedAt === null
      ? []
      : [
          `Started ${isoTime(report.startedAt)}${report.durationMs === null ? '' : `, ${formatDuration(report.durationMs)}`}`,
        ]),
    `${formatCount(report.sessions)} sessions, ${formatCount(usage.responses)} responses, ${tokensText(usage)} tokens, ${costText(usage)}`,
    `${formatCount(report.filesChanged.length)} files changed, ${report.commitsProblem ? plain(report.commitsProblem) : `${formatCount(report.commits.length)} commits`}`,
    ...report.commits.map((commit) => `  ${commit.hash.slice(0, 10)} ${plain(commit.subject)}`),
  ].join('\n');
}

/** The options that a ticket command has: none but `--json`. */
export const ticketCommand = { options: {}, help: [] } satisfies Partial<Command>;
