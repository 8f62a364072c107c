import type { ComponentChildren } from 'preact';
import { t } from '../strings.js';
import { Button } from './button.js';
import { Icon } from './icon.js';

/** A word in a frame. */
export function Badge({
  children,
  kind = 'plain',
  title,
}: {
  children: ComponentChildren;
  kind?: 'plain' | 'error' | 'live' | 'warning';
  title?: string;
}) {
  return (
    <span class={`badge badge-${kind}`} title={title}>
      {children}
    </span>
  );
}

/** Nothing to show, why, and what to do. */
export function EmptyState(props: {
  icon: string;
  title: string;
  hint: string;
  children?: ComponentChildren;
}) {
  return (
    <div class="state">
      <Icon name={props.icon} />
      <h2>{props.title}</h2>
      <p>{props.hint}</p>
      {props.children}
    </div>
  );
}

/** Something failed: what the host said, and another try. */
export function ErrorState({ message, onRetry }: { message: string; onRetry(): void }) {
  return (
    <div class="state" role="alert">
      <Icon name="error" />
      <h2>{t('notLoaded')}</h2>
      <p>{message}</p>
      <Button look="primary" onClick={onRetry}>
        {t('tryAgain')}
      </Button>
    </div>
  );
}

/** Something is on its way. Appears only after a moment, so that fast answers do not flicker. */
export function Spinner({ label = t('loading') }: { label?: string }) {
  return (
    <div class="state spinner" role="status">
      <Icon name="loading codicon-modifier-spin" />
      <p>{label}</p>
    </div>
  );
}
