import { formatCount } from '../../src/common/format.js';
import { t } from '../app/strings.js';
import { Button } from '../app/ui/button.js';
import { EmptyState } from '../app/ui/states.js';

interface NoStepsProps {
  /** Steps that are there and not shown. */
  hidden: number;
  onShowAll(): void;
}

/** What stands where the steps would be: there are none yet, or none passes the filters and the search. */
export function NoSteps({ hidden, onShowAll }: NoStepsProps) {
  return hidden === 0 ? (
    <EmptyState icon="comment-discussion" title={t('noMessages')} hint={t('noMessagesHint')} />
  ) : (
    <EmptyState icon="filter" title={t('noneMatch')} hint={t('noneMatchHint', formatCount(hidden))}>
      <Button look="primary" onClick={onShowAll}>
        {t('clearFilters')}
      </Button>
    </EmptyState>
  );
}
