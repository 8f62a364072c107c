import { useState } from 'preact/hooks';
import { plainText } from '../../src/common/plainText.js';
import { t } from '../app/strings.js';
import { Button } from '../app/ui/button.js';
import { TextArea } from '../app/ui/fields.js';

/** A note of several lines. What is being written is not lost when the session goes on meanwhile. */
export function NoteEditor({ note, onSave }: { note: string | null; onSave(note: string | null): void }) {
  const [draft, setDraft] = useState<string | null>(null);
  if (draft === null) {
    return (
      <div class="note">
        {note === null ? (
          <p class="muted">{t('sessionNoNote')}</p>
        ) : (
          <p class="note-text">{plainText(note)}</p>
        )}
        <Button icon="edit" look="quiet" onClick={() => setDraft(note ?? '')}>
          {t(note === null ? 'sessionAddNote' : 'sessionEditNote')}
        </Button>
      </div>
    );
  }
  const save = () => {
    onSave(draft.trim() === '' ? null : draft);
    setDraft(null);
  };
  return (
    <div class="note">
      <TextArea
        label={t('sessionNote')}
        value={draft}
        onInput={setDraft}
        onSubmit={save}
        onCancel={() => setDraft(null)}
      />
      <p class="muted">{t('sessionSaveKeys')}</p>
      <div class="session-actions">
        <Button onClick={save}>{t('sessionSave')}</Button>
        <Button look="quiet" onClick={() => setDraft(null)}>
          {t('sessionCancel')}
        </Button>
      </div>
    </div>
  );
}
