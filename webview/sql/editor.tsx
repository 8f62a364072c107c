import type { RefObject } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { completeSql, type SqlCompletion } from '../../src/common/sqlCompletion.js';
import { longestSql } from '../../src/common/sqlConsole.js';
import { t } from '../app/strings.js';
import { Icon } from '../app/ui/icon.js';

const icons = {
  view: 'table',
  column: 'symbol-field',
  function: 'symbol-function',
  keyword: 'symbol-keyword',
  name: 'symbol-variable',
} as const;

interface EditorProps {
  value: string;
  field: RefObject<HTMLTextAreaElement | null>;
  /** What describes a fault, for assistive technology. */
  faultId: string | null;
  onInput(value: string): void;
  onRun(): void;
}

/** A plain text area that proposes what may stand at the caret, in a list that the arrow keys and Enter choose from. */
export function Editor({ value, field, faultId, onInput, onRun }: EditorProps) {
  const listId = useId();
  const [completion, setCompletion] = useState<SqlCompletion | null>(null);
  const [chosen, setChosen] = useState(0);
  const [place, setPlace] = useState({ left: 0, top: 0 });
  const letter = useRef<HTMLSpanElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const isOpen = completion !== null && completion.proposals.length > 0;

  const close = () => setCompletion(null);
  const propose = (always: boolean) => {
    const area = field.current;
    if (!area || area.selectionStart !== area.selectionEnd) {
      close();
      return;
    }
    const caret = area.selectionStart;
    const next = completeSql(area.value, caret);
    const isWorth = always || caret - next.from >= 2 || area.value[caret - 1] === '.';
    setCompletion(isWorth ? next : null);
    setChosen(0);
    setPlace(placeOf(area, next.from, letter.current));
  };
  const take = (index: number) => {
    const area = field.current;
    const proposal = completion?.proposals[index];
    if (!area || !completion || !proposal) {
      return;
    }
    // In the field at once, with the caret behind it: whoever types on does not wait for the next frame.
    area.setRangeText(proposal.text, completion.from, completion.to, 'end');
    onInput(area.value);
    close();
    area.focus();
  };
  const keyDown = (event: KeyboardEvent) => {
    if (event.isComposing) {
      return;
    }
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      close();
      onRun();
    } else if (event.key === ' ' && event.ctrlKey) {
      event.preventDefault();
      propose(true);
    } else if (isOpen && event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (isOpen && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      const by = event.key === 'ArrowDown' ? 1 : -1;
      const { length } = completion.proposals;
      setChosen((chosen + by + length) % length);
    } else if (isOpen && (event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey) {
      event.preventDefault();
      take(chosen);
    } else if (['ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageUp', 'PageDown'].includes(event.key)) {
      close();
    }
  };
  useEffect(() => list.current?.children[chosen]?.scrollIntoView({ block: 'nearest' }), [chosen, completion]);

  return (
    <div class="editor">
      <textarea
        ref={field}
        class="mono"
        wrap="off"
        rows={8}
        value={value}
        maxLength={longestSql}
        spellcheck={false}
        autocomplete="off"
        placeholder={t('sqlPlaceholder')}
        aria-label={t('sqlQuery')}
        aria-autocomplete="list"
        aria-controls={isOpen ? listId : undefined}
        aria-activedescendant={isOpen ? `${listId}-${chosen}` : undefined}
        aria-invalid={faultId !== null}
        aria-describedby={faultId ?? undefined}
        onInput={(event) => {
          onInput(event.currentTarget.value);
          propose(false);
        }}
        onKeyDown={keyDown}
        onBlur={close}
        onScroll={close}
      />
      <span ref={letter} class="mono editor-letter" aria-hidden="true">
        0000000000
      </span>
      {isOpen && (
        <ul
          ref={list}
          id={listId}
          class="proposals"
          role="listbox"
          aria-label={t('sqlSuggestions')}
          style={{ left: `${place.left}px`, top: `${place.top}px` }}
        >
          {completion.proposals.map(({ kind, text, detail }, index) => (
            <li
              key={`${kind} ${text}`}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === chosen}
              // Before the field loses the focus.
              onPointerDown={(event) => {
                event.preventDefault();
                take(index);
              }}
            >
              <Icon name={icons[kind]} />
              <span class="mono">{text}</span>
              <span class="proposal-detail">{detail}</span>
            </li>
          ))}
        </ul>
      )}
      <span class="sr-only" role="status">
        {isOpen ? t('sqlSuggestionCount', completion.proposals.length) : ''}
      </span>
    </div>
  );
}

/** Below a place in the text, inside the field: its letters are all of one width, and its lines are not wrapped. */
function placeOf(
  area: HTMLTextAreaElement,
  at: number,
  letter: HTMLElement | null,
): { left: number; top: number } {
  const style = getComputedStyle(area);
  const lineHeight = Number.parseFloat(style.lineHeight) || 18;
  const width = (letter?.offsetWidth ?? 80) / 10;
  const before = area.value.slice(0, at).split('\n');
  const left = Number.parseFloat(style.paddingLeft) + (before.at(-1)?.length ?? 0) * width - area.scrollLeft;
  const top = Number.parseFloat(style.paddingTop) + before.length * lineHeight - area.scrollTop;
  return {
    left: Math.max(0, Math.min(left, area.clientWidth - 260)),
    top: Math.max(lineHeight, Math.min(top, area.clientHeight)),
  };
}
