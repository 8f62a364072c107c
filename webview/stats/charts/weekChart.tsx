import { useWidth } from '../../app/useWidth.js';
import { reader, unitAt, type DrawingProps } from './drawing.js';
import { extent, levelsOf, Squares } from './squares.js';
import { formats, keyText, valueText } from './values.js';

const left = 36;
const top = 18;

/** A square an hour, a row a day of the week. */
export function WeekChart({ figures, mark, title, onOpen }: DrawingProps<'week'>) {
  const [box, width] = useWidth();
  const { text, number } = reader(figures);
  const values = new Map(
    figures.rows.map((row) => [text(row, mark.of), number(row, mark.value) ?? 0] as const),
  );
  const unit = unitAt(figures, mark.value);
  const level = levelsOf([...values.values()]);
  const size = Math.max(8, Math.min(18, Math.floor((width - left) / 24) - 3));
  const squares = Array.from({ length: 7 * 24 }, (_, n) => {
    const [day, hour] = [Math.floor(n / 24), n % 24];
    const key = `${day + 1}-${formats.hour(hour)}`;
    const value = values.get(key) ?? 0;
    return {
      ...{ key: { unit: 'hourOfWeek', key } as const, x: hour, y: day, level: level(value) },
      ...{ label: keyText('hourOfWeek', key), figure: value === 0 ? '0' : valueText(unit, value) },
    };
  });
  const ticks = [
    ...[0, 1, 2, 3, 4, 5, 6].map((day) => ({
      ...{ x: left - 8, y: top + extent(day, size) + size - 3, text: formats.weekday(day + 1), end: true },
    })),
    ...[0, 6, 12, 18].map((hour) => ({ x: left + extent(hour, size), y: 10, text: formats.hour(hour) })),
  ];
  return (
    <div class="heat" ref={box}>
      {width > 0 && (
        <Squares
          {...{ box, title, squares, size, left, top, ticks, width, onOpen }}
          height={top + extent(7, size)}
          steps={{ ArrowLeft: -1, ArrowRight: 1, ArrowUp: -24, ArrowDown: 24 }}
        />
      )}
    </div>
  );
}
