import assert from 'node:assert/strict';
import { editsIn } from '../../../src/importers/aider/edits.js';
import { utc, wallTime, zoneOf } from '../../../src/importers/aider/times.js';
import { aider } from '../../../src/importers/aider.js';
import { reduceUsage, total, type Response } from '../reduceUsage.js';

const written = Date.UTC(2026, 0, 2, 12);

describe('counting of Aider', () => {
  it('takes the rounded figures of each message, marked as such, and never those of the run', () => {
    const text = [
      '#### go  ',
      'Done.',
      '> Tokens: 12k sent, 3.4k cache write, 1k cache hit, 1.2k received. Cost: $0.01 message, $0.05 session.  ',
      '#### more  ',
      'Done.',
      '> Tokens: 1.5M sent, 999 received. Cost: $0.02 message, $0.07 session.  ',
    ];
    const found = usage(text);
    assert.deepEqual(
      found.map(({ tokens, approximate }) => [tokens?.input, total(tokens), approximate]),
      [
        [7600, 13_200, true],
        [1_500_000, 1_500_999, true],
      ],
    );
  });

  it('takes less than the cache has for told apart from it', () => {
    const [response] = usage([
      '#### go  ',
      'Done.',
      '> Tokens: 5k sent, 1k cache write, 9k cache hit, 10 received.  ',
    ]);
    assert.deepEqual([response?.tokens?.input, response?.tokens?.cacheRead], [4000, 9000]);
  });

  it('knows of answers without figures', () => {
    const found = usage(['#### go  ', 'Done.', '#### more  ', 'Done.', '> Tokens: 10 sent, 1 received.  ']);
    assert.deepEqual(
      found.map(({ tokens }) => total(tokens)),
      [-1, 11],
    );
  });

  it('counts the answers of one prompt apart', () => {
    const found = usage([
      '#### go  ',
      'First.',
      '> Tokens: 10 sent, 1 received.  ',
      '> Running tests  ',
      'Second.',
      '> Tokens: 20 sent, 1 received.  ',
    ]);
    assert.deepEqual(
      found.map(({ tokens }) => total(tokens)),
      [11, 21],
    );
  });
});

describe('edits of Aider', () => {
  it('are found in time among lines of marks and blanks', () => {
    const marks = `${'`'.repeat(200_000)}x`;
    const answer = [
      ...['--- a.py', `+++ ${' '.repeat(200_000)}x`],
      ...[marks, '<<<<<<< SEARCH', 'old', '=======', 'new', '>>>>>>> REPLACE'],
      ...['src/a.py', '<<<<<<< SEARCH', 'old', '=======', 'new', '>>>>>>> REPLACE'],
      ...['--- src/b.py', '+++ b/src/b c.py \t', '@@ -1 +1 @@', '-old', '+new', ''],
    ];
    const edits = editsIn(answer.join('\n'));
    assert.deepEqual(
      [...edits].map(([path, { added, removed }]) => [path, added, removed]),
      [
        ['src/a.py', 1, 1],
        ['src/b c.py', 1, 1],
      ],
    );
  });
});

describe('times of Aider', () => {
  const zones: [string, string, string, number | null][] = [
    ['UTC', '2026-01-02 11:58:00', '2026-01-02T12:00:00Z', 0],
    ['ahead of it', '2026-01-02 13:50:00', '2026-01-02T12:00:00Z', 120],
    ['behind it', '2026-01-02 06:59:59', '2026-01-02T12:00:00Z', -300],
    ['half an hour in between', '2026-01-02 17:20:00', '2026-01-02T12:00:00Z', 330],
    ['the furthest east', '2026-01-03 01:58:00', '2026-01-02T12:00:00Z', 840],
    ['a file that was written long after', '2025-06-09 14:01:00', '2026-01-02T12:00:00Z', null],
    ['a file that was written before', '2026-03-01 00:00:00', '2026-01-02T12:00:00Z', null],
  ];
  for (const [what, wall, modified, zone] of zones) {
    it(`have the zone that the file's own time shows: ${what}`, () => {
      assert.equal(zoneOf(wallTime(wall) ?? NaN, Date.parse(modified)), zone);
    });
  }

  it('are the same on every machine', () => {
    const before = process.env['TZ'];
    try {
      for (const name of ['UTC', 'America/St_Johns', 'Pacific/Kiritimati']) {
        process.env['TZ'] = name;
        assert.equal(utc(wallTime('2026-06-09 14:01:00.123') ?? NaN, 120), Date.UTC(2026, 5, 9, 12, 1));
      }
    } finally {
      if (before === undefined) {
        delete process.env['TZ'];
      } else {
        process.env['TZ'] = before;
      }
    }
  });

  it('are none where a text is no time', () => {
    for (const text of ['', 'soon', '2026-13-01 00:00:00', '2026-01-01 24:00:00', '2026-01-01']) {
      assert.equal(wallTime(text), null, text);
    }
  });
});

function usage(lines: readonly string[]): Response[] {
  const file = { root: '/home/dev/src', path: 'app/.aider.chat.history.md', modifiedAt: written };
  const text = ['', '# aider chat started at 2026-01-02 11:58:00', '', ...lines, ''].join('\n');
  return reduceUsage(aider.start(file).parse(text, { offset: 0, length: text.length }).events);
}
