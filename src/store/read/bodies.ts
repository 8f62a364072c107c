import type { Attachment } from '../../common/model.js';
import type { FileChange, MessageBody } from '../../common/steps.js';
import type { SqlValue } from '../database.js';
import { listOf, type ReadContext } from './context.js';
import { namesOf } from './names.js';
import type { Orders } from './orders.js';

/**
 * The bodies of messages, in the order asked for; numbers that no message has are left out. Each text ends after `limit`
 * bytes.
 */
export function readBodies(
  context: ReadContext,
  orders: Orders,
  ids: readonly number[],
  limit = Infinity,
): MessageBody[] {
  const { db, texts } = context;
  const list = listOf(ids);
  const raws = db
    .prepare(
      `select m.id, m.session_id, m.block_id, m.start, m.bytes, m.full_bytes, m.withheld, m.branch,
        t.id, t.block_id, t.start, t.bytes, t.full_bytes, t.withheld, t.exit_code, t.ended_at, t.call_id
       from message m left join tool_call t on t.id = m.tool_call_id
       where m.id in (select value from json_each(?))`,
    )
    .all(list);
  const name = namesOf(
    db,
    raws.map((row) => row[7] as number | null),
  );
  const attachments = attachmentsOf(context, list, listOf(raws.flatMap((row) => (row[8] as number) ?? [])));
  const usages = usagesOf(context, orders, raws);
  const bodies = new Map<number, MessageBody>();
  for (const row of raws) {
    const id = row[0] as number;
    const text = texts.text(placeOf(row.slice(2, 5)), limit);
    const isTool = row[8] !== null;
    const hasOutput = row[9] !== null || (row[15] !== null && row[13] === 0);
    bodies.set(id, {
      id,
      text: isTool ? '' : text,
      truncated: Number(row[5]) > Number(row[4]) && row[6] === 0,
      ...(Math.max(Number(row[4]), hasOutput ? Number(row[11]) : 0) > limit ? { cut: true as const } : {}),
      withheld: row[6] === 1,
      attachments: [
        ...(attachments.messages.get(id) ?? []),
        ...(attachments.calls.get(row[8] as number) ?? []),
      ],
      branch: name(row[7] as number | null),
      tool: isTool
        ? {
            input: text,
            output: hasOutput ? texts.text(placeOf(row.slice(9, 12)), limit) : null,
            outputTruncated: Number(row[12]) > Number(row[11]) && row[13] === 0,
            outputWithheld: row[13] === 1,
            exitCode: row[14] as number | null,
          }
        : null,
      fileChanges: isTool ? fileChangesOf(context, row[1] as number, row[16] as string, limit) : [],
      usage: usages(id),
    });
  }
  return ids.flatMap((id) => bodies.get(id) ?? []);
}

function placeOf([block, start, bytes]: readonly SqlValue[]) {
  return { block: block as number | null, start: start as number, bytes: bytes as number };
}

function attachmentsOf({ db }: ReadContext, messages: SqlValue, toolCalls: SqlValue) {
  const read = (column: 'message_id' | 'tool_call_id', list: SqlValue) => {
    const found = new Map<number, Attachment[]>();
    db.prepare(
      `select ${column}, mime, bytes from attachment
       where ${column} in (select value from json_each(?)) order by ${column}, part`,
    ).each([list], ([id, mime, bytes]) => {
      const attachment = { mime: mime as string, bytes: bytes as number };
      found.set(id as number, [...(found.get(id as number) ?? []), attachment]);
    });
    return found;
  };
  return { messages: read('message_id', messages), calls: read('tool_call_id', toolCalls) };
}

function fileChangesOf(
  { db, texts }: ReadContext,
  session: number,
  callId: string,
  limit: number,
): FileChange[] {
  return db
    .prepare(
      `select n.text, r.text, f.operation, f.added, f.removed, f.block_id, f.start, f.bytes
       from file_change f join name n on n.id = f.path left join name r on r.id = f.new_path
       where f.session_id = ? and f.call_id = ? order by f.id`,
    )
    .all(session, callId)
    .map(([path, newPath, operation, added, removed, ...place]) => ({
      path: path as string,
      ...(typeof newPath === 'string' ? { newPath } : {}),
      operation: operation as FileChange['operation'],
      added: added as number | null,
      removed: removed as number | null,
      patch: place[0] === null ? null : texts.text(placeOf(place), limit),
    }));
}

/** The usage of a response, for the first of its messages only, so that it is shown once. */
function usagesOf(
  context: ReadContext,
  orders: Orders,
  raws: readonly SqlValue[][],
): (message: number) => MessageBody['usage'] {
  const responses = new Map<number, number>();
  const sessions = new Map<number, ReadonlyMap<number, number>>();
  for (const [message, session] of raws) {
    const responseOf = sessions.get(session as number) ?? orders.of(session as number).responseOf;
    sessions.set(session as number, responseOf);
    const response = responseOf.get(message as number);
    if (response !== undefined) {
      responses.set(message as number, response);
    }
  }
  const prices = context.prices();
  const found = new Map<number, NonNullable<MessageBody['usage']>>();
  context.db
    .prepare(
      `select id, at, (select text from name where id = model),
        input, cache_read, cache_write_5m, cache_write_1h, output, reasoning
       from usage where has_usage = 1 and counted = 1 and id in (select value from json_each(?))`,
    )
    .each(
      [listOf(responses.values())],
      ([id, at, model, input, read, write5m, write1h, output, reasoning]) => {
        const tokens = {
          input: input as number,
          cacheRead: read as number,
          cacheWrite5m: write5m as number,
          cacheWrite1h: write1h as number,
          output: output as number,
          reasoning: reasoning as number | null,
        };
        const costUsd = prices.cost(model as string | null, tokens, at as number | null);
        found.set(id as number, { tokens, costUsd, model: model as string | null });
      },
    );
  return (message) => found.get(responses.get(message) ?? -1) ?? null;
}
