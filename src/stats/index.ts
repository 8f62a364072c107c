import type { ChartData } from '../common/charts.js';
import type { Chart } from './chart.js';
import { cost } from './cost.js';
import { files } from './files.js';
import { overview } from './overview.js';
import { quality } from './quality.js';
import { sessions } from './sessions.js';
import { tickets } from './tickets.js';
import { tools } from './tools.js';

/** The charts of the statistics, in their order within each tab. To add one: an entry in its tab's list. */
export const charts: readonly Chart[] = [
  ...[...overview, ...cost, ...tickets],
  ...[...tools, ...files, ...quality, ...sessions],
];

/** What of a chart can be told to another process or page. */
export function chartData({
  id,
  tab,
  title,
  description,
  columns,
  mark,
  sortedBy,
  names,
  parts,
  withCommits,
  ofSession,
}: Chart): ChartData {
  return {
    ...{ id, tab, title, description, columns, mark, sortedBy },
    ...(names ? { names } : {}),
    ...(parts ? { parts } : {}),
    ...(withCommits ? { withCommits } : {}),
    ...(ofSession ? { ofSession } : {}),
  };
}

/** Throws for an id that no chart has. */
export function chartOf(id: string): Chart {
  const chart = charts.find((one) => one.id === id);
  if (!chart) {
    throw new RangeError(`There is no chart "${id}".`);
  }
  return chart;
}
