import type { Chart, Row } from './chart.js';

/** What the cache saved: what was read from it at the price of input, less its own price and the surcharge of writing. */
export const cacheSavings: Chart = {
  id: 'cacheSavings',
  tab: 'cost',
  title: 'Cache',
  description:
    'Share of the input that was read from the cache, and what the cache saved: its reads at the price of input less their own price, and less what writing cost beyond the price of input.',
  mark: { kind: 'table' },
  sortedBy: 'input_tokens',
  columns: [
    { id: 'model', label: 'Model', unit: 'model' },
    { id: 'input_tokens', label: 'All input', unit: 'tokens' },
    { id: 'cache_read_tokens', label: 'Cache read', unit: 'tokens' },
    { id: 'cache_write_tokens', label: 'Cache write', unit: 'tokens' },
    { id: 'hit_rate', label: 'Hit rate', unit: 'share' },
    { id: 'saved_usd', label: 'Saved', unit: 'usd' },
  ],
  rows(reads) {
    const models = new Map<
      string | null,
      { read: number; written: number; all: number; saved: number | null }
    >();
    for (const { model, tokens, rates } of reads.priced()) {
      const sums = models.get(model) ?? { read: 0, written: 0, all: 0, saved: null };
      models.set(model, sums);
      const written = tokens.cacheWrite5m + tokens.cacheWrite1h;
      sums.read += tokens.cacheRead;
      sums.written += written;
      sums.all += tokens.input + tokens.cacheRead + written;
      if (rates) {
        const saved =
          tokens.cacheRead * (rates.input - rates.cacheRead) -
          tokens.cacheWrite5m * (rates.cacheWrite5m - rates.input) -
          tokens.cacheWrite1h * (rates.cacheWrite1h - rates.input);
        sums.saved = (sums.saved ?? 0) + saved / 1e6;
      }
    }
    const rows = [...models].map(([model, { read, written, all, saved }]): Row => [
      model,
      all,
      read,
      written,
      all === 0 ? null : read / all,
      saved,
    ]);
    return { rows };
  },
  sql: (scope) => `select
  u.model,
  sum(u.input_tokens + u.cache_read_tokens + u.cache_write_5m_tokens + u.cache_write_1h_tokens) as input_tokens,
  sum(u.cache_read_tokens) as cache_read_tokens,
  sum(u.cache_write_5m_tokens + u.cache_write_1h_tokens) as cache_write_tokens,
  1.0 * sum(u.cache_read_tokens)
    / nullif(sum(u.input_tokens + u.cache_read_tokens + u.cache_write_5m_tokens + u.cache_write_1h_tokens), 0) as hit_rate
from v_usage u
where u.has_usage = 1
  and ${scope.within('u')}
group by 1
order by 2 desc`,
};
