import { createContext } from 'preact';
import { useContext, useMemo } from 'preact/hooks';

/** The words by which a search found what is shown, in small letters: what would hide them is opened. */
const FoundContext = createContext<readonly string[]>([]);

export const FoundProvider = FoundContext.Provider;

/** Whether one of the words stands in the text for the first time after `from`. */
export function useIsFound(text: string, from = 0): boolean {
  const words = useContext(FoundContext);
  return useMemo(() => isFound(words, text, from), [words, text, from]);
}

export function isFound(words: readonly string[], text: string, from = 0): boolean {
  if (words.length === 0 || from >= text.length) {
    return false;
  }
  const lower = text.toLowerCase();
  return words.some((word) => lower.indexOf(word) >= from);
}
