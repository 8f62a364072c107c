import { bandOf, type Bands } from '../../pricing/bands.js';
import type { SqlValue } from '../database.js';
import type { ReadContext } from './context.js';
import { namesOf } from './names.js';
import { type Condition, eachPart, eachResponse, type TimeRange } from './responseParts.js';
import type { PricedGroup } from './sums.js';

export type Key = string | number | null;

/** What responses are told apart by: SQL over `u`, as that of a condition, and what its value stands for. */
export interface KeyColumn {
  sql: string;
  of?: (value: SqlValue) => Key;
}

/** Responses that agree in `keys`, model and price band. */
export interface ResponseGroup extends PricedGroup {
  keys: readonly Key[];
  /** Row numbers of the sessions that they are of, some of them more than once. */
  sessions: number[];
  firstAt: number | null;
  lastAt: number | null;
}

/** The folder that a response was made in: its own, or its session's where its line does not tell. */
export const cwdOfResponse = 'ifnull(u.cwd, (select cwd from session where id = u.session_id))';

export const agentOfResponse = '(select agent from session where id = u.session_id)';

/** The name of a response's project: the root of its repository, else its folder. */
export const projectOfResponse = `coalesce((select repository from place where cwd = ${cwdOfResponse}), ${cwdOfResponse})`;

/**
 * Adds up the responses that count, lie in the range and fulfil all conditions. The rows are added here and not by `group by`,
 * whose sorting takes longer than reading them all.
 */
export function groupResponses(
  context: ReadContext,
  columns: readonly KeyColumn[],
  conditions: readonly Condition[],
  range: TimeRange = {},
): ResponseGroup[] {
  const add = createAdder(context, columns);
  const keys = columns.map(({ sql }) => sql);
  eachPart(
    context.db,
    (isSingle) => [...(isSingle ? single : quarters), ...keys],
    conditions,
    range,
    add.row,
  );
  return add.groups();
}

/** The same over responses that conditions tell apart by what the roll-up does not know, each of them read by itself. */
export function groupSingleResponses(
  context: ReadContext,
  columns: readonly KeyColumn[],
  conditions: readonly Condition[],
): ResponseGroup[] {
  const add = createAdder(context, columns);
  eachResponse(context.db, [...single, ...columns.map(({ sql }) => sql)], conditions, {}, (row) =>
    add.row(row, true),
  );
  return add.groups();
}

const tokenColumns = [
  ...['u.input', 'u.cache_read', 'u.cache_write_5m', 'u.cache_write_1h', 'u.output', 'u.reasoning'],
  'u.web_searches',
];
/** Both give the same columns. What a response has no band of, its own numbers tell. */
const quarters: readonly string[] = [
  ...['u.session_id', 'u.model', 'u.other_tier', 'u.first_at', 'u.last_at', 'u.responses'],
  ...['u.unknown_responses', ...tokenColumns, 'u.with_reasoning', 'u.band', 'u.approximate_responses'],
];
const single: readonly string[] = [
  ...['u.session_id', 'u.model', 'u.tier is not null', 'u.at', 'u.at', 'u.has_usage'],
  ...['1 - u.has_usage', ...tokenColumns, 'u.reasoning is not null', 'null', 'u.approximate'],
];

function createAdder(context: ReadContext, columns: readonly KeyColumn[]) {
  const models = createModels(context);
  const indexes = columns.map(({ sql }) => (sql === 'null' ? null : createIndex()));
  const [indexOfModel, indexOfBand] = [createIndex(), createIndex()];
  const groups: ResponseGroup[] = [];
  let last: ResponseGroup | null = null;
  let lastModel: number | null = null;

  function groupOf(row: SqlValue[], band: number): ResponseGroup {
    const model = row[1] as number | null;
    const otherTier = row[2] === 1;
    const keys = columns.map(({ of }, i) => {
      const value = row[quarters.length + i] ?? null;
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
    let place = indexOfBand(indexOfModel(0, model), 2 * band + Number(otherTier));
    for (let i = 0; i < keys.length; i++) {
      place = indexes[i]?.(place, keys[i]!) ?? place;
    }
    let group = groups[place];
    if (!group) {
      group = emptyGroup(keys, models(model).name, band, otherTier);
      groups[place] = group;
    }
    lastModel = model;
    last = group;
    return group;
  }

  return {
    groups: () => groups,
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
      if (group.sessions.at(-1) !== row[0]) {
        group.sessions.push(row[0]!);
      }
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

/** Numbers combinations, from 0 on in the order in which they come: of what is numbered already and one value more. */
function createIndex(): (before: number, value: Key) => number {
  const values = new Map<Key, number>();
  const combinations = new Map<number, number>();
  return (before, value) => {
    let number = values.get(value);
    if (number === undefined) {
      number = values.size;
      values.set(value, number);
    }
    const combination = before * mostValues + number;
    let index = combinations.get(combination);
    if (index === undefined) {
      index = combinations.size;
      combinations.set(combination, index);
    }
    return index;
  };
}

/** Values of a column, so that a combination of two numbers stays exact. */
const mostValues = 2 ** 26;

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
    sessions: [],
    model,
    band,
    otherTier,
    ...nothing,
    ...tokens,
    firstAt: null,
    lastAt: null,
  };
}
