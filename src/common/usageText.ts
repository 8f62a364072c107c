import { formatTokens } from './format.js';
import type { UsageSums } from './usageReport.js';

/** A sum over responses; null when there are responses and none of them tells its usage. */
export function recorded<T>(
  { responses, unknownResponses }: Pick<UsageSums, 'responses' | 'unknownResponses'>,
  sum: T,
): T | null {
  return responses === 0 && unknownResponses > 0 ? null : sum;
}

/** A number of tokens for people: marked where the agent rounds its figures, a question mark where it recorded none. */
export function tokensText(
  sums: Pick<UsageSums, 'responses' | 'unknownResponses' | 'approximateResponses' | 'totalTokens'>,
  count: number = sums.totalTokens,
): string {
  const known = recorded(sums, count);
  return known === null ? '?' : `${sums.approximateResponses > 0 ? '~' : ''}${formatTokens(known)}`;
}
