import { agentLabel } from '../../common/agentLabels.js';
import { baseName } from '../../common/paths.js';
import type { MessagePart, SearchConditions, SearchQuery } from '../../common/search.js';
import { categories, codeOf, kinds } from '../codes.js';
import { listOf, type ReadContext } from './context.js';
import { sessionsInScope } from './filter.js';
import { lineageOf } from './lineage.js';
import { mergedTicketsWith } from './mergedTickets.js';
import { namesOf } from './names.js';
import { createDetails, type Detail, type Found } from './searchRows.js';
import { createPattern, namesWith, type Prefilter } from './searchNames.js';
import type { Shelf } from './searchShelf.js';
import { stateOf } from './state.js';

/** What a search lets through, as far as it is not words. */
export interface Where {
  /** Of no other sessions; null: of all. */
  sessions: ReadonlySet<number> | null;
  /** The parts of messages that can be in the answer; null: all. */
  parts: readonly MessagePart[] | null;
  /** Whether nothing but messages can be in the answer. */
  onlyMessages: boolean;
  /** Every message is accepted. */
  isOpen: boolean;
  /** In SQL what lets through everything that is accepted, and little else: of a message `m`, and of a call `c`, the output's. */
  message: Prefilter;
  output: Prefilter;
  /** A message or an output. */
  accepts(row: Found): boolean;
  /** What is no message; `session` null: of one that is not stored. */
  acceptsBeside(beside: {
    session: number | null;
    agent: string;
    project: string | null;
    at: number | null;
  }): boolean;
}

/** Numbers of the names that have one of the values; of tickets also those that tickets of such a name were merged into. */
type Named = (values: readonly string[], of?: 'ticket') => Set<number>;

/** Decides about one message. */
type Test = (row: Found, detail: () => Detail) => boolean;

/** A request that failed is an error, also where it was made again. */
const errorKinds: ReadonlySet<number | null> = new Set([codeOf(kinds, 'error'), codeOf(kinds, 'retry')]);

/** `names`: those of `createNameShelf`. */
export function whereOf(context: ReadContext, names: Shelf, query: SearchQuery): Where {
  const found = new Map<string, Set<number>>();
  const named: Named = (values, of) => {
    const key = JSON.stringify([values, of]);
    const numbers = found.get(key) ?? namesWith(names, values);
    if (of === 'ticket' && !found.has(key)) {
      mergedTicketsWith(context, values).forEach((number) => numbers.add(number));
    }
    found.set(key, numbers);
    return numbers;
  };
  const { filter, where = {}, without = {}, since, until } = query;
  const inScope = sessionsInScope(context, filter);
  const wanted = sessionSets(context, named, where);
  const unwanted = sessionSets(context, named, without);
  const tests = [
    ...messageTests(named, where),
    ...messageTests(named, without).map(
      (test): Test =>
        (row, detail) =>
          !test(row, detail),
    ),
  ];
  const whole = [...(inScope === null ? [] : [inScope]), ...wanted];
  const sessions = intersection([...whole, ...responseSets(context, named, where, true)]);
  // What is no message has branch, ticket and model of any response of its session.
  const besideSessions = intersection([...whole, ...responseSets(context, named, where, false)]);
  const besideUnwanted = [...unwanted, ...responseSets(context, named, without, false)];
  const isTimed = since !== undefined || until !== undefined;
  const isInTime = (at: number | null) =>
    !isTimed || (at !== null && at >= (since ?? -Infinity) && at < (until ?? Infinity));
  const details = createDetails(context.db);
  const isAgent = agentTest(context, where.agents, true);
  const isOtherAgent = agentTest(context, without.agents, false);
  const needsSession =
    filter?.folders !== undefined ||
    filter?.ids !== undefined ||
    filter?.parent !== undefined ||
    Object.keys(where).some((field) => field !== 'agents' && field !== 'projects');
  return {
    sessions,
    parts: where.error ? ['tool', 'output', 'other'] : where.tools ? ['tool', 'output'] : null,
    ...prefilters(named, sessions, where),
    isOpen: sessions === null && unwanted.length === 0 && !isTimed && tests.length === 0,
    onlyMessages: where.error === true || where.tools !== undefined,
    accepts(row) {
      let known: Detail | undefined;
      const detail = () => (known ??= details(row));
      return (
        (sessions === null || sessions.has(row.session)) &&
        !unwanted.some((set) => set.has(row.session)) &&
        isInTime(row.at) &&
        tests.every((test) => test(row, detail))
      );
    },
    acceptsBeside({ session, agent, project, at }) {
      if (!isInTime(at)) {
        return false;
      }
      return session === null
        ? !needsSession &&
            isAgent(agent) &&
            !isOtherAgent(agent) &&
            (filter?.agents?.includes(agent) ?? true) &&
            hasProject(where.projects, project, true) &&
            !hasProject(without.projects, project, false)
        : (besideSessions === null || besideSessions.has(session)) &&
            !besideUnwanted.some((set) => set.has(session));
    },
  };
}

function prefilters(
  named: Named,
  sessions: ReadonlySet<number> | null,
  { tools, error }: SearchConditions,
): { message: Prefilter; output: Prefilter } {
  const ofBoth = (name: 'm' | 'c'): Prefilter[] =>
    // The plus keeps SQLite from reading all rows of the sessions first: the newest come first by their own numbers.
    sessions === null
      ? []
      : [{ sql: `+${name}.session_id in (select value from json_each(?))`, parameters: [listOf(sessions)] }];
  const ofCall: Prefilter[] = [];
  if (tools) {
    const wanted = new Set(tools.map((tool) => tool.toLowerCase()));
    const codes = categories.flatMap((category, code) => (wanted.has(category) ? [code] : []));
    ofCall.push({
      sql: '(c.name in (select value from json_each(?)) or c.category in (select value from json_each(?)))',
      parameters: [listOf(named(tools)), listOf(codes)],
    });
  }
  if (error) {
    ofCall.push({ sql: 'c.is_error = 1', parameters: [] });
  }
  const call = allOf(ofCall);
  const kindsOfErrors = [...errorKinds].join(', ');
  const ofMessage = {
    sql: `(exists (select 1 from tool_call c where c.id = m.tool_call_id and ${call.sql})
      ${error && !tools ? `or m.kind in (${kindsOfErrors})` : ''})`,
    parameters: call.parameters,
  };
  return {
    message: allOf([...ofBoth('m'), ...(ofCall.length === 0 ? [] : [ofMessage])]),
    output: allOf([...ofBoth('c'), call]),
  };
}

function allOf(filters: readonly Prefilter[]): Prefilter {
  return {
    sql: filters.map(({ sql }) => sql).join(' and ') || 'true',
    parameters: filters.flatMap(({ parameters }) => parameters),
  };
}

/** One set of sessions for each condition that sessions fulfil as a whole. */
function sessionSets(
  context: ReadContext,
  named: Named,
  { agents, projects, files, tags, live, favourite, archived, pinned }: SearchConditions,
): ReadonlySet<number>[] {
  const { db } = context;
  const ids = (sql: string, list: Iterable<number | string>) =>
    new Set(
      db
        .prepare(sql)
        .all(listOf(list))
        .map(([id]) => id as number),
    );
  const sets: ReadonlySet<number>[] = [];
  if (agents) {
    const isOne = agentTest(context, agents, true);
    const known = db.prepare('select distinct agent from session').all();
    const named = known.map(([agent]) => agent as string).filter(isOne);
    sets.push(ids('select id from session where agent in (select value from json_each(?))', named));
  }
  if (projects) {
    const rows = db
      .prepare(
        'select distinct s.cwd, coalesce(p.repository, s.cwd) from session s left join place p on p.cwd = s.cwd',
      )
      .all() as [number | null, number | null][];
    const name = namesOf(
      db,
      rows.map(([, project]) => project),
    );
    const folders = rows.flatMap(([cwd, project]) =>
      cwd !== null && hasProject(projects, name(project), true) ? [cwd] : [],
    );
    sets.push(ids('select id from session where cwd in (select value from json_each(?))', folders));
  }
  if (files) {
    sets.push(
      ids(
        `select session_id from file_change where path in (select value from json_each(?1))
         union select session_id from file_change where new_path in (select value from json_each(?1))`,
        named(files),
      ),
    );
  }
  if (live) {
    sets.push(liveSessions(context));
  }
  // What is said of a session holds for those that it started.
  const marked = (sql: string, list: Iterable<number> = []) =>
    sets.push(lineageOf(context).withDescendants(ids(sql, list)));
  if (tags) {
    marked(
      'select session_id from session_tag where origin < 2 and tag in (select value from json_each(?))',
      named(tags),
    );
  }
  if (favourite) {
    marked('select session_id from session_mark where favourite = 1 and ? is not null');
  }
  if (archived) {
    marked('select session_id from session_mark where archived = 1 and ? is not null');
  }
  if (pinned) {
    marked('select session_id from pin where ? is not null');
  }
  return sets;
}

function liveSessions({ db, settings, now }: ReadContext): Set<number> {
  const rules = settings();
  return new Set(
    db
      .prepare(
        'select id, ended_at, waiting, process from session where ended_at >= ? or process is not null',
      )
      .all(now() - rules.endedAfterMinutes * 60_000)
      .filter(([, lastEventAt, waiting, processId]) => {
        const state = { lastEventAt: lastEventAt as number | null, waiting: waiting === 1 };
        return stateOf({ ...state, processId: processId as number | null }, rules, now()) !== 'ended';
      })
      .map(([id]) => id as number),
  );
}

/**
 * One set for each of branch, ticket and model: sessions with a response that has it; `loose`: also those in which a message
 * may have it all the same, as no response tells.
 */
function responseSets(
  { db, unchanged }: ReadContext,
  named: Named,
  { branches, tickets, models }: SearchConditions,
  loose: boolean,
): ReadonlySet<number>[] {
  const sets: ReadonlySet<number>[] = [];
  for (const [column, values] of [
    ['branch', branches],
    ['ticket', tickets],
    ['model', models],
  ] as const) {
    if (values) {
      const names = listOf(named(values, column === 'ticket' ? 'ticket' : undefined));
      const isLoose = loose && column !== 'ticket';
      const orUntold = isLoose ? `or ${column} is null` : '';
      const others = isLoose
        ? 'union all select id from session where id not in (select session_id from usage_rollup)'
        : '';
      // As one value: what SQLite tells costs by the value, and there is a row a quarter of an hour.
      const sql = `select json_group_array(session_id) from (select distinct session_id from usage_rollup
        where ${column} in (select value from json_each(?)) ${orUntold} ${others})`;
      const read = () => new Set(JSON.parse(String(db.prepare(sql).get(names)?.[0])) as number[]);
      sets.push(unchanged(`${sql} ${String(names)}`, read, ({ size }) => size / 16));
    }
  }
  return sets;
}

function messageTests(named: Named, conditions: SearchConditions): Test[] {
  const { branches, tickets, models, tools, error } = conditions;
  const tests: Test[] = [];
  const has = (
    values: readonly string[] | undefined,
    nameOf: (detail: Detail) => number | null,
    of?: 'ticket',
  ) => {
    if (values) {
      const names = named(values, of);
      tests.push((_, detail) => names.has(nameOf(detail()) ?? 0));
    }
  };
  has(branches, ({ branch }) => branch);
  has(tickets, ({ ticket }) => ticket, 'ticket');
  has(models, ({ model }) => model);
  if (tools) {
    const names = named(tools);
    const words = new Set(tools.map((tool) => tool.toLowerCase()));
    tests.push((_, detail) => {
      const { tool, category } = detail();
      return names.has(tool ?? 0) || (category !== null && words.has(categories[category] ?? ''));
    });
  }
  if (error) {
    tests.push(({ kind }, detail) => errorKinds.has(kind) || detail().isError);
  }
  return tests;
}

function agentTest(
  { labels }: ReadContext,
  values: readonly string[] | undefined,
  absent: boolean,
): (agent: string) => boolean {
  const patterns = values?.map(createPattern);
  return (agent) =>
    patterns?.some((matches) => matches(agent) || matches(agentLabel(labels, agent))) ?? absent;
}

/** By its folder's name; by its path where the value is one. */
function hasProject(values: readonly string[] | undefined, project: string | null, absent: boolean): boolean {
  return (
    values?.some(
      (value) => project !== null && createPattern(value)(/[\\/]/.test(value) ? project : baseName(project)),
    ) ?? absent
  );
}

/** null: of no sets. */
function intersection(sets: readonly ReadonlySet<number>[]): Set<number> | null {
  if (sets.length === 0) {
    return null;
  }
  const [smallest, ...others] = sets.toSorted((a, b) => a.size - b.size);
  return new Set([...(smallest ?? [])].filter((id) => others.every((set) => set.has(id))));
}
