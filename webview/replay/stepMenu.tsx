import { formatCount } from '../../src/common/format.js';
import type { OutlineRow } from '../../src/common/steps.js';
import { t } from '../app/strings.js';
import { Menu, type MenuItem } from '../app/ui/menu.js';
import type { HostActions } from './useHostActions.js';
import type { Pins } from './usePins.js';

/** Where the menu of a step is open. */
export interface OpenMenu {
  row: OutlineRow;
  anchor: HTMLElement;
}

interface StepMenuProps extends OpenMenu {
  pins: Pins;
  host: HostActions;
  /** Where a stretch to copy begins, by the step's number; null: nowhere yet. */
  rangeFrom: number | null;
  /** The agent has a command that goes on with the session. */
  canResume: boolean;
  /** The prompt that the step belongs to, where the agent can go on from one. */
  prompt: OutlineRow | undefined;
  onRange(seq: number | null): void;
  onNote(row: OutlineRow): void;
  onClose(): void;
}

/** What can be done with a step. */
export function StepMenu(props: StepMenuProps) {
  const { row, anchor, pins, host, rangeFrom, prompt, onRange } = props;
  const pinned = pins.of(row.id) !== undefined;
  const range: MenuItem =
    rangeFrom === null || rangeFrom === row.seq
      ? { icon: 'list-selection', label: t('startRange'), onSelect: () => onRange(row.seq) }
      : {
          icon: 'list-selection',
          label: t('copyRange', formatCount(rangeFrom + 1)),
          onSelect: () => {
            host.copyMarkdown(Math.min(rangeFrom, row.seq), Math.max(rangeFrom, row.seq) + 1);
            onRange(null);
          },
        };
  const items: MenuItem[] = [
    {
      icon: pinned ? 'pinned' : 'pin',
      label: t(pinned ? 'unpinStep' : 'pinStep'),
      shortcut: 'b',
      onSelect: () => pins.toggle(row),
    },
    { icon: 'note', label: t('writeNote'), shortcut: 'w', onSelect: () => props.onNote(row) },
    { icon: 'link', label: t('copyStepLink'), shortcut: 'l', onSelect: () => host.copyLink(row.uid) },
    { icon: 'copy', label: t('copyText'), shortcut: 'c', onSelect: () => host.copyText(row) },
    {
      icon: 'markdown',
      label: t('copyStepMarkdown'),
      onSelect: () => host.copyMarkdown(row.seq, row.seq + 1),
    },
    range,
    {
      icon: 'tag',
      label: t('moveToTicket'),
      shortcut: 'a',
      onSelect: () => host.moveToTicket(row),
    },
    ...(prompt === undefined
      ? []
      : [
          {
            icon: 'debug-restart',
            label: t('resumeFromPrompt', formatCount(prompt.seq + 1)),
            onSelect: () => host.resumeFrom(prompt),
          },
        ]),
    ...(props.canResume
      ? [{ icon: 'debug-continue', label: t('resumeFromEnd'), onSelect: () => host.resume() }]
      : []),
  ];
  return <Menu label={t('stepMenu')} items={items} anchor={anchor} onClose={props.onClose} />;
}

interface SessionMenuProps {
  anchor: HTMLElement;
  host: HostActions;
  onClose(): void;
}

/** What can be done with the session. */
export function SessionMenu({ anchor, host, onClose }: SessionMenuProps) {
  const items: MenuItem[] = [
    { icon: 'info', label: t('showSessionPage'), onSelect: () => host.showPage() },
    { icon: 'link', label: t('copySessionLink'), onSelect: () => host.copyLink(null) },
    { icon: 'markdown', label: t('copySessionMarkdown'), onSelect: () => host.copyMarkdown() },
    { icon: 'split-horizontal', label: t('compareWith'), onSelect: () => host.compare() },
    { icon: 'screen-full', label: t('wholeWindow'), shortcut: 'f', onSelect: () => host.toggleWide() },
  ];
  return <Menu label={t('sessionMenu')} items={items} anchor={anchor} onClose={onClose} />;
}
