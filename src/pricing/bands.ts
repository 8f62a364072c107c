import type { Period, Rates } from './snapshot.js';

/**
 * Where the price of a model changes, each list ascending:
 *  - `thresholds`: a request with more input tokens than this, cached or not, is billed whole at another rate;
 *  - `epochs`: from this time on (ms) other prices hold;
 *  - `dayTimes`: from this time of the UTC day on (ms since midnight) other prices hold.
 */
export interface Bands {
  thresholds: readonly number[];
  epochs: readonly number[];
  dayTimes: readonly number[];
}

/** The same price at all times and for requests of all sizes: one band. */
export const noBands: Bands = { thresholds: [], epochs: [], dayTimes: [] };

const dayMs = 86_400_000;

/**
 * The number of a response's band. SQL that groups by it must give the same:
 *
 *     tier   = (context > thresholds[0]) + (context > thresholds[1]) + …
 *     epoch  = (at >= epochs[0]) + …                    -- no time: epochs.length
 *     window = (at % 86400000 >= dayTimes[0]) + …       -- no time: 0
 *     band   = (epoch * (dayTimes.length + 1) + window) * (thresholds.length + 1) + tier
 */
export function bandOf(bands: Bands, contextTokens: number, at: number | null): number {
  const { thresholds, epochs, dayTimes } = bands;
  const tier = thresholds.filter((start) => contextTokens > start).length;
  const epoch = at === null ? epochs.length : epochs.filter((start) => at >= start).length;
  const window = at === null ? 0 : dayTimes.filter((start) => at % dayMs >= start).length;
  return (epoch * (dayTimes.length + 1) + window) * (thresholds.length + 1) + tier;
}

/** How many bands there are: numbers run from 0 to one below. */
export function bandCount({ thresholds, epochs, dayTimes }: Bands): number {
  return (epochs.length + 1) * (dayTimes.length + 1) * (thresholds.length + 1);
}

/** When the price of a band holds: days as `YYYY-MM-DD` UTC, input tokens of a request, and times of the day in milliseconds. */
export function bandLimits({ thresholds, epochs, dayTimes }: Bands, band: number) {
  const tiers = thresholds.length + 1;
  const windows = dayTimes.length + 1;
  const tier = band % tiers;
  const window = Math.floor(band / tiers) % windows;
  const epoch = Math.floor(band / tiers / windows);
  const day = (at: number | undefined) => (at === undefined ? null : new Date(at).toISOString().slice(0, 10));
  return {
    from: day(epochs[epoch - 1]),
    until: day(epochs[epoch]),
    above: thresholds[tier - 1] ?? null,
    upTo: thresholds[tier] ?? null,
    daily: windows === 1 ? null : ([dayTimes[window - 1] ?? 0, dayTimes[window] ?? dayMs] as const),
  };
}

/** The bands of a model and the rates of each. Between two neighbouring limits nothing changes, so one point stands for all. */
export function ratesByBand(periods: readonly Period[]): { bands: Bands; rates: (Rates | null)[] } {
  const bands: Bands = {
    thresholds: ascending(periods.flatMap((period) => period.over?.map(([tokens]) => tokens) ?? [])),
    epochs: ascending(periods.flatMap((period) => (period.from ? [Date.parse(period.from)] : []))),
    dayTimes: ascending(periods.flatMap((period) => period.daily ?? [])),
  };
  const rates: (Rates | null)[] = [];
  for (const from of [Number.NEGATIVE_INFINITY, ...bands.epochs]) {
    for (const dayTime of [0, ...bands.dayTimes]) {
      const period = periodAt(periods, from, dayTime);
      for (const tokens of [-1, ...bands.thresholds]) {
        rates.push(ratesAbove(period, tokens));
      }
    }
  }
  return { bands, rates };
}

function periodAt(periods: readonly Period[], epoch: number, dayTime: number): Period | undefined {
  return periods.findLast((period) => holds(period, epoch, dayTime)) ?? periods[0];
}

function holds({ from, daily }: Period, epoch: number, dayTime: number): boolean {
  if (from !== undefined) {
    return epoch >= Date.parse(from);
  }
  if (daily) {
    const [start, end] = daily;
    return end < start ? dayTime >= start || dayTime < end : dayTime >= start && dayTime < end;
  }
  return true;
}

function ratesAbove(period: Period | undefined, tokens: number): Rates | null {
  const over = period?.over?.findLast(([start]) => tokens >= start);
  return over?.[1] ?? period?.rates ?? null;
}

function ascending(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}
