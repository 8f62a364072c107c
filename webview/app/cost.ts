import { formatCost } from '../../src/common/format.js';
import { t } from './strings.js';

/** US dollars, or that there is no price, in the display language. */
export function costText(usd: number | null): string {
  return usd === null ? t('noPrice') : formatCost(usd);
}
