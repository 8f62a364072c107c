/** What is concluded from a session's own rows, without asking anybody: what it was for, how it went, what its prompts lacked. */

export const sessionCategories = [
  'bug-fix',
  'feature',
  'refactor',
  'investigation',
  'testing',
  'docs',
  'other',
] as const;

export type SessionCategory = (typeof sessionCategories)[number];

/** What decided a category: the ticket or branch's prefix, the commits, the first prompt, or nothing. */
export type CategorySource = 'ticket' | 'branch' | 'commits' | 'prompt' | 'none';

export interface SessionInsights {
  category: SessionCategory;
  /** The text that decided it, as far as a person needs it. */
  because: { source: CategorySource; text: string };
  /** null: there is too little to judge by; `unjudged` tells what. */
  quality: SessionQuality | null;
  unjudged: Unjudged | null;
  findings: readonly PromptFinding[];
}

/** Why a session's course is not judged: nobody could follow up, an agent asked, nothing was asked or answered, or it is not kept. */
export type Unjudged = 'headless' | 'child' | 'noPrompts' | 'noAnswer' | 'notKept';

/** A score with all that went into it, each by a name of `qualityTexts`. */
export interface SessionQuality {
  /** 1 to 5, one decimal. */
  score: number;
  reasons: readonly { name: QualityReason; effect: number }[];
  /** The agent planned before it changed files. */
  planned: boolean;
  /** There was one prompt and no correction. */
  oneShot: boolean;
  /** Prompts that correct the one before, of all after the first; null: there is only one. */
  correctionRate: number | null;
  /** Each of them: the words that tell it, or null where the user stopped the agent. */
  corrections: readonly { message: number; words: string | null }[];
}

export type QualityReason =
  'planned' | 'fewFollowUps' | 'corrections' | 'noErrors' | 'recovered' | 'unresolvedErrors';

export type FindingName = 'vague' | 'backAndForth' | 'missingContext' | 'scopeCreep' | 'longPrompt';

/** Something about a prompt that made, or will have made, the work harder. */
export interface PromptFinding {
  name: FindingName;
  severity: 'warning' | 'info';
  /** Row id of the prompt. */
  message: number;
  /** What of it can be counted, as its text in `findingTexts` has places for it. */
  counts: readonly number[];
}

/** Commits by what they say of themselves; null: fewer than half of those that say anything agree. */
export interface CommitCategory {
  category: SessionCategory;
  /** Of `classified` commits, so many are of it. */
  commits: number;
  classified: number;
}
