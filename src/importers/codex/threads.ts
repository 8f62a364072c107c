import type { SessionEvent } from '../../common/model.js';
import { TitleRank } from '../../common/model.js';
import { ident, isObject, object, str, type Json } from '../fields.js';
import type { ParsedRecord, RowQuery } from '../importer.js';
import { titleOf } from '../titles.js';

/**
 * Codex's own index of its threads, `state_<n>.sqlite` (n was 5 in 0.169), of which the names are read: what else it holds
 * is in the rollouts.
 */
export const threadQueries: readonly RowQuery[] = [
  {
    from: 'threads',
    sql: 'select id, title, first_user_message, updated_at as mark from threads where updated_at >= ? order by updated_at',
    needs: { threads: ['id', 'title', 'first_user_message', 'updated_at'] },
    optional: true,
  },
  {
    from: 'named',
    sql: 'select id, name, updated_at as mark from threads where updated_at >= ? and name is not null order by updated_at',
    needs: { threads: ['id', 'name', 'updated_at'] },
    optional: true,
  },
];

/** A row of `threadQueries`. A title that is the first prompt is better known from the rollout. */
export function thread(record: Json): ParsedRecord {
  const row = object(record.row);
  const session = ident(row.id);
  if (session === undefined || !isObject(record.row)) {
    return { events: [], problems: [`${str(record.from) ?? 'a row'}.id is not a text`] };
  }
  const [name, title] = [str(row.name), str(row.title)];
  if (name !== undefined) {
    return { events: [titled(session, name, TitleRank.custom)] };
  }
  const isOwn = title !== undefined && title !== row.first_user_message;
  return { events: isOwn ? [titled(session, title, TitleRank.index)] : [] };
}

function titled(session: string, text: string, rank: number): SessionEvent {
  return { type: 'session', session, title: { text: titleOf(text), rank } };
}
