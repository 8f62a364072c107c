import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { csvLine } from '../../src/common/csv.js';

describe('a line of CSV', () => {
  it('leaves plain fields plain, and unknown ones empty', () =>
    assert.equal(csvLine(['a b', 1, -2.5, true, null, undefined, 'größer']), 'a b,1,-2.5,true,,,größer\r\n'));

  it('quotes what would end a field', () =>
    assert.equal(
      csvLine(['a,b', 'say "hi"', 'two\nlines', ' x']),
      '"a,b","say ""hi""","two\nlines"," x"\r\n',
    ));

  for (const text of [
    '=1+1',
    '+1',
    '-1',
    '@x',
    '\t=1',
    '\r=1',
    ' =1',
    '\n@x',
    '＝1',
    '|calc',
    '%0A=1',
    '\ufeff=1',
  ]) {
    it(`makes no formula of ${JSON.stringify(text)}`, () => {
      assert.match(csvLine([text]), /^"?'/);
    });
  }

  it('gives back what was put in', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', '=', 'é') }), {
          minLength: 1,
        }),
        (fields) => {
          const read = parsed(csvLine(fields));
          assert.deepEqual(
            read.map((field, n) => (field === `'${fields[n]}` ? fields[n] : field)),
            fields,
          );
        },
      ),
      { seed: 1 },
    );
  });
});

/** One line, read by the rules of RFC 4180. */
function parsed(line: string): string[] {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    let field = '';
    if (line[at] === '"') {
      for (at++; !(line[at] === '"' && line[at + 1] !== '"'); at++) {
        field += line[at];
        at += line[at] === '"' ? 1 : 0;
      }
      at++;
    } else {
      for (; line[at] !== ',' && line[at] !== '\r'; at++) {
        field += line[at];
      }
    }
    fields.push(field);
    if (line[at] !== ',') {
      assert.equal(line.slice(at), '\r\n');
      return fields;
    }
    at++;
  }
}
