import assert from 'node:assert/strict';
import type { UsageReport } from '../../src/common/usageReport.js';
import { usageDimensions } from '../../src/common/usageReport.js';
import { defaultSettings } from '../../src/common/settings.js';
import { countUsage, type CountQuery } from '../../src/count/count.js';
import { resolvePlace } from '../../src/git/place.js';
import { importers } from '../../src/importers/index.js';
import { startIngest } from '../../src/ingest/ingest.js';
import { diskFiles } from '../../src/ingest/fileSource.js';
import { createAttributor } from '../../src/store/attributor.js';
import { createReader } from '../../src/store/read/reader.js';
import { createWriter } from '../../src/store/write/writeBatch.js';
import { parserHere, wasmPath } from '../ingest/support.js';
import { openStore, temporaryFolder } from '../store/storeFixture.js';

/** Imports a home folder and compares every report of the store with what is counted from its files. */
export async function compareBothWays(home: string): Promise<void> {
  const { db, close } = await openStore(temporaryFolder());
  const attributor = createAttributor(db, () => defaultSettings);
  const quiet = () => undefined;
  const places = { home, env: {}, platform: 'linux' as const };
  const ingest = startIngest({
    writer: createWriter(db, { attribute: attributor }),
    importers,
    places,
    settings: defaultSettings,
    watch: false,
    parseWorker: '',
    importedFolder: null,
    wasmPath,
    log: { info: quiet, warn: quiet, error: (message) => assert.fail(message) },
    onCommitted: quiet,
    onProgress: quiet,
    startParser: parserHere(importers, diskFiles, 'linux', resolvePlace),
  });
  try {
    await ingest.rescan();
    const reader = createReader(db, { settings: () => defaultSettings, now: () => 0 });
    for (const query of queries(reader.usage({ by: 'day', utc: true }))) {
      const { report, problems } = await countUsage({ places, wasmPath }, query);
      assert.deepEqual(problems, []);
      assert.equal(text(report), text(reader.usage(query)), JSON.stringify(query));
    }
  } finally {
    await ingest.close();
    close();
  }
}

/** All dimensions; then parts of the time, which begin and end between days, on them, and within them. */
function queries({ rows }: UsageReport): CountQuery[] {
  const zones = [{ utc: true }, { timeZone: 'America/St_Johns' }];
  const all = usageDimensions.flatMap((by) => (by === 'day' ? zones : [{}]).map((zone) => ({ by, ...zone })));
  const days = rows.flatMap(({ key }) => (key === null ? [] : [Date.parse(key)]));
  const hour = 3_600_000;
  const spans = [0, Math.floor(days.length / 2), days.length - 1].flatMap((index) => {
    const day = days[index] ?? 0;
    return [
      { since: day },
      { until: day + 10.5 * hour },
      { since: day + 9 * hour, until: day + 15 * hour },
      { since: day - 300 * 24 * hour, until: day - 299 * 24 * hour },
    ];
  });
  const by = ['none', 'session', 'branch'] as const;
  return [...all, ...spans.map((span, index) => ({ by: by[index % by.length] ?? 'none', ...span }))];
}

/** As the command line prints it: numbers to their last digit. */
function text(report: UsageReport): string {
  return JSON.stringify(report, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
