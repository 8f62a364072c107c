import { plainText } from '../../src/common/plainText.js';
import { t } from '../app/strings.js';
import { Button, IconButton } from '../app/ui/button.js';
import { TextArea } from '../app/ui/fields.js';
import { usePersistedState } from '../app/usePersistedState.js';
import { useReturnFocus } from './useReturnFocus.js';

/** The person's note. What is typed outlives the page being hidden. */
export function Note({ note, onSave }: { note: string | null; onSave(note: string): void }) {
  const [draft, setDraft] = usePersistedState<string | null>('note', null, isDraft);
  const box = useReturnFocus<HTMLElement>(draft !== null);
  const save = () => {
    onSave(draft ?? '');
    setDraft(null);
  };
  return (
    <section ref={box} class="card card-table" aria-labelledby="ticket-note">
      <div class="card-head">
        <h2 id="ticket-note">{t('ticketNote')}</h2>
        {draft === null && note !== null && (
          <IconButton icon="edit" label={t('ticketEditNote')} onClick={() => setDraft(note)} />
        )}
      </div>
      {draft !== null ? (
        <div class="note-edit">
          <TextArea
            label={t('ticketNote')}
            value={draft}
            onInput={setDraft}
            onSubmit={save}
            onCancel={() => setDraft(null)}
          />
          <span class="note-buttons">
            <Button look="primary" onClick={save}>
              {t('ticketSave')}
            </Button>
            <Button onClick={() => setDraft(null)}>{t('ticketCancel')}</Button>
          </span>
        </div>
      ) : note === null ? (
        <Button look="quiet" icon="add" onClick={() => setDraft('')}>
          {t('ticketAddNote')}
        </Button>
      ) : (
        <p class="note-text">{plainText(note)}</p>
      )}
    </section>
  );
}

function isDraft(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}
