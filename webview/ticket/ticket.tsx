import { useCallback, useMemo, useState } from 'preact/hooks';
import type { Remote } from '../../src/common/rpc.js';
import type { TicketReport } from '../../src/common/protocol.js';
import type { TicketPage, TicketWork } from '../../src/common/ticketPage.js';
import type { TicketHost } from '../../src/common/ticketPanel.js';
import { t } from '../app/strings.js';
import { IconButton } from '../app/ui/button.js';
import { EmptyState } from '../app/ui/states.js';
import type { Query } from '../app/useQuery.js';
import { Totals } from '../stats/totals.js';
import { Head } from './head.js';
import { Plans, ReportLists, Times, type ListActions } from './lists.js';
import { Note } from './note.js';
import { Sessions } from './sessions.js';
import { Timeline } from './timeline.js';

interface TicketProps {
  host: Remote<TicketHost>;
  /** The key that the page was opened with. */
  asked: string;
  page: TicketPage;
  report: Query<TicketReport | null>;
}

/** The page of one ticket. */
export function Ticket({ host, asked, page, report }: TicketProps) {
  const [message, setMessage] = useState('');
  const run = useCallback((work: Promise<unknown>) => {
    setMessage('');
    work.catch((error: unknown) => setMessage(error instanceof Error ? error.message : String(error)));
  }, []);
  const actions = useMemo(
    (): ListActions => ({
      openFile: (path) =>
        run(host.openFile(path).then((there) => setMessage(there ? '' : t('ticketFileGone', path)))),
      openPlan: (id) => run(host.openPlan(id)),
      copy: (text) => run(host.copy(text).then(() => setMessage(t('copied')))),
    }),
    [host, run],
  );
  const openAt = useCallback(
    (session: TicketWork, at: number) => run(host.openSession(session.id, Math.floor(at))),
    [host, run],
  );
  const hasWork = page.work.length > 0;
  const hasTimes = page.intervals.length > 0 || page.work.some(({ spans }) => spans.length > 0);
  return (
    <main class="ticket">
      <Head
        page={page}
        asked={asked}
        onTitle={(title) => run(host.edit({ title }))}
        onAct={(action) => run(host.act(action))}
        onUnmerge={(key) => run(host.unmerge(key))}
      />
      {hasWork && <Totals totals={{ ...page.usage, sessions: page.sessions, key: page.key, second: null }} />}
      {hasTimes && (
        <section class="card ticket-times" aria-labelledby="ticket-timeline">
          <div class="card-head">
            <h2 id="ticket-timeline" title={t('ticketTimelineHint')}>
              {t('ticketTimeline')}
            </h2>
          </div>
          <Timeline page={page} onOpen={openAt} />
        </section>
      )}
      <div class="cards">
        {hasWork ? (
          <Sessions
            page={page}
            onOpen={(session) => run(host.openSession(session.id))}
            onMove={(sessions) => run(host.move(sessions))}
            onMovePart={(session) => run(host.moveRange(session))}
          />
        ) : (
          <EmptyState icon="tag" title={t('ticketNoWork')} hint={t('ticketNoWorkHint')} />
        )}
        <Note note={page.note} onSave={(note) => run(host.edit({ note }))} />
        {(hasWork || hasTimes) && (
          <>
            <ReportLists report={report} actions={actions} />
            <Plans page={page} actions={actions} />
          </>
        )}
        {page.intervals.length > 0 && <Times intervals={page.intervals} />}
      </div>
      <div class={message === '' ? 'sr-only' : 'toast'} role="status">
        {message}
        {message !== '' && <IconButton icon="close" label={t('close')} onClick={() => setMessage('')} />}
      </div>
    </main>
  );
}
