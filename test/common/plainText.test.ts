import assert from 'node:assert/strict';
import fc from 'fast-check';
import { oneLine, plainText } from '../../src/common/plainText.js';

const cases: [name: string, text: string, lines: string, line: string][] = [
  ['line ends and tabs', 'a\r\n\tb\rc\u2028d', 'a\n\tb\nc\nd', 'a b c d'],
  ['colours', '\u001b[1;31mred\u001b[0m and \u009b32mgreen', 'red and green', 'red and green'],
  ['a terminal title', '\u001b]0;pwned\u0007after', 'after', 'after'],
  ['a link of a terminal', '\u001b]8;;http://x.test\u001b\\here\u001b]8;;\u001b\\', 'here', 'here'],
  ['an escape alone', 'a\u001b', 'a', 'a'],
  ['control characters', 'a\u0000\u0007\u007f\u0085b', 'ab', 'ab'],
  ['turned direction', '\u202egnp.exe\u202c', 'gnp.exe', 'gnp.exe'],
  ['spaces without width', '\ufeffa\u200bb', 'ab', 'ab'],
  ['joined emoji and scripts', '👩‍💻 می‌خواهم', '👩‍💻 می‌خواهم', '👩‍💻 می‌خواهم'],
  ['what only looks like a sequence', 'x[31m $(alert) <b>', 'x[31m $(alert) <b>', 'x[31m $(alert) <b>'],
];

describe('plain text', () => {
  for (const [name, text, lines, line] of cases) {
    it(`of ${name}`, () => {
      assert.equal(plainText(text), lines);
      assert.equal(oneLine(text), line);
    });
  }

  it('is cut between characters', () => {
    assert.equal(oneLine('w'.repeat(1_000_000), 20), `${'w'.repeat(19)}…`);
    assert.equal(oneLine('😀'.repeat(10), 5), '😀😀😀😀…');
  });

  it('has nothing hidden, whatever the text', () => {
    const text = fc.string({
      unit: fc.oneof(
        fc.string({ unit: 'binary', maxLength: 1 }),
        fc.constantFrom('\u001b', '[', ']', '\u0007', 'm', '\u202e'),
      ),
    });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 50 }), (value, max) => {
        const line = oneLine(value, max);
        assert.ok([...line].length <= max);
        assert.doesNotMatch(line, /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u);
        assert.doesNotMatch(plainText(value), /[^\P{Cc}\n\t]|[\p{Zl}\p{Zp}\u202a-\u202e]/u);
      }),
    );
  });
});
