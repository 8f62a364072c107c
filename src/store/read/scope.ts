import { listOf, type ReadContext } from './context.js';
import { nameId } from './names.js';
import type { Condition } from './responses.js';

/** Conditions over responses `u`: of a time [since, until), of a ticket, of sessions (null: all). */
export function responseConditions(
  { db }: ReadContext,
  { since, until, ticket }: { since?: number; until?: number; ticket?: string },
  sessions: ReadonlySet<number> | null,
): Condition[] {
  const conditions: Condition[] = [];
  if (since !== undefined) {
    conditions.push({ sql: 'u.at >= ?', parameters: [since] });
  }
  if (until !== undefined) {
    conditions.push({ sql: 'u.at < ?', parameters: [until] });
  }
  if (ticket !== undefined) {
    // No row has the name 0, so that an unknown ticket has no responses.
    conditions.push({ sql: 'u.ticket = ?', parameters: [nameId(db, ticket) ?? 0] });
  }
  if (sessions) {
    conditions.push({
      sql: 'u.session_id in (select value from json_each(?))',
      parameters: [listOf(sessions)],
    });
  }
  return conditions;
}
