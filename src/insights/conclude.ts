import type { SessionInsights } from '../common/insights.js';
import type { SessionFacts } from '../common/sessionFacts.js';
import { categoryOf } from './category.js';
import { findingsOf } from './findings.js';
import { qualityOf } from './quality.js';

/** Raised when the same facts lead to other conclusions, so that all sessions are looked at again. */
export const insightsVersion = 2;

/** All that is concluded from a session. Pure: the same facts give the same, on every machine. */
export function conclude(facts: SessionFacts): SessionInsights {
  return { ...categoryOf(facts), ...qualityOf(facts), findings: findingsOf(facts) };
}
