import type { Ref } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from './icon.js';

interface SelectProps<T extends string> {
  label: string;
  value: T;
  options: readonly { value: T; label: string }[];
  onChange(value: T): void;
}

/** A native drop-down with the look of VS Code's. */
export function Select<T extends string>({ label, value, options, onChange }: SelectProps<T>) {
  return (
    <span class="select">
      <select
        aria-label={label}
        title={label}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value as T)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <Icon name="chevron-down" />
    </span>
  );
}

interface TextFieldProps {
  label: string;
  value: string;
  onInput(value: string): void;
  type?: 'search' | 'date' | 'text';
  placeholder?: string;
  icon?: string;
  inputRef?: Ref<HTMLInputElement>;
  onKeyDown?(event: KeyboardEvent): void;
  min?: string;
  max?: string;
}

/** A line of text. The label is for assistive technology; the placeholder is what one sees. */
export function TextField(props: TextFieldProps) {
  const { label, value, onInput, type = 'text', icon, inputRef } = props;
  return (
    <span class="text-field">
      {icon !== undefined && <Icon name={icon} />}
      <input
        {...(inputRef === undefined ? {} : { ref: inputRef })}
        {...({ type } as { type: 'text' })}
        aria-label={label}
        title={label}
        value={value}
        placeholder={props.placeholder}
        min={props.min}
        max={props.max}
        spellcheck={false}
        onInput={(event) => onInput(event.currentTarget.value)}
        onKeyDown={(event) => props.onKeyDown?.(event)}
      />
    </span>
  );
}

interface CheckboxProps {
  checked: boolean;
  onChange(checked: boolean): void;
  /** Some of what it stands for, and not all. */
  mixed?: boolean;
  /** For assistive technology, where the text beside it is not enough. */
  label?: string;
}

/** A native box with the look of VS Code's, which is seen also where a theme has frames only. */
export function Checkbox({ checked, onChange, mixed = false, label }: CheckboxProps) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) {
      box.current.indeterminate = mixed;
    }
  }, [mixed]);
  return (
    <input
      ref={box}
      type="checkbox"
      class="checkbox"
      checked={checked}
      aria-label={label}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}

interface ToggleProps {
  label: string;
  checked: boolean;
  onChange(checked: boolean): void;
}

/** A filter that is on or off, as a small pill. */
export function Toggle({ label, checked, onChange }: ToggleProps) {
  return (
    <button type="button" class="toggle" aria-pressed={checked} onClick={() => onChange(!checked)}>
      {label}
    </button>
  );
}

interface TextAreaProps {
  label: string;
  value: string;
  placeholder?: string;
  onInput(value: string): void;
  /** Ctrl or Cmd and Enter. */
  onSubmit(): void;
  /** Escape. */
  onCancel(): void;
}

/** Several lines of text, which has the focus as soon as it is there. */
export function TextArea(props: TextAreaProps) {
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <textarea
      ref={box}
      class="text-area"
      aria-label={props.label}
      value={props.value}
      placeholder={props.placeholder}
      rows={3}
      maxLength={10_000}
      onInput={(event) => props.onInput(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.preventDefault();
          props.onCancel();
        } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          props.onSubmit();
        }
      }}
    />
  );
}
