import { formatCount, formatTokens } from '../../common/format.js';
import { tokensText } from '../../common/usageText.js';
import type { UsageRow } from '../../common/usageReport.js';
import { UsageError, type Command, type Options } from '../command.js';
import { costText } from '../figures.js';
import { dayText, periodHelp, periodOf, type Period } from '../period.js';
import { figuresOf, reportDimensions, type PeriodFigures } from '../report/figures.js';
import { limitJson, limitSection } from '../report/limits.js';
import { asMarkdown, asText, type Document, type Section } from '../report/write.js';
import { isoTime, sinceTime, untilTime } from '../time.js';
import { rowJson } from './usage.js';

export const reportCommand: Command = {
  name: 'report',
  summary: 'What a period took: totals, tickets, models, sessions, tools.',
  positionals: [],
  options: {
    period: { type: 'string' },
    since: { type: 'string' },
    until: { type: 'string' },
    markdown: { type: 'boolean' },
  },
  help: [
    '--period P       week (without it), or one of: today, yesterday, last-week,',
    '                 month, last-month, year, all, 7d, 2026, 2026-03, 2026-03-09',
    '--since D        from this day (YYYY-MM-DD) or RFC 3339 time on',
    '--until D        to the end of this day, or to this RFC 3339 time',
    '--markdown       as Markdown, to paste or to send',
  ],
  takesIn: true,
  check: (options, _, now) => void wanted(options, now),
  async run(context) {
    const figures = await figuresOf(context, wanted(context.options, context.now));
    const document = documentOf(figures, context.now);
    return {
      json: jsonOf(figures),
      text: context.options['markdown'] === true ? asMarkdown(document) : asText(document, context.columns),
    };
  },
};

function wanted(options: Options, now: number): Period {
  const { period, since, until } = options;
  if (typeof since !== 'string' && typeof until !== 'string') {
    return periodOf(typeof period === 'string' ? period : 'week', now);
  }
  if (typeof period === 'string') {
    throw new UsageError(`--period goes without --since and --until. Periods are ${periodHelp}.`);
  }
  const from = typeof since === 'string' ? sinceTime(since, 'local') : null;
  const to = typeof until === 'string' ? untilTime(until, 'local') : null;
  const first = from === null ? null : dayText(from);
  const last = to === null ? null : dayText(to - 1);
  const title =
    first !== null && first === last
      ? first
      : [first === null ? '' : `since ${first}`, last === null ? '' : `until ${last}`]
          .filter(Boolean)
          .join(' ');
  return { since: from, until: to, title };
}

function jsonOf({ period, totals, by, sessions, tools, work, limits }: PeriodFigures): unknown {
  return {
    since: isoTime(period.since),
    until: isoTime(period.until),
    totals: rowJson(totals, 'none'),
    ...Object.fromEntries(
      reportDimensions.map((name) => [`by_${name}`, by[name].map((row) => rowJson(row, name))]),
    ),
    top_sessions: sessions.map(({ id, title, project, row }) => ({
      ...{ id, title, project },
      ...(rowJson(row, 'none') as object),
    })),
    tools,
    work,
    rate_limits: limits.map(limitJson),
  };
}

function documentOf(figures: PeriodFigures, now: number): Document {
  const { period, totals, by, sessions, tools, work, limits } = figures;
  const calls = tools.reduce((sum, tool) => sum + tool.calls, 0);
  const errors = tools.reduce((sum, tool) => sum + tool.errors, 0);
  const usage = (title: string, head: string, rows: readonly UsageRow[]): Section => ({
    title,
    head: [head, 'Sessions', 'Responses', 'Tokens', 'Cost'],
    rows: rows.map((row) => [
      row.key ?? '(none)',
      formatCount(row.sessions),
      formatCount(row.responses),
      tokensText(row),
      costText(row),
    ]),
  });
  return {
    title: `Agent report, ${period.title}`,
    sections: [
      {
        title: 'Totals',
        head: ['Figure', 'Value'],
        rows: [
          ['Sessions', formatCount(totals.sessions)],
          ['Prompts', formatCount(work.prompts)],
          ['Responses', formatCount(totals.responses)],
          ['Tokens', tokensText(totals)],
          ['Cost', costText(totals)],
          ['Tool calls', `${formatCount(calls)}${errors > 0 ? `, ${formatCount(errors)} failed` : ''}`],
          ['Files changed', `${formatCount(work.files)}${linesText(work)}`],
        ],
      },
      usage('Tickets', 'Ticket', by.ticket),
      usage('Models', 'Model', by.model),
      usage('Projects', 'Project', by.project),
      usage('Agents', 'Agent', by.agent),
      usage('Days', 'Day', by.day),
      {
        title: 'Sessions that cost most',
        head: ['Session', 'Project', 'Tokens', 'Cost'],
        texts: [1],
        rows: sessions.map(({ id, title, project, row }) => [
          title || id,
          project?.split(/[\\/]/).findLast(Boolean) ?? '',
          tokensText(row),
          costText(row),
        ]),
      },
      {
        title: 'Tools that failed',
        head: ['Tool', 'Calls', 'Failed', 'Share'],
        rows: tools
          .filter((tool) => tool.errors > 0)
          .map(({ name, calls: all, errors: failed }) => [
            name ?? '(unnamed)',
            formatCount(all),
            formatCount(failed),
            `${Math.round((failed / all) * 100)} %`,
          ]),
      },
      limitSection(limits, now),
    ],
    notes: notesOf(totals),
  };
}

/** What the figures leave out, or only estimate. */
export function notesOf(totals: UsageRow): string[] {
  const unpriced = Object.entries(totals.unpriced).map(
    ([model, tokens]) => `${model} (${formatTokens(tokens)} tokens)`,
  );
  return [
    ...(unpriced.length > 0 ? [`Without a price, left out of costs marked +: ${unpriced.join(', ')}.`] : []),
    ...(totals.unknownResponses > 0
      ? [`Responses without figures, in no sum above: ${formatCount(totals.unknownResponses)}.`]
      : []),
    ...(totals.estimate ? ['~ marks estimates.'] : []),
  ];
}

export function linesText({ added, removed }: { added: number | null; removed: number | null }): string {
  return added === null && removed === null
    ? ''
    : ` (+${formatCount(added ?? 0)} −${formatCount(removed ?? 0)})`;
}
