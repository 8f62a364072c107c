import type { Rule } from '../rule.js';
import { nobody } from './plainWords.js';

/** What says who a person is. */
export const personalRules: readonly Rule[] = [
  {
    id: 'email',
    name: 'E-mail address',
    kind: 'personal',
    keywords: ['@'],
    pattern:
      /(?<![\w.%+/-])[A-Za-z0-9][\w.%+-]{0,63}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}\.){1,6}[A-Za-z]{2,24}(?![\w-])/g,
    isNone: (email) =>
      /@(?:[\w-]+\.)*(?:example\.(?:com|org|net)|[\w-]+\.(?:test|invalid|local|example)|users\.noreply\.github\.com)$/i.test(
        email,
      ) ||
      /^(?:git|noreply|no-reply|postmaster)@/i.test(email) ||
      // Names of pictures and packages: icon@2x.png, left-pad@1.0.0.tgz.
      /\.(?:png|jpe?g|gif|svg|webp|css|tsx?|jsx?|json|md|tgz|zip|lock)$/i.test(email),
  },
  {
    id: 'home-path',
    name: 'User name in a path',
    kind: 'personal',
    keywords: ['home', 'users'],
    pattern:
      /(?:(?<root>(?<![\w.])\/(?:home|Users)\/|(?<![A-Za-z0-9])[A-Za-z]:(?:\\{1,4}|\/)Users(?:\\{1,4}|\/)|%2F(?:home|Users)%2F)(?<name>[A-Za-z0-9_][\w.+~-]{0,63})|(?<![\w.-])-(?:home|Users)-(?<dashed>[A-Za-z0-9_.]{1,64})(?=-))/gi,
    isNone: (name) => nobody.has(name.toLowerCase()),
    also: ({ groups }) => {
      const { root = '', name = '' } = groups ?? {};
      return root === '' || root.startsWith('%') ? [] : [`${root}${name}`];
    },
    names: ({ groups }) => (groups?.['name'] === undefined ? [] : [groups['name']]),
    onlyHere: true,
  },
];
