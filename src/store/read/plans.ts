import type { Page, PlanSummary, SessionFilter } from '../../common/protocol.js';
import type { SqlValue } from '../database.js';
import { listOf, type ReadContext } from './context.js';
import { sessionsInScope } from './filter.js';

/** Plans, newest first. A plan that names no session is in every project, but not in a time range or below a session. */
export function readPlans(
  context: ReadContext,
  filter: SessionFilter,
  { limit, offset = 0 }: Page,
): PlanSummary[] {
  const conditions = ['true'];
  const parameters: SqlValue[] = [];
  const { agents, text, ...ofSession } = filter;
  if (agents) {
    conditions.push('p.agent in (select value from json_each(?))');
    parameters.push(listOf(agents));
  }
  for (const word of text?.split(/\s+/).filter((part) => part !== '') ?? []) {
    conditions.push(`(p.name like ? escape '\\' or p.text like ? escape '\\')`);
    const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
    parameters.push(pattern, pattern);
  }
  const scope = sessionsInScope(context, ofSession);
  if (scope) {
    const sessionless =
      ofSession.ids || ofSession.parent || ofSession.since || ofSession.until
        ? ''
        : 'p.session_id is null or ';
    conditions.push(`(${sessionless}p.session_id in (select value from json_each(?)))`);
    parameters.push(listOf(scope));
  }
  return context.db
    .prepare(
      `select p.id, p.name, substr(p.text, 1, 2000), p.at, s.agent || ':' || s.agent_session_id, p.path
       from plan p left join session s on s.id = p.session_id
       where ${conditions.join(' and ')} order by p.at desc, p.id desc limit ? offset ?`,
    )
    .all(...parameters, limit, offset)
    .map(([id, name, start, at, sessionId, path]) => ({
      id: id as number,
      name: name as string,
      title: titleOf(start as string) ?? (name as string),
      at: at as number | null,
      sessionId: sessionId as string | null,
      path: path as string | null,
    }));
}

/** A plan's text; null when there is none of that number. */
export function readPlan({ db }: ReadContext, id: number): { name: string; text: string } | null {
  const row = db.prepare('select name, text from plan where id = ?').get(id);
  return row ? { name: row[0] as string, text: row[1] as string } : null;
}

/** The first heading, else the first line with words. */
function titleOf(text: string): string | null {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const heading = lines.find((line) => /^#+\s+\S/.test(line)) ?? lines.find((line) => line !== '');
  return heading?.replace(/^#+\s+/, '').slice(0, 200) ?? null;
}
