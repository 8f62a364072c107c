import type { Call, Chart, ChartReads } from './chart.js';
import { weights } from './weights.js';

/** A failed call, and the same tool as the next thing that was called. */
export const retries: Chart = {
  id: 'retries',
  tab: 'tools',
  title: 'Retries',
  description:
    'A call right after a failed one of the same tool, in the same session or sub-agent. Given up: failed calls after which another tool was called, or none.',
  mark: { kind: 'bar', of: 'tool', value: 'retries' },
  sortedBy: 'retries',
  columns: [
    { id: 'tool', label: 'Tool', unit: 'tool' },
    { id: 'retries', label: 'Retries', unit: 'count' },
    { id: 'failed_again', label: 'Failed again', unit: 'count' },
    { id: 'given_up', label: 'Given up', unit: 'count' },
  ],
  rows(reads) {
    const tools = new Map<string | null, { retries: number; again: number; failed: number }>();
    const of = (tool: string | null) => {
      let sums = tools.get(tool);
      if (!sums) {
        sums = { retries: 0, again: 0, failed: 0 };
        tools.set(tool, sums);
      }
      return sums;
    };
    eachCall(reads, ({ tool }, failed, isRetry) => {
      if (isRetry) {
        const sums = of(tool);
        sums.retries++;
        sums.again += Number(failed);
      }
      if (failed) {
        of(tool).failed++;
      }
    });
    return {
      rows: [...tools].map(([tool, sums]) => [tool, sums.retries, sums.again, sums.failed - sums.retries]),
    };
  },
  behind: (key, reads) =>
    weights((add) =>
      eachCall(reads, (call, failed, isRetry) => {
        if (call.tool === key('tool') && (failed || isRetry)) {
          add(call.sessionId());
        }
      }),
    ),
  sql: (scope) => `select
  tool,
  sum(before_failed) as retries,
  sum(before_failed and failed) as failed_again,
  sum(failed) - sum(before_failed) as given_up
from (
  select c.name as tool, c.is_error is 1 as failed,
    lag(c.is_error) over calls is 1 and lag(c.name) over calls is c.name as before_failed
  from v_tool_call c
  where c.copied = 0
    and ${scope.within('c')}
  window calls as (partition by c.session_id, c.thread order by c.message_id)
)
group by 1
having sum(failed) > 0 or sum(before_failed) > 0
order by 2 desc`,
};

/** Each call: whether it failed, and whether it comes right after a failed one of the same tool. */
function eachCall(reads: ChartReads, tell: (call: Call, failed: boolean, isRetry: boolean) => void): void {
  let before: { session: number; thread: number | null; tool: string | null; failed: boolean } | null = null;
  reads.calls((call) => {
    const { session, thread, tool, isError } = call;
    const failed = isError === true;
    const isRetry =
      before !== null &&
      before.failed &&
      before.session === session &&
      before.thread === thread &&
      before.tool === tool;
    tell(call, failed, isRetry);
    before = { session, thread, tool, failed };
  });
}
