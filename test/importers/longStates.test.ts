import assert from 'node:assert/strict';
import { importers } from '../../src/importers/index.js';
import { defaultSettings } from '../../src/common/settings.js';
import { fixturesOf, pathOf, start } from './fixtures.js';

/*
 * Each number that a parser carries is made one that no session has. What counts on from it must not count for ever: a first
 * count of minus ten million requests became ten million responses.
 */
const numbers = [-1e5, 1e5];
const mostEvents = 2000;
const range = { offset: 0, length: 99 };

describe('numbers in the state of a parser', () => {
  for (const importer of importers) {
    it(`make no rows by the thousand: ${importer.label}`, () => {
      for (const fixture of fixturesOf(importer)) {
        const path = pathOf(importer, fixture);
        const before = start(importer, path);
        fixture.records.forEach((record) => before.parse(record, range));
        const state: unknown = JSON.parse(JSON.stringify(before.state(defaultSettings.keep)));
        for (const { of, key } of numbersIn(state)) {
          const was = of[key];
          for (const number of numbers) {
            of[key] = number;
            const parser = start(importer, path, structuredClone(state));
            for (const record of fixture.records) {
              const { events } = parser.parse(record, range);
              assert.ok(
                events.length < mostEvents,
                `${fixture.name}: ${key} ${number}: ${events.length} events`,
              );
            }
          }
          of[key] = was;
        }
      }
    });
  }
});

interface NumberField {
  of: Record<string, unknown>;
  key: string;
}

function numbersIn(value: unknown): NumberField[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const of = value as Record<string, unknown>;
  return Object.keys(of).flatMap((key) => (typeof of[key] === 'number' ? [{ of, key }] : numbersIn(of[key])));
}
