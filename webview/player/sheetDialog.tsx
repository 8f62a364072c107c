import { useEffect, useRef } from 'preact/hooks';
import { plainText } from '../../src/common/plainText.js';
import { DiffView } from '../app/diffView.js';
import { t } from '../app/strings.js';
import { IconButton } from '../app/ui/button.js';
import type { Sheet } from './host.js';

/** A text or changes over the replay, in a native dialog: Escape closes it. */
export function SheetDialog({ sheet, onClose }: { sheet: Sheet; onClose(): void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="help sheet" aria-labelledby="sheet-title" onClose={onClose}>
      <div class="help-head">
        <h2 id="sheet-title">{sheet.title}</h2>
        <IconButton icon="close" label={t('close')} onClick={() => dialog.current?.close()} />
      </div>
      {/* What scrolls can be reached by keyboard. */}
      <div class="sheet-body" tabIndex={0} role="region" aria-labelledby="sheet-title">
        {'text' in sheet ? (
          <pre>{plainText(sheet.text)}</pre>
        ) : (
          sheet.changes.map((change, index) => (
            <section key={index}>
              <h3>{plainText(change.newPath ?? change.path)}</h3>
              {change.patch === null ? <p>{t('playerNoPatch')}</p> : <DiffView patch={change.patch} />}
            </section>
          ))
        )}
      </div>
    </dialog>
  );
}
