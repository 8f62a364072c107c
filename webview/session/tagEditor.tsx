import { useRef, useState } from 'preact/hooks';
import { tagOf, type MarkChange, type TagCount } from '../../src/common/marks.js';
import { oneLine } from '../../src/common/plainText.js';
import type { SessionDetail } from '../../src/common/protocol.js';
import { t } from '../app/strings.js';
import { IconButton } from '../app/ui/button.js';
import { Icon } from '../app/ui/icon.js';
import { TextField } from '../app/ui/fields.js';

interface TagEditorProps {
  session: SessionDetail;
  known: readonly TagCount[];
  onMark(change: MarkChange): void;
}

/** So many tags that others have are offered. */
const mostOffered = 8;

/** The tags of a session: one is added by Enter and removed by its button. */
export function TagEditor({ session: { tags }, known, onMark }: TagEditorProps) {
  const [draft, setDraft] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const has = (tag: string) => tags.some((own) => own.tag.toLowerCase() === tag.toLowerCase());
  const add = (text: string) => {
    const tag = tagOf(text);
    setDraft('');
    if (tag !== null && !has(tag)) {
      // The spelling that there is already holds.
      const spelled = known.find((one) => one.tag.toLowerCase() === tag.toLowerCase())?.tag ?? tag;
      onMark({ addTags: [spelled] });
    }
  };
  const wanted = draft.trim().toLowerCase();
  const offered = known
    .filter(({ tag }) => !has(tag) && (wanted === '' || tag.toLowerCase().includes(wanted)))
    .slice(0, mostOffered);
  return (
    <div class="tag-editor">
      {tags.length === 0 ? (
        <p class="muted">{t('sessionNoTags')}</p>
      ) : (
        <ul class="tags">
          {tags.map(({ tag, byRule }) => (
            <li key={tag} class="tag" title={byRule ? t('sessionTagByRule') : undefined}>
              {byRule && <Icon name="wand" label={t('sessionTagByRule')} />}
              <bdi>{oneLine(tag, 100)}</bdi>
              <IconButton
                icon="close"
                label={t('sessionRemoveTag', oneLine(tag, 100))}
                onClick={() => {
                  onMark({ removeTags: [tag] });
                  input.current?.focus();
                }}
              />
            </li>
          ))}
        </ul>
      )}
      <TextField
        label={t('sessionAddTag')}
        placeholder={t('sessionAddTag')}
        icon="add"
        value={draft}
        inputRef={input}
        onInput={setDraft}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            add(draft);
          } else if (event.key === 'Escape') {
            setDraft('');
          }
        }}
      />
      {offered.length > 0 && (
        <ul class="tags">
          {offered.map(({ tag }) => (
            <li key={tag}>
              <button type="button" class="tag tag-offered" onClick={() => add(tag)}>
                <Icon name="add" /> <bdi>{oneLine(tag, 100)}</bdi>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
