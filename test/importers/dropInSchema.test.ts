import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import type { Form, Nested } from '../../src/importers/dropIn/checks.js';
import { forms } from '../../src/importers/dropIn/forms.js';
import { dropIn } from '../../src/importers/dropIn.js';
import type { ParsedRecord } from '../../src/importers/importer.js';
import { fixturesOf } from './fixtures.js';
import { resolve, schemaErrors } from './jsonSchema.js';

type Schema = Record<string, unknown>;

const folder = join(__dirname, '../../docs/schema');
const schema = JSON.parse(readFileSync(join(folder, 'session.schema.json'), 'utf8')) as Schema;
const lines = Object.keys(forms).map((type): [string, Schema] => [type, resolve(`#/$defs/${type}`, schema)]);

describe('the published schema', () => {
  it('has the lines that are read', () => {
    const named = (schema['oneOf'] as { $ref: string }[]).map(({ $ref }) => $ref.replace('#/$defs/', ''));
    assert.deepEqual(named, Object.keys(forms));
  });

  for (const [type, of] of lines) {
    it(`has the fields of ${type} that are read, and no others`, () => {
      const { type: kind, ...properties } = of['properties'] as Schema;
      assert.deepEqual(kind, { const: type });
      sameFields({ ...of, properties }, forms[type] ?? {}, type);
    });

    const examples = of['examples'] as Schema[];
    it(`has a valid example of ${type} with every field`, () => {
      for (const example of examples) {
        assert.deepEqual(schemaErrors(example, schema, schema), []);
        assert.deepEqual(parse(example).problems ?? [], []);
      }
      const told = new Set(examples.flatMap((example) => Object.keys(example)));
      assert.deepEqual([...told].toSorted(), Object.keys(of['properties'] as Schema).toSorted());
    });

    it(`reads every field of ${type}`, () => {
      const read = new Map<string, boolean>();
      for (const example of examples) {
        const whole = JSON.stringify(parse(example));
        for (const path of placesIn(example).filter((place) => place.join() !== 'type')) {
          const name = path.join('.');
          const matters = JSON.stringify(parse(without(example, path))) !== whole;
          read.set(name, matters || read.get(name) === true);
        }
      }
      assert.deepEqual(
        [...read].filter(([, matters]) => !matters),
        [],
      );
    });

    it(`says of ${type} what is missing or wrong`, () => {
      for (const example of examples) {
        for (const [name, { required }] of Object.entries(forms[type] ?? {})) {
          if (required) {
            const problems = parse(without(example, [name])).problems ?? [];
            assert.ok(
              problems.some((problem) => problem.startsWith(`${type}.${name} is missing: write `)),
              `${type}.${name}: ${problems.join()}`,
            );
          }
        }
      }
    });

    it(`takes of ${type} what the schema takes, and nothing else`, () => {
      const [example] = examples;
      assert.ok(example !== undefined);
      const fields = Object.keys(example).filter((name) => name !== 'type');
      const value = fc.oneof(
        fc.jsonValue(),
        fc.constantFrom('', -1, 1.5, null, true, [], {}, 'x'.repeat(9000)),
      );
      fc.assert(
        fc.property(fc.constantFrom(...fields), value, (name, wrong) => {
          const line = { ...example, [name]: wrong };
          const isValid = schemaErrors(line, schema, schema).length === 0;
          const isRead = (parse(line).problems ?? []).length === 0;
          // What the schema says of times and titles is less than what reading them takes.
          assert.ok(
            isValid === isRead || (isValid && /^(at|title|text|tool)$/.test(name)),
            `${name}: ${JSON.stringify(wrong)}`,
          );
        }),
        { numRuns: 200, seed: 3 },
      );
    });
  }

  it('holds for the fixtures, but for those that are wrong on purpose', () => {
    for (const { name, records } of fixturesOf(dropIn)) {
      for (const record of records) {
        const errors = schemaErrors(record, schema, schema);
        const problems = parse(record).problems ?? [];
        assert.equal(
          errors.length === 0,
          problems.length === 0,
          `${name}: ${JSON.stringify(record)} ${problems.join()}`,
        );
      }
    }
  });

  it('is explained with an example that is one', () => {
    const text = readFileSync(join(folder, 'README.md'), 'utf8');
    const example = /```jsonl\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
    assert.equal(example, readFileSync(join(__dirname, 'drop-in/example.jsonl'), 'utf8'));
    const records = example
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    for (const record of records) {
      assert.deepEqual(schemaErrors(record, schema, schema), []);
    }
    const document = resolve('#/$defs/document', schema);
    assert.deepEqual(schemaErrors({ schema: 1, records }, document, schema), []);
  });
});

function parse(record: unknown, session = 'known'): ParsedRecord {
  return dropIn
    .start({ root: '/', path: 'a.jsonl', modifiedAt: 0 }, { session })
    .parse(record, { offset: 0, length: 1 });
}

/** The same names, and the same of them required, in objects of objects, too. */
function sameFields(of: Schema, form: Form, where: string): void {
  const properties = (of['properties'] ?? {}) as Record<string, Schema>;
  assert.deepEqual(Object.keys(properties).toSorted(), Object.keys(form).toSorted(), where);
  const required = ((of['required'] ?? []) as string[]).filter((name) => name !== 'type');
  assert.deepEqual(
    required.toSorted(),
    Object.entries(form)
      .flatMap(([name, field]) => (field.required ? [name] : []))
      .toSorted(),
    where,
  );
  for (const [name, { check }] of Object.entries(form)) {
    const inner = (check as Partial<Nested>).form;
    if (inner !== undefined) {
      sameFields(objectIn(properties[name] ?? {}), inner, `${where}.${name}`);
    }
  }
}

function objectIn(of: Schema): Schema {
  const items = of['items'] as Schema | undefined;
  const any = (of['anyOf'] as Schema[] | undefined)?.find((one) => one['properties'] !== undefined);
  return items ?? any ?? of;
}

/** All fields of an example, at any depth. */
function placesIn(value: unknown, at: string[] = []): string[][] {
  return typeof value !== 'object' || value === null || at.at(-1) === 'input'
    ? []
    : Object.entries(value).flatMap(([name, field]) => [
        ...(Array.isArray(value) ? [] : [[...at, name]]),
        ...placesIn(field, [...at, name]),
      ]);
}

function without(example: Schema, path: readonly string[]): Schema {
  const copy = structuredClone(example);
  const parent = path.slice(0, -1).reduce((of, name) => of[name] as Schema, copy);
  delete parent[path.at(-1) ?? ''];
  return copy;
}
