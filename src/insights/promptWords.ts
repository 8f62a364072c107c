import type { SessionCategory } from '../common/insights.js';
import { lazy } from '../common/lazy.js';
import { inLanguage, languages, type PromptLanguage } from './languages.js';

/** One way to ask for a kind of work. The expression stands at the beginnings and ends of words. */
interface PromptRule {
  category: SessionCategory;
  words: RegExp;
  /** Words that ask for the work count more than words that only name a thing. */
  weight: number;
}

/**
 * What prompts say. A verb that asks ("fix", "add") weighs more than a noun that is mentioned ("error", "test"); where two
 * kinds weigh the same, the one that is said first decides.
 */
const rules = lazy((): readonly PromptRule[] => [
  rule('bug-fix', 3, 'fix(?:es|ed|ing)?|debug(?:ging)?|repair|resolve|hotfix'),
  rule(
    'bug-fix',
    2,
    `bugs?|crash(?:es|ed|ing)?|broken|regression|stack ?trace|(?:does ?n[o']t|does not|do ?n[o']t|isn't|is not) work(?:ing)?|fails?|failing`,
  ),
  rule('bug-fix', 1, 'errors?|exceptions?|wrong|issue'),
  rule(
    'testing',
    4,
    '(?:add|write|create|extend|improve|generate)(?: \\S+){0,4}? (?:unit |integration |e2e |regression )?(?:tests?|specs?)|(?:increase|improve|raise)(?: \\S+){0,2} coverage',
  ),
  rule('testing', 1, 'tests?|coverage|specs?'),
  rule(
    'docs',
    4,
    '(?:add|write|update|improve|fix|create)(?: \\S+){0,4}? (?:docs?|documentation|readme|changelog|docstrings?|comments?)',
  ),
  rule('docs', 3, 'document(?!s\\b)'),
  rule('docs', 1, 'readme|docs|documentation|changelog'),
  rule(
    'refactor',
    3,
    'refactor(?:ing)?|clean(?: |-)?up|restructure|simplify|rename|extract|deduplicate|reorgani[sz]e|split|modernize',
  ),
  rule('refactor', 2, 'remove|delete|move'),
  rule('investigation', 2, 'summari[sz]e|describe|show me|list'),
  rule(
    'investigation',
    3,
    'investigate|explain|analy[sz]e|research|explore|understand|find out|look into|review|compare|(?:how|why|what|where|which|who) (?:is|are|do|does|did|can|could|would|was|were|should)',
  ),
  rule(
    'feature',
    3,
    'add|implement|create|build|introduce|support|make it possible|develop|write|set up|integrate',
  ),
  rule('feature', 1, 'new|feature'),
  ...languages.flatMap((language) => [
    ...rulesOf(language, language.asks, 3),
    ...rulesOf(language, language.names, 1),
  ]),
]);

/** So much of a prompt tells what it is for; logs and files are pasted below. */
const headLength = 1500;

/** The kind of work that a prompt asks for, with the words that say so; null: none that is known. */
export function promptWords(text: string): { category: SessionCategory; words: string } | null {
  const head = text.replace(/```[\s\S]*?(?:```|$)/g, ' ').slice(0, headLength);
  const found = new Map<SessionCategory, { weight: number; at: number; words: string }>();
  for (const { category, words, weight } of rules()) {
    const match = words.exec(head);
    if (match) {
      const known = found.get(category);
      found.set(category, {
        weight: (known?.weight ?? 0) + weight,
        at: Math.min(known?.at ?? Infinity, match.index),
        words: known && known.weight >= weight ? known.words : match[0],
      });
    }
  }
  const [best] = [...found].sort(([, a], [, b]) => b.weight - a.weight || a.at - b.at);
  return best ? { category: best[0], words: best[1].words } : null;
}

function rulesOf(language: PromptLanguage, words: PromptLanguage['asks'], weight: number): PromptRule[] {
  return Object.entries(words).map(([category, expression]) => ({
    category: category as SessionCategory,
    // What says that a test or a text is to be written says that something is to be made, too.
    weight: weight > 1 && (category === 'testing' || category === 'docs') ? weight + 1 : weight,
    words: inLanguage(language, expression, 'anywhere'),
  }));
}

function rule(category: SessionCategory, weight: number, words: string): PromptRule {
  return { category, weight, words: new RegExp(`(?<![\\p{L}\\p{N}_])(?:${words})(?![\\p{L}\\p{N}_])`, 'iu') };
}
