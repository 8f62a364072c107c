import '@vscode/codicons/dist/codicon.css';
import '../app/app.css';
import './session.css';
import type { ComponentChildren } from 'preact';
import type { SessionHost } from '../../src/common/sessionPage.js';
import { begin, showPage } from '../app/page.js';
import { connectHost } from '../app/rpc.js';
import { t } from '../app/strings.js';
import { EmptyState, ErrorState, Spinner } from '../app/ui/states.js';
import { keep } from '../app/usePersistedState.js';
import { useQuery } from '../app/useQuery.js';
import { SessionPage } from './sessionPage.js';

const host = connectHost<SessionHost>();

const start = async () => {
  const answer = await begin(host);
  // With this the host finds the session again when VS Code restores the page.
  keep('sessionId', answer.sessionId);
  return answer;
};

/** What is shown instead of the session, as a page of its own. */
function page(content: ComponentChildren) {
  return (
    <main class="session-page">
      <h1 class="sr-only">{t('sessionPage')}</h1>
      {content}
    </main>
  );
}

function App() {
  const started = useQuery('start', start, { once: true });
  const session = useQuery('session', () => host.session());
  const error = started.error ?? session.error;
  if (error !== undefined && !(started.value && session.value)) {
    return page(
      <ErrorState
        message={error}
        onRetry={() => {
          started.retry();
          session.retry();
        }}
      />,
    );
  }
  if (session.value === null) {
    return page(<EmptyState icon="archive" title={t('sessionGone')} hint={t('sessionGoneHint')} />);
  }
  return started.value && session.value ? (
    <SessionPage host={host} session={session.value} />
  ) : (
    page(<Spinner />)
  );
}

showPage(<App />);
