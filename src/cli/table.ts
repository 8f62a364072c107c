import { plainText } from '../common/plainText.js';

/** A column of a table for people. */
export interface Column<T> {
  title: string;
  right?: boolean;
  /** Longest text that is shown; the rest becomes an ellipsis. A column with a width may be made narrower. */
  width?: number;
  /** The end tells more than the start, as in a path: the start becomes the ellipsis. */
  keepEnd?: boolean;
  /** May be left out where the terminal is too narrow, the last one first. */
  optional?: boolean;
  text(row: T): string;
}

interface Cells {
  column: Pick<Column<never>, 'title' | 'right' | 'width' | 'keepEnd' | 'optional'>;
  texts: readonly string[];
  width: number;
}

const gap = 2;
/** What is left of a column that has to be made narrower. */
const leastWidth = 24;

/**
 * Rows in aligned columns, with a heading, in lines of at most `columns` letters where that can be done; null: as wide as the
 * rows are. Texts from sessions are made harmless for a terminal.
 */
export function table<T>(
  columns: readonly Column<T>[],
  rows: readonly T[],
  terminalColumns: number | null,
): string {
  const cells = columns.map((column): Cells => {
    const texts = rows.map((row) =>
      shortened(plain(column.text(row)), column.width ?? Infinity, column.keepEnd),
    );
    return { column, texts, width: Math.max(column.title.length, ...texts.map(length)) };
  });
  const shown = terminalColumns === null ? cells : fitted(cells, terminalColumns);
  return [-1, ...rows.keys()]
    .map((row) =>
      shown
        .map(({ column, texts, width }) => {
          const text = row < 0 ? column.title : shortened(texts[row] ?? '', width, column.keepEnd);
          const space = ' '.repeat(Math.max(0, width - length(text)));
          return column.right ? space + text : text + space;
        })
        .join(' '.repeat(gap))
        .trimEnd(),
    )
    .join('\n');
}

/** Leaves out and narrows what may be until the lines have room; the widest column is narrowed first. */
function fitted(cells: readonly Cells[], columns: number): Cells[] {
  const shown = [...cells];
  const least = ({ column, width }: Cells) =>
    column.width === undefined ? width : Math.min(width, Math.max(leastWidth, column.title.length));
  const missing = (widthOf: (cell: Cells) => number) =>
    shown.reduce((sum, cell) => sum + widthOf(cell) + gap, -gap) - columns;
  while (missing(least) > 0) {
    const last = shown.findLastIndex(({ column }) => column.optional);
    if (last < 0) {
      break;
    }
    shown.splice(last, 1);
  }
  for (let over = missing(({ width }) => width); over > 0; over--) {
    const room = ({ width }: Cells, i: number) => width - least(shown[i]!);
    const widest = shown.reduce(
      (best, cell, i) => (room(cell, i) > 0 && cell.width > (shown[best]?.width ?? 0) ? i : best),
      -1,
    );
    if (widest < 0) {
      break;
    }
    shown[widest] = { ...shown[widest]!, width: shown[widest]!.width - 1 };
  }
  return shown;
}

/** Text of a session on one line: nothing in it can move the cursor, set colours or write a title. */
export function plain(text: string): string {
  return plainText(text).replace(/\s+/g, ' ').trim();
}

/** What went wrong, for stderr: as harmless as the rest, also where it repeats an argument, and no longer than anybody reads. */
export function complaint(error: unknown): string {
  const text = plainText(error instanceof Error ? error.message : String(error));
  return text.length <= longestComplaint ? text : `${text.slice(0, longestComplaint)}…`;
}

const longestComplaint = 1000;

function shortened(text: string, width: number, keepEnd = false): string {
  const letters = [...text];
  if (letters.length <= width) {
    return text;
  }
  return keepEnd ? `…${letters.slice(1 - width).join('')}` : `${letters.slice(0, width - 1).join('')}…`;
}

function length(text: string): number {
  return [...text].length;
}
