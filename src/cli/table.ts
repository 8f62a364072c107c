/** A column of a table for people. */
export interface Column<T> {
  title: string;
  right?: boolean;
  /** Longest text that is shown; the rest becomes an ellipsis. */
  width?: number;
  text(row: T): string;
}

/** Rows in aligned columns, with a heading. Texts from sessions are made harmless for a terminal. */
export function table<T>(columns: readonly Column<T>[], rows: readonly T[]): string {
  const cells = rows.map((row) => columns.map((column) => shortened(plain(column.text(row)), column.width)));
  const widths = columns.map((column, at) =>
    Math.max(column.title.length, ...cells.map((line) => [...(line[at] ?? '')].length)),
  );
  return [columns.map((column) => column.title), ...cells]
    .map((line) =>
      line
        .map((cell, at) => {
          const space = ' '.repeat(Math.max(0, (widths[at] ?? 0) - [...cell].length));
          return columns[at]?.right ? space + cell : cell + space;
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Text on one line without control characters: nothing in it can move the cursor, set colours or write a title. */
export function plain(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for.
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, ' ').trim();
}

/** The same over several lines; tabs stay. */
export function plainLines(text: string): string {
  return (
    text
      .replaceAll('\r\n', '\n')
      // eslint-disable-next-line no-control-regex -- control characters are what is looked for.
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\u00b7')
  );
}

function shortened(text: string, width: number | undefined): string {
  const letters = [...text];
  return width !== undefined && letters.length > width ? `${letters.slice(0, width - 1).join('')}…` : text;
}
