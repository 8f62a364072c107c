import { useCallback, useMemo, useState } from 'preact/hooks';
import type { Remote } from '../../src/common/rpc.js';
import type { SessionDetail } from '../../src/common/protocol.js';
import type { SessionHost } from '../../src/common/sessionPage.js';
import { t } from '../app/strings.js';
import { IconButton } from '../app/ui/button.js';
import { useQuery } from '../app/useQuery.js';
import { Belongs } from './belongs.js';
import { Commits } from './commits.js';
import { Figures } from './figures.js';
import { Head } from './head.js';
import { InsightCard } from './insightCard.js';
import { NoteEditor } from './noteEditor.js';
import { Pins } from './pins.js';
import { Problems } from './problems.js';
import { Similar } from './similar.js';
import { TagEditor } from './tagEditor.js';

/** What the parts of the page may do. What fails is told at the foot. */
export interface PageActions {
  mark: (change: Parameters<SessionHost['mark']>[0]) => void;
  removePin(uid: string): void;
  openReplay(message?: number): void;
  openSession(id: string): void;
  openPlan(id: number, name: string): void;
  openLink(url: string): void;
  resume(): void;
}

/** Everything about one session: what it came to, what people say of it, what is concluded, and what it belongs to. */
export function SessionPage({ host, session }: { host: Remote<SessionHost>; session: SessionDetail }) {
  const [message, setMessage] = useState('');
  const files = useQuery('files', () => host.files(), { minimumMs: 3000 });
  const pins = useQuery('pins', () => host.pins());
  const tags = useQuery('tags', () => host.tags());
  const plans = useQuery('plans', () => host.plans(), { minimumMs: 3000 });
  const commits = useQuery('commits', () => host.commits(), { minimumMs: 10_000 });
  const similar = useQuery('similar', () => host.similar(), { minimumMs: 10_000 });

  const failed = useCallback(
    (error: unknown) => setMessage(error instanceof Error ? error.message : String(error)),
    [],
  );
  const actions = useMemo<PageActions>(
    () => ({
      mark: (change) => void host.mark(change).catch(failed),
      removePin: (uid) => void host.removePin(uid).catch(failed),
      openReplay: (at) =>
        void host
          .openReplay(at)
          .then((there) => setMessage(there ? '' : t('sessionPinGone')))
          .catch(failed),
      openSession: (id) => void host.openSession(id).catch(failed),
      openPlan: (id, name) => void host.openPlan(id, name).catch(failed),
      openLink: (url) => void host.openLink(url).catch(failed),
      resume: () => void host.resume().catch(failed),
    }),
    [host, failed],
  );

  return (
    <main class="session-page">
      <Head session={session} actions={actions} />
      <Figures session={session} files={files.value} />
      <div class="session-columns">
        <div class="session-column">
          <section aria-labelledby="tags-head">
            <h2 id="tags-head">{t('sessionTags')}</h2>
            <TagEditor session={session} known={tags.value ?? []} onMark={actions.mark} />
          </section>
          <section aria-labelledby="note-head">
            <h2 id="note-head">{t('sessionNote')}</h2>
            <NoteEditor note={session.note} onSave={(note) => actions.mark({ note })} />
          </section>
          <InsightCard session={session} commits={commits.value} onOpen={actions.openReplay} />
        </div>
        <div class="session-column">
          <Pins pins={pins.value} actions={actions} />
          <Commits answer={commits.value} error={commits.error} />
          <Belongs session={session} plans={plans.value ?? []} actions={actions} />
          <Similar sessions={similar.value} onOpen={actions.openSession} />
          <Problems problems={session.problems} />
        </div>
      </div>
      <div class={message === '' ? 'sr-only' : 'toast'} role="status">
        {message}
        {message !== '' && <IconButton icon="close" label={t('close')} onClick={() => setMessage('')} />}
      </div>
    </main>
  );
}
