import { scaleBand, scaleLinear } from 'd3-scale';
import { stack } from 'd3-shape';
import { useMemo, useState } from 'preact/hooks';
import type { ChartData } from '../../src/common/panelProtocol.js';
import type { UsageDimension } from '../../src/common/usageReport.js';
import { t } from '../app/strings.js';
import { useWidth } from '../app/useWidth.js';
import { dayLabel, dayTick, formatMeasure, keyLabel } from './labels.js';
import { addDays } from './period.js';
import type { Column, Part, Stack } from './series.js';

const height = 200;
const margin = { top: 8, right: 4, bottom: 22, left: 52 };

interface StackedChartProps {
  title: string;
  data: Stack;
  measure: ChartData['measure'];
  /** What the parts are. */
  of: UsageDimension;
  /** A bar was chosen, or a part of it. */
  onOpen(column: Column, part: Part | null): void;
}

/** A bar a day, stacked by part. Arrow keys go from bar to bar. */
export function StackedChart({ title, data, measure, of, onOpen }: StackedChartProps) {
  const [box, width] = useWidth();
  const [active, setActive] = useState<number | null>(null);
  const [stop, setStop] = useState(data.columns.length - 1);

  const { columns, parts } = data;
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
  const roving = Math.min(stop, columns.length - 1);

  const keyDown = (event: KeyboardEvent, index: number) => {
    const column = columns[index];
    const target = { ArrowLeft: index - 1, ArrowRight: index + 1, Home: 0, End: columns.length - 1 }[
      event.key
    ];
    if (target !== undefined && target >= 0 && target < columns.length) {
      event.preventDefault();
      setStop(target);
      box.current?.querySelector<SVGGElement>(`[data-index="${target}"]`)?.focus();
    } else if ((event.key === 'Enter' || event.key === ' ') && column) {
      event.preventDefault();
      onOpen(column, null);
    }
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
              {tick === 0 ? '0' : formatMeasure(measure, tick)}
            </text>
          </g>
        ))}
        {columns.map((column, n) => (
          <g
            key={column.day}
            class="column"
            data-index={n}
            role="button"
            tabIndex={n === roving ? 0 : -1}
            aria-label={describe(column, parts, measure, of)}
            onKeyDown={(event) => keyDown(event, n)}
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
              onClick={() => onOpen(column, null)}
            />
            {layers.map((layer, index) => {
              const [low, high] = layer[n] ?? [0, 0];
              const part = parts[index];
              return high > low && part ? (
                <rect
                  key={index}
                  class={part.others ? 'part part-others' : `part part-${part.color}`}
                  x={x(n)}
                  y={y(high)}
                  width={x.bandwidth()}
                  height={heightOf(y(low) - y(high))}
                  onClick={() => onOpen(column, part)}
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
              {dayTick(column.day)}
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
          <span class="tip-total">{formatMeasure(measure, shown.total)}</span>
          <ul>
            {parts.map((part, n) =>
              (shown.values[n] ?? 0) > 0 ? (
                <li key={n}>
                  <span class={`swatch ${part.others ? 'part-others' : `part-${part.color}`}`} />
                  <span class="tip-name">{partLabel(part, of)}</span>
                  <span>{formatMeasure(measure, shown.values[n] ?? 0)}</span>
                </li>
              ) : null,
            )}
          </ul>
        </div>
      )}
      <ul class="legend">
        {parts.map((part, n) => (
          <li key={n}>
            <span class={`swatch ${part.others ? 'part-others' : `part-${part.color}`}`} />
            {partLabel(part, of)} <span class="muted">{formatMeasure(measure, part.total)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A gap keeps parts apart whose colours are alike to some eyes; what is too small for one is at least a line. */
function heightOf(height: number): number {
  return height > 4 ? height - 1 : Math.max(0.5, height);
}

export function partLabel(part: Part, of: UsageDimension): string {
  return part.others ? t('others', part.key ?? '') : keyLabel(of, part.key);
}

export function spanLabel(column: Column): string {
  return column.days === 1
    ? dayLabel(column.day)
    : `${dayTick(column.day)} – ${dayLabel(addDays(column.day, column.days - 1))}`;
}

function describe(
  column: Column,
  parts: readonly Part[],
  measure: ChartData['measure'],
  of: UsageDimension,
): string {
  const details = parts
    .map((part, n) => ({ part, value: column.values[n] ?? 0 }))
    .filter(({ value }) => value > 0)
    .map(({ part, value }) => `${partLabel(part, of)} ${formatMeasure(measure, value)}`);
  const total = column.total === 0 ? '0' : formatMeasure(measure, column.total);
  return `${spanLabel(column)}: ${[total, ...details].join(', ')}`;
}
