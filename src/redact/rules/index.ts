import type { Rule } from '../rule.js';
import { cloudRules } from './cloud.js';
import { codeRules } from './code.js';
import { generalRules } from './general.js';
import { personalRules } from './personal.js';
import { serviceRules } from './services.js';

/** Every rule. Those with marks of their own come first: a secret that several find is called by the first of them. */
export const rules: readonly Rule[] = [
  ...cloudRules,
  ...codeRules,
  ...serviceRules,
  ...generalRules,
  ...personalRules,
];
