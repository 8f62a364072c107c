import type { Chart, Row } from './chart.js';

const most = 100;

/** The calls that took longest, one by one. */
export const slowestCalls: Chart = {
  id: 'slowestCalls',
  tab: 'tools',
  title: 'Slowest calls',
  description: `The ${most} calls that took longest, of those that tell how long they took. Waiting for your permission is a part of it where the agent counts it so.`,
  mark: { kind: 'table' },
  sortedBy: 'duration_ms',
  columns: [
    { id: 'session', label: 'Session', unit: 'session' },
    { id: 'tool', label: 'Tool', unit: 'tool' },
    { id: 'at', label: 'Time', unit: 'time' },
    { id: 'duration_ms', label: 'Duration', unit: 'duration' },
    { id: 'is_error', label: 'Errors', unit: 'count' },
  ],
  rows(reads) {
    let found: { row: Row; duration: number }[] = [];
    let least = 0;
    reads.calls((call) => {
      const { duration } = call;
      if (duration === null || duration <= least) {
        return;
      }
      const isError = call.isError === null ? null : Number(call.isError);
      found.push({ row: [call.sessionId(), call.tool, call.at, duration, isError], duration });
      if (found.length >= 4 * most) {
        found = longest(found);
        least = found.at(-1)?.duration ?? 0;
      }
    });
    return { rows: longest(found).map(({ row }) => row) };
  },
  sql: (scope) => `select c.session_id as session, c.name as tool, c.at, c.duration_ms, c.is_error
from v_tool_call c
where c.copied = 0
  and c.duration_ms > 0
  and ${scope.within('c')}
order by c.duration_ms desc, c.at desc
limit ${most}`,
};

function longest<T extends { row: Row; duration: number }>(calls: readonly T[]): T[] {
  return [...calls]
    .sort((a, b) => b.duration - a.duration || Number(b.row[2] ?? 0) - Number(a.row[2] ?? 0))
    .slice(0, most);
}
