import { secretGroups, entropyOf, type Rule } from './rule.js';
import { rules } from './rules/index.js';

/** A secret in a text, as a rule found it: [start, end) in UTF-16 units. */
export interface Detected {
  rule: Rule;
  secret: string;
  start: number;
  end: number;
  /** More texts that give it away. */
  also: readonly string[];
  /** Names of people that it gives away. */
  names: readonly string[];
}

/** What rules find in a text, in no order. Takes time in proportion to the text. */
export function detect(text: string): Detected[] {
  const found: Detected[] = [];
  for (const rule of candidates(text)) {
    const { pattern } = rule;
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
      const secret = secretOf(match);
      // The secret stands at the end of what was matched, or is all of it.
      const start = match.index + match[0].lastIndexOf(secret);
      const isNone =
        secret === '' ||
        (rule.entropy !== undefined && entropyOf(secret) < rule.entropy) ||
        rule.isNone?.(secret, match) === true;
      if (isNone) {
        // What looks like a value may hold the name of one itself.
        pattern.lastIndex = Math.max(match.index + 1, start);
        continue;
      }
      const [also, names] = [rule.also?.(match) ?? [], rule.names?.(match) ?? []];
      found.push({ rule, secret, start, end: start + secret.length, also, names });
    }
  }
  return found;
}

function secretOf(match: RegExpExecArray): string {
  for (const group of secretGroups) {
    const secret = match.groups?.[group];
    if (secret !== undefined) {
      return secret;
    }
  }
  return match[0];
}

/** The rules one of whose keywords is in the text, found in one pass over it. */
function candidates(text: string): readonly Rule[] {
  const seen = new Set<string>();
  anyKeyword.lastIndex = 0;
  for (let match = anyKeyword.exec(text); match !== null; match = anyKeyword.exec(text)) {
    seen.add(match[0].toLowerCase());
    if (seen.size === keywords.length) {
      break;
    }
    // Keywords overlap: session_token has token in it.
    anyKeyword.lastIndex = match.index + 1;
  }
  if (seen.size === 0) {
    return [];
  }
  const wanted = new Set([...seen].flatMap((keyword) => rulesOf.get(keyword) ?? []));
  return rules.filter((rule) => wanted.has(rule));
}

// The longest first: what it begins with is in the text, too.
const keywords = [...new Set(rules.flatMap((rule) => rule.keywords))].sort((a, b) => b.length - a.length);
const anyKeyword = new RegExp(
  keywords.map((word) => word.replace(/[$().*+?[\\\]^{|}]/g, '\\$&')).join('|'),
  'gi',
);
const rulesOf = new Map(
  keywords.map((keyword) => [
    keyword,
    rules.filter((rule) => rule.keywords.some((other) => keyword.startsWith(other))),
  ]),
);
