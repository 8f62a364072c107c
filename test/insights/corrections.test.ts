import assert from 'node:assert/strict';
import { correctionIn, isGoAhead } from '../../src/insights/corrections.js';

const corrections: readonly [text: string, words: string][] = [
  ['No, use the other function', 'no'],
  ['no that is for admins', 'no'],
  ['Nope.', 'nope'],
  ['Stop, not like this', 'stop'],
  ['That’s wrong, the date is UTC', "that's wrong"],
  ['This is still not working', 'this is still not working'],
  ["It still doesn't work on Safari", "it still doesn't work"],
  ['The test still fails', 'test still fails'],
  ['Try again with the real file', 'try again'],
  ['Please revert the last change', 'please revert'],
  ['You forgot the tests', 'you forgot'],
  ['As I said: no new dependencies', 'as i said'],
  ["That's nice, but not what I asked for", 'not what i asked'],
  ['Actually, keep the old name', 'actually,'],
];

const none: readonly string[] = [
  'No tests are needed for this',
  'Now add the next page',
  'Know your users: add a survey',
  'Add an undo button and a revert command',
  'Fix the wrong total',
  'Explain why the login does not work for guests',
  'Try again is what the button says: rename it',
  'Again and again users ask for dark mode. Add it',
  'Notify people when something is broken',
  'Write a test that fails first',
];

const goAheads = [
  'yes',
  'OK, continue',
  'Go ahead.',
  'thanks!',
  'yes please',
  'lgtm',
  '2',
  'perfect, commit',
];
const notGoAheads = [
  'yes, but rename it first',
  'continue with the parser',
  'good idea: add tests',
  '',
  '2 more tests',
];

describe('a correction', () => {
  for (const [text, words] of corrections) {
    it(`is "${text}"`, () => assert.equal(correctionIn(text), words));
  }
  for (const text of none) {
    it(`is not "${text}"`, () => assert.equal(correctionIn(text), null));
  }
  it('is found in megabytes at once', () => {
    const text = 'that is still just also '.repeat(200_000);
    const began = performance.now();
    assert.equal(correctionIn(text), null);
    assert.ok(performance.now() - began < 1000);
  });
});

describe('a go-ahead', () => {
  for (const text of goAheads) {
    it(`is "${text}"`, () => assert.equal(isGoAhead(text), true));
  }
  for (const text of notGoAheads) {
    it(`is not "${text}"`, () => assert.equal(isGoAhead(text), false));
  }
});
