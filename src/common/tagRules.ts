import type { SessionSummary } from './protocol.js';

/** The conditions of a rule for tags. Of several patterns of one condition one has to hold, of several conditions each. */
export const tagConditions = ['prompt', 'tool', 'file', 'branch', 'agent', 'project'] as const;

export type TagCondition = (typeof tagConditions)[number];

/** A rule of `agentLogbook.tags.rules`, as it is understood. */
export interface TagRule {
  /** Its place in the setting, from 0. */
  index: number;
  tag: string;
  when: Readonly<Partial<Record<TagCondition, readonly string[]>>>;
}

/** What is wrong with a rule; the others go on. */
export interface TagRuleProblem {
  /** null: it is the setting itself. */
  index: number | null;
  /** A sentence that names the rule and what to change. */
  message: string;
}

/** What rules would do, before they are saved. */
export interface TagRuleTrial {
  rules: readonly TriedRule[];
  problems: readonly TagRuleProblem[];
  /** Sessions that were looked at, newest first, of all that there are. */
  looked: number;
  sessions: number;
  /** Sessions that would lose a tag that rules have given, by tag. */
  lost: readonly { tag: string; sessions: number; examples: readonly TriedSession[] }[];
}

export interface TriedRule {
  index: number;
  tag: string;
  /** Sessions that the rule matches, and of these those that do not have the tag yet. */
  matches: number;
  gained: number;
  /** Of the newest of them. */
  examples: readonly TriedSession[];
}

export type TriedSession = Pick<SessionSummary, 'id' | 'title' | 'endedAt'>;
