import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { defaultSettings } from '../../src/common/settings.js';
import type { ImportEvent } from '../../src/common/model.js';
import { importers } from '../../src/importers/index.js';
import type { Importer, Places } from '../../src/importers/importer.js';
import { fixturesOf, pathOf, start, type Fixture, type Golden } from './fixtures.js';

/** Looks like base64 and stands for no words: no event may hold it. */
const secret = 'QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo'.repeat(20);

for (const importer of importers) {
  const fixtures = fixturesOf(importer);
  describe(`importer ${importer.id}`, () => {
    it('has fixtures', () => assert.ok(fixtures.length > 0, `test/importers/${importer.id} is empty`));

    for (const fixture of fixtures) {
      it(`reads ${fixture.name} as its golden says`, () => matchesGolden(importer, fixture));
      it(`goes on in ${fixture.name} after any record`, () => goesOn(importer, fixture));
    }

    it('never throws on any JSON', () => {
      const paths = [...new Set(fixtures.map((fixture) => pathOf(importer, fixture)))];
      fc.assert(
        fc.property(fc.constantFrom(...paths), fc.array(anyRecord, { maxLength: 5 }), (path, records) => {
          const parser = start(importer, path);
          records.forEach((record, index) =>
            check(parser.parse(record, { offset: index * 100, length: 99 })),
          );
          check(
            start(importer, path, JSON.parse(JSON.stringify(parser.state(defaultSettings.keep)))).parse(
              records[0],
              range,
            ),
          );
        }),
        { numRuns: 300 },
      );
    });

    it('never throws on lines whose fields change type', () => {
      const lines = fixtures.flatMap((fixture) =>
        fixture.records.map((record) => ({ path: pathOf(importer, fixture), record })),
      );
      fc.assert(
        fc.property(fc.constantFrom(...lines), fc.nat(), fc.jsonValue(), ({ path, record }, place, value) => {
          check(start(importer, path).parse(mutated(record, place, value), range));
        }),
        { numRuns: 1000 },
      );
    });

    it('never throws on a state of another version', () => {
      for (const fixture of fixtures) {
        const path = pathOf(importer, fixture);
        fc.assert(
          fc.property(fc.jsonValue(), fc.nat(), (value, place) => {
            const parser = start(importer, path);
            fixture.records.forEach((record) => parser.parse(record, range));
            const state = mutated(
              JSON.parse(JSON.stringify(parser.state(defaultSettings.keep))),
              place,
              value,
            );
            const next = start(importer, path, state);
            fixture.records.forEach((record) => check(next.parse(record, range)));
          }),
          { numRuns: 20 },
        );
      }
    });

    it('keeps no binary data', () => {
      for (const fixture of fixtures) {
        const parser = start(importer, pathOf(importer, fixture));
        for (const record of fixture.records) {
          const { events } = parser.parse(withSecret(record), range);
          assert.ok(!JSON.stringify(events).includes(secret.slice(0, 100)), fixture.name);
        }
        assert.ok(
          !JSON.stringify(parser.state(defaultSettings.keep)).includes(secret.slice(0, 100)),
          `state of ${fixture.name}`,
        );
      }
    });

    it('keeps a state of bounded size', () => {
      for (const fixture of fixtures) {
        const parser = start(importer, pathOf(importer, fixture));
        for (let round = 0; round < 200; round++) {
          fixture.records.forEach((record) => parser.parse(renamed(record, round), range));
        }
        const size = JSON.stringify(parser.state(defaultSettings.keep)).length;
        assert.ok(size < 64 * 1024, `${fixture.name}: ${size} characters`);
      }
    });

    it('finds its files below its roots only', () => {
      for (const fixture of fixtures) {
        const path = pathOf(importer, fixture);
        assert.notEqual(importer.shapeOf(path), null, path);
        const parts = path.split('/');
        for (let depth = 0; depth < parts.length; depth++) {
          assert.ok(importer.mayContain(parts.slice(0, depth).join('/')), `${path} at ${depth}`);
        }
      }
      for (const path of ['', 'settings.json', 'node_modules/a/b.jsonl', 'plugins/cache/x.jsonl']) {
        assert.equal(importer.shapeOf(path), null, path);
      }
      assert.equal(importer.mayContain('node_modules'), false);
    });

    it('has absolute roots on every platform', () => {
      const places: Places[] = [
        { home: '/home/dev', env: {}, platform: 'linux' },
        { home: '/Users/dev/', env: {}, platform: 'darwin' },
        { home: 'C:\\Users\\dev', env: {}, platform: 'win32' },
      ];
      for (const place of places) {
        const roots = importer.roots(place);
        assert.ok(roots.length > 0);
        roots.forEach((root) => assert.ok(root.startsWith(place.home.replace(/\/$/, '')), root));
        assert.ok(place.platform !== 'win32' || roots.every((root) => !root.includes('/')), String(roots));
      }
    });
  });
}

const range = { offset: 1000, length: 100 };

/** Every record of the fixture, against the golden; `UPDATE=1` writes it anew. */
function matchesGolden(importer: Importer, fixture: Fixture): void {
  const path = pathOf(importer, fixture);
  const parser = start(importer, path, undefined, fixture.companions);
  const golden: Golden = { path, records: [] };
  fixture.records.forEach((record, index) => {
    const { events, problems } = parser.parse(record, { offset: index * 1000, length: 999 });
    golden.records.push({ line: index + 1, events, ...(problems === undefined ? {} : { problems }) });
  });
  const text = `${JSON.stringify(golden, null, 2)}\n`;
  if (process.env.UPDATE === '1') {
    writeFileSync(fixture.golden, text);
    return;
  }
  assert.ok(fixture.expected !== null, `${fixture.name} has no golden: write it with UPDATE=1`);
  assert.deepEqual(JSON.parse(text), fixture.expected);
}

/** A parser that is stopped after any record and started again from its stored state tells the same events. */
function goesOn(importer: Importer, fixture: Fixture): void {
  const path = pathOf(importer, fixture);
  const read = (splitAt: number): ImportEvent[] => {
    let parser = start(importer, path, undefined, fixture.companions);
    return fixture.records.flatMap((record, index) => {
      if (index === splitAt) {
        const state: unknown = JSON.parse(JSON.stringify(parser.state(defaultSettings.keep)));
        parser = start(importer, path, state, fixture.companions);
      }
      return [...parser.parse(record, { offset: index * 1000, length: 999 }).events];
    });
  };
  const whole = JSON.stringify(read(-1));
  for (let splitAt = 1; splitAt < fixture.records.length; splitAt++) {
    assert.equal(JSON.stringify(read(splitAt)), whole, `stopped after record ${splitAt}`);
  }
}

/** Whatever comes out is plain JSON with the fields that every event has. */
function check({ events, problems }: { events: readonly ImportEvent[]; problems?: readonly string[] }): void {
  for (const event of events) {
    assert.equal(typeof event.type, 'string');
    if (event.type === 'message') {
      assert.ok(typeof event.uid === 'string' && event.uid !== '' && typeof event.text === 'string');
    }
    if ('session' in event && event.type !== 'plan' && event.type !== 'prompt') {
      assert.equal(typeof event.session, 'string');
    }
    if (event.type === 'usage' && event.tokens !== null) {
      const { input, cacheRead, cacheWrite5m, cacheWrite1h, output } = event.tokens;
      [input, cacheRead, cacheWrite5m, cacheWrite1h, output].forEach((value) =>
        assert.ok(Number.isInteger(value) && value >= 0, `${event.key} has ${value} tokens`),
      );
    }
  }
  assert.ok((problems ?? []).every((problem) => problem.length > 5 && problem.length < 300));
}

const anyRecord = fc.oneof(
  fc.jsonValue(),
  fc.record(
    {
      type: fc.constantFrom(
        ...['user', 'assistant', 'system', 'attachment', 'progress', 'summary', 'session_meta', 'event_msg'],
        ...['response_item', 'turn_context', 'token_usage_record', 'compacted', 'message', 'pr-link'],
      ),
      message: fc.jsonValue(),
      payload: fc.jsonValue(),
      attachment: fc.jsonValue(),
      data: fc.jsonValue(),
      timestamp: fc.jsonValue(),
      uuid: fc.jsonValue(),
      toolUseResult: fc.jsonValue(),
    },
    { requiredKeys: ['type'] },
  ),
);

/** The record with one of its fields, at any depth, replaced. */
function mutated(record: unknown, place: number, value: unknown): unknown {
  const copy = structuredClone(record);
  const fields: { of: Record<string, unknown>; key: string }[] = [];
  const walk = (of: unknown): void => {
    if (typeof of === 'object' && of !== null) {
      for (const key of Object.keys(of)) {
        fields.push({ of: of as Record<string, unknown>, key });
        walk((of as Record<string, unknown>)[key]);
      }
    }
  };
  walk(copy);
  const field = fields[place % Math.max(1, fields.length)];
  if (field !== undefined) {
    field.of[field.key] = value;
  }
  return copy;
}

/** All binary data of the record replaced by what must not come out. */
function withSecret(record: unknown): unknown {
  return JSON.parse(
    JSON.stringify(record, (key, value: unknown) => {
      if (typeof value === 'string' && value.startsWith('data:image/png;base64,')) {
        return `data:image/png;base64,${secret}`;
      }
      return key === 'data' && value === 'QUJD' ? secret : value;
    }),
  );
}

/** The record with other ids, as the lines of a longer file would have them. */
function renamed(record: unknown, round: number): unknown {
  return JSON.parse(
    JSON.stringify(record, (key, value: unknown) =>
      ['uuid', 'id', 'call_id', 'tool_use_id', 'agentId', 'leafUuid', 'taskId'].includes(key) &&
      typeof value === 'string'
        ? `${value}-${round}`
        : value,
    ),
  );
}
