import type { SessionFacts } from '../common/sessionFacts.js';
import type { TagCondition, TagRule, TagRuleProblem } from '../common/tagRules.js';
import { nameOf } from './tagRules.js';
import { patternOf, spellingsOf, type TagPattern } from './tagPattern.js';

/** Tells whether an expression matches one of the texts; undefined: it took too long. */
export type MatchAny = (expression: RegExp, texts: readonly string[]) => boolean | undefined;

/** What rules look at. Prompts are asked for only when a rule needs them. */
export type TaggedFacts = Pick<
  SessionFacts,
  'agent' | 'agentLabel' | 'project' | 'cwd' | 'branches' | 'tools' | 'files'
> & { promptTexts(): readonly string[] };

export interface TagMatcher {
  /** The rules that hold for a session. */
  matching(facts: TaggedFacts): TagRule[];
  /** The rules that took too long for some text, and are not tried any more. */
  problems(): TagRuleProblem[];
}

interface ReadyRule {
  rule: TagRule;
  conditions: readonly { condition: TagCondition; patterns: readonly TagPattern[] }[];
}

/** Cheap ones first, so that texts of prompts are read for few sessions. */
const order: readonly TagCondition[] = ['agent', 'project', 'branch', 'tool', 'file', 'prompt'];

/** `matchInTime` runs the expressions that people wrote, which may take years for a text that they almost match. */
export function tagMatcher(rules: readonly TagRule[], matchInTime: MatchAny): TagMatcher {
  const slow = new Map<number, TagRuleProblem>();
  const ready = rules.map((rule): ReadyRule => ({
    rule,
    conditions: order.flatMap((condition) => {
      const patterns = (rule.when[condition] ?? []).flatMap((text) => {
        const pattern = patternOf(condition, text);
        return typeof pattern === 'string' ? [] : [pattern];
      });
      return rule.when[condition] === undefined ? [] : [{ condition, patterns }];
    }),
  }));
  const holds = ({ rule, conditions }: ReadyRule, facts: TaggedFacts): boolean =>
    conditions.every(({ condition, patterns }) =>
      patterns.some(({ expression, mayTakeLong }) => {
        const texts = textsOf(condition, facts);
        const found = mayTakeLong
          ? matchInTime(expression, texts)
          : texts.some((text) => expression.test(text));
        if (found === undefined) {
          const message = `${nameOf(rule, rule.index)}: "${condition}" takes too long: ${expression.source.slice(0, 80)}`;
          slow.set(rule.index, { index: rule.index, message });
        }
        return found === true;
      }),
    );
  return {
    matching: (facts) =>
      ready.filter((one) => !slow.has(one.rule.index) && holds(one, facts)).map(({ rule }) => rule),
    problems: () => [...slow.values()],
  };
}

function textsOf(condition: TagCondition, facts: TaggedFacts): readonly string[] {
  switch (condition) {
    case 'agent':
      return [facts.agent, facts.agentLabel];
    case 'project':
      return [...new Set([facts.project, facts.cwd])].flatMap((path) =>
        path === null ? [] : spellingsOf(path, null),
      );
    case 'branch':
      return facts.branches;
    case 'tool':
      return facts.tools;
    case 'file':
      return facts.files.flatMap((path) => spellingsOf(path, facts.project ?? facts.cwd));
    case 'prompt':
      return facts.promptTexts();
  }
}
