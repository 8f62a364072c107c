import assert from 'node:assert/strict';
import type { Cell } from '../../src/common/charts.js';
import { defaultSettings } from '../../src/common/settings.js';
import { usageCommand } from '../../src/cli/commands/usage.js';
import { countUsage } from '../../src/count/count.js';
import { resolvePlace } from '../../src/git/place.js';
import { importers } from '../../src/importers/index.js';
import { diskFiles } from '../../src/ingest/fileSource.js';
import { startIngest } from '../../src/ingest/ingest.js';
import { chartData, charts, chartOf } from '../../src/stats/index.js';
import { createAttributor } from '../../src/store/attributor.js';
import type { Database } from '../../src/store/database.js';
import { createReader, type Reader } from '../../src/store/read/reader.js';
import { createWriter } from '../../src/store/write/writeBatch.js';
import { corpora } from '../corpus/index.js';
import { parserHere, wasmPath } from '../ingest/support.js';
import { cleanUp, openStore, temporaryFolder } from '../store/storeFixture.js';

/** What sessions came to, on every surface that tells it. */
describe('totals', function () {
  this.timeout(60_000);
  const timeZone = 'Europe/Berlin';
  const end = Date.UTC(2026, 2, 29, 12);
  const places = { home: temporaryFolder(), env: {}, platform: 'linux' as const };
  let db: Database;
  let reader: Reader;
  let truth: { total: number; responses: number };

  before(async () => {
    ({ truth } = corpora['claude']!(places.home, { seed: 5, sessions: 14, end, days: 60 }));
    ({ db } = await openStore(temporaryFolder()));
    const quiet = () => undefined;
    const ingest = startIngest({
      ...{ importers, places, wasmPath, settings: defaultSettings, watch: false, parseWorker: '' },
      writer: createWriter(db, { attribute: createAttributor(db, () => defaultSettings) }),
      importedFolder: null,
      log: { info: quiet, warn: quiet, error: (message) => assert.fail(message) },
      onCommitted: quiet,
      onProgress: quiet,
      startParser: parserHere(importers, diskFiles, 'linux', resolvePlace),
    });
    await ingest.rescan();
    await ingest.close();
    reader = createReader(db, { settings: () => defaultSettings, now: () => end });
  });
  after(() => cleanUp());

  it('of tokens and responses are the truth', () => {
    const { totals } = reader.usage({ by: 'none' });
    assert.deepEqual([totals.totalTokens, totals.responses], [truth.total, truth.responses]);
    assert.ok((totals.costUsd ?? 0) > 0);
  });

  it('are the same in the tree, in sessions, tickets and branches', () => {
    const { totals } = reader.usage({ by: 'none' });
    for (const by of ['none', 'ticket', 'branch', 'project', 'agent', 'day'] as const) {
      const groups = reader.groups(by, {}, timeZone);
      same(
        groups.map(({ usage }) => usage),
        totals,
        `tree by ${by}`,
      );
    }
    const sessions = reader.sessions({}, { limit: 1000 });
    same(
      sessions.map(({ usage }) => usage),
      totals,
      'sessions',
    );
    // What the status bar says of a ticket.
    const { rows } = reader.usage({ by: 'ticket' });
    for (const row of rows.filter(({ key }) => key !== null)) {
      same([reader.usageOf({ ticket: row.key! }).usage], row, `status bar, ${row.key}`);
      same([reader.usage({ by: 'none', tickets: [row.key] }).totals], row, `filter, ${row.key}`);
    }
  });

  it('are the same on the command line, with and without a store', async () => {
    const { totals } = reader.usage({ by: 'none' });
    const { json } = await usageCommand.storeless!.run(
      { options: {}, timeZone, columns: null, folder: '/', positionals: [], now: end, input: '' },
      (query) => Promise.resolve(reader.usage(query)),
    );
    const told = (json as { totals: { total_tokens: number; cost_usd: number } }).totals;
    assert.deepEqual([told.total_tokens, told.cost_usd], [totals.totalTokens, totals.costUsd]);
    const { report } = await countUsage({ places, wasmPath }, { by: 'none', timeZone });
    assert.deepEqual(report.totals, totals);
  });

  it('are the same in SQL', () => {
    const { totals } = reader.usage({ by: 'none' });
    for (const view of ['v_usage', 'v_usage_quarter']) {
      const [tokens, cost] = db
        .prepare(`select sum(total_tokens), sum(cost_usd) from ${view}`)
        .get() as number[];
      same([{ totalTokens: tokens!, costUsd: cost! }], totals, view);
    }
    const explained = reader.explain({});
    same(explained.parts, totals, 'how this is counted');
  });

  it('are the same in every tab of the statistics', () => {
    const { totals } = reader.usage({ by: 'none' });
    let compared = 0;
    for (const chart of charts) {
      const { columns, parts } = chartData(chartOf(chart.id));
      const at = (...ids: string[]) => columns.findIndex(({ id }) => ids.includes(id));
      const [tokens, cost] = [at('total_tokens', 'tokens'), at('cost_usd')];
      // Those whose rows make up the whole, not averages, forecasts or a part of it.
      if (tokens < 0 || cost < 0 || chart.mark.kind === 'tiles' || partial.has(chart.id)) {
        continue;
      }
      for (const part of parts ?? [undefined]) {
        const query = { timeZone, ...(part === undefined ? {} : { part }) };
        const rows = reader.chart(chart.id, query).rows;
        const number = (row: readonly Cell[], place: number) => Number(row[place] ?? 0);
        same(
          rows.map((row) => ({ totalTokens: number(row, tokens), costUsd: number(row, cost) })),
          totals,
          `${chart.id} ${part ?? ''}`,
        );
        compared++;
      }
    }
    assert.ok(compared > 15, `${compared} were compared`);
  });
});

/** Charts of a part of what was used. */
const partial: ReadonlySet<string> = new Set(['subAgentTypes', 'modelHints', 'rateLimits']);

interface Sums {
  totalTokens: number;
  costUsd: number | null;
}

/** To the last token, and dollars but for the last digits of sums that were added in another order. */
function same(parts: readonly Sums[], whole: Sums, what: string): void {
  const tokens = parts.reduce((sum, part) => sum + part.totalTokens, 0);
  const cost = parts.reduce((sum, part) => sum + (part.costUsd ?? 0), 0);
  assert.equal(tokens, whole.totalTokens, what);
  assert.ok(
    Math.abs(cost - (whole.costUsd ?? 0)) < 1e-9 * Math.max(1, cost),
    `${what}: ${cost}, ${whole.costUsd}`,
  );
}
