import { tagOf } from '../common/marks.js';
import { oneLine } from '../common/plainText.js';
import { tagConditions, type TagCondition, type TagRule, type TagRuleProblem } from '../common/tagRules.js';
import { patternOf } from './tagPattern.js';

/** Rules and patterns that a person can have meant; each costs time for every session. */
const mostRules = 200;
const mostPatterns = 100;
const longestPattern = 500;

/**
 * The rules of the setting, which may hold anything: what is wrong with one is told, and the others hold.
 */
export function readTagRules(setting: readonly unknown[]): { rules: TagRule[]; problems: TagRuleProblem[] } {
  const rules: TagRule[] = [];
  const problems: TagRuleProblem[] = [];
  for (const [index, value] of setting.slice(0, mostRules).entries()) {
    const read = readRule(value, index);
    if (typeof read === 'string') {
      problems.push({ index, message: `${nameOf(value, index)}: ${read}` });
    } else {
      rules.push(read);
    }
  }
  if (setting.length > mostRules) {
    problems.push({
      index: null,
      message: `agentLogbook.tags.rules: only the first ${mostRules} rules are used.`,
    });
  }
  return { rules, problems };
}

/** A rule as it is called where something is said about it. */
export function nameOf(value: unknown, index: number): string {
  const tag = isRecord(value) && typeof value['tag'] === 'string' ? oneLine(value['tag'], 60) : '';
  return `Tag rule ${index + 1}${tag === '' ? '' : ` (${tag})`}`;
}

/** The rule, or what is wrong with it. */
function readRule(value: unknown, index: number): TagRule | string {
  if (!isRecord(value)) {
    return 'it must be an object with "tag" and one condition at least.';
  }
  const tag = typeof value['tag'] === 'string' ? tagOf(value['tag']) : null;
  if (tag === null) {
    return '"tag" must be a text with a letter or a number.';
  }
  const unknown = Object.keys(value).find((key) => key !== 'tag' && !isCondition(key));
  if (unknown !== undefined) {
    return `"${oneLine(unknown, 40)}" is no condition; there are ${tagConditions.join(', ')}.`;
  }
  const when: Partial<Record<TagCondition, string[]>> = {};
  for (const condition of tagConditions) {
    const given = value[condition];
    if (given === undefined) {
      continue;
    }
    const patterns = typeof given === 'string' ? [given] : given;
    if (!Array.isArray(patterns) || patterns.length === 0 || patterns.length > mostPatterns) {
      return `"${condition}" must be a text or a list of 1 to ${mostPatterns} texts.`;
    }
    for (const pattern of patterns as unknown[]) {
      if (typeof pattern !== 'string' || pattern.trim() === '' || pattern.length > longestPattern) {
        return `"${condition}" must be made of texts that are not empty and have ${longestPattern} characters at most.`;
      }
      const made = patternOf(condition, pattern);
      if (typeof made === 'string') {
        return `"${condition}": ${made}`;
      }
    }
    when[condition] = patterns as string[];
  }
  return Object.keys(when).length === 0
    ? `it needs a condition: ${tagConditions.join(', ')}. Without one it would give the tag to every session.`
    : { index, tag, when };
}

function isCondition(key: string): key is TagCondition {
  return (tagConditions as readonly string[]).includes(key);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
