import assert from 'node:assert/strict';
import { parseReplayLink, replayLinkParts } from '../../src/common/replayLink.js';

describe('links to a replay', () => {
  it('come back as they were', () => {
    for (const link of [
      { session: 'claude:1-2', step: null },
      { session: 'codex:a b&c=d#e%', step: 'msg_1/0 ü?&' },
    ]) {
      assert.deepEqual(parseReplayLink(replayLinkParts(link)), link);
    }
  });

  it('are refused when they are none of ours', () => {
    for (const [path, query] of [
      ['/replay', ''],
      ['/replay', 'session='],
      ['/replay', `session=${'x'.repeat(501)}`],
      ['/replay', 'session=a%00b'],
      ['/replay', 'session=a&step='],
      ['/replay/..', 'session=a'],
      ['/delete', 'session=a'],
      ['', 'session=a'],
    ] as const) {
      assert.equal(parseReplayLink({ path, query }), null, `${path}?${query}`);
    }
  });
});
