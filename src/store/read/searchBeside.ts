import { TitleRank } from '../../common/model.js';
import type { BesidePart, SearchHit } from '../../common/search.js';
import type { Database, SqlValue } from '../database.js';
import { firstIdAt } from '../write/messageId.js';
import { isStored } from './lineage.js';
import { mayContain } from './searchNames.js';
import { indexedText, tokensOf, type Phrase, type Wanted } from './searchWords.js';
import { columnOf, readSnippet } from './snippet.js';

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

/** A row that has the words, how often it has each phrase, and where. */
export interface BesideMatch extends Beside {
  counts: Uint32Array;
  column: string;
}

const stored = `s.agent || ':' || s.agent_session_id`;

/** Columns: row, time, session, its id, agent, project, message, text. Each has a comparison of its text put in. */
const sources: Readonly<Record<BesidePart, { text: string; sql: (where: string) => string }>> = {
  title: {
    text: 's.title',
    sql: (
      where,
    ) => `select s.id, ifnull(s.ended_at, s.started_at) as at, s.id, ${stored}, s.agent, null, null, s.title
      from session s where s.title is not null and ${isStored('s')} and ${where}`,
  },
  file: {
    text: 'n.text',
    // The newest change of each file in a session.
    sql: (
      where,
    ) => `select f.id, max(f.at) as at, f.session_id, ${stored}, s.agent, null, c.message_id, n.text
      from name n cross join file_change f on f.path = n.id or f.new_path = n.id join session s on s.id = f.session_id
      left join tool_call c on c.session_id = f.session_id and c.call_id = f.call_id
      where ${where} group by n.id, f.session_id`,
  },
  plan: {
    text: 'p.text',
    sql: (where) => `select p.id, p.at as at, s.id, ${stored}, p.agent, null, null, p.text
      from plan p left join session s on s.id = p.session_id where ${where}`,
  },
  history: {
    text: 'p.text',
    sql: (where) => `select p.id, p.at as at, null, null, p.agent, p.project, null, p.text
      from prompt p left join session s on s.agent = p.agent and s.agent_session_id = p.session and ${isStored('s')}
      where s.id is null and ${where}`,
  },
};
const parts = Object.keys(sources) as BesidePart[];

/** A title that the first prompt gave says what the prompt says, which is found as a message. */
const ownTitle = `s.title_rank <> ${TitleRank.prompt}`;

/**
 * Rows of the part that have the words, newest first, until `row` returns false. `isNamed`: the part is asked for by its name.
 * `range`: times in milliseconds in which a hit
 * can lie, [from, to); rows without a time are there when it begins at 0.
 */
export function eachBeside(
  db: Database,
  { part, isNamed }: { part: BesidePart; isNamed: boolean },
  wanted: Wanted,
  { from, to }: { from: number; to: number },
  row: (row: Beside) => boolean,
): void {
  const { text, sql } = sources[part];
  const filter = filterOf(text, wanted);
  const condition = part === 'title' && !isNamed ? `${filter.sql} and ${ownTitle}` : filter.sql;
  db.prepare(
    `select * from (${sql(condition)}) where ifnull(at, 0) >= ? and ifnull(at, 0) < ? order by ifnull(at, 0) desc`,
  ).each([...filter.parameters, from, to], (values) => row(besideOf(part, values)));
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

/** Different for rows of one second, so that a page can end at any of them. */
function placeOf(part: BesidePart, row: number, at: number | null): number {
  const fraction = ((row % 2 ** 14) * parts.length + parts.indexOf(part) + 1) / 2 ** 17;
  return (at === null ? 0 : firstIdAt(at)) + fraction;
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

/** Finds the words in a text as the index does; null: it is no answer. */
export function createMatcher(
  db: Database,
  { groups, without }: Wanted,
): (row: Beside) => BesideMatch | null {
  const phrases = groups.flat();
  const needed = groups.map((group) => group.map((phrase) => phrase.words.map(bare)));
  return (row) => {
    // A tokenizer for each text would take long where texts are many and few of them are answers.
    const plain = bare(row.text);
    if (!needed.every((group) => group.some((words) => words.every((word) => plain.includes(word))))) {
      return null;
    }
    const tokens = tokensOf(db, row.text);
    const places = phrases.map((phrase) => placesOf(tokens, phrase));
    let n = 0;
    const has = groups.every((group) => group.map(() => places[n++]!.length > 0).some(Boolean));
    if (!has || without.some((phrase) => placesOf(tokens, phrase).length > 0)) {
      return null;
    }
    const found = [...new Set(places.flat())].toSorted((a, b) => a - b);
    const counts = Uint32Array.from(places, (of, i) => of.length / (phrases[i]?.words.length ?? 1));
    return { ...row, counts, column: columnOf(indexedText(row.text), tokens, found) };
  };
}

/** Without case, accents and compatible forms: what the index finds equal is equal here, and more. */
function bare(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll('ς', 'σ');
}

/** Numbers of the words of each place where the phrase stands. */
function placesOf(tokens: readonly { word: string }[], { words, isPrefix }: Phrase): number[] {
  const places: number[] = [];
  for (let at = 0; at + words.length <= tokens.length; at++) {
    const stands = words.every((word, i) => {
      const found = tokens[at + i]!.word;
      return isPrefix && i === words.length - 1 ? found.startsWith(word) : found === word;
    });
    if (stands) {
      places.push(...words.map((_, i) => at + i));
    }
  }
  return places;
}

export function besideHit({ id, part, row, at, sessionId, agent, message, column }: BesideMatch): SearchHit {
  return {
    ...{ id, message, sessionId, agent, part, at },
    ...{ thread: null, branch: null, ticket: null, tool: null, plan: part === 'plan' ? row : null },
    ...readSnippet(column),
  };
}
