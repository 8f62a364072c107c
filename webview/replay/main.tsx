import '@vscode/codicons/dist/codicon.css';
import '../app/app.css';
import './replay.css';
import { useCallback, useRef } from 'preact/hooks';
import type { ReplayHost } from '../../src/common/panelProtocol.js';
import { begin, showPage } from '../app/page.js';
import { connectHost } from '../app/rpc.js';
import { t } from '../app/strings.js';
import { EmptyState, ErrorState, Spinner } from '../app/ui/states.js';
import { keep } from '../app/usePersistedState.js';
import { useQuery } from '../app/useQuery.js';
import { Replay } from './replay.js';
import { useOutline } from './useOutline.js';

const host = connectHost<ReplayHost>();

const start = async () => {
  const answer = await begin(host);
  // With this the host finds the session again when VS Code restores the page.
  keep('sessionId', answer.sessionId);
  return answer;
};
const askOutline = (from: number, limit: number) => host.outline(from, limit);

/** Loads the session and its rows side by side, and shows the replay as soon as there is a first page. */
function App() {
  const started = useQuery('start', start, { once: true });
  const session = useQuery('session', () => host.session(), { minimumMs: 1000 });
  const outdated = useRef<(ids: readonly number[]) => void>(() => undefined);
  const onChangedRows = useCallback((ids: readonly number[]) => outdated.current(ids), []);
  const onOutdated = useCallback((listener: (ids: readonly number[]) => void) => {
    outdated.current = listener;
  }, []);
  const { outline, error, loading, retry } = useOutline(askOutline, onChangedRows);

  const failed =
    started.error ?? (session.value ? undefined : session.error) ?? (outline.total > 0 ? undefined : error);
  if (failed !== undefined) {
    return (
      <ErrorState
        message={failed}
        onRetry={() => {
          started.retry();
          session.retry();
          retry();
        }}
      />
    );
  }
  if (session.value === null) {
    return <EmptyState icon="archive" title={t('sessionGone')} hint={t('sessionGoneHint')} />;
  }
  if (!started.value || !session.value || loading) {
    return <Spinner />;
  }
  return (
    <Replay
      host={host}
      start={started.value}
      session={session.value}
      outline={outline}
      onOutdated={onOutdated}
    />
  );
}

showPage(<App />);
