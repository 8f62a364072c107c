import type { SqlValue } from '../database.js';
import { bandSql } from './bands.js';
import type { ReadContext } from './context.js';
import { namesOf } from './names.js';
import type { PricedGroup } from './sums.js';

/** A condition over responses `u` of sessions `s`, with its parameters in order. */
export interface Condition {
  sql: string;
  parameters: readonly SqlValue[];
}

/** Responses that agree in `keys`, session, model and price band. */
export interface ResponseGroup extends PricedGroup {
  keys: (string | number | null)[];
  session: number;
  modelId: number | null;
  firstAt: number | null;
  lastAt: number | null;
}

/** The folder that a response was made in: its own, or its session's where its line does not tell. */
export const cwdOfResponse = 'coalesce(u.cwd, s.cwd)';

/** The name of a response's project: the root of its repository, else its folder. */
export const projectOfResponse = `coalesce((select repository from place where cwd = ${cwdOfResponse}), ${cwdOfResponse})`;

/** Adds up the responses that count and fulfil all conditions, by `keys` (SQL over `u` and `s`). */
export function groupResponses(
  context: ReadContext,
  keys: readonly string[],
  conditions: readonly Condition[],
): ResponseGroup[] {
  const groups: ResponseGroup[] = [];
  const columns = [...keys, 'u.session_id', 'u.model', bandSql(context), 'u.tier is not null'];
  const n = keys.length;
  context.db
    .prepare(
      `select ${columns.join(', ')},
        sum(u.has_usage), sum(1 - u.has_usage), sum(u.input), sum(u.cache_read), sum(u.cache_write_5m),
        sum(u.cache_write_1h), sum(u.output), count(u.reasoning), sum(u.reasoning), sum(u.web_searches), min(u.at), max(u.at)
      from usage u join session s on s.id = u.session_id
      where ${['u.counted = 1', ...conditions.map(({ sql }) => sql)].join(' and ')}
      group by ${columns.map((_, i) => i + 1).join(', ')}`,
    )
    .each(
      conditions.flatMap(({ parameters }) => parameters),
      (row) => {
        const number = (i: number) => Number(row[n + i]);
        groups.push({
          keys: row.slice(0, n) as (string | number | null)[],
          session: number(0),
          modelId: row[n + 1] as number | null,
          model: null,
          band: number(2),
          otherTier: number(3) === 1,
          responses: number(4),
          unknownResponses: number(5),
          input: number(6),
          cacheRead: number(7),
          cacheWrite5m: number(8),
          cacheWrite1h: number(9),
          output: number(10),
          withReasoning: number(11),
          reasoning: number(12),
          webSearches: number(13),
          firstAt: row[n + 14] as number | null,
          lastAt: row[n + 15] as number | null,
        });
      },
    );
  const name = namesOf(
    context.db,
    groups.map((group) => group.modelId),
  );
  for (const group of groups) {
    group.model = name(group.modelId);
  }
  return groups;
}
