import assert from 'node:assert/strict';
import type { Database } from '../../../src/store/database.js';
import { indexedText, tokensOf } from '../../../src/store/read/searchTokens.js';
import { cleanUp, openStore, temporaryFolder } from '../storeFixture.js';
import { randomOf } from '../texts.js';

/** What SQLite says of the whole text. */
function told(db: Database, text: string): unknown[][] {
  db.exec(
    `create virtual table if not exists temp.whole_text using fts3tokenize(unicode61, "remove_diacritics=2")`,
  );
  return db
    .prepare('select token, start, "end" from temp.whole_text where input = ? order by position')
    .all(indexedText(text))
    .filter(([word]) => word !== '');
}

describe('the words of a text', () => {
  afterEach(cleanUp);

  it('are those that the tokenizer of the index finds, in any script', async () => {
    const { db } = await openStore(temporaryFolder());
    const random = randomOf(1);
    const same = (text: string) =>
      assert.deepEqual(
        tokensOf(db, text).map(({ word, from, to }) => [word, from, to]),
        told(db, text),
        JSON.stringify(text),
      );
    for (const text of ['', 'a', 'é', 'Größe é', '— x — é', 'x\u0301 \u0301x', 'İi K ſs ΑΣ', '\ue000 a\0b']) {
      same(text);
    }
    const ascii = 'aZ09 _-.\n"\u001b\u007f';
    for (let n = 0; n < 300; n++) {
      const characters = Array.from({ length: 1 + random(40) }, () =>
        random(2) === 0
          ? ascii[random(ascii.length)]!
          : // No halves of characters: the index has none.
            String.fromCodePoint([random(0x250), random(0xd800), 0x10000 + random(0x30000)][random(3)]!),
      );
      same(characters.join(''));
    }
    const whole = Array.from({ length: 0xd800 }, (_, code) => String.fromCharCode(code));
    for (let from = 0; from < whole.length; from += 512) {
      same(whole.slice(from, from + 512).join(''));
      same(whole.slice(from, from + 512).join('a'));
    }
  });
});
