import type { SqlCell } from './sqlConsole.js';

/** A value that a query asks for before it runs. It stands in the text as `:name`. */
export interface SqlQueryParameter {
  name: string;
  /** In English; the key of the translation. */
  label: string;
  kind: 'number' | 'text';
  value: string | number;
}

/** How the answer is drawn: columns by their names. */
export interface SqlChart {
  /** `bar`: a bar a row. `column`: a bar a row, in the rows' order, as of time. */
  mark: 'bar' | 'column';
  x: string;
  y: string;
  /** The parts of a column. */
  series?: string;
}

/** A question that is ready to be asked. One file a theme in src/stats/queries, and a line in its index. */
export interface SqlQuery {
  /** For the command line: `tool-usage`. */
  id: string;
  /** In English; the key of the translation. */
  title: string;
  about: string;
  sql: string;
  parameters: readonly SqlQueryParameter[];
  chart?: SqlChart;
}

/** Milliseconds of now, which every question may name without asking for it. */
export const nowParameter = 'now';

/** The values of a query: those given, else its own, as numbers where they are to be. Throws a sentence for what is no number. */
export function parameterValues(
  query: Pick<SqlQuery, 'parameters'>,
  given: Readonly<Record<string, string>>,
  now: number,
): Record<string, SqlCell> {
  const values: Record<string, SqlCell> = { [nowParameter]: now };
  for (const { name, kind, value } of query.parameters) {
    const text = given[name] ?? String(value);
    const number = Number(text);
    if (kind === 'number' && (text.trim() === '' || !Number.isFinite(number))) {
      throw new Error(`"${text}" is no number for ${name}.`);
    }
    values[name] = kind === 'number' ? number : text;
  }
  return values;
}
