import type { ChartData } from '../../src/common/panelProtocol.js';
import type { UsageDimension, UsageRow } from '../../src/common/usageReport.js';
import { t } from '../app/strings.js';
import { formatMeasure, keyLabel } from './labels.js';
import type { Bars } from './series.js';

interface BarChartProps {
  title: string;
  data: Bars;
  measure: ChartData['measure'];
  of: UsageDimension;
  onOpen(row: UsageRow): void;
}

/** A bar a key, longest first. Each is a button that leads to its sessions. */
export function BarChart({ title, data, measure, of, onOpen }: BarChartProps) {
  return (
    <ul class="bars" aria-label={title}>
      {data.rows.map(({ row, value }) => {
        const label = keyLabel(of, row.key);
        const figure = formatMeasure(measure, value);
        return (
          <li key={String(row.key)}>
            <button type="button" class="bar" title={row.key ?? label} onClick={() => onOpen(row)}>
              <span class={row.key === null ? 'bar-label bar-none' : 'bar-label'}>{label}</span>
              <svg class="bar-track" width="100%" height="10" aria-hidden="true">
                <rect
                  class="bar-fill"
                  width={`${Math.max(0.5, (value / data.max) * 100)}%`}
                  height="10"
                  rx="2"
                />
              </svg>
              <span class="bar-value">{figure}</span>
            </button>
          </li>
        );
      })}
      {data.rest && (
        <li class="bar bar-rest">
          <span class="bar-label">{t('others', data.rest.count)}</span>
          <span />
          <span class="bar-value">{formatMeasure(measure, data.rest.value)}</span>
        </li>
      )}
    </ul>
  );
}
