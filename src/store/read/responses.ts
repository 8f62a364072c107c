import { bandOf, type Bands } from '../../pricing/bands.js';
import type { SqlValue } from '../database.js';
import { quarterOf } from '../quarters.js';
import type { ReadContext } from './context.js';
import { namesOf } from './names.js';
import type { PricedGroup } from './sums.js';

/**
 * A condition over responses `u`, or over sessions `s`, with its parameters in order. Of responses it may speak of their
 * session, sub-agent, model, branch, folder and ticket, and of the quarter of an hour that `at` lies in: what one row of `usage_rollup`
 * has in common.
 */
export interface Condition {
  sql: string;
  parameters: readonly SqlValue[];
  /** Only of these sessions: looked at row by row, as a long list takes longer in SQL. */
  sessions?: ReadonlySet<number>;
}

/** Milliseconds [since, until); absent fields do not restrict. */
export interface TimeRange {
  since?: number;
  until?: number;
}

export type Key = string | number | null;

/** What responses are told apart by: SQL over `u`, as that of a condition, and what its value stands for. */
export interface KeyColumn {
  sql: string;
  of?: (value: SqlValue) => Key;
  /** It tells responses of one row of `usage_rollup` apart, so that each response has to be read. */
  single?: boolean;
}

/** Responses that agree in `keys`, model and price band. */
export interface ResponseGroup extends PricedGroup {
  keys: readonly Key[];
  /** Row numbers of the sessions that they are of. */
  sessions: Set<number>;
  firstAt: number | null;
  lastAt: number | null;
}

/** The folder that a response was made in: its own, or its session's where its line does not tell. */
export const cwdOfResponse = 'ifnull(u.cwd, (select cwd from session where id = u.session_id))';

export const agentOfResponse = '(select agent from session where id = u.session_id)';

/** The name of a response's project: the root of its repository, else its folder. */
export const projectOfResponse = `coalesce((select repository from place where cwd = ${cwdOfResponse}), ${cwdOfResponse})`;

/**
 * Adds up the responses that count, lie in the range and fulfil all conditions. Whole quarters of an hour are read as they
 * are added up already, the rest one by one. The rows are added here and not by `group by`, whose sorting takes longer than
 * reading them all.
 */
export function groupResponses(
  context: ReadContext,
  columns: readonly KeyColumn[],
  conditions: readonly Condition[],
  range: TimeRange = {},
): ResponseGroup[] {
  const add = createAdder(context, columns);
  const sessions = conditions.flatMap((condition) => condition.sessions ?? []);
  const each = (source: Source, { sql, parameters }: Condition) =>
    context.db
      .prepare(
        `select ${[source.columns, ...columns.map((column) => column.sql)].join(', ')}
        from ${source.table} u
        where ${[source.condition, sql, ...conditions.map((condition) => condition.sql)].join(' and ')}`,
      )
      .each([...parameters, ...conditions.flatMap((condition) => condition.parameters)], (row) => {
        if (sessions.every((of) => of.has(row[0] as number))) {
          add.row(row, source === single);
        }
      });
  if (columns.some((column) => column.single)) {
    each(single, inRange(range));
  } else {
    const { whole, edges } = splitRange(range);
    if (whole !== null) {
      each(quarters, inRange(whole));
    }
    for (const edge of edges) {
      each(single, inRange(edge));
    }
  }
  return add.groups();
}

interface Source {
  table: string;
  columns: string;
  condition: string;
}

const tokenColumns =
  'u.input, u.cache_read, u.cache_write_5m, u.cache_write_1h, u.output, u.reasoning, u.web_searches';

/** Both give the same columns. What a response has no band of, its own numbers tell. */
const quarters: Source = {
  table: 'usage_rollup',
  columns: `u.session_id, u.model, u.other_tier, u.first_at, u.last_at, u.responses, u.unknown_responses, ${tokenColumns},
    u.with_reasoning, u.band, u.approximate_responses`,
  condition: 'true',
};
const single: Source = {
  table: 'usage',
  columns: `u.session_id, u.model, u.tier is not null, u.at, u.at, u.has_usage, 1 - u.has_usage, ${tokenColumns},
    u.reasoning is not null, null, u.approximate`,
  condition: 'u.counted = 1',
};
const fixedColumns = 17;

function inRange({ since, until }: TimeRange): Condition {
  const bounds = [
    ...(since === undefined ? [] : ['u.at >= ?']),
    ...(until === undefined ? [] : ['u.at < ?']),
    'true',
  ];
  return {
    sql: bounds.join(' and '),
    parameters: [since, until].filter((bound) => bound !== undefined),
  };
}

/** The whole quarters of an hour in a range, null where there is none, and what is left of it at both ends. */
function splitRange({ since, until }: TimeRange): { whole: TimeRange | null; edges: TimeRange[] } {
  const from = since === undefined ? undefined : -quarterOf(-since);
  const to = until === undefined ? undefined : quarterOf(until);
  if (from !== undefined && to !== undefined && from >= to) {
    return { whole: null, edges: [{ since: since!, until: until! }] };
  }
  const edges: TimeRange[] = [];
  if (since !== undefined && from !== since) {
    edges.push({ since, until: from! });
  }
  if (until !== undefined && to !== until) {
    edges.push({ since: to!, until });
  }
  return {
    whole: { ...(from === undefined ? {} : { since: from }), ...(to === undefined ? {} : { until: to }) },
    edges,
  };
}

function createAdder(context: ReadContext, columns: readonly KeyColumn[]) {
  const models = createModels(context);
  const groups = new Map<string, ResponseGroup>();
  let last: ResponseGroup | null = null;
  let lastModel: number | null = null;

  function groupOf(row: SqlValue[], band: number): ResponseGroup {
    const model = row[1] as number | null;
    const otherTier = row[2] === 1;
    const keys = columns.map(({ of }, i) => {
      const value = row[fixedColumns + i] ?? null;
      return of ? of(value) : (value as Key);
    });
    // Neighbours are mostly of one session, so most of them agree.
    const isSame =
      last !== null &&
      lastModel === model &&
      last.band === band &&
      last.otherTier === otherTier &&
      keys.every((key, i) => key === last?.keys[i]);
    if (last !== null && isSame) {
      return last;
    }
    const name = `${model} ${band} ${otherTier}\n${keys.join('\n')}`;
    let group = groups.get(name);
    if (!group) {
      group = emptyGroup(keys, models(model).name, band, otherTier);
      groups.set(name, group);
    }
    lastModel = model;
    last = group;
    return group;
  }

  return {
    groups: () => [...groups.values()],
    row(values: SqlValue[], isSingle: boolean): void {
      const row = values as number[];
      const firstAt = values[3] as number | null;
      const lastAt = values[4] as number | null;
      const { bands } = models(values[1] as number | null);
      let band = 0;
      if (bands) {
        band = isSingle ? bandOf(bands, row[7]! + row[8]! + row[9]! + row[10]!, firstAt) : row[15]!;
      }
      const group = groupOf(values, band);
      group.sessions.add(row[0]!);
      group.responses += row[5]!;
      group.unknownResponses += row[6]!;
      group.input += row[7]!;
      group.cacheRead += row[8]!;
      group.cacheWrite5m += row[9]!;
      group.cacheWrite1h += row[10]!;
      group.output += row[11]!;
      group.reasoning += row[12] ?? 0;
      group.webSearches += row[13]!;
      group.withReasoning += row[14]!;
      group.approximateResponses += row[16]!;
      if (firstAt !== null && lastAt !== null) {
        group.firstAt = group.firstAt === null ? firstAt : Math.min(group.firstAt, firstAt);
        group.lastAt = group.lastAt === null ? lastAt : Math.max(group.lastAt, lastAt);
      }
    },
  };
}

/** Names of models, and where their prices change; null: nowhere. */
function createModels({ db, prices, unchanged }: ReadContext) {
  return unchanged('models', () => {
    const table = prices();
    const known = new Map<number | null, { name: string | null; bands: Bands | null }>();
    const ids = db.prepare('select model from usage_rollup_model').all();
    const name = namesOf(
      db,
      ids.map(([id]) => id as number | null),
    );
    for (const [id] of ids) {
      const text = name(id as number | null);
      const bands = table.bandsOf(text);
      const changes = bands ? bands.thresholds.length + bands.epochs.length + bands.dayTimes.length : 0;
      known.set(id as number | null, { name: text, bands: changes > 0 ? bands : null });
    }
    const none = { name: null, bands: null };
    return (id: number | null) => known.get(id) ?? none;
  });
}

function emptyGroup(
  keys: readonly Key[],
  model: string | null,
  band: number,
  otherTier: boolean,
): ResponseGroup {
  const nothing = {
    responses: 0,
    unknownResponses: 0,
    approximateResponses: 0,
    withReasoning: 0,
    reasoning: 0,
    webSearches: 0,
  };
  const tokens = { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 };
  return {
    keys,
    sessions: new Set(),
    model,
    band,
    otherTier,
    ...nothing,
    ...tokens,
    firstAt: null,
    lastAt: null,
  };
}
