import type { OutlineRow } from '../../src/common/steps.js';
import { FilesPanel } from './filesPanel.js';
import { PinsPanel } from './pinsPanel.js';
import type { Place } from './place.js';
import type { HostActions } from './useHostActions.js';
import type { Pins } from './usePins.js';

interface SidePanelProps {
  side: Place['side'];
  rows: readonly OutlineRow[];
  /** The current step. */
  seq: number;
  pins: Pins;
  host: HostActions;
  onSeek(seq: number): void;
  onNote(row: OutlineRow): void;
  onClose(): void;
}

/** The list that is open above the messages, if any. */
export function SidePanel({ side, rows, seq, pins, host, onSeek, onNote, onClose }: SidePanelProps) {
  switch (side) {
    case 'files':
      return (
        <FilesPanel
          rows={rows}
          seq={seq}
          onShow={host.showFiles}
          onOpen={host.openChanged}
          onSeek={onSeek}
          onClose={onClose}
        />
      );
    case 'pins':
      return (
        <PinsPanel
          pins={pins.list}
          rows={rows}
          seq={seq}
          onSeek={onSeek}
          onEdit={onNote}
          onRemove={pins.remove}
          onClose={onClose}
        />
      );
    case null:
      return null;
  }
}
