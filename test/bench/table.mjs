// The figures of a run: each a value and, where there is one, the floor that was measured in the same run.

/** Collects figures. `floor` is in the figure's unit; the ratio of the two says more than either on a shared machine. */
export function createTable() {
  const rows = [];
  return {
    rows,
    note(name, value, unit, { floor = null, of = '', remark = '', target = '' } = {}) {
      const ratio = floor === null || floor === 0 ? null : Number((value / floor).toFixed(2));
      rows.push({
        name,
        value: round(value),
        unit,
        floor: floor === null ? null : round(floor),
        of,
        ratio,
        target,
        remark,
      });
    },
  };
}

/** p50, p95 and the largest of some times. */
export function spread(times) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { p50: at(0.5), p95: at(0.95), max: at(1) };
}

export function print(rows) {
  const cells = rows.map(({ name, value, unit, floor, of, ratio, target, remark }) => [
    name,
    `${value} ${unit}`,
    floor === null ? '' : `${floor} ${unit}`,
    ratio === null ? '' : `${ratio} x ${of}`,
    target,
    remark,
  ]);
  const head = ['figure', 'value', 'floor', 'ratio', 'to reach', ''];
  const widths = head.map((title, i) => Math.max(title.length, ...cells.map((row) => row[i].length)));
  for (const row of [head, ...cells]) {
    const line = row.map((cell, i) =>
      i === 1 || i === 2 ? cell.padStart(widths[i]) : cell.padEnd(widths[i]),
    );
    console.log(line.join('  ').trimEnd());
  }
}

function round(value) {
  return value >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}
