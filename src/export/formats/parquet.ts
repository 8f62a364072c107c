import { ParquetGroups, type Column, type ParquetTable } from '../parquetTable.js';
import type { ExportFormat, Output } from '../format.js';
import { sessionRow } from '../rows.js';
import { trailerOf } from '../trailer.js';

/**
 * Three tables in folders by UTC month, as DuckDB, Spark and others read them with their partitions: sessions, responses (`usage`) and tool
 * calls (`tools`). How much was replaced is in the metadata of each file.
 */
export const parquet: ExportFormat = {
  id: 'parquet',
  async write(source, out) {
    const groups = new ParquetGroups();
    const tables = {
      sessions: partitioned(out, groups, 'sessions', sessionColumns),
      usage: partitioned(out, groups, 'usage', usageColumns),
      tools: partitioned(out, groups, 'tools', toolColumns),
    };
    for await (const session of source.sessions()) {
      const { detail } = session;
      await tables.sessions.add(detail.startedAt, await sessionRow(session));
      for await (const responses of session.responses()) {
        for (const { tokens, ...response } of responses) {
          await tables.usage.add(response.at, {
            response: response.key,
            session_id: response.sessionId,
            agent: response.agent,
            thread: response.thread,
            at: response.at,
            model: response.model,
            repository: response.repository,
            cwd: response.cwd,
            branch: response.branch,
            ticket: response.ticket,
            input_tokens: tokens?.input,
            cache_read_tokens: tokens?.cacheRead,
            cache_write_5m_tokens: tokens?.cacheWrite5m,
            cache_write_1h_tokens: tokens?.cacheWrite1h,
            output_tokens: tokens?.output,
            reasoning_tokens: tokens?.reasoning,
            approximate: response.approximate,
            tier: response.tier,
            web_searches: response.webSearches,
            cost_usd: response.costUsd,
          });
        }
      }
      for await (const steps of session.steps()) {
        for (const { row, body, detail: more } of steps) {
          if (row.tool && !row.copied) {
            await tables.tools.add(row.at, {
              session_id: detail.id,
              agent: detail.agent,
              call_id: row.tool.callId,
              thread: row.thread,
              at: row.at,
              tool: row.tool.name,
              category: row.tool.category,
              is_error: more?.call?.isError,
              exit_code: body.tool?.exitCode,
              duration_ms: more?.call?.durationMs,
              input_bytes: row.bytes,
              output_bytes: row.tool.outputBytes,
              files_changed: body.fileChanges.length,
            });
          }
        }
      }
    }
    await groups.close([{ key: 'agent-logbook', value: JSON.stringify(trailerOf(source, out)) }]);
  },
};

/** One table, a file for each month. What has no time is in the partition that readers know for it. */
function partitioned(out: Output, groups: ParquetGroups, name: string, columns: readonly Column[]) {
  const parts = new Map<string, ParquetTable>();
  return {
    async add(at: number | null, row: Record<string, unknown>): Promise<void> {
      const folder = partitionOf(at);
      let part = parts.get(folder);
      if (!part) {
        part = groups.open(await out.fileAt(`${name}/${folder}/${name}.parquet`), columns);
        parts.set(folder, part);
      }
      await groups.add(part, row);
    },
  };
}

function partitionOf(at: number | null): string {
  const [year, month] = at === null ? [unknown, unknown] : new Date(at).toISOString().split(/-(?=\d\d)/);
  return `year=${year}/month=${month}`;
}

const unknown = '__HIVE_DEFAULT_PARTITION__';

function columns(type: Column['type'], ...names: string[]): Column[] {
  return names.map((name) => ({ name, type }));
}

const sessionColumns = [
  ...columns('STRING', 'id', 'ticket_id'),
  ...columns('TIMESTAMP', 'started_at', 'finished_at'),
  ...columns('STRING', 'status'),
  ...columns('INT64', 'total_tokens', 'prompt_tokens', 'response_tokens', 'message_count', 'tool_call_count'),
  ...columns('STRING', 'client_tool', 'models'),
  ...columns('STRING', 'category'),
  ...columns('DOUBLE', 'quality_score'),
  ...columns('BOOLEAN', 'plan_mode', 'one_shot'),
  ...columns('DOUBLE', 'correction_rate'),
  ...columns('STRING', 'tags'),
  ...columns('INT64', 'prompt_count'),
  ...columns('STRING', 'top_tools'),
  ...columns('INT64', 'total_tool_calls', 'subagent_count'),
  ...columns('STRING', 'parent_id', 'title', 'agent_version', 'cwd', 'repository', 'branches'),
  ...columns('INT64', 'duration_ms', 'tool_errors', 'responses', 'unknown_responses', 'input_tokens'),
  ...columns('INT64', 'cache_read_tokens', 'cache_write_5m_tokens', 'cache_write_1h_tokens'),
  ...columns('INT64', 'output_tokens', 'reasoning_tokens'),
  ...columns('DOUBLE', 'cost_usd'),
  ...columns('BOOLEAN', 'cost_is_estimate'),
  ...columns('DOUBLE', 'web_search_usd'),
  ...columns('STRING', 'unpriced_models'),
  ...columns('BOOLEAN', 'headless', 'favourite', 'archived'),
  ...columns('STRING', 'note'),
  ...columns('INT64', 'pins'),
  ...columns('INT64', 'redactions'),
];

const usageColumns = [
  ...columns('STRING', 'response', 'session_id', 'agent', 'thread'),
  ...columns('TIMESTAMP', 'at'),
  ...columns('STRING', 'model', 'repository', 'cwd', 'branch', 'ticket'),
  ...columns('INT64', 'input_tokens', 'cache_read_tokens', 'cache_write_5m_tokens', 'cache_write_1h_tokens'),
  ...columns('INT64', 'output_tokens', 'reasoning_tokens'),
  ...columns('BOOLEAN', 'approximate'),
  ...columns('STRING', 'tier'),
  ...columns('INT64', 'web_searches'),
  ...columns('DOUBLE', 'cost_usd'),
];

const toolColumns = [
  ...columns('STRING', 'session_id', 'agent', 'call_id', 'thread'),
  ...columns('TIMESTAMP', 'at'),
  ...columns('STRING', 'tool', 'category'),
  ...columns('BOOLEAN', 'is_error'),
  ...columns('INT64', 'exit_code', 'duration_ms', 'input_bytes', 'output_bytes', 'files_changed'),
];
