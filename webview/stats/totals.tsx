import type { ComponentChildren } from 'preact';
import { oneLine } from '../../src/common/plainText.js';
import { recorded } from '../../src/common/usageText.js';
import type { UsageRow } from '../../src/common/usageReport.js';
import { t } from '../app/strings.js';
import { IconButton } from '../app/ui/button.js';
import { Icon } from '../app/ui/icon.js';
import { formats, valueText } from './charts/values.js';

interface TotalsProps {
  totals: UsageRow;
  /** Opens how the figures came about. */
  onExplain?: (() => void) | undefined;
  /** Shows the sessions that a figure is made of; `label` names it. */
  onSessions?: ((label: string) => void) | undefined;
}

/** What it all came to: the figures first, then what they are made of, then what is not in them. */
export function Totals({ totals, onExplain, onSessions }: TotalsProps) {
  const leads = { onExplain, onSessions };
  const { tokens } = totals;
  const written = tokens.cacheWrite5m + tokens.cacheWrite1h;
  const inputs = tokens.input + tokens.cacheRead + written;
  const unpriced = Object.entries(totals.unpriced).sort((a, b) => b[1] - a[1]);
  const kinds = [
    { name: t('tokenInput'), value: tokens.input },
    { name: t('tokenCacheWrite'), value: written },
    { name: t('tokenCacheRead'), value: tokens.cacheRead },
    { name: t('tokenOutput'), value: tokens.output },
  ];
  return (
    <section class="totals" aria-label={t('total')}>
      <div class="tiles">
        <Tile label={t('totalCost')} value={valueText('usd', totals.costUsd)} {...leads}>
          {totals.estimate && t('costEstimate')}
        </Tile>
        <Tile label={t('totalTokens')} value={tokensText(totals)} {...leads}>
          {formats.count(totals.totalTokens)}
        </Tile>
        <Tile label={t('sessions')} value={formats.count(totals.sessions)} {...leads} />
        <Tile label={t('responses')} value={formats.count(totals.responses)} {...leads}>
          {totals.unknownResponses > 0 && t('responsesWithout', formats.count(totals.unknownResponses))}
          {totals.approximateResponses > 0 &&
            t('responsesApproximate', formats.count(totals.approximateResponses))}
        </Tile>
        {inputs > 0 && (
          <Tile
            label={t('cacheShare')}
            value={formats.share(Math.round((tokens.cacheRead / inputs) * 100) / 100)}
            onSessions={onSessions}
          >
            {t('cacheShareHint')}
          </Tile>
        )}
        {totals.webSearchUsd > 0 && (
          <Tile label={t('webSearches')} value={formats.usd(totals.webSearchUsd)}>
            {t('webSearchesHint')}
          </Tile>
        )}
      </div>
      {totals.totalTokens > 0 && (
        <div class="kinds">
          <svg width="100%" height="8" aria-hidden="true">
            {kinds.map(({ name, value }, n) => {
              const before = kinds.slice(0, n).reduce((sum, kind) => sum + kind.value, 0);
              return (
                <rect
                  key={name}
                  class={`part part-${n}`}
                  x={`${(before / totals.totalTokens) * 100}%`}
                  width={`${(value / totals.totalTokens) * 100}%`}
                  height="8"
                />
              );
            })}
          </svg>
          <ul class="legend">
            {kinds.map(({ name, value }, n) => (
              <li key={name} title={formats.count(value)}>
                <span class={`swatch part-${n}`} />
                {name} <span class="muted">{formats.tokens(value)}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {unpriced.length > 0 && (
        <p class="unpriced">
          <Icon name="warning" />
          <span>
            {t('unpricedTitle')}{' '}
            {unpriced.map(([model, count], n) => (
              <span key={model}>
                {n > 0 && ', '}
                <bdi>
                  <b>{oneLine(model, 100)}</b>
                </bdi>{' '}
                ({formats.tokens(count)})
              </span>
            ))}
            . {t('unpricedHint')}
          </span>
        </p>
      )}
    </section>
  );
}

/** Marked where an agent rounds its figures; a question mark where none was recorded. */
function tokensText(totals: UsageRow): string {
  const known = recorded(totals, totals.totalTokens);
  return known === null ? '?' : `${totals.approximateResponses > 0 ? '~' : ''}${formats.tokens(known)}`;
}

interface TileProps {
  label: string;
  value: string;
  children?: ComponentChildren;
  onExplain?: (() => void) | undefined;
  onSessions?: ((label: string) => void) | undefined;
}

function Tile({ label, value, children, onExplain, onSessions }: TileProps) {
  return (
    <div class="tile">
      <div class="tile-label">{label}</div>
      <div class="tile-value">
        {onExplain ? (
          <button
            type="button"
            class="tile-button"
            aria-label={`${label} ${value}: ${t('howCounted')}`}
            title={t('howCounted')}
            onClick={onExplain}
          >
            {value}
          </button>
        ) : (
          value
        )}
        {onSessions && (
          <IconButton
            icon="list-unordered"
            label={t('sessionsBehind', label)}
            onClick={() => onSessions(label)}
          />
        )}
      </div>
      <div class="tile-hint">{children}</div>
    </div>
  );
}
