import assert from 'node:assert/strict';
import { parts } from './index.js';
import { runPart } from './runPart.js';

/** The short form of each part; SEED makes other choices. `npm run endurance` is the long one. */
describe('endurance, in short', function () {
  this.timeout(300_000);
  const seed = Number(process.env['SEED'] ?? 1);
  for (const part of parts.filter(({ elsewhere }) => elsewhere === undefined)) {
    it(`${part.name}: ${part.title}`, async function () {
      const outcome = await runPart(part, { ...part.short, seed }, () => undefined);
      assert.deepEqual(outcome.failures, [], `seed ${seed}`);
    });
  }

  it('a part that throws or complains has failed, and says with what', async () => {
    const part = {
      ...{
        name: 'x',
        title: 'x',
        short: { rounds: 1, minutes: 0, size: 0 },
        full: { rounds: 1, minutes: 0, size: 0 },
      },
      run(_options: unknown, report: Parameters<(typeof parts)[number]['run']>[1]) {
        report.count('tried');
        report.count('tried', 2);
        report.fail('first');
        return Promise.reject(new Error('second'));
      },
    };
    const outcome = await runPart(part, { ...part.short, seed }, () => undefined);
    assert.equal(outcome.failures[0], 'first');
    assert.match(outcome.failures[1] ?? '', /second/);
    assert.equal(outcome.figures['tried']?.value, 3);
  });
});
