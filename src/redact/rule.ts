/** What a rule finds: something that opens a door, or something that says who a person is. */
export type RuleKind = 'secret' | 'personal';

/**
 * One kind of secret. To add one: a line in a file of this folder's `rules`. Patterns must be linear in the text: every
 * repetition is bounded or stands before something that it cannot match itself.
 */
export interface Rule {
  /** Stands in placeholders. */
  readonly id: string;
  /** For people, in English; the key of the translation. */
  readonly name: string;
  readonly kind: RuleKind;
  /** In small letters: a text without any of them is not searched. */
  readonly keywords: readonly string[];
  /** With the flag `g`. Its group, of which one at most may have a name in `secretGroups`, is what is replaced; without one, the whole match is. */
  readonly pattern: RegExp;
  /** Bits a character that the secret has at least; what is less random is a word. */
  readonly entropy?: number;
  /** Whether a match is none after all: an example, a name of a variable. */
  readonly isNone?: (secret: string, match: RegExpExecArray) => boolean;
  /** More texts that give the secret away, wherever they stand. */
  readonly also?: (match: RegExpExecArray) => readonly string[];
  /** Names of people that the match gives away. */
  readonly names?: (match: RegExpExecArray) => readonly string[];
  /** The secret is one only where it stands: it is not looked for elsewhere, and what `also` says only encoded. */
  readonly onlyHere?: true;
}

/** Groups that hold the secret, alternatives of each other. */
export const secretGroups = ['secret', 'quoted', 'bare', 'name', 'dashed'] as const;

/** A rule whose secrets begin with marks of their own. */
export function token(
  id: string,
  name: string,
  keywords: readonly string[],
  pattern: RegExp,
  more: Partial<Rule> = {},
): Rule {
  return { id, name, kind: 'secret', keywords, pattern, ...more };
}

/** Bits a character, by how often each occurs. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const char of text) {
    counts.set(char, (counts.get(char) ?? 0) + 1);
  }
  let bits = 0;
  for (const count of counts.values()) {
    const share = count / text.length;
    bits -= share * Math.log2(share);
  }
  return bits;
}
