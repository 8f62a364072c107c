import { t } from '../../app/strings.js';
import { reader, unitAt, type DrawingProps } from './drawing.js';
import { markKeys } from './markKeys.js';
import { barsOf } from './series.js';
import { keyText, valueText } from './values.js';

/** A bar a key, longest first. Each is a button that leads to its sessions. */
export function BarChart({ figures, mark, title, onOpen }: DrawingProps<'bar'>) {
  const { text, number } = reader(figures);
  const data = barsOf(figures.rows, (row) => number(row, mark.value));
  const [of, unit] = [unitAt(figures, mark.of), unitAt(figures, mark.value)];
  return (
    <ul class="bars" aria-label={title}>
      {data.rows.map(({ row, value }) => {
        const key = text(row, mark.of);
        const label = keyText(of, key);
        return (
          <li key={String(key)}>
            <button
              type="button"
              class="bar"
              title={key ?? label}
              onClick={() => onOpen(markKeys(figures, row), label)}
            >
              <span class={key === null ? 'bar-label bar-none' : 'bar-label'}>{label}</span>
              <svg class="bar-track" width="100%" height="10" aria-hidden="true">
                <rect
                  class="bar-fill"
                  width={`${Math.max(0.5, (value / data.max) * 100)}%`}
                  height="10"
                  rx="2"
                />
              </svg>
              <span class="bar-value">{valueText(unit, value)}</span>
            </button>
          </li>
        );
      })}
      {data.rest && (
        <li class="bar bar-rest">
          <span class="bar-label">{t('others', data.rest.count)}</span>
          <span />
          <span class="bar-value">{valueText(unit, data.rest.value)}</span>
        </li>
      )}
    </ul>
  );
}
