import { formatCost, formatCount, formatDuration, formatTokens } from '../../src/common/format.js';
import { t } from '../app/strings.js';
import { Icon } from '../app/ui/icon.js';
import type { Totals } from './totals.js';

interface PlayheadProps {
  totals: Totals;
  filesShown: boolean;
  onFiles(): void;
}

/** What the session had come to at the current step. */
export function Playhead({ totals, filesShown, onFiles }: PlayheadProps) {
  const { elapsedMs, tokens, costUsd, unpriced, context, files } = totals;
  const nothingPriced = unpriced && costUsd === 0;
  return (
    <ul class="playhead" aria-label={t('upToHere')}>
      {elapsedMs !== null && <Fact icon="watch" label={t('elapsed')} text={formatDuration(elapsedMs)} />}
      <Fact
        icon="symbol-numeric"
        label={t('tokensUpToHere')}
        text={`${formatTokens(tokens)} ${t('tokens')}`}
      />
      <Fact
        icon="credit-card"
        label={t('costUpToHere')}
        text={nothingPriced ? t('noPrice') : `${formatCost(costUsd)}${unpriced ? ' + ?' : ''}`}
      />
      {context !== null && (
        <Fact
          icon="layers"
          label={t('contextHint', formatCount(context))}
          text={t('contextOf', formatTokens(context))}
        />
      )}
      <li>
        <button
          type="button"
          class="fact-button"
          aria-expanded={filesShown}
          title={t('filesHint')}
          onClick={onFiles}
        >
          <Icon name="files" />
          {files === 1 ? t('oneFile') : t('manyFiles', formatCount(files))}
        </button>
      </li>
    </ul>
  );
}

function Fact({ icon, label, text }: { icon: string; label: string; text: string }) {
  return (
    <li title={label}>
      <Icon name={icon} />
      <span class="sr-only">{label}: </span>
      {text}
    </li>
  );
}
