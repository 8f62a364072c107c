import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { OneOf } from '../../../src/common/protocol.js';
import { t } from '../../app/strings.js';
import { Button } from '../../app/ui/button.js';
import { Checkbox, TextField } from '../../app/ui/fields.js';
import { Icon } from '../../app/ui/icon.js';

interface ListMenuProps {
  label: string;
  /** What there is to choose from; undefined: not known yet. */
  keys: OneOf | undefined;
  chosen: OneOf;
  text(key: string | null): string;
  onChange(chosen: OneOf): void;
  onOpen(): void;
}

/** Keys drawn at once; the field above finds the others. */
const mostShown = 60;
/** From so many keys on there is a field to find one. */
const manyKeys = 8;

/** One list of the filter: a button with what is chosen, and boxes to choose with. Escape closes it. */
export function ListMenu({ label, keys, chosen, text, onChange, onOpen }: ListMenuProps) {
  const [open, setOpen] = useState(false);
  const [search, setSearch] = useState('');
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  useEffect(() => {
    if (!open) {
      return undefined;
    }
    box.current?.querySelector<HTMLElement>('.menu input')?.focus();
    const outside = (event: Event) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) {
        setOpen(false);
      }
    };
    document.addEventListener('pointerdown', outside);
    document.addEventListener('focusin', outside);
    return () => {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('focusin', outside);
    };
  }, [open, keys === undefined]);

  const all = [...chosen, ...(keys ?? []).filter((key) => !chosen.includes(key))];
  const words = search.trim().toLowerCase();
  const found = all.filter((key) => words === '' || text(key).toLowerCase().includes(words));
  const [first] = chosen;
  const summary =
    first === undefined
      ? label
      : chosen.length === 1
        ? `${label}: ${text(first)}`
        : `${label}: ${chosen.length}`;
  return (
    <div
      class="list-menu"
      ref={box}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && open) {
          event.stopPropagation();
          setOpen(false);
          box.current?.querySelector('button')?.focus();
        }
      }}
    >
      <button
        type="button"
        class="toggle menu-button"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        data-chosen={chosen.length > 0}
        onClick={() => {
          setOpen(!open);
          setSearch('');
          onOpen();
        }}
      >
        <span class="menu-summary">{summary}</span>
        <Icon name="chevron-down" />
      </button>
      {open && (
        <div class="menu" id={id} role="group" aria-label={label}>
          {all.length > manyKeys && (
            <TextField
              type="search"
              label={t('findIn', label)}
              placeholder={t('findIn', label)}
              icon="search"
              value={search}
              onInput={setSearch}
            />
          )}
          {keys === undefined && <p class="muted">{t('loading')}</p>}
          {keys !== undefined && found.length === 0 && <p class="muted">{t('nothingToChoose')}</p>}
          <ul>
            {found.slice(0, mostShown).map((key) => (
              <li key={String(key)}>
                <label title={key ?? undefined}>
                  <Checkbox
                    checked={chosen.includes(key)}
                    onChange={(on) => onChange(on ? [...chosen, key] : chosen.filter((one) => one !== key))}
                  />
                  <span>{text(key)}</span>
                </label>
              </li>
            ))}
          </ul>
          {found.length > mostShown && <p class="muted">{t('moreToFind', found.length - mostShown)}</p>}
          {chosen.length > 0 && (
            <Button look="quiet" onClick={() => onChange([])}>
              {t('chooseNone')}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
