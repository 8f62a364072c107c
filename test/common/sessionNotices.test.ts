import assert from 'node:assert/strict';
import type { SessionState, SessionSummary } from '../../src/common/protocol.js';
import { followSessions } from '../../src/common/sessionNotices.js';

const since = 1_000_000;

/** States in which a session is seen one after another, and what is told at each. */
const courses: readonly [
  name: string,
  states: SessionState[],
  told: string[],
  more?: Partial<SessionSummary>,
][] = [
  ['goes on and ends', ['active', 'active', 'ended'], ['', '', 'stopped']],
  ['goes quiet, then ends', ['active', 'idle', 'ended'], ['', 'stopped', '']],
  ['waits', ['active', 'waiting', 'waiting'], ['', 'waiting', '']],
  [
    'waits, goes on and waits again',
    ['active', 'waiting', 'active', 'waiting'],
    ['', 'waiting', '', 'waiting'],
  ],
  ['waits and is left alone', ['active', 'waiting', 'ended'], ['', 'waiting', '']],
  ['waits when it is first seen', ['waiting'], ['waiting']],
  ['goes on after a while', ['active', 'idle', 'active', 'ended'], ['', 'stopped', '', 'stopped']],
  ['had ended when it was first seen', ['ended', 'ended'], ['', '']],
  ['waited before the window was opened', ['waiting'], [''], { endedAt: since - 1 }],
  ['is a sub-agent', ['active', 'waiting', 'ended'], ['', '', ''], { parentId: 'a:p' }],
  ['is a program’s', ['active', 'ended'], ['', ''], { headless: true }],
  ['has no time', ['active', 'ended'], ['', ''], { endedAt: null }],
];

describe('what is told of a session', () => {
  for (const [name, states, told, more] of courses) {
    it(`that ${name}`, () => {
      const notices = followSessions(since);
      const seen = states.map((state) => {
        const session = { id: 'a:s', parentId: null, headless: false, endedAt: since + 1, state, ...more };
        return notices
          .see([session as SessionSummary])
          .map(({ kind }) => kind)
          .join();
      });
      assert.deepEqual(seen, told);
    });
  }

  it('is looked for as long as its state may change by itself', () => {
    const notices = followSessions(since);
    const session = (id: string, state: SessionState) =>
      ({ id, parentId: null, headless: false, endedAt: since + 1, state }) as SessionSummary;
    notices.see([session('a:1', 'active'), session('a:2', 'ended'), session('a:3', 'waiting')]);
    assert.deepEqual(notices.live(), ['a:1']);
  });
});
