import { bandOf, type Bands } from '../../pricing/bands.js';
import { contextOf } from '../../pricing/pricing.js';
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

/** Responses that agree in `keys`, session, model and price band. */
export interface ResponseGroup extends PricedGroup {
  keys: readonly Key[];
  session: number;
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
        const [
          session,
          modelId,
          at,
          hasUsage,
          input,
          read,
          write5m,
          write1h,
          output,
          reasoning,
          tier,
          searches,
        ] = row as number[] & { 1: number | null; 2: number | null; 9: number | null };
        const tokens = {
          input: input!,
          cacheRead: read!,
          cacheWrite5m: write5m!,
          cacheWrite1h: write1h!,
          output: output!,
        };
        const model = models(modelId);
        const band = model.bands ? bandOf(model.bands, contextOf(tokens), at) : 0;
        const keys = columns.map(({ of }, i) => {
          const value = row[fixedColumns + i] ?? null;
          return of ? of(value) : (value as Key);
        });
        const otherTier = (tier as unknown) !== null;
        const name = `${session} ${modelId} ${band} ${otherTier} ${keys.join('\n')}`;
        let group = groups.get(name);
        if (!group) {
          group = emptyGroup(keys, session!, model.name, band, otherTier);
          groups.set(name, group);
        }
        group.responses += hasUsage!;
        group.unknownResponses += 1 - hasUsage!;
        group.input += tokens.input;
        group.cacheRead += tokens.cacheRead;
        group.cacheWrite5m += tokens.cacheWrite5m;
        group.cacheWrite1h += tokens.cacheWrite1h;
        group.output += tokens.output;
        group.withReasoning += Number(reasoning !== null);
        group.reasoning += reasoning ?? 0;
        group.webSearches += searches!;
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
  session: number,
  model: string | null,
  band: number,
  otherTier: boolean,
): ResponseGroup {
  const nothing = { responses: 0, unknownResponses: 0, withReasoning: 0, reasoning: 0, webSearches: 0 };
  const tokens = { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 };
  return { keys, session, model, band, otherTier, ...nothing, ...tokens, firstAt: null, lastAt: null };
}
