import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { useState } from 'preact/hooks';
import { useWidth } from '../../app/useWidth.js';
import { reader, unitAt, type DrawingProps } from './drawing.js';
import { markKeys } from './markKeys.js';
import { useRoving } from './useRoving.js';
import { keyText, valueText } from './values.js';

const height = 200;
const margin = { top: 10, right: 10, bottom: 22, left: 52 };

interface Dot {
  x: number;
  y: number;
  event: string | null;
  label: string;
}

/** A line in the order of the rows; what happened is a mark on it. Arrow keys go from point to point. */
export function LineChart({ figures, mark, title, onOpen }: DrawingProps<'line'>) {
  const [box, width] = useWidth();
  const [active, setActive] = useState<number | null>(null);
  const { text, number, cell } = reader(figures);
  const unit = unitAt(figures, mark.value);
  const values = figures.rows.map((row) => number(row, mark.value) ?? 0);
  const x = scaleLinear()
    .domain([0, Math.max(1, values.length - 1)])
    .range([margin.left, Math.max(margin.left, width - margin.right)]);
  const y = scaleLinear()
    .domain([0, Math.max(1, ...values)])
    .nice(4)
    .range([height - margin.bottom, margin.top]);
  const dots = figures.rows.map((row, n): Dot => {
    const event = text(row, mark.event);
    const named = event === null ? [] : [keyText('term', event)];
    return {
      ...{ x: x(n), y: y(values[n] ?? 0), event },
      label: [
        valueText(unitAt(figures, mark.of), cell(row, mark.of)),
        valueText(unit, cell(row, mark.value)),
        ...named,
      ].join(', '),
    };
  });
  const roving = useRoving(box, dots.length, { ArrowLeft: -1, ArrowRight: 1 }, dots.length - 1);
  const open = (n: number) => {
    const row = figures.rows[n];
    if (row) {
      onOpen(markKeys(figures, row), dots[n]?.label ?? title);
    }
  };
  const path = line<Dot>(
    (dot) => dot.x,
    (dot) => dot.y,
  )(dots);
  const shown = active === null ? undefined : dots[active];
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
        <path class="line" d={path ?? ''} aria-hidden="true" />
        {dots.map((dot, n) => (
          <g
            key={n}
            class="dot"
            data-index={n}
            role="button"
            tabindex={roving.tabIndex(n)}
            aria-label={dot.label}
            onKeyDown={(event) => roving.keyDown(event, n, () => open(n))}
            onClick={() => open(n)}
            onFocus={() => setActive(n)}
            onBlur={() => setActive(null)}
            onPointerEnter={() => setActive(n)}
          >
            <rect
              class="column-back"
              x={dot.x - Math.max(2, (width - margin.left) / dots.length / 2)}
              y={margin.top}
              width={Math.max(4, (width - margin.left) / dots.length)}
              height={height - margin.top - margin.bottom}
            />
            {dot.event !== null && (
              <line class="event" x1={dot.x} x2={dot.x} y1={margin.top} y2={height - margin.bottom} />
            )}
            {(dots.length < 120 || active === n) && (
              <circle cx={dot.x} cy={dot.y} r={active === n ? 4 : 2.5} />
            )}
          </g>
        ))}
      </svg>
      {shown && (
        <div class="tip square-tip" style={{ '--x': `${Math.min(shown.x, width - 220)}px`, '--y': '4px' }}>
          {shown.label}
        </div>
      )}
    </div>
  );
}
