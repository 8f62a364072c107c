import type { OutlineRow } from '../../src/common/steps.js';
import type { Item } from './items.js';
import type { KeyCommand } from './keys.js';
import type { Place } from './place.js';
import { nextSpeed } from './playback.js';
import type { HostActions } from './useHostActions.js';
import type { Pins } from './usePins.js';
import type { Player } from './usePlayer.js';

interface KeyActionsOptions {
  player: Player;
  pins: Pins;
  place: Place;
  /** The item of the list that is the current one. */
  current: Item | undefined;
  hostActions: HostActions;
  change(part: Partial<Place>): void;
  match(by: 1 | -1): void;
  toPin(by: 1 | -1): void;
  toStart(): void;
  toEnd(): void;
  search(): void;
  toggleGroup(key: string): void;
  unfold(row: OutlineRow): void;
  writeNote(row: OutlineRow): void;
  menu(row: OutlineRow, anchor: HTMLElement): void;
  help(): void;
}

/** What each key does in the replay as it is now. What is for a step does nothing while a folded group is the current item. */
export function keyActions(options: KeyActionsOptions): Record<KeyCommand, () => void> {
  const { player, pins, place, current, hostActions, change, match, toPin } = options;
  const { play, step, jump } = player;
  const withStep = (run: (row: OutlineRow) => void) => () => {
    if (current?.type === 'message') {
      run(current.row);
    }
  };
  return {
    play,
    back: () => step(-1),
    forward: () => step(1),
    start: options.toStart,
    end: options.toEnd,
    search: options.search,
    nextMatch: () => match(1),
    previousMatch: () => match(-1),
    nextError: () => jump('error'),
    previousError: () => jump('error', -1),
    nextPrompt: () => jump('prompt'),
    previousPrompt: () => jump('prompt', -1),
    nextTool: () => jump('tool'),
    previousTool: () => jump('tool', -1),
    nextChange: () => jump('change'),
    previousChange: () => jump('change', -1),
    nextPin: () => toPin(1),
    previousPin: () => toPin(-1),
    pin: withStep(pins.toggle),
    note: withStep(options.writeNote),
    pins: () => change({ side: place.side === 'pins' ? null : 'pins' }),
    files: () => change({ side: place.side === 'files' ? null : 'files' }),
    unfold: () => {
      if (current?.type === 'group') {
        options.toggleGroup(current.key);
      } else if (current) {
        options.unfold(current.row);
      }
    },
    menu: withStep((row) => {
      const anchor = document.getElementById(`row-${row.seq}`);
      if (anchor) {
        options.menu(row, anchor);
      }
    }),
    copy: withStep(hostActions.copyText),
    link: withStep((row) => hostActions.copyLink(row.uid)),
    ticket: withStep(hostActions.moveToTicket),
    mode: () => change({ mode: place.mode === 'scrub' ? 'scroll' : 'scrub' }),
    wide: hostActions.toggleWide,
    leave: () => change(place.side === null ? { mode: 'scroll' } : { side: null }),
    slower: () => change({ speed: nextSpeed(place.speed, -1) }),
    faster: () => change({ speed: nextSpeed(place.speed, 1) }),
    help: options.help,
  };
}
