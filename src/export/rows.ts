import type { CsvValue } from '../common/csv.js';
import { recorded } from '../common/usageText.js';
import type { UsageSums } from '../common/usageReport.js';
import { countPlaceholders } from '../redact/placeholders.js';
import type { ExportedSession } from './format.js';

/** Rows for tables: one a session. The figures are those within the selection, so that they add up to what `logbook usage` says. */
export type SessionRow = Record<string, CsvValue>;

interface Tools {
  calls: Map<string, { calls: number; errors: number }>;
  planned: boolean;
  prompts: number;
}

export async function sessionRow(session: ExportedSession): Promise<SessionRow> {
  const { detail, share } = session;
  const tools = await toolsOf(session);
  const quality = detail.insights?.quality;
  const figures: UsageSums = share ?? nothing(detail.usage);
  const { tokens } = figures;
  const known = (count: number | null) => recorded(figures, count);
  const top = [...tools.calls].sort(([a, x], [b, y]) => y.calls - x.calls || (a < b ? -1 : 1)).slice(0, 10);
  const row: SessionRow = {
    id: detail.id,
    ticket_id: detail.tickets.join(';') || null,
    started_at: time(detail.startedAt),
    finished_at: time(detail.endedAt),
    status: detail.state,
    total_tokens: known(figures.totalTokens),
    prompt_tokens: known(tokens.input + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h),
    response_tokens: known(tokens.output),
    message_count: detail.messages,
    tool_call_count: detail.toolCalls,
    client_tool: detail.agent,
    models: detail.models.join(';') || null,
    category: detail.category,
    quality_score: quality?.score,
    plan_mode: quality?.planned ?? tools.planned,
    one_shot: quality?.oneShot ?? tools.prompts === 1,
    correction_rate: quality?.correctionRate,
    tags: detail.tags.map(({ tag }) => tag).join(';') || null,
    prompt_count: tools.prompts,
    top_tools: top.map(([name, { calls }]) => `${name}:${calls}`).join(';') || null,
    total_tool_calls: [...tools.calls.values()].reduce((sum, { calls }) => sum + calls, 0),
    subagent_count: detail.subAgents,
    parent_id: detail.parentId,
    title: detail.title,
    agent_version: detail.agentVersion,
    cwd: detail.cwd,
    repository: detail.repository,
    branches: detail.branches.join(';') || null,
    duration_ms:
      detail.startedAt === null || detail.endedAt === null
        ? null
        : Math.max(0, detail.endedAt - detail.startedAt),
    tool_errors: detail.errors,
    responses: figures.responses,
    unknown_responses: figures.unknownResponses,
    input_tokens: known(tokens.input),
    cache_read_tokens: known(tokens.cacheRead),
    cache_write_5m_tokens: known(tokens.cacheWrite5m),
    cache_write_1h_tokens: known(tokens.cacheWrite1h),
    output_tokens: known(tokens.output),
    reasoning_tokens: known(tokens.reasoning),
    cost_usd: figures.costUsd,
    cost_is_estimate: figures.estimate,
    web_search_usd: figures.webSearchUsd,
    unpriced_models: Object.keys(figures.unpriced).join(';') || null,
    headless: detail.headless,
    favourite: detail.favourite,
    archived: detail.archived,
    note: detail.note,
    pins: (await session.pins()).length,
  };
  return { ...row, redactions: countPlaceholders(JSON.stringify(row)) };
}

async function toolsOf(session: ExportedSession): Promise<Tools> {
  const tools: Tools = { calls: new Map(), planned: false, prompts: 0 };
  for await (const rows of session.outline()) {
    for (const { tool, kind, copied, thread } of rows) {
      if (tool) {
        const counts = tools.calls.get(tool.name) ?? { calls: 0, errors: 0 };
        tools.calls.set(tool.name, { calls: counts.calls + 1, errors: counts.errors + Number(tool.isError) });
        tools.planned ||= tool.category === 'plan';
      } else if (kind === 'prompt' && !copied && thread === null) {
        tools.prompts++;
      }
    }
  }
  return tools;
}

/** Sums of a session that has no responses within the selection. */
function nothing(of: UsageSums): UsageSums {
  return {
    ...of,
    responses: 0,
    unknownResponses: 0,
    approximateResponses: 0,
    tokens: { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0, reasoning: 0 },
    totalTokens: 0,
    costUsd: 0,
    estimate: false,
    webSearchUsd: 0,
    unpriced: {},
  };
}

export function time(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
