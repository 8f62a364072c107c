import { formatCost } from '../common/format.js';
import type { SessionSummary } from '../common/protocol.js';
import type { UsageSums } from '../common/usageReport.js';
import { recorded } from '../common/usageText.js';
import { isoTime } from './time.js';

/** Token counts under the names of `--json`; null where the agent recorded none. */
export function tokensJson(sums: UsageSums): Record<string, number | null> {
  const { tokens } = sums;
  return {
    input_tokens: recorded(sums, tokens.input),
    cache_read_tokens: recorded(sums, tokens.cacheRead),
    cache_write_5m_tokens: recorded(sums, tokens.cacheWrite5m),
    cache_write_1h_tokens: recorded(sums, tokens.cacheWrite1h),
    output_tokens: recorded(sums, tokens.output),
    reasoning_tokens: recorded(sums, tokens.reasoning),
    total_tokens: recorded(sums, sums.totalTokens),
  };
}

/** A cost for people: marked where part of it is an estimate, or has no price. */
export function costText(sums: UsageSums): string {
  if (recorded(sums, 0) === null) {
    return '?';
  }
  const mark = sums.estimate ? '~' : '';
  if (sums.costUsd === null) {
    return `${mark}no price`;
  }
  return `${mark}${formatCost(sums.costUsd)}${Object.keys(sums.unpriced).length > 0 ? '+' : ''}`;
}

/** A session under the names of `--json`. */
export function sessionJson(session: SessionSummary): Record<string, unknown> {
  return {
    id: session.id,
    agent: session.agent,
    agent_session_id: session.agentSessionId,
    parent_id: session.parentId,
    title: session.title,
    agent_version: session.agentVersion,
    client: session.client,
    headless: session.headless,
    cwd: session.cwd,
    repository: session.repository,
    branches: session.branches,
    tickets: session.tickets,
    models: session.models,
    started_at: isoTime(session.startedAt),
    ended_at: isoTime(session.endedAt),
    state: session.state,
    messages: session.messages,
    tool_calls: session.toolCalls,
    responses: session.usage.responses,
    total_tokens: recorded(session.usage, session.usage.totalTokens),
    cost_usd: session.usage.costUsd,
  };
}
