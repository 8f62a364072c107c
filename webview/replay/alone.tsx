import { oneLine } from '../../src/common/plainText.js';
import type { SubAgentSummary } from '../../src/common/protocol.js';
import { t } from '../app/strings.js';
import { Button } from '../app/ui/button.js';
import { Icon } from '../app/ui/icon.js';

interface AloneProps {
  thread: SubAgentSummary | undefined;
  onWhole(): void;
}

/** Says that only one sub-agent is shown, and leads back. */
export function Alone({ thread, onWhole }: AloneProps) {
  const type = oneLine(thread?.agentType ?? '', 60) || t('subAgent');
  const task = oneLine(thread?.description ?? '', 200);
  return (
    <div class="alone" role="status">
      <Icon name="organization" />
      <b>{t('aloneNow', type)}</b>
      <span class="muted">{task}</span>
      <Button look="quiet" icon="arrow-left" onClick={onWhole}>
        {t('showWhole')}
      </Button>
    </div>
  );
}
