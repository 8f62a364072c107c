import type { SqlCell } from '../../src/common/sqlConsole.js';
import { nowParameter } from '../../src/common/sqlQuery.js';
import { sqlTokens } from '../../src/common/sqlTokens.js';

/** The values that a query asks for, in their order: what stands in it as `:name`. */
export function namesIn(sql: string): string[] {
  const names = sqlTokens(sql)
    .filter(({ kind, text }) => kind === 'parameter' && text.startsWith(':'))
    .map(({ text }) => text.slice(1));
  return [...new Set(names)].filter((name) => name !== nowParameter);
}

/** What is typed for them, as numbers where it is one: in SQL the text '30' is larger than any number. */
export function valuesOf(
  names: readonly string[],
  typed: Readonly<Record<string, string>>,
  now: number,
): Record<string, SqlCell> {
  const values: Record<string, SqlCell> = { [nowParameter]: now };
  for (const name of names) {
    const text = typed[name] ?? '';
    values[name] = /^-?\d{1,15}(\.\d+)?$/.test(text.trim()) ? Number(text) : text;
  }
  return values;
}

const count = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const fraction = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 6 });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** A cell as people read it. Numbers that name something (times, ids, places) stay as they are. */
export function cellText(cell: SqlCell, column: string): string {
  if (typeof cell !== 'number') {
    return cell ?? 'null';
  }
  return isName(column) ? String(cell) : (Number.isInteger(cell) ? count : fraction).format(cell);
}

/** What the text of a cell does not say: the day of a time in milliseconds. */
export function cellHint(cell: SqlCell, column: string): string | undefined {
  if (typeof cell === 'number' && /(^|_)at$/.test(column) && cell > 1e11 && cell < 1e14) {
    return moment.format(cell);
  }
  return typeof cell === 'string' && cell.length > 40 ? cell.slice(0, 2000) : undefined;
}

function isName(column: string): boolean {
  return /(^|_)(at|id|seq|line|position|step|hour|weekday|year|month|code)$/i.test(column);
}

/** The session that a cell names, as the views write it; null: it names none. */
export function sessionOf(cell: SqlCell, column: string): string | null {
  const isSession = /^(session|session_id|root_id|parent_id)$/.test(column);
  return isSession && typeof cell === 'string' && /^[\w-]+:\S+$/.test(cell) ? cell : null;
}
