import type { ComponentChildren } from 'preact';

interface PageTabsProps<T extends string> {
  label: string;
  value: T;
  options: readonly { value: T; label: string }[];
  onChange(value: T): void;
  /** What the chosen tab shows. */
  children: ComponentChildren;
}

/** The parts of a page, one at a time. Arrow keys, Home and End choose. */
export function PageTabs<T extends string>({ label, value, options, onChange, children }: PageTabsProps<T>) {
  const chosen = options.some((option) => option.value === value) ? value : options[0]?.value;
  const keyDown = (event: KeyboardEvent) => {
    const index = options.findIndex((option) => option.value === chosen);
    const targets: Record<string, number> = {
      ArrowRight: (index + 1) % options.length,
      ArrowLeft: (index + options.length - 1) % options.length,
      Home: 0,
      End: options.length - 1,
    };
    const target = targets[event.key];
    const next = target === undefined ? undefined : options[target];
    if (target !== undefined && next) {
      event.preventDefault();
      onChange(next.value);
      ((event.currentTarget as HTMLElement).children[target] as HTMLElement | undefined)?.focus();
    }
  };
  return (
    <>
      <div class="page-tabs" role="tablist" aria-label={label} onKeyDown={keyDown}>
        {options.map((option) => (
          <button
            key={option.value}
            type="button"
            role="tab"
            id={`tab-${option.value}`}
            aria-selected={option.value === chosen}
            aria-controls="tab-panel"
            tabIndex={option.value === chosen ? 0 : -1}
            onClick={() => onChange(option.value)}
          >
            {option.label}
          </button>
        ))}
      </div>
      <div role="tabpanel" id="tab-panel" aria-labelledby={`tab-${chosen}`} tabIndex={0} key={chosen}>
        {children}
      </div>
    </>
  );
}
