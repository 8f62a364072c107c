import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { csvLine } from '../../common/csv.js';
import { formatCount } from '../../common/format.js';
import { plainText } from '../../common/plainText.js';
import { publicViews } from '../../common/publicViews.js';
import {
  defaultSqlMs,
  defaultSqlRows,
  mostSqlMs,
  mostSqlRows,
  type SqlCell,
  type SqlFault,
  type SqlParameters,
  type SqlRows,
} from '../../common/sqlConsole.js';
import { nowParameter, parameterValues, type SqlQuery } from '../../common/sqlQuery.js';
import { queryThemes, sqlQueries } from '../../stats/queries/index.js';
import { CommandError, UsageError, type Command, type Options, type Output } from '../command.js';
import { plain, table } from '../table.js';

export const sqlCommand: Command = {
  name: 'sql',
  summary: 'Answer a question in SQL over the public views.',
  positionals: [],
  more: 'QUERY…',
  options: {
    file: { type: 'string' },
    name: { type: 'string' },
    set: { type: 'string', multiple: true },
    csv: { type: 'boolean' },
    limit: { type: 'string' },
    timeout: { type: 'string' },
    list: { type: 'boolean' },
  },
  help: [
    'QUERY            one SELECT; it reads a copy and can change nothing',
    '--file FILE      the query is in a file; - is what is piped in',
    '--name NAME      a query that is ready to be asked, see --list',
    '--set NAME=VALUE the value of :NAME in the query; any number of times',
    '--csv            print CSV, guarded against formulas',
    `--limit N        at most so many rows; ${defaultSqlRows} without it`,
    `--timeout S      give up after so many seconds; ${defaultSqlMs / 1000} without it`,
    '--list           queries that are ready, and the views with their columns',
  ],
  takesIn: true,
  check: (options, positionals) => void understood(options, positionals, 0),
  async run({ ask, options, positionals, now, folder, columns }) {
    const { query, parameters, limit, ms } = understood(options, positionals, now);
    const sql = query ?? textOf(String(options['file']), folder);
    const answer = await ask({ sql, parameters, rows: limit, ms });
    switch (answer.kind) {
      case 'fault':
        throw new CommandError(faultText(answer, sql));
      case 'stopped':
        throw new CommandError(
          answer.why === 'time'
            ? `No answer after ${ms / 1000} seconds. Ask for less, or give it more time with --timeout.`
            : 'The question was not answered: its thread has ended, as it does when there is no memory left.',
        );
      case 'rows':
        return options['csv'] === true
          ? { json: jsonOf(answer), text: csvOf(answer, columns !== null) }
          : { json: jsonOf(answer), text: tableOf(answer, columns) };
    }
  },
  storeless: { option: 'list', run: () => Promise.resolve(listOf()) },
};

interface Asked {
  /** null: in the file of `--file`. */
  query: string | null;
  parameters: SqlParameters;
  limit: number;
  ms: number;
}

function understood(options: Options, positionals: readonly string[], now: number): Asked {
  const { file, name, list, csv } = options;
  const ways = [positionals.length > 0, typeof file === 'string', typeof name === 'string', list === true];
  if (ways.filter(Boolean).length !== 1) {
    throw new UsageError('"sql" needs one of QUERY, --file, --name and --list.');
  }
  if (csv === true && list === true) {
    throw new UsageError('--csv and --list do not go together.');
  }
  const ready = typeof name === 'string' ? readyQuery(name) : null;
  const given = assignments(options['set']);
  const limits = {
    limit: wholeNumber('--limit', options['limit'], defaultSqlRows, mostSqlRows),
    ms: 1000 * wholeNumber('--timeout', options['timeout'], defaultSqlMs / 1000, mostSqlMs / 1000),
  };
  if (ready === null) {
    const query = positionals.length > 0 ? positionals.join(' ') : null;
    return { query, parameters: { [nowParameter]: now, ...given }, ...limits };
  }
  const unknown = Object.keys(given).find((key) => !ready.parameters.some((known) => known.name === key));
  if (unknown !== undefined) {
    throw new UsageError(`--set: "${ready.id}" has no ${unknown}.`);
  }
  try {
    return { query: ready.sql, parameters: parameterValues(ready, given, now), ...limits };
  } catch (error) {
    throw new UsageError(`--set: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function readyQuery(name: string): SqlQuery {
  const found = sqlQueries.find(({ id }) => id === name);
  if (!found) {
    throw new UsageError(`--name: there is no query "${name}". See "logbook sql --list".`);
  }
  return found;
}

function assignments(values: Options[string]): Record<string, string> {
  const given = (Array.isArray(values) ? values : []).map((value): [string, string] => {
    const text = String(value);
    const equals = text.indexOf('=');
    if (equals < 1) {
      throw new UsageError(`--set: "${text}" is not NAME=VALUE.`);
    }
    return [text.slice(0, equals).replace(/^:/, ''), text.slice(equals + 1)];
  });
  return Object.fromEntries(given);
}

function wholeNumber(option: string, value: Options[string], usual: number, most: number): number {
  if (value === undefined) {
    return usual;
  }
  const number = Number(value);
  if (!/^\d+$/.test(String(value)) || number < 1 || number > most) {
    throw new UsageError(`${option}: "${String(value)}" is no whole number from 1 to ${most}.`);
  }
  return number;
}

function textOf(file: string, folder: string): string {
  try {
    return readFileSync(file === '-' ? 0 : resolve(folder, file), 'utf8');
  } catch (error) {
    throw new CommandError(`--file: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The message, and the line with a mark below the place. */
function faultText({ message, from }: SqlFault, sql: string): string {
  if (from === undefined) {
    return message;
  }
  const before = sql.slice(0, from);
  const start = before.lastIndexOf('\n') + 1;
  const line = sql.slice(start).split('\n', 1)[0] ?? '';
  const number = before.split('\n').length;
  const shown = Math.max(0, from - start - 60);
  return [
    `${message} (line ${number})`,
    `  ${line.slice(shown, shown + 100).replaceAll('\t', ' ')}`,
    `  ${' '.repeat(from - start - shown)}^`,
  ].join('\n');
}

/** Rows as objects; a name that comes again gets a number, as SQLite does it. */
function jsonOf({ columns, rows, more, ms }: SqlRows): unknown {
  const names = columns.map((name, n) => {
    const before = columns.slice(0, n).filter((other) => other === name).length;
    return before === 0 ? name : `${name}:${before}`;
  });
  return {
    columns: names,
    rows: rows.map((row) => Object.fromEntries(names.map((name, n) => [name, row[n] ?? null]))),
    more,
    elapsed_ms: Math.round(ms),
  };
}

/** Without the last line feed, which is written after every text. A program gets all letters, a terminal only harmless ones. */
function csvOf({ columns, rows }: SqlRows, isTerminal: boolean): string {
  const letters = (cell: SqlCell) => (isTerminal && typeof cell === 'string' ? plainText(cell) : cell);
  return [columns, ...rows]
    .map((row) => csvLine(row.map(letters)))
    .join('')
    .slice(0, -1);
}

function tableOf({ columns, rows, more, cut }: SqlRows, width: number | null): string {
  const shown = columns.map((title, n) => ({
    title: plain(title),
    right: rows.length > 0 && rows.every((row) => typeof (row[n] ?? 0) === 'number'),
    width: 80,
    text: (row: readonly SqlCell[]) => cellText(row[n] ?? null),
  }));
  return [
    table(shown, rows, width),
    ...(rows.length === 0 ? ['No rows.'] : []),
    ...(more ? [`There are more than these ${formatCount(rows.length)} rows; see --limit.`] : []),
    ...(cut > 0 ? [`${formatCount(cut)} long texts are cut.`] : []),
  ].join('\n');
}

/** Not known is shown as nothing: in a table of many columns a mark in each empty field would be all that is seen. */
function cellText(value: SqlCell): string {
  return typeof value === 'number' && !Number.isInteger(value)
    ? String(Number(value.toPrecision(10)))
    : String(value ?? '');
}

function listOf(): Output {
  return {
    json: {
      queries: sqlQueries.map(({ id, title, about, sql, parameters }) => ({
        ...{ name: id, title, about, sql },
        parameters: parameters.map(({ name, kind, value }) => ({ name, kind, default: value })),
      })),
      views: publicViews.map(({ name, about, columns }) => ({
        ...{ name, about },
        columns: columns.map(([column, unit, meaning]) => ({ name: column, unit, about: meaning })),
      })),
    },
    text: [
      ...queryThemes.flatMap(({ title, queries }) => [
        `${title}:`,
        ...queries.map(({ id, about, parameters }) => {
          const values = parameters.map(({ name, value }) => ` [${name}=${value}]`).join('');
          return `  ${id}${values}\n      ${about}`;
        }),
        '',
      ]),
      'Views (docs/schema.md says what the columns mean):',
      ...publicViews.map(
        ({ name, columns }) => `  ${name} (${columns.map(([column]) => column).join(', ')})`,
      ),
    ].join('\n'),
  };
}
