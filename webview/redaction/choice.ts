import type { Finding, RedactionChoice } from '../../src/common/export.js';

/** What is to stay as it is, and what was chosen before. */
export interface Chosen {
  keep: RedactionChoice;
  past: readonly RedactionChoice[];
}

export const nothingKept: Chosen = { keep: { rules: [], secrets: [] }, past: [] };

const mostPast = 100;

export function isReplaced({ keep }: Chosen, { id, ruleId }: Finding): boolean {
  return !keep.rules.includes(ruleId) && !keep.secrets.includes(id);
}

/** Replaces a secret or lets it stay. Of a rule that stays as a whole, only this one is replaced then. */
export function withSecret(
  chosen: Chosen,
  finding: Finding,
  replace: boolean,
  all: readonly Finding[],
): Chosen {
  const { rules, secrets } = chosen.keep;
  if (!replace) {
    return next(chosen, { rules, secrets: [...secrets, finding.id] });
  }
  const others = rules.includes(finding.ruleId)
    ? all.filter(({ id, ruleId }) => ruleId === finding.ruleId && id !== finding.id).map(({ id }) => id)
    : [];
  return next(chosen, {
    rules: rules.filter((rule) => rule !== finding.ruleId),
    secrets: [...new Set([...secrets, ...others])].filter((id) => id !== finding.id),
  });
}

/** Replaces all secrets of a rule, or lets all of them stay. */
export function withRule(chosen: Chosen, ruleId: string, replace: boolean, all: readonly Finding[]): Chosen {
  const { rules, secrets } = chosen.keep;
  const ofRule = new Set(all.filter((finding) => finding.ruleId === ruleId).map(({ id }) => id));
  return next(chosen, {
    rules: replace ? rules.filter((rule) => rule !== ruleId) : [...rules, ruleId],
    secrets: secrets.filter((id) => !ofRule.has(id)),
  });
}

export function replaceAll(chosen: Chosen): Chosen {
  return next(chosen, nothingKept.keep);
}

export function undo({ keep, past }: Chosen): Chosen {
  return { keep: past.at(-1) ?? keep, past: past.slice(0, -1) };
}

function next({ keep, past }: Chosen, now: RedactionChoice): Chosen {
  return { keep: now, past: [...past, keep].slice(-mostPast) };
}
