import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { t } from '../strings.js';
import { useWidth } from '../useWidth.js';
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

/** In a panel that is wider than this, what does not fit is scrolled to. */
const narrow = 720;

/** Rows whose first column stays while one scrolls to the side; of thousands it would take seconds to draw. */
const mostSticky = 300;

/** A table that sorts by a click on a heading. In a narrow panel, a row that does not fit becomes a block of named figures. */
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
  const { box, scroll, stacked } = useFit(`${by} ${columns.length} ${shown.length} ${rows.length}`);
  // A browser may take elements that are drawn as blocks for no table any more.
  const role = (name: 'table' | 'rowgroup' | 'row' | 'columnheader' | 'rowheader' | 'cell') =>
    stacked ? name : undefined;
  const cell = (row: Row, column: Column<Row>, index: number) =>
    index === 0 ? (
      <th scope="row" role={role('rowheader')} key={column.id}>
        {column.cell(row)}
      </th>
    ) : (
      <td role={role('cell')} key={column.id} class={column.numeric ? 'numeric' : undefined}>
        {stacked && (
          <span class="table-label" aria-hidden="true">
            {column.label}
          </span>
        )}
        {column.cell(row)}
      </td>
    );
  const look = stacked ? 'table-stacked' : shown.length <= mostSticky ? 'table-sticky' : '';
  return (
    <div class={`table ${look}`} ref={box}>
      {/* Wide tables scroll by themselves; the keyboard reaches what scrolls. */}
      <div class="table-scroll" role="group" aria-label={caption} tabIndex={0} ref={scroll}>
        <table role={role('table')}>
          <caption class="sr-only">{caption}</caption>
          <thead role={role('rowgroup')}>
            <tr role={role('row')}>
              {columns.map((column, index) => (
                <th
                  key={column.id}
                  scope="col"
                  role={role('columnheader')}
                  class={column.numeric && index > 0 ? 'numeric' : undefined}
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
          <tbody role={role('rowgroup')}>
            {shown.map((row) => (
              <tr role={role('row')} key={rowKey(row)}>
                {columns.map((column, index) => cell(row, column, index))}
              </tr>
            ))}
          </tbody>
          {footer !== undefined && (
            <tfoot role={role('rowgroup')}>
              <tr role={role('row')}>{columns.map((column, index) => cell(footer, column, index))}</tr>
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

/** Whether a table, as wide as its rows make it, is to be drawn as blocks instead. `what` changes with what it shows. */
function useFit(what: string) {
  const [box, width] = useWidth();
  const scroll = useRef<HTMLDivElement>(null);
  const [needed, setNeeded] = useState({ what, width: 0 });
  const stacked = width > 0 && width <= narrow && needed.what === what && needed.width > width;
  useLayoutEffect(() => {
    // What is drawn as blocks does not tell how wide its table would be, which is measured again when it shows other rows.
    if (!stacked && width > 0 && width <= narrow && scroll.current) {
      setNeeded({ what, width: scroll.current.scrollWidth });
    }
  }, [what, width, stacked]);
  return { box, scroll, stacked };
}
