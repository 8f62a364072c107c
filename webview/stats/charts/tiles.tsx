import { t } from '../../app/strings.js';
import { markKeys } from './markKeys.js';
import { columnLabel, formats, keyText, valueText } from './values.js';
import { reader, unitAt, type DrawingProps } from './drawing.js';

/** A large figure a row, and how it compares with the one before. */
export function Tiles({ figures, mark, title, onOpen }: DrawingProps<'tiles'>) {
  const { text, cell, number } = reader(figures);
  const before = figures.chart.columns.find(({ id }) => id === mark.before);
  return (
    <dl class="tiles chart-tiles" aria-label={title}>
      {figures.rows.map((row) => {
        const unit = unitAt(figures, mark.value, row);
        const label = keyText(unitAt(figures, mark.of), text(row, mark.of));
        const figure = valueText(unit, cell(row, mark.value));
        const [value, earlier] = [number(row, mark.value), number(row, mark.before)];
        const change = value === null || earlier === null || earlier === 0 ? null : value / earlier - 1;
        return (
          <div class="tile" key={text(row, mark.of)}>
            <dt class="tile-label">{label}</dt>
            <dd class="tile-value">
              <button
                type="button"
                class="tile-button"
                title={t('sessionsOf', label)}
                aria-label={`${figure}. ${t('sessionsOf', label)}`}
                onClick={() => onOpen(markKeys(figures, row), label)}
              >
                {figure}
              </button>
            </dd>
            {before && (
              <dd class="tile-hint">
                {columnLabel(figures, before)}:{' '}
                {valueText(before.unit === 'mixed' ? unit : before.unit, earlier)}
                {change !== null && mark.before === 'before' && (
                  <span class="change"> {t('changeBy', formats.change(change))}</span>
                )}
              </dd>
            )}
          </div>
        );
      })}
    </dl>
  );
}
