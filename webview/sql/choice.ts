import { defaultSqlMs, defaultSqlRows } from '../../src/common/sqlConsole.js';
import type { SqlChart } from '../../src/common/sqlQuery.js';

export const sides = ['queries', 'schema', 'history'] as const;
export type Side = (typeof sides)[number];

export const rowLimits = [100, defaultSqlRows, 10_000, 100_000] as const;
export const timeLimits = [5000, defaultSqlMs, 120_000, 600_000] as const;

/** What a person has written and chosen; it outlives the page. */
export interface Choice {
  sql: string;
  /** Of the query that the text began as, to draw it as it is meant; null: of none. */
  chart: SqlChart | null;
  /** What is to be kept under which name. */
  title: string;
  values: Readonly<Record<string, string>>;
  rows: number;
  ms: number;
  side: Side;
  showSide: boolean;
  view: 'table' | 'chart';
}

export const firstChoice: Choice = {
  ...{ sql: '', chart: null, title: '', values: {}, rows: defaultSqlRows, ms: defaultSqlMs },
  ...{ side: 'queries', showSide: true, view: 'table' },
};

export function isChoice(value: unknown): value is Choice {
  const choice = value as Partial<Choice> | null | undefined;
  return (
    typeof choice === 'object' &&
    choice !== null &&
    typeof choice.sql === 'string' &&
    typeof choice.title === 'string' &&
    isChart(choice.chart) &&
    typeof choice.values === 'object' &&
    choice.values !== null &&
    Object.values(choice.values).every((text) => typeof text === 'string') &&
    rowLimits.some((limit) => limit === choice.rows) &&
    timeLimits.some((limit) => limit === choice.ms) &&
    sides.some((side) => side === choice.side) &&
    typeof choice.showSide === 'boolean' &&
    (choice.view === 'table' || choice.view === 'chart')
  );
}

function isChart(value: unknown): value is SqlChart | null {
  const chart = value as Partial<SqlChart> | null | undefined;
  return (
    chart === null ||
    (typeof chart === 'object' &&
      (chart.mark === 'bar' || chart.mark === 'column') &&
      typeof chart.x === 'string' &&
      typeof chart.y === 'string')
  );
}
