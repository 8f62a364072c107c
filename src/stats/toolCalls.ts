import type { Chart } from './chart.js';
import { weights } from './weights.js';

/** How often each tool was called, how often that failed, and how long it took. */
export const toolCalls: Chart = {
  id: 'toolCalls',
  tab: 'tools',
  title: 'Tool calls',
  description:
    'Calls by tool. The error rate is that of calls with a result; the duration is the average of the calls that tell it. Calls that a fork copied are not counted.',
  mark: { kind: 'bar', of: 'tool', value: 'calls' },
  sortedBy: 'calls',
  columns: [
    { id: 'tool', label: 'Tool', unit: 'tool' },
    { id: 'calls', label: 'Calls', unit: 'count' },
    { id: 'errors', label: 'Errors', unit: 'count' },
    { id: 'error_rate', label: 'Error rate', unit: 'share' },
    { id: 'without_result', label: 'Without result', unit: 'count' },
    { id: 'average_ms', label: 'Average duration', unit: 'duration' },
    { id: 'longest_ms', label: 'Longest', unit: 'duration' },
    { id: 'total_ms', label: 'In all', unit: 'duration' },
  ],
  rows(reads) {
    const tools = new Map<string | null, Sums>();
    reads.calls(({ tool, isError, duration }) => {
      let sums = tools.get(tool);
      if (!sums) {
        sums = { calls: 0, errors: 0, answered: 0, timed: 0, total: 0, longest: 0 };
        tools.set(tool, sums);
      }
      sums.calls++;
      sums.errors += Number(isError === true);
      sums.answered += Number(isError !== null);
      if (duration !== null) {
        sums.timed++;
        sums.total += duration;
        sums.longest = Math.max(sums.longest, duration);
      }
    });
    return {
      rows: [...tools].map(([tool, { calls, errors, answered, timed, total, longest }]) => [
        tool,
        calls,
        errors,
        answered === 0 ? null : errors / answered,
        calls - answered,
        timed === 0 ? null : total / timed,
        timed === 0 ? null : longest,
        timed === 0 ? null : total,
      ]),
    };
  },
  behind: (key, reads) =>
    weights((add) =>
      reads.calls((call) => {
        if (call.tool === key('tool')) {
          add(call.sessionId());
        }
      }),
    ),
  sql: (scope) => `select
  c.name as tool,
  count(*) as calls,
  count(*) filter (where c.is_error = 1) as errors,
  avg(c.is_error) as error_rate,
  count(*) filter (where c.is_error is null) as without_result,
  avg(c.duration_ms) as average_ms,
  max(c.duration_ms) as longest_ms,
  sum(c.duration_ms) as total_ms
from v_tool_call c
where c.copied = 0
  and ${scope.within('c')}
group by 1
order by 2 desc`,
};

interface Sums {
  calls: number;
  errors: number;
  answered: number;
  timed: number;
  total: number;
  longest: number;
}
