import { TitleRank } from '../../common/model.js';
import { besideParts, type BesidePart, type SearchHit } from '../../common/search.js';
import type { Database, SqlValue } from '../database.js';
import { firstIdAt, timeOfId } from '../write/messageId.js';
import { isStored } from './lineage.js';
import { shownTitle } from './marks.js';
import { mayContain } from './searchNames.js';
import { snippetOfMatch, type Match } from './searchMatch.js';
import { createGlance, createShelf, type Shelf } from './searchShelf.js';
import type { Wanted } from './searchWords.js';

/*
 * What is searched beside messages is little: a title a session, some plans, the paths of changed files, and prompts of sessions
 * that are gone. It is read from its tables, by the words that the index would find in it.
 */

/** A row of one of these tables. */
export interface Beside {
  /** Its place among the hits: where a message of its time is, and a fraction of its own. */
  id: number;
  part: BesidePart;
  row: number;
  at: number | null;
  /** Row of its session; null: it is not stored. */
  session: number | null;
  sessionId: string | null;
  agent: string;
  project: string | null;
  message: number | null;
  text: string;
}

/** A row that has the words, and where. */
export interface BesideMatch extends Beside {
  match: Match;
}

/** What is asked for in one of the tables. */
export interface BesideQuestion {
  part: BesidePart;
  /** The part is asked for by its name. */
  isNamed: boolean;
  wanted: Wanted;
  /** Times in milliseconds in which a hit can lie: [from, to). */
  from: number;
  to: number;
}

/** Reads these tables. */
export interface BesideReader {
  /** Rows that may have the words, newest first, until `row` returns false. */
  each(question: BesideQuestion, row: (row: Beside) => boolean): void;
  /** To be called after everything was deleted. */
  clear(): void;
}

const stored = `s.agent || ':' || s.agent_session_id`;
/** A title that the first prompt gave says what the prompt says, which is found as a message. */
const ownTitle = `(s.title_rank <> ${TitleRank.prompt} or exists (select 1 from session_mark k where k.session_id = s.id and k.title is not null))`;
/** Of a word that thousands of paths have, these that came last. */
const mostPaths = 500;
const mostPrompts = 2000;

const inTime = (column: string) => `ifnull(${column}, 0) >= ? and ifnull(${column}, 0) < ?`;

/** Columns: row, time, session, its id, agent, project, message, text. */
const titleSql = `select s.id, ifnull(s.ended_at, s.started_at) as at, s.id, ${stored}, s.agent, null, null, ${shownTitle}
  from session s where ${inTime('ifnull(s.ended_at, s.started_at)')} and ${shownTitle} is not null and ${isStored('s')}`;
const planSql = `select p.id, p.at as at, s.id, ${stored}, p.agent, null, null, p.text
  from plan p left join session s on s.id = p.session_id where ${inTime('p.at')}`;
/** The newest change of each file in a session. One that renames is there by both of its paths. */
const fileSql = `select f.id, f.at, f.session_id, ${stored}, s.agent, null, c.message_id, n.text
  from (
    select 2 * f.id + (f.new_path is j.value) as id, max(f.at) as at, f.session_id, f.call_id, j.value as name
    from json_each(?) j cross join file_change f on f.path = j.value or f.new_path = j.value
    where ifnull(f.at, 0) >= ? group by j.value, f.session_id) f
  join name n on n.id = f.name join session s on s.id = f.session_id
  left join tool_call c on c.session_id = f.session_id and c.call_id = f.call_id`;
/** A note on a session has the time of its end, one at a pin that of the step. */
const noteSql = `select 2 * k.session_id, ifnull(s.ended_at, s.started_at) as at, s.id, ${stored}, s.agent, null, null, k.note
  from session_mark k join session s on s.id = k.session_id where k.note is not null and ${isStored('s')}
  union all
  select 2 * p.id + 1, ifnull(m.at, p.created_at), s.id, ${stored}, s.agent, null, m.id, p.note
  from pin p join session s on s.id = p.session_id
  left join message m on m.session_id = p.session_id and m.uid = p.message_uid where p.note is not null`;
const historySql = `select p.id, p.at as at, null, null, p.agent, p.project, null, p.text
  from json_each(?) j cross join prompt p on p.id = j.value
  left join session s on s.agent = p.agent and s.agent_session_id = p.session and ${isStored('s')} where s.id is null`;

/** `names`: those of `createNameShelf`. */
export function createBesideReader(db: Database, names: Shelf): BesideReader {
  const prompts = createShelf(db, 'prompt', 100);

  /** Rows by number, for which the words were looked for in memory. */
  const fromShelf = ({ part, wanted, from, to }: BesideQuestion): string => {
    const found: number[] = [];
    if (part === 'file') {
      names.each(createGlance(wanted), (id) => found.push(id) < mostPaths);
    } else {
      prompts.each(createGlance(wanted), (id, at) => {
        const isInTime = (at ?? 0) >= from && (at ?? 0) < to;
        return !isInTime || found.push(id) < mostPrompts;
      });
    }
    return JSON.stringify(found);
  };
  return {
    each(question, row) {
      const { part, isNamed, wanted, from, to } = question;
      const read = (sql: string, parameters: readonly SqlValue[]) =>
        db
          .prepare(`select * from (${sql}) where ${inTime('at')} order by ifnull(at, 0) desc`)
          .each([...parameters, from, to], (values) => row(besideOf(part, values)));
      if (part === 'file' || part === 'history') {
        read(
          part === 'file' ? fileSql : historySql,
          part === 'file' ? [fromShelf(question), from] : [fromShelf(question)],
        );
      } else if (part === 'note') {
        // There are few.
        read(noteSql, []);
      } else {
        const filter = filterOf(part === 'title' ? shownTitle : 'p.text', wanted);
        const sql = part === 'title' ? (isNamed ? titleSql : `${titleSql} and ${ownTitle}`) : planSql;
        // The time first: it is compared sooner than a text.
        read(`${sql} and ${filter.sql}`, [from, to, ...filter.parameters]);
      }
    },
    clear() {
      prompts.clear();
    },
  };
}

function besideOf(part: BesidePart, values: readonly SqlValue[]): Beside {
  const [row, at, session, sessionId, agent, project, message, text] = values;
  const time = at as number | null;
  return {
    id: placeOf(part, Number(row), time),
    part,
    row: Number(row),
    at: time,
    session: session as number | null,
    sessionId: sessionId as string | null,
    agent: String(agent),
    project: project as string | null,
    message: message as number | null,
    text: String(text),
  };
}

/** In 2088. Beyond it a fraction would be lost in the number. */
const farthestPlace = 2 ** 35;

/** The times, in milliseconds, in which rows with a place after `last` and before `before` can lie: [from, to). */
export function timesBetween(last: number, before: number): { from: number; to: number } {
  return {
    // What is older than the first ids has one of them.
    from: last < 16 ? Number.MIN_SAFE_INTEGER : timeOfId(Math.min(last, farthestPlace)),
    // The second of the last hit is looked at again, as it may have more of them.
    to: before >= farthestPlace ? Number.MAX_SAFE_INTEGER : timeOfId(before) + 1000,
  };
}

/** Different for rows of one second, so that a page can end at any of them. */
function placeOf(part: BesidePart, row: number, at: number | null): number {
  const fraction = ((row % 2 ** 14) * besideParts.length + besideParts.indexOf(part) + 1) / 2 ** 17;
  return (at === null ? 0 : Math.min(firstIdAt(at), farthestPlace)) + fraction;
}

/** Of many groups the first few say enough. */
const mostGroups = 8;

function filterOf(column: string, { groups }: Wanted): { sql: string; parameters: SqlValue[] } {
  const filters = groups
    .slice(0, mostGroups)
    .filter((group) => group.length <= mostGroups)
    .map((group) => {
      const phrases = group.map(({ words }) => mayContain(column, words.slice(0, mostGroups)));
      return {
        sql: `(${phrases.map(({ sql }) => sql).join(' or ')})`,
        parameters: phrases.flatMap(({ parameters }) => parameters),
      };
    });
  return {
    sql: filters.map(({ sql }) => sql).join(' and ') || 'true',
    parameters: filters.flatMap(({ parameters }) => parameters),
  };
}

export function besideHit({ id, part, row, at, sessionId, agent, message, match }: BesideMatch): SearchHit {
  return {
    ...{ id, message, sessionId, agent, part, at },
    ...{ thread: null, branch: null, ticket: null, tool: null, plan: part === 'plan' ? row : null },
    ...snippetOfMatch(match),
  };
}
