import { formatCount } from '../../common/format.js';
import { markdownTable, markdownText } from '../../common/markdownTable.js';
import { plain, table } from '../table.js';

/** A part of a report: its rows are texts of people and sessions, and figures. */
export interface Section {
  title: string;
  /** The first column is text, and so are those in `texts`; the others are figures. */
  head: readonly string[];
  texts?: readonly number[];
  rows: readonly (readonly string[])[];
}

/** Rows of a part; the rest is counted. */
const mostRows = 20;

export interface Document {
  title: string;
  sections: readonly Section[];
  notes: readonly string[];
}

/** For a terminal: aligned columns, harmless letters. */
export function asText({ title, sections, notes }: Document, columns: number | null): string {
  return [
    title,
    ...sections
      .filter(({ rows }) => rows.length > 0)
      .map(({ title: name, head, texts = [], rows }) => {
        const shown = head.map((heading, n) => ({
          title: heading,
          right: n > 0 && !texts.includes(n),
          width: 60,
          text: (row: readonly string[]) => row[n] ?? '',
        }));
        return [name, table(shown, rows.slice(0, mostRows), columns), ...moreOf(rows)]
          .filter(Boolean)
          .join('\n');
      }),
    ...notes.map(plain),
  ].join('\n\n');
}

/** To paste anywhere: what comes from sessions cannot become a link, HTML or a mention. */
export function asMarkdown({ title, sections, notes }: Document): string {
  return [
    `# ${markdownText(title)}`,
    ...sections
      .filter(({ rows }) => rows.length > 0)
      .map(({ title: name, head, texts = [], rows }) => {
        const escaped = (cell: string, n: number) =>
          n === 0 || texts.includes(n)
            ? markdownText(cell)
            : cell.replaceAll('<', '&lt;').replaceAll('~', '\\~');
        const cells = rows.slice(0, mostRows).map((row) => row.map(escaped));
        return [...(name === '' ? [] : [`## ${name}`]), markdownTable(head, cells), ...moreOf(rows)].join(
          '\n\n',
        );
      }),
    ...notes.map(markdownText),
  ].join('\n\n');
}

function moreOf(rows: readonly unknown[]): string[] {
  return rows.length > mostRows ? [`… and ${formatCount(rows.length - mostRows)} more`] : [];
}
