import type { PriceOverride } from '../common/settings.js';
import type { Rates } from './snapshot.js';

/**
 * The user's own price of a model, or null. An exact name goes before globs (`*` any text, `?` one letter), the longer glob
 * before the shorter: the order in which settings of several scopes are merged must not matter. A price that is left out
 * is that of the next more general kind, as in the built-in table.
 */
export function overrideFor(model: string, overrides: Readonly<Record<string, PriceOverride>>): Rates | null {
  const name = model.trim().toLowerCase();
  const keys = Object.keys(overrides).filter((key) => glob(key).test(name));
  const isExact = (key: string) => (key.trim().toLowerCase() === name ? 1 : 0);
  keys.sort((a, b) => isExact(b) - isExact(a) || b.length - a.length || (a < b ? -1 : 1));
  const price = keys[0] === undefined ? undefined : overrides[keys[0]];
  if (!price || !isPrice(price.input) || !isPrice(price.output)) {
    return null;
  }
  const write = orElse(price.cacheWrite5m, price.input);
  return [
    price.input,
    price.output,
    orElse(price.cacheRead, price.input),
    write,
    orElse(price.cacheWrite1h, write),
  ];
}

function glob(text: string): RegExp {
  const escaped = text
    .trim()
    .toLowerCase()
    .replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('\\*', '.*').replaceAll('\\?', '.')}$`, 's');
}

function orElse(price: number | undefined, general: number): number {
  return isPrice(price) ? price : general;
}

/** Settings are typed by hand, so a value may be anything. */
function isPrice(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
