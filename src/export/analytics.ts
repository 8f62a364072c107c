import type { UsageDimension, UsageRow } from '../common/usageReport.js';
import { recorded } from '../common/usageText.js';
import type { ExportSource } from './format.js';

/** One part of the summary: a row a key, under the names of `logbook usage --json`. */
export interface Section {
  name: string;
  rows: Record<string, string | number | boolean | null>[];
}

const dimensions = [
  'day',
  'model',
  'agent',
  'project',
  'branch',
  'ticket',
] as const satisfies readonly UsageDimension[];

/** Sums of the selection by everything that they can be told apart by. */
export async function analyticsOf(source: ExportSource): Promise<Section[]> {
  const { totals } = await source.usage('none');
  const sections: Section[] = [{ name: 'summary', rows: [figures(totals, 'all')] }];
  for (const by of dimensions) {
    const { rows } = await source.usage(by);
    sections.push({ name: `by_${by}`, rows: rows.map((row) => figures(row, row.key)) });
  }
  sections.push({ name: 'by_tool', rows: await byTool(source) });
  return sections;
}

function figures(row: UsageRow, key: string | null): Section['rows'][number] {
  const { tokens } = row;
  const known = (count: number | null) => recorded(row, count);
  return {
    key,
    sessions: row.sessions,
    responses: row.responses,
    unknown_responses: row.unknownResponses,
    input_tokens: known(tokens.input),
    cache_read_tokens: known(tokens.cacheRead),
    cache_write_5m_tokens: known(tokens.cacheWrite5m),
    cache_write_1h_tokens: known(tokens.cacheWrite1h),
    output_tokens: known(tokens.output),
    reasoning_tokens: known(tokens.reasoning),
    total_tokens: known(row.totalTokens),
    cost_usd: row.costUsd,
    web_search_usd: row.webSearchUsd,
    unpriced: Object.keys(row.unpriced).join(';') || null,
  };
}

async function byTool(source: ExportSource): Promise<Section['rows']> {
  const tools = new Map<string, { category: string; calls: number; errors: number; sessions: number }>();
  for await (const session of source.sessions()) {
    const seen = new Set<string>();
    for await (const rows of session.outline()) {
      for (const { tool, copied } of rows) {
        if (tool && !copied) {
          const sums = tools.get(tool.name) ?? { category: tool.category, calls: 0, errors: 0, sessions: 0 };
          sums.calls++;
          sums.errors += Number(tool.isError);
          sums.sessions += Number(!seen.has(tool.name));
          seen.add(tool.name);
          tools.set(tool.name, sums);
        }
      }
    }
  }
  return [...tools]
    .sort(([a, x], [b, y]) => y.calls - x.calls || (a < b ? -1 : 1))
    .map(([key, sums]) => ({ key, ...sums }));
}
