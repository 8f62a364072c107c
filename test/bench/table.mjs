// The figures of a run: each a value and, where there is one, the floor that was measured in the same run.

/**
 * Collects figures. `floor` is in the figure's unit; the ratio of the two says more than either on a shared machine. What is to
 * be reached is a value (`most`) or a ratio to the floor (`mostRatio`); a figure that is null could not be measured.
 */
export function createTable() {
  const rows = [];
  return {
    rows,
    note(name, value, unit, { floor = null, of = '', remark = '', most = null, mostRatio = null } = {}) {
      const ratio = value === null || !floor ? null : Number((value / floor).toPrecision(3));
      rows.push({
        ...{ name, value: round(value), unit, floor: round(floor), of, ratio, most, mostRatio },
        ...{ reached: reached(value, ratio, most, mostRatio), remark },
      });
    },
  };
}

/** p50, p95, p99 and the largest of some times. */
export function spread(times) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

/** What is to be reached, in words. */
export function targetOf({ most, mostRatio, unit, of }) {
  return [
    ...(mostRatio === null ? [] : [`${mostRatio} × ${of}`]),
    ...(most === null ? [] : [`${most} ${unit}`.trim()]),
  ].join(', ');
}

/** The cells of a row, as texts. */
export function cellsOf(row) {
  const { name, value, unit, floor, of, ratio, reached: isReached, remark } = row;
  return [
    name,
    value === null ? '–' : `${value} ${unit}`.trim(),
    floor === null ? '' : `${floor} ${unit}`.trim(),
    ratio === null ? '' : `${ratio} × ${of}`,
    targetOf(row),
    isReached === null ? '' : isReached ? 'yes' : 'no',
    remark,
  ];
}

export const headOfCells = ['figure', 'value', 'floor', 'ratio', 'to reach', 'reached', ''];

/** Prints texts in columns; `right` are the numbers of those that end alike. */
export function printColumns(head, rows, right = []) {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i].length)));
  for (const row of [head, ...rows]) {
    const line = row.map((cell, i) =>
      right.includes(i) ? cell.padStart(widths[i]) : cell.padEnd(widths[i]),
    );
    console.log(line.join('  ').trimEnd());
  }
}

export function print(rows) {
  printColumns(headOfCells, rows.map(cellsOf), [1, 2]);
}

function reached(value, ratio, most, mostRatio) {
  if (value === null || (most === null && (mostRatio === null || ratio === null))) {
    return null;
  }
  return (most === null || value <= most) && (mostRatio === null || ratio === null || ratio <= mostRatio);
}

function round(value) {
  if (value === null) {
    return null;
  }
  return value >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}
