import type { SessionSummary, UsageSums } from '../common/protocol.js';
import { isoTime } from './time.js';

/** Token counts under the names of `--json`. */
export function tokensJson({ tokens, totalTokens }: UsageSums): Record<string, unknown> {
  return {
    input_tokens: tokens.input,
    cache_read_tokens: tokens.cacheRead,
    cache_write_5m_tokens: tokens.cacheWrite5m,
    cache_write_1h_tokens: tokens.cacheWrite1h,
    output_tokens: tokens.output,
    reasoning_tokens: tokens.reasoning,
    total_tokens: totalTokens,
  };
}

/** A session under the names of `--json`. */
export function sessionJson(session: SessionSummary): Record<string, unknown> {
  return {
    id: session.id,
    agent: session.agent,
    agent_session_id: session.agentSessionId,
    parent_id: session.parentId,
    title: session.title,
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
    total_tokens: session.usage.totalTokens,
    cost_usd: session.usage.costUsd,
  };
}

/** Orders by code points, the same on every system; null last. */
export function byKey(a: string | null, b: string | null): number {
  if (a === b) {
    return 0;
  }
  if (a === null || b === null) {
    return a === null ? 1 : -1;
  }
  return a < b ? -1 : 1;
}
