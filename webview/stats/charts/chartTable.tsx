import type { Cell, ChartKey, Unit } from '../../../src/common/charts.js';
import { Table, type Column } from '../../app/ui/table.js';
import { t } from '../../app/strings.js';
import type { ChartActions } from './chartCard.js';
import { CommitsCell } from './commitsCell.js';
import { markKeys } from './markKeys.js';
import { columnLabel, isFigure, unitOf, valueText, type Figures } from './values.js';

interface ChartTableProps {
  figures: Figures;
  title: string;
  /** Titles of sessions by id. */
  titles: Readonly<Record<string, string>>;
  onOpen(keys: readonly ChartKey[], label: string): void;
  actions: Pick<ChartActions, 'openSession' | 'commits' | 'openTicket'>;
}

/** All figures of a chart's rows. The first column leads to the sessions of its row. */
export function ChartTable({ figures, title, titles, onOpen, actions }: ChartTableProps) {
  const { chart, rows } = figures;
  const named = (unit: Unit, value: Cell) =>
    unit === 'session' ? (titles[String(value)] ?? String(value)) : valueText(unit, value);
  const shown = chart.columns.filter(({ id }) => id !== 'unit');
  const keysOf = (row: readonly Cell[]) => markKeys(figures, row);
  const columns = shown.map((column, place): Column<readonly Cell[]> => {
    const index = chart.columns.indexOf(column);
    const plain = unitOf(figures, column);
    return {
      id: column.id,
      label: columnLabel(figures, column),
      numeric: isFigure(plain),
      // Days sort by their date, everything else by its name.
      value: (row) => {
        const value = row[index] ?? null;
        return typeof value === 'number' || value === null || plain === 'day' ? value : named(plain, value);
      },
      cell: (row) => {
        const unit = unitOf(figures, column, row);
        const value = row[index] ?? null;
        const label = named(unit, value);
        if (place > 0) {
          return label;
        }
        const open = () =>
          unit === 'session' && value !== null
            ? actions.openSession(String(value))
            : onOpen(keysOf(row), label);
        return (
          <button
            type="button"
            class="link"
            title={value === null ? undefined : String(value)}
            onClick={open}
          >
            {label}
          </button>
        );
      },
    };
  });
  const ofTicket = chart.columns.findIndex(({ unit }) => unit === 'ticket');
  const commits: Column<readonly Cell[]> = {
    id: 'commits',
    label: t('commits'),
    numeric: true,
    value: () => null,
    cell: (row) => {
      const ticket = row[ofTicket];
      return typeof ticket === 'string' ? <CommitsCell ticket={ticket} actions={actions} /> : null;
    },
  };
  return (
    <Table
      caption={title}
      columns={chart.withCommits ? [...columns, commits] : columns}
      rows={rows}
      rowKey={(row) => JSON.stringify(row.slice(0, 3))}
      sortedBy={chart.sortedBy}
      limit={25}
    />
  );
}
