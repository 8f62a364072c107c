import { formatCount } from '../../src/common/format.js';
import type { ChartData } from '../../src/common/panelProtocol.js';
import type { UsageReport, UsageRow } from '../../src/common/usageReport.js';
import { costText } from '../app/cost.js';
import { t } from '../app/strings.js';
import { Table, type Column } from '../app/ui/table.js';
import { dimensionLabel, keyLabel } from './labels.js';

interface UsageTableProps {
  chart: ChartData;
  title: string;
  report: UsageReport;
  /** Titles of sessions by id, for the table of sessions. */
  titles: Readonly<Record<string, string>>;
  onOpen(row: UsageRow): void;
}

/** All figures of a chart's rows. The first column leads to the sessions of its row. */
export function UsageTable({ chart, title, report, titles, onOpen }: UsageTableProps) {
  const isTotal = (row: UsageRow) => row === report.totals;
  const name = (row: UsageRow) =>
    chart.by === 'session'
      ? (titles[`${row.agent}:${row.key}`] ?? row.key ?? t('unknown'))
      : keyLabel(chart.by, row.key);
  const columns: Column<UsageRow>[] = [
    {
      id: 'key',
      label: dimensionLabel(chart.by),
      // Days sort by their date, everything else by its name.
      value: (row) => (chart.by === 'day' ? row.key : name(row)),
      cell: (row) =>
        isTotal(row) ? (
          t('total')
        ) : (
          <button type="button" class="link" title={row.key ?? undefined} onClick={() => onOpen(row)}>
            {name(row)}
          </button>
        ),
    },
  ];
  const { thenBy } = chart;
  if (thenBy !== undefined) {
    columns.push({
      id: 'second',
      label: dimensionLabel(thenBy),
      value: (row) => keyLabel(thenBy, row.second),
      cell: (row) => (isTotal(row) ? '' : keyLabel(thenBy, row.second)),
    });
  }
  const figure = (id: string, label: string, value: (row: UsageRow) => number): Column<UsageRow> => ({
    id,
    label,
    numeric: true,
    value,
    cell: (row) => formatCount(value(row)),
  });
  columns.push(
    ...(chart.by === 'session' ? [] : [figure('sessions', t('sessions'), (row) => row.sessions)]),
    figure('responses', t('responses'), (row) => row.responses),
    figure('input', t('tokenInput'), (row) => row.tokens.input),
    figure('cacheRead', t('tokenCacheRead'), (row) => row.tokens.cacheRead),
    figure('cacheWrite', t('tokenCacheWrite'), (row) => row.tokens.cacheWrite5m + row.tokens.cacheWrite1h),
    figure('output', t('tokenOutput'), (row) => row.tokens.output),
    figure('totalTokens', t('totalTokens'), (row) => row.totalTokens),
    {
      id: 'costUsd',
      label: t('totalCost'),
      numeric: true,
      value: (row) => row.costUsd,
      cell: (row) => costText(row.costUsd),
    },
  );
  return (
    <Table
      caption={title}
      columns={columns}
      rows={report.rows}
      rowKey={(row) => JSON.stringify([row.agent, row.key, row.second])}
      sortedBy={chart.by === 'day' ? 'key' : chart.measure}
      footer={report.totals}
      limit={chart.mark === 'table' ? 25 : 50}
    />
  );
}
