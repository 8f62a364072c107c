import { useEffect, useRef } from 'preact/hooks';
import { t } from '../app/strings.js';
import { IconButton } from '../app/ui/button.js';

/** Keys, and what they do. */
type Key = [names: string[], meaning: string];

/** The keys of the replay, in a native dialog: Escape closes it, and the focus goes back to where it was. */
export function Help({ offline, onClose }: { offline: boolean; onClose(): void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const only = (key: Key) => (offline ? [] : [key]);
  const keys: Key[] = [
    [['Space'], t('keySpace')],
    [['←', '→', 'k', 'j'], t('keySteps')],
    [['Home', 'End'], t('keyEnds')],
    [['/'], t('keySearch')],
    [['n', 'N'], `${t('searchNext')}, ${t('searchPrevious').toLowerCase()}`],
    [['p', 'P'], t('keyPrompt')],
    [['u', 'U'], t('keyTool')],
    [['e', 'E'], t('keyError')],
    [['d', 'D'], t('keyChange')],
    [['g', 'G'], t('keyNextPin')],
    ...only([['b', 'w'], t('keyPin')]),
    [['B', 's'], t('keySide')],
    offline ? [['o'], t('keyUnfoldOnly')] : [['o', 'm'], t('keyUnfold')],
    offline ? [['c'], t('copyText')] : [['c', 'l'], t('keyCopy')],
    [['t'], t('keyMode')],
    ...only([['f'], t('keyWide')]),
    [['[', ']'], t('keySpeed')],
    [['+', '-', '0'], t('keyZoom')],
  ];
  return (
    <dialog ref={dialog} class="help" aria-labelledby="help-title" onClose={onClose}>
      <div class="help-head">
        <h2 id="help-title">{t('keys')}</h2>
        <IconButton icon="close" label={t('close')} onClick={() => dialog.current?.close()} />
      </div>
      <dl>
        {keys.map(([names, meaning]) => (
          <div key={meaning}>
            <dt>
              {names.map((name) => (
                <kbd key={name}>{name}</kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </dialog>
  );
}
