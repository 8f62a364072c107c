import { formatCount, formatTokens } from '../../src/common/format.js';
import { oneLine } from '../../src/common/plainText.js';
import type { ChartData } from '../../src/common/panelProtocol.js';
import type { UsageDimension } from '../../src/common/usageReport.js';
import { agentLabel } from '../app/labels.js';
import { costText } from '../app/cost.js';
import { t } from '../app/strings.js';
import { startOfDay } from './period.js';

/** How a key of a dimension is called; `null` is what has no ticket, branch, … */
export function keyLabel(dimension: UsageDimension, key: string | null): string {
  return oneLine(labelOf(dimension, key), 200) || t('unknown');
}

function labelOf(dimension: UsageDimension, key: string | null): string {
  switch (dimension) {
    case 'ticket':
      return key ?? t('noTicket');
    case 'branch':
      return key ?? t('noBranch');
    case 'project':
      return key === null ? t('noProject') : (key.split(/[\\/]/).filter(Boolean).at(-1) ?? key);
    case 'agent':
      return key === null ? t('unknown') : agentLabel(key);
    case 'day':
      return key === null ? t('unknown') : dayLabel(key);
    default:
      return key ?? t('noModel');
  }
}

const shortDay = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' });
const longDay = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** Nov 20. */
export function dayTick(day: string): string {
  return shortDay.format(startOfDay(day));
}

/** Nov 20, 2026. */
export function dayLabel(day: string): string {
  return longDay.format(startOfDay(day));
}

/** A figure in the unit of its measure. */
export function formatMeasure(measure: ChartData['measure'], value: number | null): string {
  switch (measure) {
    case 'costUsd':
      return costText(value);
    case 'totalTokens':
      return value === null ? t('unknown') : formatTokens(value);
    default:
      return value === null ? t('unknown') : formatCount(value);
  }
}

/** The heading of a dimension's column. */
export function dimensionLabel(dimension: UsageDimension): string {
  switch (dimension) {
    case 'day':
      return t('day');
    case 'model':
      return t('model');
    case 'agent':
      return t('agent');
    case 'project':
      return t('project');
    case 'branch':
      return t('branch');
    case 'ticket':
      return t('ticket');
    case 'session':
      return t('session');
    case 'none':
      return t('total');
  }
}
