/** Sorts by a column; rows without a value are last in both directions, and equal rows keep their order. */
export function sortRows<Row>(
  rows: readonly Row[],
  column: { value(row: Row): string | number | null } | undefined,
  down: boolean,
): readonly Row[] {
  if (!column) {
    return rows;
  }
  return [...rows].sort((a, b) => {
    const x = column.value(a);
    const y = column.value(b);
    if (x === null || y === null) {
      return (x === null ? 1 : 0) - (y === null ? 1 : 0);
    }
    const order = typeof x === 'number' && typeof y === 'number' ? x - y : String(x).localeCompare(String(y));
    return down ? -order : order;
  });
}
