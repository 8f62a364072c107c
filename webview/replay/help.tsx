import { useEffect, useRef } from 'preact/hooks';
import { t } from '../app/strings.js';
import { IconButton } from '../app/ui/button.js';
import { keyLines, needsLogbook } from './keys.js';
import { Legend } from './legend.js';

/** How a key is written on it, where that is not what it types. */
const names: Readonly<Record<string, string>> = {
  ' ': 'Space',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
};

/** The keys of the replay, in a native dialog: Escape closes it, and the focus goes back to where it was. */
export function Help({ offline, onClose }: { offline: boolean; onClose(): void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="help" aria-labelledby="help-title" onClose={onClose}>
      <div class="help-head">
        <h2 id="help-title">{t('keys')}</h2>
        <IconButton icon="close" label={t('close')} onClick={() => dialog.current?.close()} />
      </div>
      <dl>
        {keyLines.map(({ keys, says }) => {
          const offered = Object.keys(keys).filter((key) => !(offline && needsLogbook.has(keys[key]!)));
          return offered.length === 0 ? null : (
            <Line key={says} keys={offered.map((key) => names[key] ?? key)} meaning={t(says)} />
          );
        })}
        <Line keys={['+', '-', '0']} meaning={t('keyZoom')} />
      </dl>
      <Legend />
    </dialog>
  );
}

function Line({ keys, meaning }: { keys: readonly string[]; meaning: string }) {
  return (
    <div>
      <dt>
        {keys.map((name) => (
          <kbd key={name}>{name}</kbd>
        ))}
      </dt>
      <dd>{meaning}</dd>
    </div>
  );
}
