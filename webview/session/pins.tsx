import { oneLine, plainText } from '../../src/common/plainText.js';
import type { ShownPin } from '../../src/common/sessionPage.js';
import { t } from '../app/strings.js';
import { formatMoment } from '../replay/times.js';
import { IconButton } from '../app/ui/button.js';
import { Icon } from '../app/ui/icon.js';
import type { PageActions } from './sessionPage.js';

/** The moments that a person pinned; each opens the replay there. */
export function Pins({ pins, actions }: { pins: readonly ShownPin[] | undefined; actions: PageActions }) {
  return (
    <section aria-labelledby="pins-head">
      <h2 id="pins-head">{t('sessionPins')}</h2>
      {pins?.length === 0 && <p class="muted">{t('sessionNoPins')}</p>}
      <ul class="session-list">
        {pins?.map((pin) => (
          <li key={pin.uid} class="with-button">
            <div>
              <PinLine pin={pin} onOpen={actions.openReplay} />
              {pin.note !== null && <p class="note-text">{plainText(pin.note)}</p>}
            </div>
            <IconButton
              icon="close"
              label={t('sessionRemovePin')}
              onClick={() => actions.removePin(pin.uid)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

function PinLine({
  pin: { message, preview, at },
  onOpen,
}: {
  pin: ShownPin;
  onOpen(message: number): void;
}) {
  const text = oneLine(preview, 160);
  return message === null ? (
    <span class="muted">
      <Icon name="pinned" /> {t('sessionPinGone')}
    </span>
  ) : (
    <button type="button" class="link" onClick={() => onOpen(message)}>
      <Icon name="pinned" /> <bdi>{text === '' ? formatMoment(at) : text}</bdi>
    </button>
  );
}
