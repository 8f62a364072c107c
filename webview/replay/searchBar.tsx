import type { Ref } from 'preact';
import { formatCount } from '../../src/common/format.js';
import { t } from '../app/strings.js';
import { IconButton } from '../app/ui/button.js';
import { TextField } from '../app/ui/fields.js';
import type { SearchState } from './search.js';
import { patternOf, type SearchOptions } from './searchOptions.js';
import { isAsked } from './useSearch.js';

interface SearchBarProps {
  options: SearchOptions;
  state: SearchState;
  /** The current match, from 0; −1 when the current step is none. */
  current: number;
  inputRef: Ref<HTMLInputElement>;
  onChange(part: Partial<SearchOptions>): void;
  onMove(by: 1 | -1): void;
}

/** How what is typed is meant, with the keys that VS Code has for it. */
const switches = [
  { name: 'matchCase', icon: 'case-sensitive', label: 'matchCase', code: 'KeyC', shortcut: 'Alt+C' },
  { name: 'wholeWord', icon: 'whole-word', label: 'wholeWord', code: 'KeyW', shortcut: 'Alt+W' },
  { name: 'regex', icon: 'regex', label: 'useRegex', code: 'KeyR', shortcut: 'Alt+R' },
  { name: 'onlyMatches', icon: 'list-filter', label: 'onlyMatches', code: 'KeyL', shortcut: 'Alt+L' },
] as const;

/** Search inside the session: Enter for the next match, Shift+Enter for the one before, Escape to leave. */
export function SearchBar({ options, state, current, inputRef, onChange, onMove }: SearchBarProps) {
  const active = isAsked(patternOf(options));
  const keyDown = (event: KeyboardEvent) => {
    const option = event.altKey ? switches.find(({ code }) => code === event.code) : undefined;
    if (option) {
      event.preventDefault();
      // VS Code hears the keys of a webview too, and opens menus by these.
      event.stopPropagation();
      onChange({ [option.name]: !options[option.name] });
    } else if (event.key === 'Enter') {
      event.preventDefault();
      onMove(event.shiftKey ? -1 : 1);
    } else if (event.key === 'Escape') {
      onChange({ text: '' });
      (event.currentTarget as HTMLInputElement).blur();
    }
  };
  return (
    <div class="search" role="search">
      <div class={state.error === undefined ? 'search-field' : 'search-field search-wrong'}>
        <TextField
          type="search"
          label={t('search')}
          placeholder={t('search')}
          icon="search"
          value={options.text}
          inputRef={inputRef}
          onInput={(text) => onChange({ text })}
          onKeyDown={keyDown}
        />
        {switches.map(({ name, icon, label, shortcut }) => (
          <IconButton
            key={name}
            icon={icon}
            label={t(label)}
            shortcut={shortcut}
            pressed={options[name]}
            onClick={() => onChange({ [name]: !options[name] })}
          />
        ))}
      </div>
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
  if (state.tooSlow) {
    return t('searchTooSlow', formatCount(state.matches.length));
  }
  if (state.matches.length > 0) {
    const count = `${formatCount(state.matches.length)}${state.done < 1 ? '+' : ''}`;
    return t('searchCount', current < 0 ? '–' : formatCount(current + 1), count);
  }
  return state.done < 1 ? t('searchRunning', Math.floor(state.done * 100)) : t('searchNone');
}
