import { lazy } from '../common/lazy.js';
import type { PromptFacts } from '../common/sessionFacts.js';

/** Words of a text without the code and logs that are pasted into it. */
export function wordCount(text: string): number {
  return segments(withoutCode(text)).length;
}

/** Long words of a text that are not among `known`. */
export function newWords(text: string, known: ReadonlySet<string>): Set<string> {
  return new Set(
    segments(withoutCode(text))
      .map((word) => word.toLowerCase())
      .filter((word) => word.length >= 5 && !known.has(word)),
  );
}

/** Signs that a prompt names what it is about: a path, code, a call, an address, a number of an issue, an error's words. */
const anchors: readonly RegExp[] = [
  /```|`[^`\n]+`/,
  /(?:^|[\s("'])(?:\.{0,2}\/)?[\w@.-]+\/[\w@./-]+/,
  /[\w-]\.(?:[a-z]{1,5}|jsonl?|[ch]pp|html?|toml|yaml|lock)(?=[\s:,.;)"'?!]|$)/i,
  /\w\(\)|\b[a-z0-9]+(?:[A-Z][a-z0-9]*)+\b|\b[A-Za-z0-9]+(?:_[A-Za-z0-9]+)+\b|::|->|=>/,
  /https?:\/\//,
  /(?:^|\s)[#@][\w-]+|\b[A-Z][A-Z0-9]+-\d+\b/,
  /\b(?:[A-Z]\w*(?:Error|Exception)|errno|exit code|stack ?trace|traceback)\b/,
  /\blines? \d+/i,
  /["“'‘][^"”'’\n]{3,}["”'’]/,
];

/** The prompt names something that can be found, or brings it along. */
export function isConcrete({ text, hasAttachment }: Pick<PromptFacts, 'text' | 'hasAttachment'>): boolean {
  return hasAttachment || anchors.some((anchor) => anchor.test((text ?? '').slice(0, longestText)));
}

/** Made when it is needed: it loads dictionaries, and every start of the program would wait for it. */
const wordSegmenter = lazy(() => new Intl.Segmenter('en', { granularity: 'word' }));
const unspaced =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]/u;

/** Words of any language. Where spaces part them they are found a hundred times faster. */
function segments(text: string): string[] {
  if (!unspaced.test(text)) {
    return text.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? [];
  }
  return Array.from(wordSegmenter().segment(text.slice(0, longestSegmented))).flatMap(
    ({ segment, isWordLike }) => (isWordLike ? [segment] : []),
  );
}

function withoutCode(text: string): string {
  return text.slice(0, longestText).replace(/```[\s\S]*?(?:```|$)/g, ' ');
}

/** Characters that are looked at: a prompt of megabytes is a file, and long in any case. */
const longestText = 10_000;
const longestSegmented = 3000;
