import { memo } from 'preact/compat';
import { formatCount } from '../../src/common/format.js';
import type { Pin } from '../../src/common/marks.js';
import { oneLine } from '../../src/common/plainText.js';
import type { OutlineRow } from '../../src/common/steps.js';
import { useActions } from '../app/actions.js';
import { t } from '../app/strings.js';
import { IconButton } from '../app/ui/button.js';
import { Icon } from '../app/ui/icon.js';
import { authorLabel, iconOf } from './stepLabel.js';
import { formatMoment } from './times.js';
import type { PlacedPin } from './usePins.js';

interface PinsPanelProps {
  pins: readonly PlacedPin[];
  rows: readonly OutlineRow[];
  /** The current step. */
  seq: number;
  onSeek(seq: number): void;
  onEdit(row: OutlineRow): void;
  onRemove(uid: string): void;
  onClose(): void;
}

/** The pinned moments of the session with their notes, each a way there. */
export const PinsPanel = memo(function PinsPanel(props: PinsPanelProps) {
  const { pins } = props;
  return (
    <aside class="files" aria-label={t('pins')}>
      <div class="files-head">
        <h2>{t('pins')}</h2>
        <IconButton icon="close" label={t('close')} onClick={props.onClose} />
      </div>
      {pins.length === 0 ? (
        <p class="row-note">{t('noPins')}</p>
      ) : (
        <ul>
          {pins.map((one) => (
            <PinRow
              key={one.pin.uid}
              {...props}
              pin={one.pin}
              row={one.seq === null ? undefined : props.rows[one.seq]}
            />
          ))}
        </ul>
      )}
    </aside>
  );
});

function PinRow({
  pin,
  row,
  seq,
  onSeek,
  onEdit,
  onRemove,
}: PinsPanelProps & { pin: Pin; row: OutlineRow | undefined }) {
  const { offline } = useActions();
  const number = row ? formatCount(row.seq + 1) : '?';
  return (
    <li class={row?.seq === seq ? 'file file-now' : 'file'}>
      {row ? (
        <button type="button" class="file-name" title={t('goToPin', number)} onClick={() => onSeek(row.seq)}>
          <Icon name={iconOf(row)} label={authorLabel(row)} />
          <bdi>{oneLine(row.preview, 200) || authorLabel(row)}</bdi>
        </button>
      ) : (
        <span class="file-name muted">{t('pinGone')}</span>
      )}
      <span class="file-lines muted">{formatMoment(pin.at)}</span>
      <span class="file-actions">
        {row && !offline && (
          <IconButton icon="edit" label={t('editNoteOf', number)} onClick={() => onEdit(row)} />
        )}
        {!offline && (
          <IconButton icon="trash" label={t('removePin', number)} onClick={() => onRemove(pin.uid)} />
        )}
      </span>
      {pin.note !== null && <p class="pin-text">{pin.note}</p>}
    </li>
  );
}
