import type { RefObject } from 'preact';
import { useState } from 'preact/hooks';
import type { ChartKey } from '../../../src/common/charts.js';
import { useRoving } from './useRoving.js';

/** A square of a heat map. */
export interface Square {
  key: ChartKey;
  /** Column and row, from 0. */
  x: number;
  y: number;
  /** 0 to 4; 0: nothing. */
  level: number;
  label: string;
  figure: string;
}

interface SquaresProps {
  box: RefObject<HTMLDivElement | null>;
  title: string;
  squares: readonly Square[];
  size: number;
  /** Where the first square is, in pixels. */
  left: number;
  top: number;
  width: number;
  height: number;
  /** How far arrow keys go in the list of squares. */
  steps: Readonly<Record<string, number>>;
  /** Labels beside and above, at their places in pixels. */
  ticks: readonly { x: number; y: number; text: string; end?: boolean }[];
  onOpen(keys: readonly ChartKey[], label: string): void;
}

const gap = 3;

/** A heat map: one stop for the Tab key, arrow keys go from square to square. */
export function Squares(props: SquaresProps) {
  const { box, squares, size, left, top } = props;
  const [active, setActive] = useState<number | null>(null);
  const roving = useRoving(box, squares.length, props.steps, squares.length - 1);
  const shown = active === null ? undefined : squares[active];
  const place = (n: number, from: number) => from + n * (size + gap);
  return (
    <>
      <svg
        class="squares"
        width={props.width}
        height={props.height}
        role="group"
        aria-label={props.title}
        onPointerLeave={() => setActive(null)}
      >
        {props.ticks.map(({ x, y, text, end }) => (
          <text
            key={`${x} ${y}`}
            class="tick"
            aria-hidden="true"
            x={x}
            y={y}
            text-anchor={end ? 'end' : 'start'}
          >
            {text}
          </text>
        ))}
        {squares.map((square, n) => (
          <rect
            key={n}
            class={`square square-${square.level}`}
            data-index={n}
            role="button"
            tabindex={roving.tabIndex(n)}
            aria-label={`${square.label}: ${square.figure}`}
            x={place(square.x, left)}
            y={place(square.y, top)}
            width={size}
            height={size}
            rx="2"
            onClick={() => props.onOpen([square.key], square.label)}
            onKeyDown={(event) => roving.keyDown(event, n, () => props.onOpen([square.key], square.label))}
            onFocus={() => setActive(n)}
            onBlur={() => setActive(null)}
            onPointerEnter={() => setActive(n)}
          />
        ))}
      </svg>
      {shown && (
        <div
          class="tip square-tip"
          style={{
            '--x': `${Math.max(0, Math.min(place(shown.x, left) - 40, props.width - 180))}px`,
            '--y': `${place(shown.y, top) + size + 6}px`,
          }}
        >
          <strong>{shown.label}</strong> <span>{shown.figure}</span>
        </div>
      )}
    </>
  );
}

/** Where a value stands: 0 for nothing, then by quarters of what is shown, so that one great day does not pale all others. */
export function levelsOf(values: readonly number[]): (value: number) => number {
  const sorted = values.filter((value) => value > 0).sort((a, b) => a - b);
  const limits = [0.25, 0.5, 0.75].map((share) => sorted[Math.floor(sorted.length * share)] ?? 0);
  return (value) => (value <= 0 ? 0 : 1 + limits.filter((limit) => value >= limit && limit > 0).length);
}

/** Pixels that squares of a size take. */
export function extent(count: number, size: number): number {
  return count * (size + gap);
}
