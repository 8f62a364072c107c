import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { ExportError, type ExportSelection } from '../../src/common/export.js';
import type { UsageReport } from '../../src/common/usageReport.js';
import { schemaErrors } from '../importers/jsonSchema.js';
import { sessions } from './sessions.js';
import { openWorld, type World } from './world.js';

const schema = JSON.parse(
  readFileSync(join(__dirname, '../../docs/schema/session.schema.json'), 'utf8'),
) as Record<string, unknown>;
const all = { rules: [], secrets: [] };

describe('what is exported', function () {
  this.timeout(60_000);
  let world: World;
  before(async () => {
    world = await openWorld();
    for (const [name, lines] of Object.entries(sessions)) {
      await world.read(name, lines);
    }
  });
  after(() => world.close());

  async function write(
    selection: ExportSelection,
    format: 'json' | 'ndjson' | 'csv' | 'analytics-json',
    name: string,
  ) {
    await world.exporter.scan(selection, []);
    const path = world.out(name);
    await world.exporter.write({ format, path, keep: all });
    return readFileSync(path, 'utf8');
  }

  const figures = ({ totals }: UsageReport) => ({
    tokens: totals.tokens,
    total: totals.totalTokens,
    responses: totals.responses,
    unknown: totals.unknownResponses,
    approximate: totals.approximateResponses,
    sessions: totals.sessions,
    cost: totals.costUsd?.toFixed(9),
    estimate: totals.estimate,
    web: totals.webSearchUsd,
    unpriced: totals.unpriced,
  });

  it('is valid by the published schema', async () => {
    const document = JSON.parse(await write({}, 'json', 'valid.json')) as {
      schema: number;
      records: object[];
    };
    assert.equal(document.schema, 1);
    for (const record of document.records) {
      assert.deepEqual(schemaErrors(record, schema, schema), [], JSON.stringify(record));
    }
    const lines = (await write({}, 'ndjson', 'valid.jsonl')).trimEnd().split('\n');
    assert.deepEqual(
      lines.slice(0, -1).map((line) => JSON.parse(line) as unknown),
      document.records,
    );
  });

  for (const format of ['json', 'ndjson'] as const) {
    it(`comes to the same figures when ${format} is read by another logbook`, async () => {
      await write({}, format, `moved.${format}`);
      const other = await openWorld();
      try {
        const text = readFileSync(world.out(`moved.${format}`), 'utf8');
        await other.read(
          'moved.jsonl',
          format === 'json' ? (JSON.parse(text) as { records: object[] }).records : text,
        );
        assert.deepEqual((await other.api.doctor(false)).problems, []);
        for (const by of ['none', 'day', 'model', 'branch', 'ticket', 'project'] as const) {
          const query = { by, timeZone: 'UTC' };
          const [mine, theirs] = [await world.api.usage(query), await other.api.usage(query)];
          assert.deepEqual(figures(theirs), figures(mine), by);
          assert.deepEqual(
            theirs.rows.map((row) => [row.key, row.totalTokens]),
            mine.rows.map((row) => [row.key, row.totalTokens]),
          );
        }
        const texts = async ({ api }: World) => {
          const found = await api.sessions({ children: true }, { limit: 10 });
          const told = found.map(async ({ id, title, messages, toolCalls, errors }) => {
            const { rows } = await api.outline(id, 0, 100);
            const bodies = await api.bodies(rows.map((row) => row.id));
            const said = bodies.map(({ text, tool, fileChanges }) => [text, tool, fileChanges]);
            return {
              title,
              messages,
              toolCalls,
              errors,
              kinds: rows.map((row) => [row.kind, row.thread, row.at]),
              said,
            };
          });
          return (await Promise.all(told)).toSorted((a, b) => (a.title < b.title ? -1 : 1));
        };
        assert.deepEqual(await texts(other), await texts(world));
      } finally {
        await other.close();
      }
    });
  }

  for (const [name, selection, query] of [
    ['everything', {}, {}],
    ['a ticket', { ticket: 'APP-12' }, { ticket: 'APP-12' }],
    [
      'a day',
      { since: Date.UTC(2026, 2, 3), until: Date.UTC(2026, 2, 4) },
      { since: Date.UTC(2026, 2, 3), until: Date.UTC(2026, 2, 4) },
    ],
    ['an agent', { filter: { agents: ['drop-in'] } }, { filter: { agents: ['drop-in'] } }],
  ] as const) {
    it(`adds up to what usage says, in every table: ${name}`, async () => {
      const { totals } = await world.api.usage({ by: 'none', timeZone: 'UTC', ...query });
      const [head = [], ...rows] = table(await write(selection, 'csv', 'sums.csv'));
      const sum = (column: string) =>
        rows.reduce((total, row) => total + Number(row[head.indexOf(column)] || 0), 0);
      assert.equal(sum('total_tokens'), totals.totalTokens);
      assert.equal(sum('responses'), totals.responses);
      assert.equal(sum('cost_usd').toFixed(9), totals.costUsd?.toFixed(9) ?? '0.000000000');
      const summary = JSON.parse(await write(selection, 'analytics-json', 'sums.json')) as Record<
        string,
        { total_tokens: number; sessions: number }[]
      >;
      assert.equal(summary['summary']?.[0]?.total_tokens, totals.totalTokens);
      for (const section of ['by_day', 'by_model', 'by_agent', 'by_project', 'by_branch', 'by_ticket']) {
        const total = summary[section]?.reduce((all, row) => all + row.total_tokens, 0);
        assert.equal(total, totals.totalTokens, section);
      }
      const folder = world.out(`sums-${name}`);
      await world.exporter.write({ format: 'parquet', path: folder, keep: all });
      const usage = await parquetRows(join(folder, 'usage'));
      const used = ['input', 'cache_read', 'cache_write_5m', 'cache_write_1h', 'output'].map(
        (kind) => `${kind}_tokens`,
      );
      assert.equal(
        usage.reduce(
          (total, row) => total + used.reduce((part, kind) => part + Number(row[kind] ?? 0), 0),
          0,
        ),
        totals.totalTokens,
      );
      const ofSessions = await parquetRows(join(folder, 'sessions'));
      assert.equal(
        ofSessions.reduce((total, row) => total + Number(row['total_tokens'] ?? 0), 0),
        totals.totalTokens,
      );
    });
  }

  it('is a session with its children, and nothing else', async () => {
    const [parent] = await world.api.sessions({ text: 'Fix "login"' }, { limit: 10 });
    const { sessions: count } = await world.exporter.scan({ sessions: [parent?.id ?? ''] }, []);
    assert.equal(count, 2);
  });

  it('is nothing where there is nothing', async () => {
    await assert.rejects(world.exporter.scan({ since: Date.UTC(2030, 0, 1) }, []), ExportError);
    await assert.rejects(world.exporter.scan({ sessions: ['x:y'] }, []), ExportError);
  });
});

describe('an export that fails', function () {
  this.timeout(60_000);
  let world: World;
  before(async () => {
    world = await openWorld();
    await world.read('parent.jsonl', sessions['parent.jsonl'] ?? []);
    await world.exporter.scan({}, []);
    mkdirSync(world.out(''), { recursive: true });
  });
  after(() => world.close());

  const left = () => readdirSync(world.out(''));

  it('says that a folder may not be written, and leaves nothing', async function () {
    if (process.getuid?.() === 0 || process.platform === 'win32') {
      this.skip();
    }
    const folder = world.out('locked');
    mkdirSync(folder);
    chmodSync(folder, 0o500);
    await assert.rejects(
      world.exporter.write({ format: 'json', path: join(folder, 'x.json'), keep: all }),
      /may not write/,
    );
    assert.deepEqual(readdirSync(folder), []);
  });

  it('says that a part of the path is a file', async () => {
    writeFileSync(world.out('plain'), '');
    await assert.rejects(
      world.exporter.write({ format: 'json', path: world.out('plain/x.json'), keep: all }),
      (error: Error) => error instanceof ExportError && /could not be written/.test(error.message),
    );
  });

  it('mixes with nothing that is there', async () => {
    const folder = world.out('full');
    mkdirSync(folder);
    writeFileSync(join(folder, 'mine.txt'), 'mine');
    await assert.rejects(
      world.exporter.write({ format: 'parquet', path: folder, keep: all }),
      /is not empty/,
    );
    await assert.rejects(world.exporter.write({ format: 'json', path: folder, keep: all }), /is a folder/);
    assert.deepEqual(readdirSync(folder), ['mine.txt']);
  });

  it('is rejected when it is cancelled, and leaves nothing', async () => {
    const before = left();
    const written = world.exporter.write({ format: 'json', path: world.out('cancelled.json'), keep: all });
    const over = assert.rejects(written, /cancelled/);
    await world.exporter.cancel();
    await over;
    assert.deepEqual(left(), before);
  });

  it('keeps the file that was there before', async () => {
    const path = world.out('before.json');
    writeFileSync(path, 'before');
    const written = world.exporter.write({ format: 'json', path, keep: all });
    const over = assert.rejects(written, /cancelled/);
    await world.exporter.cancel();
    await over;
    assert.equal(readFileSync(path, 'utf8'), 'before');
  });

  it('names a pattern of the user that is none, or that takes too long', async () => {
    await world.read('slow.jsonl', [
      { schema: 1, type: 'session', session: 'slow' },
      { type: 'message', id: 'm', role: 'user', text: `${'a'.repeat(60)}!` },
    ]);
    for (const [pattern, says] of [
      ['(', /pattern "mine" does not work.*no regular expression/s],
      ['a*', /matches an empty text/],
      ['(a+)+$', /pattern "mine" takes too long/],
    ] as const) {
      await assert.rejects(world.exporter.scan({}, [{ name: 'mine', pattern }]), says);
    }
    assert.ok(!existsSync(world.out('slow.json')));
  });
});

async function parquetRows(folder: string): Promise<Record<string, unknown>[]> {
  const files = existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.parquet'))
    : [];
  const rows = await Promise.all(
    files.map(async (name) => parquetReadObjects({ file: await asyncBufferFromFile(join(folder, name)) })),
  );
  return rows.flat();
}

/** CSV without line breaks in its fields. */
function table(text: string): string[][] {
  return text
    .trimEnd()
    .split('\r\n')
    .map((line) =>
      [...line.matchAll(/(?:"((?:[^"]|"")*)"|([^,]*))(?:,|$)/g)].map(
        ([, quoted, plain]) => quoted ?? plain ?? '',
      ),
    );
}
