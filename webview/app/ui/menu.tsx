import { useEffect, useRef } from 'preact/hooks';
import { Icon } from './icon.js';

/** What one chooses of a menu. */
export interface MenuItem {
  icon: string;
  label: string;
  /** The key that does the same anywhere in the page. */
  shortcut?: string;
  onSelect(): void;
}

interface MenuProps {
  label: string;
  items: readonly MenuItem[];
  /** What it was opened from; it gets the focus back. */
  anchor: HTMLElement;
  onClose(): void;
}

/** A menu below an element, over everything: arrows move, Enter chooses, Escape and a click elsewhere close it. */
export function Menu({ label, items, anchor, onClose }: MenuProps) {
  const box = useRef<HTMLDivElement>(null);
  const chosen = useRef(false);
  // A page that is drawn anew meanwhile makes new functions; the menu is opened once.
  const latest = useRef({ anchor, onClose });
  latest.current = { anchor, onClose };
  useEffect(() => {
    const menu = box.current;
    if (!menu) {
      return undefined;
    }
    menu.popover = 'auto';
    menu.showPopover();
    place(menu, latest.current.anchor.getBoundingClientRect());
    buttonsOf(menu)[0]?.focus();
    const toggled = (event: Event) => {
      if ((event as ToggleEvent).newState === 'closed') {
        if (!chosen.current) {
          latest.current.anchor.focus();
        }
        latest.current.onClose();
      }
    };
    menu.addEventListener('toggle', toggled);
    return () => menu.removeEventListener('toggle', toggled);
  }, []);
  const keyDown = (event: KeyboardEvent) => {
    const buttons = buttonsOf(box.current);
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const target = {
      ArrowDown: (at + 1) % buttons.length,
      ArrowUp: (at - 1 + buttons.length) % buttons.length,
      Home: 0,
      End: buttons.length - 1,
    }[event.key];
    // The keys of the page are not meant while a menu is open.
    event.stopPropagation();
    if (target !== undefined) {
      event.preventDefault();
      buttons[target]?.focus();
    } else if (event.key === 'Tab') {
      event.preventDefault();
      box.current?.hidePopover();
    }
  };
  return (
    <div ref={box} class="menu" role="menu" aria-label={label} onKeyDown={keyDown}>
      {items.map((item) => (
        <button
          key={item.label}
          type="button"
          role="menuitem"
          tabIndex={-1}
          onClick={() => {
            chosen.current = true;
            box.current?.hidePopover();
            item.onSelect();
          }}
        >
          <Icon name={item.icon} />
          <span>{item.label}</span>
          {item.shortcut !== undefined && <kbd>{item.shortcut}</kbd>}
        </button>
      ))}
    </div>
  );
}

function buttonsOf(menu: HTMLElement | null): HTMLButtonElement[] {
  return [...(menu?.querySelectorAll('button') ?? [])];
}

/** Below what it belongs to, or above it where there is no room, and never out of the page. */
function place(menu: HTMLElement, { left, right, top, bottom }: DOMRect): void {
  const { width, height } = menu.getBoundingClientRect();
  const below = bottom + height <= window.innerHeight;
  const x = Math.max(
    0,
    Math.min(left + width <= window.innerWidth ? left : right - width, window.innerWidth - width),
  );
  menu.style.left = `${x}px`;
  menu.style.top = `${below ? bottom : Math.max(0, top - height)}px`;
}
