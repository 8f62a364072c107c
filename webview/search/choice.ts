import type { SearchQuestion } from '../../src/common/panelProtocol.js';

/** What is searched for, and how. Kept while the page is hidden and over a restart. */
export type SearchChoice = Pick<SearchQuestion, 'text' | 'order' | 'scope'>;

export const firstSearch: SearchChoice = { text: '', order: 'newest', scope: 'all' };

/** Refuses what an older version may have left. */
export function isSearchChoice(value: unknown): value is SearchChoice {
  const choice = value as Partial<SearchChoice> | null | undefined;
  return (
    typeof choice === 'object' &&
    choice !== null &&
    typeof choice.text === 'string' &&
    (choice.order === 'newest' || choice.order === 'best') &&
    (choice.scope === 'workspace' || choice.scope === 'all')
  );
}

/** The text with an example added: one that ends with a colon is to be gone on with. */
export function withExample(text: string, example: string): string {
  return text.trim() === '' ? example : `${text.trimEnd()} ${example}`;
}
