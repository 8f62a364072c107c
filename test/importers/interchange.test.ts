import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { detect } from '../../src/importers/detect.js';
import { interchange } from '../../src/importers/interchange/index.js';
import { importers } from '../../src/importers/index.js';
import type { Importer, ParsedRecord } from '../../src/importers/importer.js';
import { checkParsed } from './validEvents.js';

const folder = join(__dirname, 'interchange');
/** Fixtures begin with the converter's id. */
const converters: readonly [string, Importer][] = interchange.map((each) => [each.id, each]);

describe('interchange formats', () => {
  const fixtures = readdirSync(folder).filter((name) => !name.endsWith('.expected.json'));
  for (const name of fixtures) {
    const [, converter] = converters.find(([of]) => name.startsWith(of)) ?? [];
    assert.ok(converter !== undefined, name);
    const text = readFileSync(join(folder, name), 'utf8');
    const document: unknown = converter.shapeOf(name) === 'json' ? JSON.parse(text) : text;

    it(`reads ${name} as its golden says`, () => {
      const parsed = parse(converter, document);
      checkParsed(parsed);
      const golden = join(folder, `${name.replace(/\.[^.]+$/, '')}.expected.json`);
      if (process.env['UPDATE'] === '1') {
        writeFileSync(golden, `${JSON.stringify(parsed, null, 2)}\n`);
        return;
      }
      assert.ok(existsSync(golden), `${name} has no golden: write it with UPDATE=1`);
      assert.deepEqual(parsed, JSON.parse(readFileSync(golden, 'utf8')));
    });

    it(`gives ${name} the same names when it is read again`, () => {
      assert.deepEqual(parse(converter, document), parse(converter, structuredClone(document)));
    });

    if (!name.includes('odd')) {
      it(`is known for what it is: ${name}`, () => {
        const found = detect({ path: `/home/dev/${name}`, head: text, whole: text });
        assert.ok('importer' in found, JSON.stringify(found).slice(0, 200));
        assert.equal(found.importer, converter);
      });
    }

    it(`stands whatever ${name} may have been made into`, () => {
      fc.assert(
        fc.property(
          fc.nat(),
          fc.oneof(fc.jsonValue(), fc.constantFrom('', 1e308, -1, 'x'.repeat(1e5))),
          (at, value) => {
            checkParsed(parse(converter, changed(document, at, value)));
          },
        ),
        { numRuns: 300, seed: 5 },
      );
    });
  }

  it('have fixtures, and no name of an agent', () => {
    for (const [id] of converters) {
      assert.ok(
        fixtures.some((fixture) => fixture.startsWith(id)),
        id,
      );
      assert.ok(importers.every((importer) => importer.id !== id));
    }
  });
});

function parse(converter: Importer, document: unknown): ParsedRecord {
  const file = { root: '/home/dev', path: 'file', modifiedAt: Date.UTC(2026, 0, 3) };
  return converter.start(file).parse(document, { offset: 0, length: 1 });
}

/** The document with one of its fields, or a part of its text, replaced. */
function changed(document: unknown, at: number, value: unknown): unknown {
  if (typeof document === 'string') {
    const place = at % document.length;
    return typeof value === 'string' ? document.slice(0, place) + value : value;
  }
  const copy = structuredClone(document);
  const places: { of: Record<string, unknown>; key: string }[] = [];
  const walk = (of: unknown): void => {
    if (typeof of === 'object' && of !== null) {
      for (const key of Object.keys(of)) {
        places.push({ of: of as Record<string, unknown>, key });
        walk((of as Record<string, unknown>)[key]);
      }
    }
  };
  walk(copy);
  const place = places[at % (places.length + 1)];
  if (place === undefined) {
    return value;
  }
  place.of[place.key] = value;
  return copy;
}
