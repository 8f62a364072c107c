import { formatCount } from '../../src/common/format.js';
import { tokensText } from '../../src/common/usageText.js';
import { oneLine } from '../../src/common/plainText.js';
import type { SubAgentSummary } from '../../src/common/protocol.js';
import { costText } from '../app/cost.js';
import { t } from '../app/strings.js';
import { IconButton } from '../app/ui/button.js';
import { Icon } from '../app/ui/icon.js';
import { Badge } from '../app/ui/states.js';
import type { GroupItem } from './items.js';
import { formatClock } from './times.js';

interface GroupHeadProps {
  item: GroupItem;
  thread: SubAgentSummary | undefined;
  position: number;
  size: number;
  current: boolean;
  onToggle(key: string): void;
  /** Shows the sub-agent without the rest of the session. */
  onAlone(thread: string): void;
}

/** The head of a sub-agent's messages, or of a way of the conversation that was left: opens and closes them in place. */
export function GroupHead({ item, thread, position, size, current, onToggle, onAlone }: GroupHeadProps) {
  const isThread = item.row.thread !== null;
  const usage = thread?.usage;
  const type = oneLine(thread?.agentType ?? '', 60) || t('subAgent');
  const task = oneLine(thread?.description ?? '', 300) || item.row.preview;
  const messages = item.count === 1 ? t('oneMessage') : t('subAgentMessages', formatCount(item.count));
  const id = `group-${item.row.seq}`;
  return (
    <article
      id={id}
      tabIndex={current ? 0 : -1}
      class={`row row-group ${isThread ? '' : 'row-branch'}`}
      aria-posinset={position}
      aria-setsize={size}
      aria-labelledby={`${id}-name`}
      aria-current={current ? 'step' : undefined}
    >
      <span class="row-icon">
        <Icon name={isThread ? 'organization' : 'git-branch'} />
      </span>
      <div class="row-main">
        <button type="button" class="fold" aria-expanded={item.open} onClick={() => onToggle(item.key)}>
          <Icon name={item.open ? 'chevron-down' : 'chevron-right'} />
          <span id={`${id}-name`} class="fold-label">
            {isThread ? type : t('leftBranch', messages)}
          </span>
          <span class="fold-text">{isThread ? task : item.row.preview}</span>
          {item.continues && <Badge>{t('continues')}</Badge>}
          {item.errors > 0 && (
            <Badge kind="error">
              {item.errors === 1 ? t('oneError') : t('manyErrors', formatCount(item.errors))}
            </Badge>
          )}
          {isThread && (
            <span class="muted">
              {messages}
              {usage &&
                !item.continues &&
                usage.responses + usage.unknownResponses > 0 &&
                ` · ${tokensText(usage)} · ${costText(usage.costUsd)}`}
            </span>
          )}
        </button>
      </div>
      <span class="row-meta">
        {item.row.thread !== null && (
          <IconButton
            icon="zoom-in"
            label={t('showAlone', type)}
            class="appears"
            onClick={() => onAlone(item.row.thread ?? '')}
          />
        )}
        <time>{formatClock(item.row.at)}</time>
      </span>
    </article>
  );
}
