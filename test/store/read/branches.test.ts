import assert from 'node:assert/strict';
import { branchesOf } from '../../../src/store/read/branches.js';

/** One message a word: `u` the user's own words, `i` injected, `a` the agent; `u<2` answers message 2. */
function branches(conversation: string): string {
  let count = 0;
  const turns = conversation.split(' ').map((word) => {
    const [who, parent] = word.split('<');
    return { parent: parent === undefined ? null : Number(parent), user: who !== 'a', own: who === 'u' };
  });
  return branchesOf(turns, () => ++count).join(' ');
}

describe('branches of a conversation', () => {
  const cases: [what: string, conversation: string, expected: string][] = [
    ['a straight conversation has none', 'u a u a', '0 0 0 0'],
    ['a rewound message was left with its answers', 'u a u a u<1 a', '0 0 1 1 0 0'],
    ['two rewinds leave two', 'u a u a u<1 a u<1 a', '0 0 1 1 2 2 0 0'],
    ['a rewind within what was left', 'u a u a u<3 a u<3 a u<1 a', '0 0 1 1 2 2 1 1 0 0'],
    ['parallel answers of the agent are none', 'u a a<0 a<0 u<3', '0 0 0 0 0'],
    ['reminders are none', 'u a i<1 i<1 a<3 u', '0 0 0 0 0 0'],
    ['a reminder before the words goes with them', 'u a i<1 u a i<1 u a', '0 0 1 1 1 0 0 0'],
    ['more words while the agent works are none', 'u a u<0', '0 0 0'],
    ['a parent that comes later is taken as the message before', 'u<3 a u a', '0 0 0 0'],
    ['nothing at all', 'u', '0'],
  ];
  for (const [what, conversation, expected] of cases) {
    it(what, () => assert.equal(branches(conversation), expected));
  }
});
