import type { Detected } from './detect.js';
import type { RuleKind } from './rule.js';

/** A pattern of the user's, ready to search with. */
export interface OwnRule {
  id: string;
  name: string;
  kind: RuleKind;
  pattern: RegExp;
}

export const longestPattern = 1000;
export const mostPatterns = 100;

/** What is wrong with a pattern, as a sentence; null: nothing. */
export function patternProblem(pattern: string): string | null {
  if (pattern === '') {
    return 'It is empty.';
  }
  if (pattern.length > longestPattern) {
    return `It is longer than ${longestPattern} characters.`;
  }
  let compiled: RegExp;
  try {
    compiled = new RegExp(pattern, 'gu');
  } catch (error) {
    return `It is no regular expression: ${error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : String(error)}.`;
  }
  return compiled.test('') ? 'It matches an empty text, and so everything.' : null;
}

/** The patterns to search with. Throws a sentence that names the pattern which is none. */
export function ownRules(patterns: readonly { name: string; pattern: string }[]): OwnRule[] {
  if (patterns.length > mostPatterns) {
    throw new Error(`There are more than ${mostPatterns} patterns of your own.`);
  }
  return patterns.map(({ name, pattern }, index) => {
    const problem = patternProblem(pattern);
    if (problem !== null) {
      throw new Error(`The pattern "${name.slice(0, 60)}" does not work. ${problem}`);
    }
    return {
      id: `own-${index + 1}`,
      name: name.slice(0, 100),
      kind: 'secret',
      pattern: new RegExp(pattern, 'gu'),
    };
  });
}

/** What a pattern found in a text: [start, end) of its first group, or of the whole match. */
export function ownFound(
  rule: OwnRule,
  text: string,
  places: readonly (readonly [start: number, end: number])[],
): Detected[] {
  return places.map(([start, end]) => ({
    rule: { ...rule, keywords: [] },
    secret: text.slice(start, end),
    start,
    end,
    also: [],
    names: [],
  }));
}
