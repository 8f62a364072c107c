import type { QualityReason, SessionQuality, Unjudged } from '../common/insights.js';
import type { PromptFacts, SessionFacts } from '../common/sessionFacts.js';
import { correctionIn, isGoAhead } from './corrections.js';

/** Where the score begins. */
const base = 3;
const mostFollowUps = 2;

/** What moves the score, and how far. Errors are failed tool calls, never words in a text. */
const effects: Readonly<Record<QualityReason, number>> = {
  planned: 0.3,
  fewFollowUps: 0.8,
  /** Times the share of prompts that correct. */
  corrections: -1.5,
  noErrors: 0.25,
  recovered: 0.1,
  unresolvedErrors: -0.4,
};

/** How a session went, or why that is not judged. */
export function qualityOf(
  facts: SessionFacts,
): { quality: SessionQuality; unjudged: null } | { quality: null; unjudged: Unjudged } {
  const unjudged = reasonNotToJudge(facts);
  if (unjudged !== null) {
    return { quality: null, unjudged };
  }
  const { planned, prompts } = facts;
  const corrections = correctionsOf(prompts);
  const followUps = prompts.slice(1).filter(({ text }) => !isGoAhead(text ?? ''));
  const correctionRate = prompts.length === 1 ? null : corrections.length / (prompts.length - 1);
  const errors = prompts.reduce((sum, prompt) => sum + prompt.errors, 0);
  const reasons: { name: QualityReason; effect: number }[] = [];
  const add = (name: QualityReason, times = 1) =>
    reasons.push({ name, effect: tenths(effects[name] * times, 2) });
  if (planned) {
    add('planned');
  }
  if (followUps.length <= mostFollowUps) {
    add('fewFollowUps');
  }
  if (correctionRate !== null && corrections.length > 0) {
    add('corrections', correctionRate);
  }
  add(errors === 0 ? 'noErrors' : lastResult(prompts)?.endsInError ? 'unresolvedErrors' : 'recovered');
  const score = reasons.reduce((sum, { effect }) => sum + effect, base);
  return {
    quality: {
      score: tenths(Math.min(5, Math.max(1, score)), 1),
      reasons,
      planned,
      oneShot: followUps.length === 0 && corrections.length === 0,
      correctionRate,
      corrections,
    },
    unjudged: null,
  };
}

/** The prompts after the first that correct what was done, by their words or by stopping the agent. */
export function correctionsOf(prompts: readonly PromptFacts[]): SessionQuality['corrections'] {
  return prompts.slice(1).flatMap(({ message, text, isCommand, interrupts }) => {
    const words = isCommand || text === null ? null : correctionIn(text);
    return words !== null || interrupts ? [{ message, words }] : [];
  });
}

function reasonNotToJudge({ child, headless, prompts }: SessionFacts): Unjudged | null {
  if (child) {
    return 'child';
  }
  if (headless) {
    return 'headless';
  }
  if (prompts.length === 0) {
    return 'noPrompts';
  }
  if (prompts.some(({ text }) => text === null)) {
    return 'notKept';
  }
  return prompts.every(({ answers }) => answers === 0) ? 'noAnswer' : null;
}

/** The last prompt after which tools were called with an end that is known. */
function lastResult(prompts: readonly PromptFacts[]): PromptFacts | undefined {
  return prompts.findLast(({ errors, answers }) => errors > 0 || answers > 0);
}

function tenths(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
