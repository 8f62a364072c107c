import type { CommitCategory, SessionCategory, SessionInsights } from '../common/insights.js';
import { oneLine } from '../common/plainText.js';
import type { SessionFacts } from '../common/sessionFacts.js';
import { promptWords } from './promptWords.js';

type Decision = Pick<SessionInsights, 'category' | 'because'>;

/** What names of tickets and branches, and commits, call a kind of work, before `/`, `-`, `_`, `:` or a scope in brackets. */
const prefixes: Readonly<Record<string, SessionCategory>> = {
  ...all('bug-fix', 'fix fixes fixed bug bugs bugfix hotfix'),
  ...all('feature', 'feat feats feature features'),
  ...all('refactor', 'refactor refactoring cleanup refac perf style'),
  ...all('testing', 'test tests testing spec e2e'),
  ...all('docs', 'doc docs documentation'),
  ...all('investigation', 'investigate investigation explore spike research poc'),
};

/** Most of a text that is shown as the reason. */
const longestReason = 80;

/**
 * What a session was for: by its tickets, else its branches, else what most of its commits say, else the words of its first
 * prompt. `commits` are subjects; absent: they were not looked at.
 */
export function categoryOf(facts: SessionFacts, commits: readonly string[] = []): Decision {
  for (const [source, names] of [
    ['ticket', facts.tickets],
    ['branch', facts.branches],
  ] as const) {
    for (const name of names) {
      const category = byName(name);
      if (category !== null) {
        return { category, because: { source, text: oneLine(name, longestReason) } };
      }
    }
  }
  const agreed = categoryOfCommits(commits);
  if (agreed !== null) {
    return {
      category: agreed.category,
      because: { source: 'commits', text: `${agreed.commits}/${agreed.classified}` },
    };
  }
  const prompt = facts.prompts.find(({ text }) => text !== null && text.trim() !== '')?.text ?? '';
  const told = promptWords(prompt);
  return told === null
    ? { category: 'other', because: { source: 'none', text: '' } }
    : { category: told.category, because: { source: 'prompt', text: oneLine(told.words, longestReason) } };
}

/** What half of the commits at least say that they are, of those that say anything. `feat(x)!: title` is one too. */
export function categoryOfCommits(subjects: readonly string[]): CommitCategory | null {
  const found = subjects.flatMap((subject) => byConvention(subject) ?? []);
  const counts = new Map<SessionCategory, number>();
  for (const category of found) {
    counts.set(category, (counts.get(category) ?? 0) + 1);
  }
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  return most !== undefined && most[1] * 2 >= found.length
    ? { category: most[0], commits: most[1], classified: found.length }
    : null;
}

/** `fix/login`, `feature-dark-mode`, `me/fix/login`: a whole word at the beginning of a part, with something after it. */
function byName(name: string): SessionCategory | null {
  const parts = name.toLowerCase().split('/').slice(0, 4);
  for (const [index, part] of parts.entries()) {
    const [first = ''] = /^[a-z0-9]+(?=[-_:]|$)/.exec(part) ?? [];
    const hasMore = part.length > first.length + 1 || index < parts.length - 1;
    if (hasMore && Object.hasOwn(prefixes, first)) {
      return prefixes[first]!;
    }
  }
  return null;
}

function byConvention(subject: string): SessionCategory | null {
  const [, type = ''] = /^([a-z0-9]+)(?:\([^()]*\))?!?:\s/i.exec(subject) ?? [];
  const name = type.toLowerCase();
  return Object.hasOwn(prefixes, name) ? prefixes[name]! : null;
}

function all(category: SessionCategory, names: string): Record<string, SessionCategory> {
  return Object.fromEntries(names.split(' ').map((name) => [name, category]));
}
