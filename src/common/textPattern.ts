/** What is searched for inside a session. */
export interface TextPattern {
  text: string;
  /** `text` is a regular expression of JavaScript. */
  regex?: true;
  matchCase?: true;
  wholeWord?: true;
}

/** What was found of it in messages. */
export interface PatternMatches {
  /** Row ids of the messages. */
  found: readonly number[];
  /** What it matched in them as they have it, each once and not all: what is marked where it is shown. */
  words: readonly string[];
  /** The expression took too long on a text: what was not looked at is not here. */
  tooSlow: boolean;
}

/** Characters of a pattern at most. */
export const longestPattern = 1000;

/** The expression that finds the pattern everywhere in a text. Throws where it is none, with the engine's reason. */
export function patternExpression({ text, regex, matchCase, wholeWord }: TextPattern): RegExp {
  const source = regex ? text : text.replace(/[\\^$.*+?()[\]{}|/-]/g, (char) => `\\u{${code(char)}}`);
  const flags = matchCase ? 'g' : 'gi';
  const whole = (start: string, end: string) => (wholeWord ? `${start}(?:${source})${end}` : source);
  const edge = '[\\p{L}\\p{N}_]';
  try {
    return new RegExp(whole(`(?<!${edge})`, `(?!${edge})`), `${flags}u`);
  } catch (error) {
    // What is no expression of Unicode (`\-`, `a{`) may be one of the older kind.
    try {
      return new RegExp(whole('(?<!\\w)', '(?!\\w)'), flags);
    } catch {
      throw error;
    }
  }
}

/** Why a pattern is no expression, in the engine's words; null: it is one. */
export function patternProblem(pattern: TextPattern): string | null {
  try {
    patternExpression(pattern);
    return null;
  } catch (error) {
    // "Invalid regular expression: /(/giu: Unterminated group"
    return error instanceof Error ? error.message.slice(error.message.lastIndexOf(': ') + 2) : String(error);
  }
}

function code(char: string): string {
  return char.codePointAt(0)!.toString(16);
}
