import type { Random } from './random.js';

/** Made-up prose and code, and long pieces of both. */
export interface Text {
  words: readonly string[];
  identifiers: readonly string[];
  word(): string;
  sentence(): string;
  prose(length: number): string;
  /** A line of made-up code; its kinds differ from corpus to corpus. */
  code(length: number): string;
  /** A piece of a text made before, which is much cheaper than a text of its own. */
  cut(pool: string, length: number): string;
}

/** How the texts of a corpus differ from those of another. */
export interface TextStyle {
  words: string;
  identifiers: number;
  /** What follows a name in backticks: letters beyond ASCII. */
  mark: string;
  deepestIndent: number;
  codeLines(random: Random, text: Text): readonly (() => string)[];
}

const syllables =
  'ba be bi bo bu ca ce ci co cu da de di do du fa fe fi fo ga ge gi go ha he hi ho ja jo ka ke ki ko la le li lo lu ma me mi mo mu na ne ni no pa pe pi po ra re ri ro sa se si so ta te ti to va ve vi vo wa we za ze'.split(
    ' ',
  );

/** Draws the identifiers at once; the rest is drawn when it is asked for. */
export function createText(random: Random, style: TextStyle): Text {
  const { int, pick, chance } = random;
  const words = style.words.split(' ');
  const identifiers = Array.from({ length: style.identifiers }, () => {
    let name = '';
    for (let left = int(2, 4); left > 0; left--) {
      name += pick(syllables);
    }
    if (chance(0.5)) {
      name += pick(syllables).replace(/^./, (letter) => letter.toUpperCase()) + pick(syllables);
    }
    return name;
  });
  const grow = (length: number, piece: () => string) => {
    let text = '';
    while (text.length < length) {
      text += piece();
    }
    return text.slice(0, length);
  };
  const text: Text = {
    words,
    identifiers,
    word: () => (chance(0.72) ? pick(words) : pick(identifiers)),
    sentence() {
      const count = int(6, 22);
      let sentence = text.word();
      for (let i = 1; i < count; i++) {
        sentence += ` ${text.word()}`;
      }
      return `${sentence[0]?.toUpperCase()}${sentence.slice(1)}. `;
    },
    prose: (length) =>
      grow(length, () => {
        const sentence = text.sentence();
        const paragraph = chance(0.12) ? '\n\n' : '';
        return sentence + paragraph + (chance(0.04) ? `\`${pick(identifiers)}()\`${style.mark}` : '');
      }),
    code(length) {
      const lines = style.codeLines(random, text);
      return grow(length, () => `${'  '.repeat(int(0, style.deepestIndent))}${pick(lines)()}\n`);
    },
    cut(pool, wanted) {
      const length = Math.max(1, Math.trunc(wanted));
      let piece = '';
      while (piece.length < length) {
        const from = random.bits() % (pool.length - 1000);
        const count = Math.min(length - piece.length, int(500, 20_000));
        piece += pool.slice(from, from + count);
      }
      return piece;
    },
  };
  return text;
}
