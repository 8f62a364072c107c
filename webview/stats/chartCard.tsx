import { useCallback, useMemo } from 'preact/hooks';
import type { ChartData, StatsMark, StatsRange } from '../../src/common/panelProtocol.js';
import type { UsageDimension, UsageReport, UsageRow } from '../../src/common/usageReport.js';
import { t, tr } from '../app/strings.js';
import { Tabs } from '../app/ui/tabs.js';
import { ErrorState, Spinner } from '../app/ui/states.js';
import { useQuery } from '../app/useQuery.js';
import { BarChart } from './barChart.js';
import { keyLabel } from './labels.js';
import { addDays, dayOf, startOfDay } from './period.js';
import { barsOf, daysBetween, stackOf, type Column, type Part } from './series.js';
import { partLabel, spanLabel, StackedChart } from './stackedChart.js';
import { UsageTable } from './usageTable.js';

interface ChartCardProps {
  chart: ChartData;
  range: StatsRange;
  asTable: boolean;
  onTable(asTable: boolean): void;
  ask(range: StatsRange, by: UsageDimension, thenBy: UsageDimension | undefined): Promise<UsageReport>;
  askTitles(ids: readonly string[]): Promise<Readonly<Record<string, string>>>;
  /** Shows the sessions behind a mark; `range` is narrower for a day. */
  onOpen(range: StatsRange, mark: StatsMark): void;
  onOpenSession(id: string): void;
}

/** Titles asked for; further sessions are shown by their id. */
const mostTitles = 500;

/** One chart with its heading, drawn or as a table. */
export function ChartCard(props: ChartCardProps) {
  const { chart, range, asTable, ask, askTitles } = props;
  const table = asTable || chart.mark === 'table';
  const { value, error, retry } = useQuery(
    JSON.stringify([chart.by, chart.thenBy, range]),
    async () => {
      const report = await ask(range, chart.by, chart.thenBy);
      const ids = [...report.rows]
        .sort((a, b) => b.totalTokens - a.totalTokens)
        .slice(0, mostTitles)
        .map((row) => `${row.agent}:${row.key}`);
      const titles = chart.by === 'session' && ids.length > 0 ? await askTitles(ids) : {};
      return { report, titles };
    },
    { minimumMs: 3000 },
  );
  const title = tr(chart.title);
  return (
    <section class={`card card-${chart.mark}`} aria-labelledby={`chart-${chart.id}`}>
      <div class="card-head">
        <h2 id={`chart-${chart.id}`} title={tr(chart.description)}>
          {title}
        </h2>
        {chart.mark !== 'table' && (
          <Tabs
            label={title}
            value={asTable ? 'table' : 'chart'}
            options={[
              { value: 'chart', label: t('asChart') },
              { value: 'table', label: t('asTable') },
            ]}
            onChange={(choice) => props.onTable(choice === 'table')}
          />
        )}
      </div>
      {error !== undefined && !value ? (
        <ErrorState message={error} onRetry={retry} />
      ) : !value ? (
        <Spinner />
      ) : value.report.rows.length === 0 ? (
        <p class="card-empty">{t('nothingHere')}</p>
      ) : table ? (
        <CardTable {...props} title={title} report={value.report} titles={value.titles} />
      ) : (
        <Drawing {...props} title={title} report={value.report} />
      )}
    </section>
  );
}

function CardTable(
  props: ChartCardProps & { title: string; report: UsageReport; titles: Readonly<Record<string, string>> },
) {
  const { chart, range, title, report, titles } = props;
  const open = (row: UsageRow) => {
    if (chart.by === 'session') {
      props.onOpenSession(`${row.agent}:${row.key}`);
    } else if (chart.by === 'day' && row.key !== null) {
      const thenBy = chart.thenBy === undefined || chart.thenBy === 'day' ? 'none' : chart.thenBy;
      const part = thenBy === 'none' || thenBy === 'session' ? null : { by: thenBy, key: row.second };
      props.onOpen(narrow(range, row.key, 1), markOf(part, keyLabel('day', row.key)));
    } else if (chart.by !== 'day') {
      props.onOpen(range, { by: chart.by, key: row.key, label: keyLabel(chart.by, row.key) });
    }
  };
  return <UsageTable chart={chart} title={title} report={report} titles={titles} onOpen={open} />;
}

function Drawing(props: ChartCardProps & { title: string; report: UsageReport }) {
  const { chart, range, title, report, onOpen } = props;
  const { measure, by } = chart;
  const of = chart.thenBy ?? 'none';
  const stacked = useMemo(
    () => (chart.mark === 'stacked' ? stackOf(report.rows, measure, wholeSpan(range)) : null),
    [chart, report, measure, range],
  );
  const bars = useMemo(
    () => (chart.mark === 'bar' ? barsOf(report.rows, measure) : null),
    [chart, report, measure],
  );
  const openColumn = useCallback(
    (column: Column, part: Part | null) => {
      const where = narrow(range, column.day, column.days);
      const known =
        part && !part.others && of !== 'day' && of !== 'session' ? { by: of, key: part.key } : null;
      const label = known && part ? `${spanLabel(column)}, ${partLabel(part, of)}` : spanLabel(column);
      onOpen(where, markOf(known, label));
    },
    [range, of, onOpen],
  );
  if (stacked && stacked.max > 0) {
    return <StackedChart title={title} data={stacked} measure={measure} of={of} onOpen={openColumn} />;
  }
  if (bars && bars.rows.length > 0 && by !== 'day' && by !== 'session') {
    const open = (row: UsageRow) => onOpen(range, { by, key: row.key, label: keyLabel(by, row.key) });
    return <BarChart title={title} data={bars} measure={measure} of={by} onOpen={open} />;
  }
  const nothingPriced = measure === 'costUsd' && report.totals.costUsd === null;
  return <p class="card-empty">{t(nothingPriced ? 'onlyUnpriced' : 'nothingHere')}</p>;
}

function markOf(part: { by: StatsMark['by']; key: string | null } | null, label: string): StatsMark {
  return part ? { ...part, label } : { by: 'none', key: null, label };
}

/** The part of a range that some days cover. */
function narrow(range: StatsRange, day: string, days: number): StatsRange {
  const since = startOfDay(day);
  const until = startOfDay(addDays(day, days));
  return {
    ...range,
    ...(since === undefined ? {} : { since: Math.max(since, range.since ?? since) }),
    ...(until === undefined ? {} : { until: Math.min(until, range.until ?? until) }),
  };
}

/** All days of a range that has a beginning, so that quiet days are seen; else the days that there are. */
function wholeSpan(range: StatsRange): { first: string; count: number } | null {
  if (range.since === undefined) {
    return null;
  }
  const first = dayOf(range.since);
  const last = dayOf(Math.min(Date.now(), range.until === undefined ? Infinity : range.until - 1));
  const count = daysBetween(first, last) + 1;
  return count > 0 ? { first, count } : null;
}
