import assert from 'node:assert/strict';
import { standsFor } from '../../src/attribution/aliases.js';

describe('the key of a ticket that was merged', () => {
  const aliases = new Map([
    ['A', 'B'],
    ['B', 'C'],
    ['X', 'Y'],
    ['Y', 'X'],
  ]);
  for (const [key, stands] of [
    ['A', 'C'],
    ['B', 'C'],
    ['C', 'C'],
    ['other', 'other'],
    ['X', 'Y'],
  ] as const) {
    it(`${key} stands for ${stands}`, () => assert.equal(standsFor(key, aliases), stands));
  }
});
