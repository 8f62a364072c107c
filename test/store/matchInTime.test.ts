import assert from 'node:assert/strict';
import { matchInTime } from '../../src/store/matchInTime.js';

describe('an expression that runs with a limit', () => {
  it('is tried again when the machine was busy', () => {
    let tries = 0;
    const pattern = {
      exec() {
        if (++tries === 1) {
          // As a machine that does something else.
          const end = performance.now() + 300;
          let now = 0;
          while (now < end) {
            now = performance.now();
          }
        }
        return ['ABC-1'];
      },
    } as unknown as RegExp;
    assert.deepEqual(matchInTime(pattern, 'abc-1'), ['ABC-1']);
    assert.equal(tries, 2);
  });

  it('is given up when it never ends', () => {
    assert.equal(matchInTime(/^(a+)+$/, `${'a'.repeat(60)}b`), undefined);
  });
});
