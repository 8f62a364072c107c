import type { Bands } from '../../pricing/bands.js';
import type { ReadContext } from './context.js';

/**
 * SQL that gives the number of the price band of a response `u`, as `bandOf` in src/pricing/bands.ts: responses of one
 * model and one band have the same price, so that their tokens may be added up before they are priced.
 */
export function bandSql(context: ReadContext): string {
  return context.unchanged('bands', () => {
    const prices = context.prices();
    const cases: string[] = [];
    context.db
      .prepare('select id, text from name where id in (select model from usage)')
      .each([], ([id, model]) => {
        const band = bandOfModel(prices.bandsOf(model as string));
        if (band !== null) {
          cases.push(`when ${id as number} then ${band}`);
        }
      });
    return cases.length === 0 ? '0' : `(case u.model ${cases.join(' ')} else 0 end)`;
  });
}

function bandOfModel(bands: Bands | null): string | null {
  if (!bands || bands.thresholds.length + bands.epochs.length + bands.dayTimes.length === 0) {
    return null;
  }
  const { thresholds, epochs, dayTimes } = bands;
  const tier = steps('u.input + u.cache_read + u.cache_write_5m + u.cache_write_1h', '>', thresholds);
  const epoch = `iif(u.at is null, ${epochs.length}, ${steps('u.at', '>=', epochs)})`;
  const window = `iif(u.at is null, 0, ${steps('(u.at % 86400000)', '>=', dayTimes)})`;
  return `(${epoch} * ${dayTimes.length + 1} + ${window}) * ${thresholds.length + 1} + ${tier}`;
}

/** How many of the limits the value has passed. */
function steps(value: string, operator: '>' | '>=', limits: readonly number[]): string {
  return limits.length === 0
    ? '0'
    : `(${limits.map((limit) => `(${value} ${operator} ${limit})`).join(' + ')})`;
}
