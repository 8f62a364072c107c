import assert from 'node:assert/strict';
import { complaint, plain, table } from '../../src/cli/table.js';
import { sinceTime, untilTime } from '../../src/cli/time.js';

describe('times', () => {
  for (const [text, since, until] of [
    ['2024-02-29', Date.UTC(2024, 1, 29), Date.UTC(2024, 2, 1)],
    ['2026-12-31', Date.UTC(2026, 11, 31), Date.UTC(2027, 0, 1)],
    ['2026-01-01T10:00:00Z', Date.UTC(2026, 0, 1, 10), Date.UTC(2026, 0, 1, 10)],
    ['2026-01-01T10:00:00.5+02:00', Date.UTC(2026, 0, 1, 8, 0, 0, 500), Date.UTC(2026, 0, 1, 8, 0, 0, 500)],
  ] as const) {
    it(`${text} from and until, in UTC`, () => {
      assert.equal(sinceTime(text, 'utc'), since);
      assert.equal(untilTime(text, 'utc'), until);
    });
  }

  it('local days end where the next one begins', () => {
    assert.equal(untilTime('2026-03-28', 'local'), sinceTime('2026-03-29', 'local'));
    assert.equal(untilTime('2026-03-29', 'local'), sinceTime('2026-03-30', 'local'));
  });
});

describe('text for a terminal', () => {
  it('has no control characters from a session', () => {
    assert.equal(plain('a\u001b[31mred\u0007\r\nb\u202ec'), 'ared bc');
    const cells = table(
      [{ title: 'x', text: (row: string) => row }],
      ['\u001b]0;title\u0007a\n\u200bb'],
      null,
    );
    assert.equal(cells, 'x\na b');
  });

  it('is as harmless and of bounded length where it says what went wrong', () => {
    assert.equal(
      complaint(new Error('There is no command "\u001b]0;x\u0007a".\nb')),
      'There is no command "a".\nb',
    );
    assert.equal(complaint('x'.repeat(20_000)).length, 1001);
  });

  it('is aligned and shortened by letters, not by code units', () => {
    const text = table(
      [
        { title: 'x', width: 3, text: (row: string) => row },
        { title: 'n', right: true, text: (row: string) => String([...row].length) },
      ],
      ['😀😀😀😀', 'a'],
      null,
    );
    assert.equal(text, 'x    n\n😀😀…  4\na    1');
  });

  it('is made narrower, and less, for a narrow terminal', () => {
    const columns = [
      { title: 'name', width: 40, text: (row: string) => row },
      { title: 'kind', width: 40, text: (row: string) => row.slice(0, 3) },
      { title: 'first', right: true, optional: true, text: () => '1' },
      { title: 'last', right: true, optional: true, text: () => '2' },
    ];
    const row = 'x'.repeat(60);
    const heads = (width: number | null) =>
      table(columns, [row], width)
        .split('\n')
        .map((line) => line.length);
    assert.deepEqual(heads(null), [59, 59]);
    assert.deepEqual(heads(57), [57, 57]);
    assert.deepEqual(heads(45), [45, 45]);
    const name = `${'x'.repeat(23)}…`;
    assert.equal(table(columns, [row], 37), `name${' '.repeat(20)}  kind  first\n${name}  xxx       1`);
    assert.equal(table(columns, [row], 1), `name${' '.repeat(20)}  kind\n${name}  xxx`);
    const path = [{ title: 'path', width: 40, keepEnd: true, text: (text: string) => text }];
    assert.equal(table(path, [`/start/${row}/end`], 24), `path\n…${'x'.repeat(19)}/end`);
  });
});
