import { plainWords } from './rules/plainWords.js';

/** The names of people that became known, wherever they stand as a word of their own, in any case. */
export interface UserNames {
  add(name: string): void;
  find(text: string): { name: string; start: number; end: number }[];
}

/** As a rule it has a name and can be switched off; what it looks for depends on the export. */
export const userName = {
  id: 'user-name',
  name: 'User name',
  kind: 'personal',
  onlyHere: true,
  apart: true,
} as const;

/** Shorter names are syllables, parts of code, and words of other languages. */
const shortestName = 4;
/** A machine has some people; a file that names thousands must not make every text slow to look through. */
const mostNames = 100;

/** `words`: what else is no name, however a home folder is called; in small letters. */
export function createUserNames(words: Iterable<string> = []): UserNames {
  const others = new Set(words);
  const names = new Set<string>();
  let pattern: RegExp | null = null;
  return {
    add(given) {
      const name = given.toLowerCase();
      if (
        name.length >= shortestName &&
        /\p{L}/u.test(name) &&
        !plainWords.has(name) &&
        !others.has(name) &&
        !names.has(name) &&
        names.size < mostNames
      ) {
        names.add(name);
        pattern = patternOf([...names]);
      }
    },
    find(text) {
      return pattern === null
        ? []
        : [...text.matchAll(pattern)].map(({ 0: found, index }) => ({
            ...{ name: found.toLowerCase(), start: index, end: index + found.length },
          }));
    },
  };
}

function patternOf(names: readonly string[]): RegExp {
  const alternatives = names
    .toSorted((a, b) => b.length - a.length)
    .map((name) => name.replace(/[$()*+./?[\\\]^{|}-]/g, '\\$&'));
  return new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${alternatives.join('|')})(?![\p{L}\p{N}])`, 'giu');
}
