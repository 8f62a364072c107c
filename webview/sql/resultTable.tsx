import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { plainText } from '../../src/common/plainText.js';
import type { SqlCell, SqlRows } from '../../src/common/sqlConsole.js';
import { t } from '../app/strings.js';
import { Icon } from '../app/ui/icon.js';
import { cellHint, cellText, sessionOf } from './values.js';

const rowHeight = 24;
/** Rows drawn above and below what is seen. */
const beyond = 10;
/** Rows whose texts decide how wide a column is. */
const sampled = 200;
const longestColumn = 44;

interface ResultTableProps {
  result: SqlRows;
  onOpenSession(id: string): void;
}

/** Rows of any number, of which those are drawn that are seen. A click on a heading sorts: up, down, as they came. */
export function ResultTable({ result, onOpenSession }: ResultTableProps) {
  const { columns, rows } = result;
  const [order, setOrder] = useState<{ column: number; down: boolean } | null>(null);
  const [span, setSpan] = useState({ from: 0, to: 40 });
  const box = useRef<HTMLDivElement>(null);
  const sorted = useMemo(() => (order === null ? rows : sortedRows(rows, order)), [rows, order]);
  const numeric = useMemo(
    () => columns.map((_, n) => rows.length > 0 && rows.every((row) => typeof (row[n] ?? 0) === 'number')),
    [columns, rows],
  );
  const template = useMemo(() => widths(columns, rows), [columns, rows]);

  const see = () => {
    const element = box.current;
    if (element) {
      const from = Math.max(0, Math.floor(element.scrollTop / rowHeight) - beyond);
      const to = from + Math.ceil(element.clientHeight / rowHeight) + 2 * beyond;
      setSpan((old) => (old.from === from && old.to === to ? old : { from, to }));
    }
  };
  useLayoutEffect(() => {
    box.current?.scrollTo({ top: 0 });
    setOrder(null);
    see();
    const observer = new ResizeObserver(see);
    if (box.current) {
      observer.observe(box.current);
    }
    return () => observer.disconnect();
  }, [result]);

  const sort = (column: number) =>
    setOrder((old) => {
      const first = numeric[column] === true;
      return old?.column !== column
        ? { column, down: first }
        : old.down === first
          ? { column, down: !first }
          : null;
    });
  const sortOf = (column: number) =>
    order?.column !== column ? 'none' : order.down ? 'descending' : 'ascending';
  const shown = sorted.slice(span.from, span.to);
  return (
    <div
      class="result-scroll"
      ref={box}
      role="table"
      aria-label={t('sqlResult')}
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length}
      tabIndex={0}
      onScroll={see}
    >
      <div class="result-head" role="rowgroup">
        <div class="result-row" role="row" aria-rowindex={1} style={{ gridTemplateColumns: template }}>
          {columns.map((name, n) => (
            <div key={n} role="columnheader" aria-sort={sortOf(n)} class={numeric[n] ? 'numeric' : undefined}>
              <button type="button" title={t('sqlSortBy', name)} onClick={() => sort(n)}>
                <bdi>{plainText(name)}</bdi>
                {order?.column === n && <Icon name={order.down ? 'arrow-down' : 'arrow-up'} />}
              </button>
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" class="result-body" style={{ height: `${sorted.length * rowHeight}px` }}>
        {shown.map((row, n) => {
          const index = span.from + n;
          return (
            <div
              key={index}
              class={index % 2 === 1 ? 'result-row result-odd' : 'result-row'}
              role="row"
              aria-rowindex={index + 2}
              style={{ gridTemplateColumns: template, transform: `translateY(${index * rowHeight}px)` }}
            >
              {columns.map((name, at) => (
                <Cell
                  key={at}
                  cell={row[at] ?? null}
                  column={name}
                  isNumeric={numeric[at] === true}
                  onOpenSession={onOpenSession}
                />
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

interface CellProps {
  cell: SqlCell;
  column: string;
  isNumeric: boolean;
  onOpenSession(id: string): void;
}

/** Text of a session is text: on one line, without what would turn or hide it. */
function Cell({ cell, column, isNumeric, onOpenSession }: CellProps) {
  const session = sessionOf(cell, column);
  const text = plainText(cellText(cell, column).slice(0, 1000)).replace(/\s+/g, ' ');
  const kind = [cell === null ? 'null' : '', isNumeric ? 'numeric' : ''].join(' ').trim() || undefined;
  return (
    <div role="cell" class={kind} title={cellHint(cell, column)}>
      {session === null ? (
        <bdi>{text}</bdi>
      ) : (
        <button type="button" class="link" onClick={() => onOpenSession(session)}>
          {text}
        </button>
      )}
    </div>
  );
}

function sortedRows(
  rows: SqlRows['rows'],
  { column, down }: { column: number; down: boolean },
): SqlRows['rows'] {
  const texts = new Intl.Collator(undefined, { numeric: true });
  const compare = (a: SqlCell, b: SqlCell): number =>
    typeof a === 'number' && typeof b === 'number' ? a - b : texts.compare(String(a), String(b));
  return rows.toSorted((one, other) => {
    const [a, b] = [one[column] ?? null, other[column] ?? null];
    // What is not known stands last, whichever way.
    return a === null || b === null
      ? Number(a === null) - Number(b === null)
      : down
        ? compare(b, a)
        : compare(a, b);
  });
}

/** As wide as the texts are, up to a limit; the last column takes what is left. */
function widths(columns: readonly string[], rows: SqlRows['rows']): string {
  return columns
    .map((name, n) => {
      const texts = rows.slice(0, sampled).map((row) => cellText(row[n] ?? null, name).length);
      const width = Math.min(longestColumn, Math.max(name.length + 2, 6, ...texts)) + 4;
      return n === columns.length - 1 ? `minmax(${width}ch, 1fr)` : `${width}ch`;
    })
    .join(' ');
}
