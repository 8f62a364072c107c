import { t } from '../../app/strings.js';
import { columnLabel, formats, keyText, valueText } from './values.js';
import { reader, unitAt, type DrawingProps } from './drawing.js';

/** A large figure a row, and how it compares with the one before. */
export function Tiles({ figures, mark, title }: DrawingProps<'tiles'>) {
  const { text, cell, number } = reader(figures);
  const before = figures.chart.columns.find(({ id }) => id === mark.before);
  return (
    <dl class="tiles chart-tiles" aria-label={title}>
      {figures.rows.map((row) => {
        const unit = unitAt(figures, mark.value, row);
        const [value, earlier] = [number(row, mark.value), number(row, mark.before)];
        const change = value === null || earlier === null || earlier === 0 ? null : value / earlier - 1;
        return (
          <div class="tile" key={text(row, mark.of)}>
            <dt class="tile-label">{keyText(unitAt(figures, mark.of), text(row, mark.of))}</dt>
            <dd class="tile-value">{valueText(unit, cell(row, mark.value))}</dd>
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
