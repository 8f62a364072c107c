import '@vscode/codicons/dist/codicon.css';
import '../app/app.css';
import '../stats/stats.css';
import './ticket.css';
import type { ComponentChildren } from 'preact';
import type { TicketHost } from '../../src/common/ticketPanel.js';
import { begin, showPage } from '../app/page.js';
import { connectHost } from '../app/rpc.js';
import { t } from '../app/strings.js';
import { EmptyState, ErrorState, Spinner } from '../app/ui/states.js';
import { keep } from '../app/usePersistedState.js';
import { useQuery } from '../app/useQuery.js';
import { Ticket } from './ticket.js';

const host = connectHost<TicketHost>();

const start = async () => {
  const answer = await begin(host);
  // With these the host finds the ticket again when VS Code restores the page.
  keep('ticket', answer.ticket);
  keep('folder', answer.folder);
  return answer;
};

/** What is shown instead of the ticket, as a page of its own. */
function instead(key: string | undefined, content: ComponentChildren) {
  return (
    <main class="ticket">
      <h1 class="sr-only">{t('ticketPage', key ?? '…')}</h1>
      {content}
    </main>
  );
}

function App() {
  const started = useQuery('start', start, { once: true });
  const page = useQuery('page', () => host.page(), { minimumMs: 1000 });
  // Git is run for it, and it reads all that was done.
  const report = useQuery('report', () => host.report(), { minimumMs: 5000 });
  const asked = started.value?.ticket;
  const failed = started.error ?? page.error;
  if (failed !== undefined && !(started.value && page.value)) {
    return instead(
      asked,
      <ErrorState message={failed} onRetry={() => [started, page, report].forEach(({ retry }) => retry())} />,
    );
  }
  if (asked === undefined || page.value === undefined) {
    return instead(asked, <Spinner />);
  }
  if (page.value === null) {
    return instead(
      asked,
      <EmptyState icon="tag" title={t('ticketGone', asked)} hint={t('ticketGoneHint')} />,
    );
  }
  return <Ticket host={host} asked={asked} page={page.value} report={report} />;
}

showPage(<App />);
