import assert from 'node:assert/strict';
import { completeSql } from '../../src/common/sqlCompletion.js';
import { sqlTokens, unquoted } from '../../src/common/sqlTokens.js';

/** A query with `|` at the caret, the first proposals, and some that must not be there. */
const cases: readonly (readonly [sql: string, first: string[], not?: string[]])[] = [
  ['sel|', ['select']],
  ['select * from |', ['v_session']],
  ['select * from v_us|', ['v_usage', 'v_usage_quarter']],
  ['select * from v_session s where s.st|', ['started_at'], ['strftime(']],
  ['select u.| from v_usage u', ['response', 'session_id']],
  ['select "u".| from v_usage as u', ['response']],
  ['select tot| from v_usage', ['total_tokens'], ['v_session']],
  ['select cost_| from v_usage', ['cost_usd', 'cost_usd(']],
  ['with week as (select 1) select * from w|', ['week']],
  ['select * from v_tool_call t join v_session s on t.session_id = s.| where 1', ['id', 'agent']],
  ["select 'v_se|'", []],
  ['select 1 -- v_se|', []],
  ['select nothing_known.|', []],
  ['', []],
];

describe('completion of queries', () => {
  for (const [marked, first, not = []] of cases) {
    it(`proposes at ${marked}`, () => {
      const caret = marked.indexOf('|');
      const { proposals } = completeSql(marked.replace('|', ''), Math.max(0, caret));
      const texts = proposals.map(({ text }) => text);
      if (marked !== '') {
        assert.deepEqual(texts.slice(0, first.length), first);
        assert.equal(first.length === 0, texts.length === 0);
      }
      for (const wrong of not) {
        assert.ok(!texts.includes(wrong), wrong);
      }
    });
  }

  it('takes the place of the whole word', () => {
    const { from, to } = completeSql('select * from v_sess x', 18);
    assert.deepEqual([from, to], [14, 20]);
  });
});

describe('pieces of SQL', () => {
  it('are those of SQLite, whatever is quoted or left open', () => {
    const text = `select "a""b", [c d], 'it''s', x'0a', 1.5e3, :p, ?1, @q /* c */ -- end`;
    assert.deepEqual(
      sqlTokens(text)
        .filter(({ kind }) => kind !== 'symbol')
        .map((token) => `${token.kind} ${unquoted(token)}`),
      [
        'word select',
        'quoted a"b',
        'quoted c d',
        "string it's",
        'string 0a',
        'number 1.5e3',
        'parameter :p',
        'parameter ?1',
        'parameter @q',
        'comment /* c */',
        'comment -- end',
      ],
    );
    for (const open of ["'a", '"a', '[a', '`a', '/* a', "x'a"]) {
      assert.deepEqual(
        sqlTokens(`select ${open}`).map(({ closed }) => closed),
        [true, false],
        open,
      );
    }
  });

  it('cover every letter but space, of any text', () => {
    for (const text of ['\u0000\u{1F600}é ::$ "', "''''", '$', '.5.5', 'a/**/b--']) {
      const joined = sqlTokens(text)
        .map((token) => token.text)
        .join('');
      assert.equal(joined, text.replaceAll(' ', ''));
    }
  });
});
