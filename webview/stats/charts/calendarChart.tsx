import { addDays, daysBetween, weekOf } from '../../../src/common/calendar.js';
import { useWidth } from '../../app/useWidth.js';
import { dayOf } from '../filter/choice.js';
import { reader, unitAt, wholeSpan, type DrawingProps } from './drawing.js';
import { spanOf } from './series.js';
import { extent, levelsOf, Squares } from './squares.js';
import { formats, valueText } from './values.js';

const left = 36;
const top = 18;
/** So many weeks are drawn large, and fit beside another chart. */
const shortSpan = 20;

/** A square a day, a column a week, as many weeks as there is room for: the newest. */
export function CalendarChart({ figures, mark, title, range, onOpen }: DrawingProps<'calendar'>) {
  const [box, width] = useWidth();
  const { text, number } = reader(figures);
  const values = new Map(
    figures.rows.map((row) => [text(row, mark.of), number(row, mark.value) ?? 0] as const),
  );
  const span = wholeSpan(range) ?? spanOf([...values.keys()].filter((day) => day !== null));
  const last = span.count === 0 ? dayOf(Date.now()) : addDays(span.first, span.count - 1);
  const asked = Math.ceil((daysBetween(weekOf(span.first), last) + 1) / 7);
  const size = asked <= shortSpan ? 18 : 12;
  const weeks = Math.min(Math.max(1, Math.floor((width - left) / extent(1, size))), asked);
  const monday = addDays(weekOf(last), -7 * (Math.max(1, weeks) - 1));
  const first = span.first > monday ? span.first : monday;
  const unit = unitAt(figures, mark.value);
  const level = levelsOf([...values.values()]);
  const days = Array.from({ length: Math.max(0, daysBetween(first, last) + 1) }, (_, n) => addDays(first, n));
  const squares = days.map((day) => {
    const value = values.get(day) ?? 0;
    const place = daysBetween(monday, day);
    return {
      ...{ key: { unit: 'day', key: day } as const, x: Math.floor(place / 7), y: place % 7 },
      ...{ level: level(value), label: formats.day(day), figure: value === 0 ? '0' : valueText(unit, value) },
    };
  });
  const months = squares.filter(
    ({ key, x, y }, n) =>
      (key.key.slice(8) <= '07' && y === 0) || (n === 0 && x === 0 && key.key.slice(8) < '20'),
  );
  const ticks = [
    ...[1, 3, 5].map((day) => ({
      x: left - 8,
      y: top + extent(day - 1, size) + size - 2,
      text: formats.weekday(day),
      end: true,
    })),
    ...months.map(({ key, x }) => ({ x: left + extent(x, size), y: 10, text: formats.month(key.key) })),
  ];
  return (
    <div class={asked <= shortSpan ? 'heat heat-short' : 'heat'} ref={box}>
      {width > 0 && (
        <Squares
          {...{ box, title, squares, size, left, top, ticks, width, onOpen }}
          height={top + extent(7, size)}
          steps={{ ArrowUp: -1, ArrowDown: 1, ArrowLeft: -7, ArrowRight: 7 }}
        />
      )}
    </div>
  );
}
