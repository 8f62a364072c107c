import type { TextPattern } from '../../src/common/textPattern.js';

/** What is typed into the replay's search, and how it is meant. Kept across hiding and reloading. */
export interface SearchOptions {
  text: string;
  regex: boolean;
  matchCase: boolean;
  wholeWord: boolean;
  /** Only steps that have it are shown. */
  onlyMatches: boolean;
}

export const noSearch: SearchOptions = {
  text: '',
  regex: false,
  matchCase: false,
  wholeWord: false,
  onlyMatches: false,
};

export function isSearchOptions(value: unknown): value is SearchOptions {
  const options = value as Record<string, unknown> | null | undefined;
  return (
    typeof options === 'object' &&
    options !== null &&
    Object.entries(noSearch).every(([name, one]) => typeof options[name] === typeof one)
  );
}

/** As the store understands it. Blanks around words are taken for carelessness, in an expression for what is meant. */
export function patternOf({ text, regex, matchCase, wholeWord }: SearchOptions): TextPattern {
  return {
    text: regex ? text : text.trim(),
    ...(regex ? { regex } : {}),
    ...(matchCase ? { matchCase } : {}),
    ...(wholeWord ? { wholeWord } : {}),
  };
}
