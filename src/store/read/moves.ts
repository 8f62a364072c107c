import type { RuleMove, RuleMoveSums, RulePreview } from '../../common/ticketPage.js';
import type { TicketMove } from '../attributor.js';
import { listOf, type ReadContext } from './context.js';
import { lineageOf } from './lineage.js';
import { groupSingleResponses } from './responses.js';
import { sumBuilder, type SumBuilder } from './sums.js';
import { workSums } from './ticketWork.js';

/** Adds up what would go from ticket to ticket, slice by slice. */
export interface MoveSums {
  add(moves: readonly TicketMove[]): void;
  result(): Pick<RulePreview, 'moves' | 'totals'>;
}

interface Sums {
  sums: SumBuilder;
  roots: Set<number>;
}

export function createMoveSums(context: ReadContext): MoveSums {
  const fresh = (): Sums => ({ sums: sumBuilder(context.prices()), roots: new Set() });
  const total = fresh();
  const byMove = new Map<string, Sums & Pick<RuleMove, 'from' | 'to'>>();
  return {
    add(moves) {
      const lineage = lineageOf(context);
      for (const { from, to, responses } of moves) {
        const key = JSON.stringify([from, to]);
        const move = byMove.get(key) ?? { from, to, ...fresh() };
        byMove.set(key, move);
        const groups = groupSingleResponses(
          context,
          [{ sql: 'u.session_id' }],
          [{ sql: 'u.id in (select value from json_each(?))', parameters: [listOf(responses)] }],
        );
        for (const group of groups) {
          for (const { sums, roots } of [move, total]) {
            sums.add(group);
            roots.add(lineage.rootOf(group.keys[0] as number));
          }
        }
      }
    },
    result: () => ({
      moves: [...byMove.values()]
        .map(({ from, to, ...of }) => ({ from, to, ...sumsOf(of) }))
        // What does not count, being another file's to tell, moves without being shown.
        .filter(({ responses, unknownResponses }) => responses + unknownResponses > 0)
        .sort((a, b) => b.totalTokens - a.totalTokens || b.responses - a.responses),
      totals: sumsOf(total),
    }),
  };
}

function sumsOf({ sums, roots }: Sums): RuleMoveSums {
  return { ...workSums(sums), sessions: roots.size };
}
