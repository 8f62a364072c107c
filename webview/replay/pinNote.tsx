import { useState } from 'preact/hooks';
import { useActions } from '../app/actions.js';
import { t } from '../app/strings.js';
import { Button, IconButton } from '../app/ui/button.js';
import { TextArea } from '../app/ui/fields.js';
import { Icon } from '../app/ui/icon.js';

interface PinNoteProps {
  note: string | null;
  editing: boolean;
  onEdit(): void;
  onSave(note: string): void;
  onCancel(): void;
}

/** What a person noted at a pinned step, and the place to write it. */
export function PinNote({ note, editing, onEdit, onSave, onCancel }: PinNoteProps) {
  const { offline } = useActions();
  if (editing) {
    return <NoteEditor note={note ?? ''} onSave={onSave} onCancel={onCancel} />;
  }
  return note === null ? null : (
    <div class="pin-note">
      <Icon name="note" label={t('noteOfPin')} />
      <p>{note}</p>
      {!offline && (
        <IconButton icon="edit" label={t('editNote')} shortcut="w" class="appears" onClick={onEdit} />
      )}
    </div>
  );
}

function NoteEditor(props: { note: string; onSave(note: string): void; onCancel(): void }) {
  const [text, setText] = useState(props.note);
  return (
    <div class="note-editor">
      <TextArea
        label={t('noteOfPin')}
        placeholder={t('notePlaceholder')}
        value={text}
        onInput={setText}
        onSubmit={() => props.onSave(text)}
        onCancel={props.onCancel}
      />
      <div class="note-buttons">
        <Button look="primary" title={t('saveNoteHint')} onClick={() => props.onSave(text)}>
          {t('saveNote')}
        </Button>
        <Button onClick={props.onCancel}>{t('cancel')}</Button>
      </div>
    </div>
  );
}
