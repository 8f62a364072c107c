import type { Detected } from './detect.js';
import { placeholder } from './placeholders.js';
import { createNeedles, type Hit, type Needles } from './needles.js';
import type { RuleKind } from './rule.js';

/** A secret that was found, once for all its places. */
export interface Secret {
  /** Its number in this export, from 0. */
  id: number;
  value: string;
  ruleId: string;
  ruleName: string;
  kind: RuleKind;
  placeholder: string;
}

/** What was found so far. */
export interface Registry {
  readonly secrets: readonly Secret[];
  /** The secret of this value; a new one gets the next number of its rule. */
  note(
    found: Pick<Detected, 'secret' | 'also'> & {
      rule: { id: string; name: string; kind: RuleKind; onlyHere?: true; apart?: true };
    },
  ): Secret;
  of(value: string): Secret | undefined;
  find(text: string): Hit[];
}

/**
 * Placeholders say which rule found the secret and count from 1: the same secret has the same one, and nothing of the secret can be
 * told from it.
 */
export function createRegistry(): Registry {
  const secrets: Secret[] = [];
  const byValue = new Map<string, Secret>();
  const counts = new Map<string, number>();
  const noted = new Set<string>();
  const needles: Needles = createNeedles();
  return {
    secrets,
    note({ secret: value, also, rule }) {
      // What another rule finds in its own places stays that one's there.
      const key = rule.apart ? `${rule.id} ${value}` : value;
      let secret = byValue.get(key);
      if (!secret) {
        const count = (counts.get(rule.id) ?? 0) + 1;
        counts.set(rule.id, count);
        secret = {
          id: secrets.length,
          value,
          ruleId: rule.id,
          ruleName: rule.name,
          kind: rule.kind,
          placeholder: placeholder(rule.id, count),
        };
        secrets.push(secret);
        byValue.set(key, secret);
        if (!rule.onlyHere) {
          needles.add(value, secret.id);
        }
      }
      for (const text of also) {
        // Making its forms takes longer than finding it.
        if (noted.has(text)) {
          continue;
        }
        noted.add(text);
        needles.add(text, secret.id, { raw: rule.onlyHere !== true });
      }
      return secret;
    },
    of: (value) => byValue.get(value),
    find: (text) => needles.find(text),
  };
}
