import { bandOf, type Bands } from '../../pricing/bands.js';
import type { SqlValue } from '../database.js';
import type { ReadContext } from './context.js';
import { namesOf } from './names.js';
import type { PricedGroup } from './sums.js';

/** A condition over responses `u` of sessions `s`, with its parameters in order. */
export interface Condition {
  sql: string;
  parameters: readonly SqlValue[];
}

export type Key = string | number | null;

/** What responses are told apart by: SQL over `u` and `s`, and what its value stands for. */
export interface KeyColumn {
  sql: string;
  of?: (value: SqlValue) => Key;
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
export const cwdOfResponse = 'coalesce(u.cwd, s.cwd)';

/** The name of a response's project: the root of its repository, else its folder. */
export const projectOfResponse = `coalesce((select repository from place where cwd = ${cwdOfResponse}), ${cwdOfResponse})`;

/**
 * Adds up the responses that count and fulfil all conditions. The rows are added here and not by `group by`, whose
 * sorting takes three times as long as reading them all.
 */
export function groupResponses(
  context: ReadContext,
  columns: readonly KeyColumn[],
  conditions: readonly Condition[],
): ResponseGroup[] {
  const models = createModels(context);
  const groups = new Map<string, ResponseGroup>();
  context.db
    .prepare(
      `select u.session_id, u.model, u.at, u.has_usage, u.input, u.cache_read, u.cache_write_5m, u.cache_write_1h,
        u.output, u.reasoning, u.tier, u.web_searches${columns.map(({ sql }) => `, ${sql}`).join('')}
      from usage u join session s on s.id = u.session_id
      where ${['u.counted = 1', ...conditions.map(({ sql }) => sql)].join(' and ')}`,
    )
    .each(
      conditions.flatMap(({ parameters }) => parameters),
      (row) => {
        const number = (i: number) => row[i] as number;
        const at = row[2] as number | null;
        const model = models(row[1] as number | null);
        const contextTokens = number(4) + number(5) + number(6) + number(7);
        const band = model.bands ? bandOf(model.bands, contextTokens, at) : 0;
        const otherTier = row[10] !== null;
        const keys: Key[] = [];
        let name = `${row[1] as number | null} ${band} ${otherTier}`;
        for (const [i, { of }] of columns.entries()) {
          const value = row[fixedColumns + i] ?? null;
          const key = of ? of(value) : (value as Key);
          keys.push(key);
          name += `\n${key}`;
        }
        let group = groups.get(name);
        if (!group) {
          group = emptyGroup(keys, model.name, band, otherTier);
          groups.set(name, group);
        }
        group.sessions.add(number(0));
        group.responses += number(3);
        group.unknownResponses += 1 - number(3);
        group.input += number(4);
        group.cacheRead += number(5);
        group.cacheWrite5m += number(6);
        group.cacheWrite1h += number(7);
        group.output += number(8);
        group.withReasoning += Number(row[9] !== null);
        group.reasoning += number(9) ?? 0;
        group.webSearches += number(11);
        if (at !== null) {
          group.firstAt = group.firstAt === null ? at : Math.min(group.firstAt, at);
          group.lastAt = group.lastAt === null ? at : Math.max(group.lastAt, at);
        }
      },
    );
  return [...groups.values()];
}

const fixedColumns = 12;

/** Names of models, and where their prices change; null: nowhere. */
function createModels({ db, prices, unchanged }: ReadContext) {
  return unchanged('models', () => {
    const table = prices();
    const known = new Map<number | null, { name: string | null; bands: Bands | null }>();
    const ids = db.prepare('select distinct model from usage').all();
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
  const nothing = { responses: 0, unknownResponses: 0, withReasoning: 0, reasoning: 0, webSearches: 0 };
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
