import { formatCost, formatCount, formatTokens } from '../../common/format.js';
import { tokensText } from '../../common/usageText.js';
import type { UsageRow } from '../../common/usageReport.js';
import type { Command, Context } from '../command.js';
import { costText } from '../figures.js';
import { addDays, dayText, startOfWeek, type Period } from '../period.js';
import { usageOf, workOf, type Work } from '../report/figures.js';
import { asMarkdown, asText, type Document } from '../report/write.js';
import { isoTime } from '../time.js';
import { notesOf } from './report.js';
import { rowJson } from './usage.js';

export const digestCommand: Command = {
  name: 'digest',
  summary: 'This week against the week before it.',
  positionals: [],
  options: { markdown: { type: 'boolean' } },
  help: [
    '                 From Monday to now, and the same days of the week before to',
    '                 the same hour; days are those of the local time zone',
    '--markdown       as Markdown, to paste or to send',
  ],
  takesIn: true,
  async run(context) {
    const [week, before] = weeksAt(context.now);
    const now = await sideOf(context, week);
    const then = await sideOf(context, before);
    const document = documentOf(now, then);
    return {
      json: { this_week: jsonOf(now), week_before: jsonOf(then) },
      text: context.options['markdown'] === true ? asMarkdown(document) : asText(document, context.columns),
    };
  },
};

interface Side {
  period: Period;
  totals: UsageRow;
  tickets: readonly UsageRow[];
  models: readonly UsageRow[];
  work: Work;
}

/** This week as far as it goes, and the week before it to the same point. */
export function weeksAt(now: number): [week: Period, before: Period] {
  const monday = startOfWeek(now);
  const earlier = addDays(monday, -7);
  const until = Math.min(monday, earlier + (now - monday));
  const title = (since: number, to: number) => `${dayText(since)} to ${dayText(Math.max(since, to - 1))}`;
  return [
    { since: monday, until: now, title: title(monday, now) },
    { since: earlier, until, title: title(earlier, until) },
  ];
}

async function sideOf(context: Context, period: Period): Promise<Side> {
  const [totals, tickets, models] = await Promise.all([
    usageOf(context, period, 'none'),
    usageOf(context, period, 'ticket'),
    usageOf(context, period, 'model'),
  ]);
  return {
    period,
    totals: totals.totals,
    tickets: tickets.rows,
    models: models.rows,
    work: await workOf(context, period),
  };
}

function jsonOf({ period, totals, work }: Side): unknown {
  return {
    since: isoTime(period.since),
    until: isoTime(period.until),
    ...(rowJson(totals, 'none') as object),
    work,
  };
}

function documentOf(now: Side, then: Side): Document {
  const count = (name: string, figure: (side: Side) => number) => [
    name,
    formatCount(figure(now)),
    formatCount(figure(then)),
    changeText(figure(now), figure(then), formatCount),
  ];
  const head = ['', 'This week', 'Week before', 'Change'];
  return {
    title: `Agent digest, ${now.period.title}`,
    sections: [
      {
        title: `Against ${then.period.title}`,
        head: ['Figure', ...head.slice(1)],
        rows: [
          [
            'Cost',
            costText(now.totals),
            costText(then.totals),
            changeText(now.totals.costUsd, then.totals.costUsd, formatCost),
          ],
          [
            'Tokens',
            tokensText(now.totals),
            tokensText(then.totals),
            changeText(now.totals.totalTokens, then.totals.totalTokens, formatTokens),
          ],
          count('Sessions', ({ totals }) => totals.sessions),
          count('Prompts', ({ work }) => work.prompts),
          count('Responses', ({ totals }) => totals.responses),
          count('Files changed', ({ work }) => work.files),
          count('Lines added', ({ work }) => work.added ?? 0),
        ],
      },
      { title: 'Tickets', head: ['Ticket', ...head.slice(1)], rows: compared(now.tickets, then.tickets) },
      { title: 'Models', head: ['Model', ...head.slice(1)], rows: compared(now.models, then.models) },
    ],
    notes: notesOf(now.totals),
  };
}

/** Costs of what was used in either week, the dearest of this one first. */
function compared(now: readonly UsageRow[], then: readonly UsageRow[]): string[][] {
  const keys = new Set([...now, ...then].map(({ key }) => key));
  const find = (rows: readonly UsageRow[], key: string | null) => rows.find((row) => row.key === key);
  return [...keys]
    .map((key) => ({ key, a: find(now, key), b: find(then, key) }))
    .sort(
      (one, other) =>
        (other.a?.costUsd ?? 0) - (one.a?.costUsd ?? 0) ||
        (other.b?.costUsd ?? 0) - (one.b?.costUsd ?? 0) ||
        ((one.key ?? '') < (other.key ?? '') ? -1 : 1),
    )
    .map(({ key, a, b }) => [
      key ?? '(none)',
      a ? costText(a) : '–',
      b ? costText(b) : '–',
      changeText(a ? a.costUsd : 0, b ? b.costUsd : 0, formatCost),
    ]);
}

/** `+$1.20 (+30 %)`; a question mark where either is not known. */
function changeText(now: number | null, then: number | null, format: (value: number) => string): string {
  if (now === null || then === null) {
    return '?';
  }
  const difference = now - then;
  const sign = difference < 0 ? '−' : '+';
  const percent = Math.round((Math.abs(difference) / then) * 100);
  // More than ten times as much says nothing as a share.
  const share = then > 0 && percent < 1000 ? ` (${sign}${percent} %)` : '';
  return difference === 0 ? '=' : `${sign}${format(Math.abs(difference))}${share}`;
}
