import type { Ref } from 'preact';
import { formatCount } from '../../src/common/format.js';
import { t } from '../app/strings.js';
import { IconButton } from '../app/ui/button.js';
import { TextField } from '../app/ui/fields.js';
import type { SearchState } from './search.js';

interface SearchBarProps {
  text: string;
  state: SearchState;
  /** The current match, from 0; −1 when the current step is none. */
  current: number;
  inputRef: Ref<HTMLInputElement>;
  onText(text: string): void;
  onMove(by: 1 | -1): void;
}

/** Search inside the session: Enter for the next match, Shift+Enter for the one before, Escape to leave. */
export function SearchBar({ text, state, current, inputRef, onText, onMove }: SearchBarProps) {
  const active = text.trim().length >= 2;
  const keyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      onMove(event.shiftKey ? -1 : 1);
    } else if (event.key === 'Escape') {
      onText('');
      (event.currentTarget as HTMLInputElement).blur();
    }
  };
  return (
    <div class="search" role="search">
      <TextField
        type="search"
        label={t('search')}
        placeholder={t('search')}
        icon="search"
        value={text}
        inputRef={inputRef}
        onInput={onText}
        onKeyDown={keyDown}
      />
      {active && (
        <>
          <span class="position" role="status">
            {statusOf(state, current)}
          </span>
          <IconButton
            icon="chevron-up"
            label={t('searchPrevious')}
            shortcut="Shift+Enter"
            onClick={() => onMove(-1)}
          />
          <IconButton
            icon="chevron-down"
            label={t('searchNext')}
            shortcut="Enter"
            onClick={() => onMove(1)}
          />
        </>
      )}
    </div>
  );
}

function statusOf(state: SearchState, current: number): string {
  if (state.error !== undefined) {
    return state.error;
  }
  if (state.matches.length > 0) {
    const count = `${formatCount(state.matches.length)}${state.done < 1 ? '+' : ''}`;
    return t('searchCount', current < 0 ? '–' : formatCount(current + 1), count);
  }
  return state.done < 1 ? t('searchRunning', Math.floor(state.done * 100)) : t('searchNone');
}
