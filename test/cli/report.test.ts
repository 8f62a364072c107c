import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestCommand } from '../../src/cli/commands/digest.js';
import { reportCommand } from '../../src/cli/commands/report.js';
import { UsageError, type Command, type Context } from '../../src/cli/command.js';
import { defaultSettings } from '../../src/common/settings.js';
import { createReader } from '../../src/store/read/reader.js';
import { createCopies, type Copies } from '../../src/store/query/copies.js';
import { createQueryRunner, type QueryRunner } from '../../src/store/queryRunner.js';
import { fixtureNow, openSqlFixture } from '../stats/sqlFixture.js';
import { cleanUp, temporaryFolder, wasmPath } from '../store/storeFixture.js';

const goldens = join(__dirname, 'goldens');

/** Each form of the two reports over the fixture of the predefined queries; UPDATE=1 writes the goldens anew. */
describe('reports of a period', function () {
  this.timeout(60_000);
  let runner: QueryRunner;
  let api: Context['api'];
  let copies: Copies;
  before(async () => {
    const folder = temporaryFolder();
    const db = await openSqlFixture(folder);
    const reader = createReader(db, { settings: () => defaultSettings, now: () => fixtureNow });
    copies = createCopies(db, join(folder, 'logbook.db'), folder);
    runner = createQueryRunner({
      workerPath: join(__dirname, '../store/query/queryThread.cjs'),
      wasmPath,
      makeCopy: () => copies.make(),
    });
    api = {
      usage: async (...args: Parameters<typeof reader.usage>) => reader.usage(...args),
      sessions: async (...args: Parameters<typeof reader.sessions>) => reader.sessions(...args),
      rateLimits: async (...args: Parameters<typeof reader.rateLimits>) => reader.rateLimits(...args),
    } as unknown as Context['api'];
  });
  after(async () => {
    await runner.dispose();
    cleanUp();
  });

  const context = (options: Context['options']): Context => ({
    ...{ api, options, folder: '/', positionals: [], now: fixtureNow, timeZone: 'UTC', columns: null },
    input: '',
    ask: (question) => runner.ask(question),
    exporter: () => Promise.reject(new Error('Nothing is exported here')),
  });

  for (const [name, command, options] of [
    ['report-week.txt', reportCommand, {}],
    ['report-month.md', reportCommand, { period: '2026-03', markdown: true }],
    ['report-nothing.txt', reportCommand, { period: '2020' }],
    ['digest.txt', digestCommand, {}],
    ['digest.md', digestCommand, { markdown: true }],
  ] as const satisfies readonly (readonly [string, Command, Context['options']])[]) {
    it(`${name} is as it was`, async () => {
      const { text, json } = await command.run(context(options));
      JSON.stringify(json);
      const file = join(goldens, name);
      if (process.env['UPDATE']) {
        writeFileSync(file, `${text}\n`);
      }
      assert.equal(`${text}\n`, readFileSync(file, 'utf8'));
    });
  }

  it('print documented keys', async () => {
    const { json } = await reportCommand.run(context({ period: 'all' }));
    const report = json as Record<string, unknown>;
    assert.deepEqual(Object.keys(report), [
      ...['since', 'until', 'totals', 'by_ticket', 'by_model', 'by_project', 'by_agent', 'by_day'],
      ...['top_sessions', 'tools', 'work', 'rate_limits'],
    ]);
    assert.deepEqual(report['work'], { files: 2, added: 54, removed: 5, prompts: 4 });
    assert.deepEqual(report['tools'], [{ name: 'Bash', calls: 3, errors: 2 }]);
    const digest = (await digestCommand.run(context({}))).json as Record<string, Record<string, unknown>>;
    assert.deepEqual(Object.keys(digest), ['this_week', 'week_before']);
    assert.equal(digest['week_before']?.['total_tokens'], 11_500);
  });

  it('refuse a period that is none, or two', () => {
    for (const options of [{ period: 'x' }, { period: 'week', since: '2026-01-01' }, { since: 'x' }]) {
      assert.throws(() => reportCommand.check?.(options, [], fixtureNow), UsageError);
    }
  });
});
