import { useEffect, useRef } from 'preact/hooks';
import { CopyButton } from '../../app/copy.js';
import { t } from '../../app/strings.js';
import { Button, IconButton } from '../../app/ui/button.js';
import { ErrorState, Spinner } from '../../app/ui/states.js';
import { useQuery } from '../../app/useQuery.js';

/** The SQL of a chart, in a native dialog: Escape closes it, and the focus goes back to where it was. */
export function SqlDialog(props: {
  title: string;
  ask(): Promise<string>;
  /** Opens the SQL console with it. */
  onOpen(sql: string): void;
  onClose(): void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const { value, error, retry } = useQuery('sql', props.ask, { once: true });
  return (
    <dialog ref={dialog} class="sql" aria-labelledby="sql-title" onClose={props.onClose}>
      <div class="card-head">
        <h2 id="sql-title">{t('sqlOf', props.title)}</h2>
        <span class="card-tools">
          {value !== undefined && (
            <Button icon="database" onClick={() => props.onOpen(value)}>
              {t('openInConsole')}
            </Button>
          )}
          {value !== undefined && <CopyButton text={value} />}
          <IconButton icon="close" label={t('close')} onClick={() => dialog.current?.close()} />
        </span>
      </div>
      <p class="muted">{t('sqlHint')}</p>
      {error !== undefined && value === undefined ? (
        <ErrorState message={error} onRetry={retry} />
      ) : value === undefined ? (
        <Spinner />
      ) : (
        <pre tabIndex={0}>{value}</pre>
      )}
    </dialog>
  );
}
