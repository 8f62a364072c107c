import type { FileChange, StepChange, StepUsage } from '../../common/steps.js';
import { listOf, type ReadContext } from './context.js';

/** What the responses that begin at each of these messages came to, of those that count for the session. */
export function readSpent(
  { db, prices }: ReadContext,
  session: number,
  responsesAt: ReadonlyMap<number, readonly number[]>,
  messages: Iterable<number>,
): Map<number, StepUsage> {
  const messageOf = new Map<number, number>();
  for (const message of messages) {
    for (const response of responsesAt.get(message) ?? []) {
      messageOf.set(response, message);
    }
  }
  const spent = new Map<number, StepUsage>();
  const table = prices();
  // Copied messages name responses of another session, which are in that one's totals.
  db.prepare(
    `select id, at, (select text from name where id = model),
      input, cache_read, cache_write_5m, cache_write_1h, output, reasoning
     from usage where has_usage = 1 and counted = 1 and session_id = ?
      and id in (select value from json_each(?)) order by at, id`,
  ).each([session, listOf(messageOf.keys())], ([id, at, model, ...figures]) => {
    const [input = 0, cacheRead = 0, cacheWrite5m = 0, cacheWrite1h = 0, output = 0] = figures as number[];
    const tokens = {
      input,
      cacheRead,
      cacheWrite5m,
      cacheWrite1h,
      output,
      reasoning: (figures[5] ?? null) as number | null,
    };
    const message = messageOf.get(id as number)!;
    const before = spent.get(message);
    const cost = table.cost(model as string | null, tokens, at as number | null);
    const context = input + cacheRead + cacheWrite5m + cacheWrite1h;
    spent.set(message, {
      tokens: (before?.tokens ?? 0) + context + output,
      context,
      costUsd: before?.costUsd === null || cost === null ? null : (before?.costUsd ?? 0) + cost,
    });
  });
  return spent;
}

/** The files that each of these tool calls changed. */
export function readChanges(
  { db }: ReadContext,
  session: number,
  calls: Iterable<string>,
): Map<string, StepChange[]> {
  const changes = new Map<string, StepChange[]>();
  db.prepare(
    `select f.call_id, n.text, r.text, f.operation, f.added, f.removed, f.block_id is not null
     from file_change f join name n on n.id = f.path left join name r on r.id = f.new_path
     where f.session_id = ? and f.call_id in (select value from json_each(?)) order by f.id`,
  ).each([session, listOf(calls)], ([call, path, newPath, operation, added, removed, hasPatch]) => {
    const change: StepChange = {
      path: path as string,
      ...(typeof newPath === 'string' ? { newPath } : {}),
      operation: operation as FileChange['operation'],
      added: added as number | null,
      removed: removed as number | null,
      hasPatch: hasPatch === 1,
    };
    const of = changes.get(call as string);
    if (of) {
      of.push(change);
    } else {
      changes.set(call as string, [change]);
    }
  });
  return changes;
}
