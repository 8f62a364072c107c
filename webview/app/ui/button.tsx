import type { ComponentChildren } from 'preact';
import { Icon } from './icon.js';

interface ButtonProps {
  onClick(): void;
  children: ComponentChildren;
  icon?: string;
  /** `quiet` has no background until the mouse is over it. */
  look?: 'primary' | 'secondary' | 'quiet';
  disabled?: boolean;
  pressed?: boolean;
  title?: string;
}

/** A button with text. */
export function Button({
  onClick,
  children,
  icon,
  look = 'secondary',
  disabled,
  pressed,
  title,
}: ButtonProps) {
  return (
    <button
      type="button"
      class={`button button-${look}`}
      onClick={onClick}
      disabled={disabled}
      aria-pressed={pressed}
      title={title}
    >
      {icon !== undefined && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  );
}

interface IconButtonProps {
  icon: string;
  /** What it does; also its tooltip. */
  label: string;
  onClick(): void;
  /** The key that does the same, shown in the tooltip. */
  shortcut?: string;
  disabled?: boolean;
  pressed?: boolean;
  expanded?: boolean;
  class?: string;
}

/** A button that is a codicon. */
export function IconButton(props: IconButtonProps) {
  const { icon, label, onClick, shortcut, disabled, pressed, expanded } = props;
  return (
    <button
      type="button"
      class={`icon-button ${props.class ?? ''}`}
      onClick={onClick}
      disabled={disabled}
      aria-label={label}
      aria-pressed={pressed}
      aria-expanded={expanded}
      title={shortcut === undefined ? label : `${label} (${shortcut})`}
    >
      <Icon name={icon} />
    </button>
  );
}
