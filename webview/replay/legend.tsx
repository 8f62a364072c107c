import { t, type StringKey } from '../app/strings.js';
import type { MarkKind } from './marks.js';

/** In the order of the lanes. */
const meanings: Readonly<Record<MarkKind, StringKey>> = {
  prompt: 'markPrompt',
  queued: 'markQueued',
  answer: 'markAnswer',
  run: 'markRun',
  lookup: 'markLookup',
  delegate: 'markTool',
  edit: 'markEdit',
  commit: 'markCommit',
  error: 'error',
  interrupt: 'markInterrupt',
  retry: 'retried',
  hook: 'hook',
  compaction: 'summary',
  subAgent: 'subAgent',
};

/** What the marks of the timeline mean. */
export function Legend() {
  return (
    <section class="mark-legend" aria-labelledby="legend-title">
      <h3 id="legend-title">{t('marks')}</h3>
      <ul>
        {Object.entries(meanings).map(([kind, meaning]) => (
          <li key={kind}>
            <svg width={12} height={12} aria-hidden="true">
              <rect class={`mark mark-${kind}`} y={4} width={12} height={5} />
            </svg>
            {t(meaning)}
          </li>
        ))}
        <li>
          <svg width={12} height={12} aria-hidden="true">
            <rect class="timeline-gap" x={5} width={2} height={12} />
          </svg>
          {t('markGap')}
        </li>
        <li>
          <svg width={12} height={12} aria-hidden="true">
            <path class="mark-pin" d="M2.5,10 l3.5,-6 l3.5,6 z" />
          </svg>
          {t('pinned')}
        </li>
        <li>
          <svg width={12} height={12} aria-hidden="true">
            <rect class="mark-found" x={3} y={3} width={6} height={6} />
          </svg>
          {t('markFound')}
        </li>
      </ul>
    </section>
  );
}
