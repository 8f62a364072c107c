import { scaleBand, scaleLinear } from 'd3-scale';
import { stack } from 'd3-shape';
import { useMemo, useState } from 'preact/hooks';
import { addDays } from '../../../src/common/calendar.js';
import type { ChartKey, Unit } from '../../../src/common/charts.js';
import { t } from '../../app/strings.js';
import { useWidth } from '../../app/useWidth.js';
import { reader, unitAt, wholeSpan, type DrawingProps } from './drawing.js';
import { stackOf, type Column, type Part } from './series.js';
import { useRoving } from './useRoving.js';
import { formats, keyText, valueText } from './values.js';

const height = 200;
const margin = { top: 8, right: 4, bottom: 22, left: 52 };

/** A bar a day, stacked by part. Arrow keys go from bar to bar. */
export function StackedChart({ figures, mark, title, range, onOpen }: DrawingProps<'stacked'>) {
  const [box, width] = useWidth();
  const [active, setActive] = useState<number | null>(null);
  const data = useMemo(() => {
    const { text, number } = reader(figures);
    const points = figures.rows.map((row) => ({
      ...{ day: text(row, mark.of), part: text(row, mark.part), value: number(row, mark.value) },
      weight: number(row, 'total_tokens') ?? number(row, mark.value) ?? 0,
    }));
    return stackOf(points, wholeSpan(range));
  }, [figures, mark, range]);
  const { columns, parts } = data;
  const [of, unit] = [unitAt(figures, mark.part), unitAt(figures, mark.value)];
  const roving = useRoving(box, columns.length, { ArrowLeft: -1, ArrowRight: 1 }, columns.length - 1);

  const x = scaleBand<number>()
    .domain(columns.map((_, n) => n))
    .range([margin.left, Math.max(margin.left, width - margin.right)])
    .paddingInner(columns.length > 60 ? 0.1 : 0.25);
  const y = scaleLinear()
    .domain([0, data.max])
    .nice(4)
    .range([height - margin.bottom, margin.top]);
  const layers = useMemo(
    () =>
      stack<Column, number>()
        .keys(parts.map((_, n) => n))
        .value((column, n) => column.values[n] ?? 0)([...columns]),
    [columns, parts],
  );
  const every = Math.max(1, Math.ceil(columns.length / Math.max(1, Math.floor((width - margin.left) / 72))));
  const open = (column: Column, part: Part | null) => {
    const days: ChartKey =
      column.days === 1
        ? { unit: 'day', key: column.day }
        : { unit: 'days', key: `${column.day} ${addDays(column.day, column.days - 1)}` };
    const known: ChartKey[] = part && !part.others && mark.part !== null ? [{ unit: of, key: part.key }] : [];
    const label =
      known.length > 0 && part ? `${spanLabel(column)}, ${partLabel(part, of)}` : spanLabel(column);
    onOpen([days, ...known], label);
  };
  const shown = active === null ? undefined : columns[active];
  return (
    <div class="stacked" ref={box}>
      <svg
        width={width}
        height={height}
        role="group"
        aria-label={title}
        onPointerLeave={() => setActive(null)}
      >
        {y.ticks(4).map((tick) => (
          <g key={tick} aria-hidden="true">
            <line class="grid-line" x1={margin.left} x2={width - margin.right} y1={y(tick)} y2={y(tick)} />
            <text class="tick" x={margin.left - 8} y={y(tick)} dy="0.32em" text-anchor="end">
              {tick === 0 ? '0' : valueText(unit, tick)}
            </text>
          </g>
        ))}
        {columns.map((column, n) => (
          <g
            key={column.day}
            class="column"
            data-index={n}
            role="button"
            tabindex={roving.tabIndex(n)}
            aria-label={describe(column, parts, unit, of)}
            onKeyDown={(event) => roving.keyDown(event, n, () => open(column, null))}
            onFocus={() => setActive(n)}
            onBlur={() => setActive(null)}
            onPointerEnter={() => setActive(n)}
          >
            <rect
              class="column-back"
              x={x(n)}
              y={margin.top}
              width={x.bandwidth()}
              height={height - margin.top - margin.bottom}
              onClick={() => open(column, null)}
            />
            {layers.map((layer, index) => {
              const [low, high] = layer[n] ?? [0, 0];
              const part = parts[index];
              return high > low && part ? (
                <rect
                  key={index}
                  class={partClass(part)}
                  x={x(n)}
                  y={y(high)}
                  width={x.bandwidth()}
                  height={heightOf(y(low) - y(high))}
                  onClick={() => open(column, part)}
                />
              ) : null;
            })}
          </g>
        ))}
        {columns.map((column, n) =>
          n % every === 0 ? (
            <text
              key={column.day}
              class="tick"
              aria-hidden="true"
              x={(x(n) ?? 0) + x.bandwidth() / 2}
              y={height - 6}
              text-anchor="middle"
            >
              {formats.shortDay(column.day)}
            </text>
          ) : null,
        )}
      </svg>
      {shown && active !== null && shown.total > 0 && (
        <div
          class="tip stack-tip"
          style={{ '--x': `${Math.min((x(active) ?? 0) + x.bandwidth() + 6, width - 232)}px` }}
        >
          <strong>{spanLabel(shown)}</strong>
          <span class="tip-total">{valueText(unit, shown.total)}</span>
          {mark.part !== null && (
            <ul>
              {parts.map((part, n) =>
                (shown.values[n] ?? 0) > 0 ? (
                  <li key={n}>
                    <span class={`swatch ${partClass(part)}`} />
                    <span class="tip-name">{partLabel(part, of)}</span>
                    <span>{valueText(unit, shown.values[n] ?? 0)}</span>
                  </li>
                ) : null,
              )}
            </ul>
          )}
        </div>
      )}
      {mark.part !== null && (
        <ul class="legend">
          {parts.map((part, n) => (
            <li key={n}>
              <span class={`swatch ${partClass(part)}`} />
              {partLabel(part, of)} <span class="muted">{valueText(unit, part.total)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function partClass(part: Part): string {
  return part.others ? 'part part-others' : `part part-${part.color}`;
}

/** A gap keeps parts apart whose colours are alike to some eyes; what is too small for one is at least a line. */
function heightOf(height: number): number {
  return height > 4 ? height - 1 : Math.max(0.5, height);
}

function partLabel(part: Part, of: Unit): string {
  return part.others ? t('others', part.key ?? '') : keyText(of, part.key);
}

function spanLabel(column: Column): string {
  return column.days === 1
    ? formats.day(column.day)
    : `${formats.shortDay(column.day)} – ${formats.day(addDays(column.day, column.days - 1))}`;
}

function describe(column: Column, parts: readonly Part[], unit: Unit, of: Unit): string {
  const details = parts
    .map((part, n) => ({ part, value: column.values[n] ?? 0 }))
    .filter(({ value }) => value > 0 && parts.length > 1)
    .map(({ part, value }) => `${partLabel(part, of)} ${valueText(unit, value)}`);
  const total = column.total === 0 ? '0' : valueText(unit, column.total);
  return `${spanLabel(column)}: ${[total, ...details].join(', ')}`;
}
