import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { defaultSettings } from '../../src/common/settings.js';
import type { ImportEvent } from '../../src/common/model.js';
import { importers } from '../../src/importers/index.js';
import type { ParsedRecord } from '../../src/importers/importer.js';
import { fixturesOf, pathOf, start } from './fixtures.js';

/** Values that no agent writes, and that a file of a stranger may hold. */
const hostile: Record<string, unknown> = {
  'a huge number': 1e308,
  'a number beyond exactness': 2 ** 60,
  'a negative number': -5,
  'a fraction': -0.5,
  'not a number, as a text': 'NaN',
  'an infinite text': '-Infinity',
  'a number as a text': '12',
  'a date before all dates': '-271821-04-20T00:00:00.000Z',
  'a date after all dates': '+275760-09-13T00:00:00.000Z',
  'an object without a text form': JSON.parse('{"toString":1,"valueOf":2,"toJSON":3}'),
  'a prototype': JSON.parse('{"__proto__":{"type":"text","length":9},"constructor":{"prototype":null}}'),
  'something like a list': { length: 1e9, 0: 'x' },
  'a list of lists': [[[]], null, [7], {}],
  'deep nesting': deep(20_000),
  'a word of a megabyte': 'w'.repeat(1 << 20),
  'a line of a megabyte': 'many words '.repeat(100_000),
  'half a letter': '\ud800',
  'a letter of nothing': '\u0000',
  'an empty text': '',
  nothing: null,
  true: true,
};

for (const importer of importers) {
  const all = fixturesOf(importer);
  const trees = all.filter(({ records }) => records.some(isTree));
  // Of an agent whose files are all texts, the text itself is what a stranger may replace.
  const fixtures = trees.length > 0 ? trees : all;
  describe(`hostile lines of ${importer.id}`, () => {
    for (const [name, value] of Object.entries(hostile)) {
      it(`stand ${name} in any place`, () => {
        fc.assert(
          fc.property(fc.constantFrom(...fixtures), fc.nat(), fc.nat(), (fixture, nth, place) => {
            const parser = start(importer, pathOf(importer, fixture));
            fixture.records.forEach((record, index) => {
              const read = index === nth % fixture.records.length ? replaced(record, place, value) : record;
              check(parser.parse(read, { offset: index * 1000, length: 999 }));
            });
            const state = JSON.stringify(parser.state(defaultSettings.keep));
            assert.ok(state.length < 256 * 1024, `the state has ${state.length} characters`);
          }),
          { numRuns: 120, seed: 11 },
        );
      });
    }

    it('stand keys of the prototype in every object', () => {
      for (const fixture of fixtures) {
        const parser = start(importer, pathOf(importer, fixture));
        for (const record of fixture.records) {
          const keys = JSON.parse(
            '{"__proto__":{"is_error":true},"hasOwnProperty":1,"toString":1}',
          ) as object;
          const spoilt = JSON.parse(JSON.stringify(record), (_key, value: unknown) =>
            isTree(value) && !Array.isArray(value)
              ? Object.defineProperties(value, Object.getOwnPropertyDescriptors(keys))
              : value,
          );
          check(parser.parse(spoilt, { offset: 0, length: 99 }));
        }
      }
      assert.equal(({} as Record<string, unknown>)['is_error'], undefined);
    });
  });
}

/** What must hold for whatever comes out. */
function check({ events, problems = [] }: ParsedRecord): void {
  events.forEach(checkEvent);
  for (const problem of problems) {
    assert.ok(problem.length < 300, problem.slice(0, 400));
  }
}

function checkEvent(event: ImportEvent): void {
  for (const [field, value] of Object.entries(event)) {
    if (typeof value === 'number') {
      assert.ok(Number.isFinite(value), `${event.type}.${field} is ${value}`);
      const mayBeNegative = field === 'exitCode';
      assert.ok(value >= 0 || mayBeNegative, `${event.type}.${field} is ${value}`);
    }
    const limit = limits[field];
    if (limit !== undefined && typeof value === 'string') {
      assert.ok(value.length <= limit, `${event.type}.${field} has ${value.length} characters`);
    }
  }
  if ('at' in event && typeof event.at === 'number') {
    assert.ok(event.at < Date.UTC(10000, 0), `${event.type} at ${event.at}`);
    new Date(event.at).toISOString();
  }
  if (event.type === 'usage' && event.tokens !== null) {
    for (const [kind, value] of Object.entries(event.tokens)) {
      const isKnown = Number.isInteger(value) && value >= 0 && value <= 1e12;
      assert.ok(isKnown || (kind === 'reasoning' && value === null), `${kind} is ${String(value)}`);
    }
  }
  if ('attachments' in event) {
    for (const { mime, bytes } of event.attachments ?? []) {
      assert.ok(typeof mime === 'string' && mime.length <= 500 && Number.isInteger(bytes) && bytes >= 0);
    }
  }
}

/** Ids are made of up to three of the agents' own, each of 200 characters at most. */
const limits: Record<string, number> = {
  ...{ session: 300, thread: 300, uid: 700, parent: 700, callId: 300, key: 900, group: 900, requestId: 300 },
  ...{ model: 500, branch: 500, agentVersion: 500, agentType: 500, name: 500, label: 500 },
};

function isTree(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** The record with one of its fields, at any depth, or itself, replaced. */
function replaced(record: unknown, place: number, value: unknown): unknown {
  const copy = structuredClone(record);
  const fields: { of: Record<string, unknown>; key: string }[] = [];
  const texts: { of: Record<string, unknown>; key: string; inner: object }[] = [];
  const walk = (of: unknown): void => {
    if (isTree(of)) {
      for (const key of Object.keys(of)) {
        fields.push({ of, key });
        const inner = treeIn(of[key]);
        if (inner !== null) {
          texts.push({ of, key, inner });
        }
        walk(inner ?? of[key]);
      }
    }
  };
  walk(copy);
  const field = fields[place % (fields.length + 1)];
  if (field === undefined) {
    return value;
  }
  field.of[field.key] = value;
  for (const { of, key, inner } of texts) {
    of[key] = of === field.of && key === field.key ? value : asText(inner);
  }
  return copy;
}

/** Rows of databases hold JSON as texts. */
function treeIn(value: unknown): object | null {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) {
    return null;
  }
  try {
    const tree: unknown = JSON.parse(value);
    return isTree(tree) ? tree : null;
  } catch {
    return null;
  }
}

/** What is nested too deeply for JSON.stringify is for JSON.parse, too. */
function asText(tree: object): string {
  try {
    return JSON.stringify(tree);
  } catch {
    return '{"content":['.repeat(5000);
  }
}

function deep(levels: number): unknown {
  let value: unknown = 'bottom';
  for (let level = 0; level < levels; level++) {
    value = level % 2 === 0 ? [value] : { content: value };
  }
  return value;
}
