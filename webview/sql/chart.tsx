import { scaleBand, scaleLinear } from 'd3-scale';
import { useMemo, useState } from 'preact/hooks';
import { oneLine } from '../../src/common/plainText.js';
import type { SqlRows } from '../../src/common/sqlConsole.js';
import type { SqlChart } from '../../src/common/sqlQuery.js';
import { t } from '../app/strings.js';
import { Select } from '../app/ui/fields.js';
import { useWidth } from '../app/useWidth.js';
import { chartFor, columnsFor, drawingOf, type Drawing } from './drawing.js';
import { cellText } from './values.js';

const height = 260;
const widestBar = 64;
const margin = { top: 10, right: 8, bottom: 24, left: 64 };

interface ChartProps {
  result: SqlRows;
  wanted: SqlChart | null;
  onChange(chart: SqlChart): void;
}

/** The rows as bars or columns. What is drawn can be chosen; all of it stands in the table, too. */
export function Chart({ result, wanted, onChange }: ChartProps) {
  const chart = useMemo(() => chartFor(result, wanted), [result, wanted]);
  const drawing = useMemo(() => (chart ? drawingOf(result, chart) : null), [result, chart]);
  if (!chart || !drawing) {
    return <p class="muted chart-none">{t('sqlNoChart')}</p>;
  }
  const { figures, names } = columnsFor(result);
  const options = (columns: readonly string[]) =>
    columns.map((value) => ({ value, label: oneLine(value, 60) }));
  const { series, ...single } = chart;
  return (
    <div class="chart">
      <div class="chart-choice">
        <Select
          label={t('sqlChartMark')}
          value={chart.mark}
          options={[
            { value: 'bar', label: t('sqlBars') },
            { value: 'column', label: t('sqlColumns') },
          ]}
          onChange={(mark) => onChange({ ...chart, mark })}
        />
        <Select
          label={t('sqlChartY')}
          value={chart.y}
          options={options(figures)}
          onChange={(y) => onChange({ ...chart, y })}
        />
        <Select
          label={t('sqlChartX')}
          value={chart.x}
          options={options(names)}
          onChange={(x) => onChange({ ...chart, x })}
        />
        <Select
          label={t('sqlChartSeries')}
          value={series ?? ''}
          options={[{ value: '', label: t('sqlNoParts') }, ...options(names)]}
          onChange={(part) => onChange(part === '' ? single : { ...chart, series: part })}
        />
      </div>
      {chart.mark === 'bar' ? <Bars drawing={drawing} /> : <Columns drawing={drawing} />}
      {drawing.parts.length > 1 && (
        <ul class="legend">
          {drawing.parts.map(({ label, others }, n) => (
            <li key={n}>
              <span class={`swatch part-${n}`} /> {partText(label, others)}
            </li>
          ))}
        </ul>
      )}
      {drawing.rest > 0 && <p class="muted">{t('sqlChartRest', drawing.rest)}</p>}
    </div>
  );
}

function Bars({ drawing }: { drawing: Drawing }) {
  const { chart, marks, parts, max } = drawing;
  return (
    <ul class="sql-bars" aria-label={`${chart.y}, ${chart.x}`}>
      {marks.map(({ label, total, values }) => (
        <li key={label} title={`${label}: ${cellText(total, '')}`}>
          <bdi class="sql-bar-label">{oneLine(label, 200)}</bdi>
          <svg width="100%" height="12" aria-hidden="true">
            {parts.map((_, n) => {
              const before = values.slice(0, n).reduce((sum, value) => sum + value, 0);
              const share = (value: number) => (max > 0 ? `${(value / max) * 100}%` : '0');
              return (
                <rect
                  key={n}
                  class={`part part-${n}`}
                  x={share(before)}
                  width={share(values[n] ?? 0)}
                  height="12"
                />
              );
            })}
          </svg>
          <span class="sql-bar-value">{cellText(total, '')}</span>
        </li>
      ))}
    </ul>
  );
}

/** A column a row, in the rows' order. Arrow keys go from one to the next, whose figures are told below. */
function Columns({ drawing }: { drawing: Drawing }) {
  const { chart, marks, parts, max } = drawing;
  const [box, width] = useWidth();
  const [active, setActive] = useState<number | null>(null);
  const [stop, setStop] = useState(0);
  const x = scaleBand<number>()
    .domain(marks.map((_, n) => n))
    .range([margin.left, Math.max(margin.left, width - margin.right)])
    .paddingInner(marks.length > 60 ? 0.1 : 0.25);
  const y = scaleLinear()
    .domain([0, max || 1])
    .nice(4)
    .range([height - margin.bottom, margin.top]);
  const bar = Math.min(widestBar, x.bandwidth());
  const every = Math.max(1, Math.ceil(marks.length / Math.max(1, Math.floor((width - margin.left) / 90))));
  const roving = Math.min(stop, marks.length - 1);
  const move = (event: KeyboardEvent, n: number) => {
    const target = { ArrowLeft: n - 1, ArrowRight: n + 1, Home: 0, End: marks.length - 1 }[event.key];
    if (target !== undefined && target >= 0 && target < marks.length) {
      event.preventDefault();
      setStop(target);
      box.current?.querySelector<SVGGElement>(`[data-index="${target}"]`)?.focus();
    }
  };
  const shown = active === null ? undefined : marks[active];
  return (
    <div class="sql-columns" ref={box}>
      <svg
        width={width}
        height={height}
        role="group"
        aria-label={`${chart.y}, ${chart.x}`}
        onPointerLeave={() => setActive(null)}
      >
        {y.ticks(4).map((tick) => (
          <g key={tick} aria-hidden="true">
            <line class="grid-line" x1={margin.left} x2={width - margin.right} y1={y(tick)} y2={y(tick)} />
            <text class="tick" x={margin.left - 8} y={y(tick)} dy="0.32em" text-anchor="end">
              {cellText(tick, '')}
            </text>
          </g>
        ))}
        {marks.map(({ label, values }, n) => {
          let sum = 0;
          return (
            <g
              key={label}
              class="column"
              data-index={n}
              role="img"
              tabIndex={n === roving ? 0 : -1}
              aria-label={describe(drawing, n)}
              onKeyDown={(event) => move(event, n)}
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
              />
              {parts.map((_, part) => {
                const low = sum;
                sum += values[part] ?? 0;
                return (
                  <rect
                    key={part}
                    class={`part part-${part}`}
                    x={(x(n) ?? 0) + (x.bandwidth() - bar) / 2}
                    y={y(sum)}
                    width={bar}
                    height={Math.max(0, y(low) - y(sum))}
                  />
                );
              })}
              {n % every === 0 && (
                <text class="tick" x={(x(n) ?? 0) + x.bandwidth() / 2} y={height - 8} text-anchor="middle">
                  {oneLine(label, 14)}
                </text>
              )}
            </g>
          );
        })}
      </svg>
      <p class="column-told">{shown && active !== null ? describe(drawing, active) : '\u00a0'}</p>
    </div>
  );
}

function describe({ marks, parts }: Drawing, n: number): string {
  const mark = marks[n];
  if (!mark) {
    return '';
  }
  const told = parts.flatMap(({ label, others }, part) =>
    parts.length > 1 && (mark.values[part] ?? 0) > 0
      ? [`${partText(label, others)} ${cellText(mark.values[part] ?? 0, '')}`]
      : [],
  );
  return [`${oneLine(mark.label, 100)}: ${cellText(mark.total, '')}`, ...told].join(', ');
}

function partText(label: string, others: boolean): string {
  return others ? '…' : oneLine(label, 60) || t('unknown');
}
