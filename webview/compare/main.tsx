import '@vscode/codicons/dist/codicon.css';
import '../app/app.css';
import '../replay/replay.css';
import './compare.css';
import type { ComponentChildren } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import type { CompareHost, CompareSide } from '../../src/common/comparePanel.js';
import { begin, showPage } from '../app/page.js';
import { connectHost } from '../app/rpc.js';
import { t } from '../app/strings.js';
import { EmptyState, ErrorState, Spinner } from '../app/ui/states.js';
import { keep } from '../app/usePersistedState.js';
import { useQuery } from '../app/useQuery.js';
import { createBodies } from '../replay/bodies.js';
import { useOutline } from '../replay/useOutline.js';
import { Compare } from './compare.js';

const host = connectHost<CompareHost>();

const start = async () => {
  const answer = await begin(host);
  // With these the host finds the sessions again when VS Code restores the page.
  keep('left', answer.left);
  keep('right', answer.right);
  return answer;
};
const askOf = (side: CompareSide) => (from: number, limit: number) => host.outline(side, from, limit);
const askLeft = askOf('left');
const askRight = askOf('right');

/** What is shown instead of the sessions, as a page of its own. */
function page(content: ComponentChildren) {
  return (
    <main class="compare">
      <h1 class="sr-only">{t('compare')}</h1>
      {content}
    </main>
  );
}

/** Loads both sessions side by side. */
function App() {
  const started = useQuery('start', start, { once: true });
  const left = useQuery('left', () => host.session('left'), { minimumMs: 1000 });
  const right = useQuery('right', () => host.session('right'), { minimumMs: 1000 });
  const [bodies] = useState(() => createBodies((ids) => host.bodies(ids)));
  const outdated = useCallback((ids: readonly number[]) => bodies.outdated(ids), [bodies]);
  const leftRows = useOutline(askLeft, outdated);
  const rightRows = useOutline(askRight, outdated);

  const queries = [started, left, right, leftRows, rightRows];
  const known = started.value && left.value !== undefined && right.value !== undefined;
  const failed = queries.find(({ error }) => error !== undefined)?.error;
  if (failed !== undefined && !(known && leftRows.outline.total + rightRows.outline.total > 0)) {
    return page(<ErrorState message={failed} onRetry={() => queries.forEach(({ retry }) => retry())} />);
  }
  if (left.value === null || right.value === null) {
    return page(<EmptyState icon="archive" title={t('compareGone')} hint={t('compareGoneHint')} />);
  }
  // Pairs are told by all prompts of both.
  const rowsKnown = leftRows.outline.complete && rightRows.outline.complete;
  if (!started.value || !left.value || !right.value || !rowsKnown) {
    return page(<Spinner />);
  }
  return (
    <Compare
      host={host}
      bodies={bodies}
      left={{ session: left.value, rows: leftRows.outline.rows }}
      right={{ session: right.value, rows: rightRows.outline.rows }}
    />
  );
}

showPage(<App />);
