import type { Finding } from '../../src/common/export.js';
import { formatCount } from '../../src/common/format.js';
import { t, tr } from '../app/strings.js';
import { Checkbox } from '../app/ui/fields.js';

interface FindingRowProps {
  finding: Finding;
  replaced: boolean;
  onToggle(replace: boolean): void;
}

/** A secret with what stands around it; the box says whether it is replaced. */
export function FindingRow({ finding, replaced, onToggle }: FindingRowProps) {
  const { ruleName, masked, count, session, sessions, context, placeholder } = finding;
  return (
    <label class={replaced ? 'finding' : 'finding kept'}>
      <Checkbox checked={replaced} label={t('redactionReplace', tr(ruleName), masked)} onChange={onToggle} />
      <span class="finding-text">
        <span class="finding-head">
          <b>{tr(ruleName)}</b>
          <code>{masked}</code>
          <span class="muted">
            {count === 1 ? t('redactionPlace') : t('redactionPlaces', formatCount(count))}
          </span>
          <span class="muted finding-session">
            <bdi>{session.title || t('untitled')}</bdi>
            {sessions > 1 &&
              ` ${sessions === 2 ? t('redactionMoreOne') : t('redactionMore', formatCount(sessions - 1))}`}
          </span>
        </span>
        <span class="finding-context">
          <bdi>{context.before}</bdi>
          <mark>{replaced ? placeholder : masked}</mark>
          <bdi>{context.after}</bdi>
        </span>
      </span>
    </label>
  );
}
