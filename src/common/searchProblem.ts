import type { SearchProblem } from './searchQuery.js';

/** What is wrong with a search, by its kind: `{0}` is what was typed, `{1}` what is known. Keys of the translations. */
export const searchProblemTexts = {
  operator: 'There is no operator {0}. Known: {1}.',
  value: '{0} is not known. Known: {1}.',
  missing: '{0} needs a value.',
  missingOf: '{0} needs a value: {1}.',
  or: 'OR joins words only. Values of one operator are alternatives by themselves.',
} as const;

/** The text of a problem and what to put into it. */
export function searchProblemText({ what, name, value, known }: SearchProblem): {
  key: keyof typeof searchProblemTexts;
  args: [typed: string, known: string];
} {
  const list = known.map((one) => (what === 'operator' ? `${one}:` : one)).join(', ');
  return {
    key: what === 'missing' && list !== '' ? 'missingOf' : what,
    args: [value === '' ? `${name}:` : `${name}:${value}`, list],
  };
}

/** The problem in English. */
export function englishProblem(problem: SearchProblem): string {
  const { key, args } = searchProblemText(problem);
  return searchProblemTexts[key].replaceAll(/\{(\d)\}/g, (_, index: string) => args[Number(index)] ?? '');
}
