import { useState } from 'preact/hooks';
import { oneLine } from '../../src/common/plainText.js';
import type { SessionDetail } from '../../src/common/protocol.js';
import { t } from '../app/strings.js';
import { Button, IconButton } from '../app/ui/button.js';
import { TextField } from '../app/ui/fields.js';
import type { PageActions } from './sessionPage.js';

/** The title, which can be changed, and what can be done with the session. */
export function Head({ session, actions }: { session: SessionDetail; actions: PageActions }) {
  const [draft, setDraft] = useState<string | null>(null);
  const title = oneLine(session.title, 300) || t('untitled');
  const agentTitle = oneLine(session.agentTitle ?? '', 300);
  const save = () => {
    const own = draft?.trim() ?? '';
    actions.mark({ title: own === '' || own === session.agentTitle ? null : own });
    setDraft(null);
  };
  return (
    <header class="session-head">
      <div class="session-title">
        <h1 class={draft === null ? '' : 'sr-only'}>
          <bdi>{title}</bdi>
        </h1>
        {draft === null ? (
          <IconButton icon="edit" label={t('sessionRename')} onClick={() => setDraft(session.title)} />
        ) : (
          <>
            <TextField
              label={t('sessionOwnTitle')}
              value={draft}
              placeholder={agentTitle}
              inputRef={(input) => {
                if (input && document.activeElement !== input) {
                  input.focus();
                }
              }}
              onInput={setDraft}
              onKeyDown={(event) => {
                if (event.key === 'Enter') {
                  save();
                } else if (event.key === 'Escape') {
                  setDraft(null);
                }
              }}
            />
            <Button onClick={save}>{t('sessionSave')}</Button>
            <Button look="quiet" onClick={() => setDraft(null)}>
              {t('sessionCancel')}
            </Button>
          </>
        )}
      </div>
      {agentTitle !== '' && agentTitle !== title && (
        <p class="muted">
          <bdi>{t('sessionAgentTitle', agentTitle)}</bdi>
        </p>
      )}
      <div class="session-actions">
        <Button look="primary" icon="play" onClick={() => actions.openReplay()}>
          {t('sessionOpenReplay')}
        </Button>
        {session.resume && (
          <Button icon="debug-continue" onClick={actions.resume}>
            {t('resume')}
          </Button>
        )}
        <IconButton
          icon={session.favourite ? 'star-full' : 'star-empty'}
          label={t('sessionFavourite')}
          pressed={session.favourite}
          onClick={() => actions.mark({ favourite: !session.favourite })}
        />
        <IconButton
          icon="archive"
          label={t('sessionArchived')}
          pressed={session.archived}
          onClick={() => actions.mark({ archived: !session.archived })}
        />
      </div>
    </header>
  );
}
