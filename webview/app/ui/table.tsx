import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { t } from '../strings.js';
import { Button } from './button.js';
import { Icon } from './icon.js';
import { sortRows } from './sortRows.js';

export interface Column<Row> {
  id: string;
  label: string;
  /** Figures stand at the right and sort largest first. */
  numeric?: boolean;
  /** What is shown. */
  cell(row: Row): ComponentChildren;
  /** What is sorted by; null is always last. */
  value(row: Row): string | number | null;
}

interface TableProps<Row> {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey(row: Row): string;
  /** First order; a column's id. */
  sortedBy: string;
  footer?: Row;
  /** Rows drawn before "Show all". */
  limit?: number;
}

/** A table that sorts by a click on a heading. */
export function Table<Row>({
  caption,
  columns,
  rows,
  rowKey,
  sortedBy,
  footer,
  limit = 50,
}: TableProps<Row>) {
  const [order, setOrder] = useState<{ by: string; down: boolean } | undefined>();
  const [all, setAll] = useState(false);
  const first = columns.find((column) => column.id === sortedBy);
  const { by, down } = order ?? { by: sortedBy, down: first?.numeric === true };
  const sorted = useMemo(
    () =>
      sortRows(
        rows,
        columns.find((column) => column.id === by),
        down,
      ),
    [rows, by, down],
  );
  const shown = all ? sorted : sorted.slice(0, limit);
  const cell = (row: Row, column: Column<Row>, index: number) =>
    index === 0 ? (
      <th scope="row" key={column.id}>
        {column.cell(row)}
      </th>
    ) : (
      <td key={column.id} class={column.numeric ? 'numeric' : undefined}>
        {column.cell(row)}
      </td>
    );
  return (
    <div class="table">
      {/* Wide tables scroll by themselves; the keyboard reaches what scrolls. */}
      <div class="table-scroll" role="group" aria-label={caption} tabIndex={0}>
        <table>
          <caption class="sr-only">{caption}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <th
                  key={column.id}
                  scope="col"
                  class={column.numeric ? 'numeric' : undefined}
                  aria-sort={column.id === by ? (down ? 'descending' : 'ascending') : 'none'}
                >
                  <button
                    type="button"
                    title={t('sortBy', column.label)}
                    onClick={() =>
                      setOrder({ by: column.id, down: column.id === by ? !down : column.numeric === true })
                    }
                  >
                    {column.label}
                    {column.id === by && <Icon name={down ? 'arrow-down' : 'arrow-up'} />}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={rowKey(row)}>{columns.map((column, index) => cell(row, column, index))}</tr>
            ))}
          </tbody>
          {footer !== undefined && (
            <tfoot>
              <tr>{columns.map((column, index) => cell(footer, column, index))}</tr>
            </tfoot>
          )}
        </table>
      </div>
      {shown.length < sorted.length && (
        <Button look="quiet" onClick={() => setAll(true)}>
          {t('showAllRows', sorted.length)}
        </Button>
      )}
    </div>
  );
}
