import assert from 'node:assert/strict';
import { parseLooseJson } from '../../src/common/looseJson.js';

const cases: readonly [text: string, value: unknown][] = [
  ['[1, 2,]', [1, 2]],
  ['{ // a comment\n "a": "b", /* and\n another */ }', { a: 'b' }],
  ['{"url": "http://x/*y*/", "list": ",]"}', { url: 'http://x/*y*/', list: ',]' }],
  ['{"quoted": "\\" // no comment"}', { quoted: '" // no comment' }],
];

describe('JSON as people write it', () => {
  for (const [text, value] of cases) {
    it(text.replaceAll('\n', ' '), () => assert.deepEqual(parseLooseJson(text), value));
  }

  it('is refused when it is none', () => assert.throws(() => parseLooseJson('[1'), SyntaxError));
});
