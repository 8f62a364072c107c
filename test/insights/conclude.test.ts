import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { conclude } from '../../src/insights/conclude.js';
import { factsOf, type ShortFacts } from './facts.js';

const folder = join(__dirname, 'sessions');
const names = readdirSync(folder)
  .filter((name) => !name.endsWith('.expected.json'))
  .map((name) => name.replace(/\.json$/, ''));

/** Each session of the folder; UPDATE=1 writes what is concluded anew. */
describe('what is concluded from a session', () => {
  it('has fixtures', () => assert.ok(names.length >= 10));

  for (const name of names) {
    it(`that is ${name.replaceAll('-', ' ')}`, () => {
      const facts = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as ShortFacts;
      const insights = conclude(factsOf(facts));
      const golden = join(folder, `${name}.expected.json`);
      if (process.env['UPDATE']) {
        writeFileSync(golden, `${JSON.stringify(insights, null, 2)}\n`);
      }
      assert.deepEqual(insights, JSON.parse(readFileSync(golden, 'utf8')));
    });
  }

  it('stays within its bounds for any text', () => {
    const text = `no, ${'`a/b '.repeat(20_000)}`;
    const { quality, findings } = conclude(factsOf({ prompts: Array.from({ length: 100 }, () => text) }));
    assert.ok(quality && quality.score >= 1 && quality.score <= 5);
    assert.ok(findings.length <= 20);
  });
});
