import type { ChartDimension } from '../../common/charts.js';
import { quarterMs, quarterOf } from '../quarters.js';
import { calendarOf } from './days.js';
import type { SqlValue } from '../database.js';
import type { ReadContext } from './context.js';
import { namesOf } from './names.js';
import { cwdOfResponse, type Key, type KeyColumn } from './responses.js';
import { saidOfSession } from './sessionGroups.js';

/** How responses are told apart by a dimension. Names and sessions stay numbers until `keyText`. */
export function keyColumn(
  context: ReadContext,
  dimension: ChartDimension,
  timeZone: string | undefined,
): KeyColumn {
  switch (dimension) {
    case 'none':
      return { sql: 'null' };
    case 'agent':
      return { sql: 'u.session_id', of: agentsOf(context) };
    case 'session':
      return { sql: 'u.session_id' };
    case 'day': {
      const calendar = calendarOf(timeZone);
      return {
        sql: 'u.at',
        of: (at) => (at === null ? null : calendar.dayOfQuarter(Math.floor(Number(at) / quarterMs))),
      };
    }
    case 'hourOfWeek': {
      const calendar = calendarOf(timeZone);
      return {
        sql: 'u.at',
        of: (at) => (at === null ? null : calendar.hourOfWeek(Math.floor(Number(at) / quarterMs))),
      };
    }
    case 'quarter':
      return { sql: 'u.at', of: (at) => (at === null ? null : quarterOf(Number(at))) };
    case 'project': {
      const projects = projectsOf(context);
      return { sql: cwdOfResponse, of: (cwd) => projects(cwd as number | null) };
    }
    case 'category':
    case 'tags': {
      const said = saidOfSession(context, dimension);
      return { sql: 'u.session_id', of: (session) => said(session as number) };
    }
    default:
      return { sql: `u.${dimension}` };
  }
}

function agentsOf({ db, unchanged }: ReadContext): (session: SqlValue) => Key {
  const agents = unchanged(
    'agents',
    () =>
      new Map(
        db
          .prepare('select id, agent from session')
          .all()
          .map(([id, agent]) => [id as number, agent as string] as const),
      ),
  );
  return (session) => agents.get(session as number) ?? null;
}

/** The number of a folder's project: the root of its repository, else the folder. */
export function projectsOf({ db, unchanged }: ReadContext): (cwd: number | null) => number | null {
  const repositories = unchanged(
    'repositories',
    () =>
      new Map(
        db
          .prepare('select cwd, repository from place where repository is not null')
          .all()
          .map(([cwd, repository]) => [cwd as number, repository as number] as const),
      ),
  );
  return (cwd) => (cwd === null ? null : (repositories.get(cwd) ?? cwd));
}

/** Turns keys into what is shown. For `session` it stays the number of the row. */
export function keyText(
  { db }: ReadContext,
  dimension: ChartDimension,
  keys: Iterable<Key>,
): (key: Key) => string | null {
  if (plain.has(dimension)) {
    return (key) => (key === null ? null : String(key));
  }
  const name = namesOf(db, keys as Iterable<number | null>);
  return (key) => name(key as number | null);
}

const plain: ReadonlySet<ChartDimension> = new Set([
  ...(['none', 'agent', 'day', 'session', 'category', 'tags', 'hourOfWeek', 'quarter'] as const),
]);
