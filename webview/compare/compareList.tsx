import { useCallback, useEffect, useImperativeHandle, useReducer, useRef, useState } from 'preact/hooks';
import type { Ref, VNode } from 'preact';
import { VList, type VListHandle } from 'virtua';
import type { CompareSide } from '../../src/common/comparePanel.js';
import type { OutlineRow } from '../../src/common/steps.js';
import { t } from '../app/strings.js';
import type { Bodies } from '../replay/bodies.js';
import type { ContentActions } from '../replay/message.js';
import type { Item } from './items.js';
import { StepRow } from './stepRow.js';
import { TurnRow } from './turnRow.js';

// virtua's types are React's; these are the properties that are used here, in Preact's.
const List = VList as unknown as (props: {
  ref: Ref<VListHandle>;
  role: 'feed';
  'aria-label': string;
  'aria-description': string;
  class: string;
  data: readonly Item[];
  bufferSize: number;
  onScroll(): void;
  onResize(): void;
  children(item: Item, index: number): VNode;
}) => VNode;

/** Items around the visible ones whose texts are asked for too. */
const around = 8;

/** Where the list is: its first item, and how many pixels of it are scrolled away. */
export interface ListTop {
  item: string;
  offset: number;
}

export interface CompareListHandle {
  /** Brings an item into view and gives the focus to its button. */
  reveal(index: number): void;
}

interface CompareListProps {
  items: readonly Item[];
  /** Of the pairs. */
  current: number;
  opened: ReadonlyMap<number, boolean>;
  bodies: Bodies;
  actions: Readonly<Record<CompareSide, ContentActions>>;
  start: ListTop | null;
  onTop(top: ListTop): void;
  onToggle(key: string, index: number): void;
  onOpen(side: CompareSide, seq: number): void;
  handle: Ref<CompareListHandle>;
}

/** Pairs of prompts and, where they are open, of steps. Only those near the visible ones are in the page. */
export function CompareList(props: CompareListProps) {
  const { items, opened, bodies, onTop, handle } = props;
  const list = useRef<VListHandle>(null);
  const [range, setRange] = useState({ from: 0, to: 0 });
  const [version, bump] = useReducer((n: number) => n + 1, 0);
  useEffect(() => {
    const subscription = bodies.onChanged(() => bump(null));
    return () => subscription.dispose();
  }, [bodies]);

  const look = useCallback(() => {
    const view = list.current;
    if (!view) {
      return;
    }
    const from = view.findItemIndex(view.scrollOffset);
    const to = view.findItemIndex(view.scrollOffset + view.viewportSize);
    setRange((old) => (old.from === from && old.to === to ? old : { from, to }));
  }, []);
  const scrolled = useCallback(() => {
    look();
    const view = list.current;
    const index = view?.findItemIndex(view.scrollOffset) ?? 0;
    const item = items[index];
    if (view && item) {
      onTop({ item: item.key, offset: Math.round(view.scrollOffset - view.getItemOffset(index)) });
    }
  }, [items, look, onTop]);

  useImperativeHandle(
    handle,
    () => ({
      reveal(index) {
        const item = items[index];
        list.current?.scrollToIndex(index, { align: 'nearest' });
        // The row may have to be made first.
        requestAnimationFrame(() =>
          requestAnimationFrame(() => {
            if (item?.type === 'pair') {
              document.getElementById(`pair-${item.index}`)?.focus({ preventScroll: true });
            }
          }),
        );
      },
    }),
    [items],
  );

  const { start } = props;
  useEffect(() => {
    const index = start ? items.findIndex(({ key }) => key === start.item) : -1;
    if (start && index >= 0) {
      list.current?.scrollToIndex(index, { align: 'start', offset: start.offset });
    }
    look();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a place is restored once
  }, []);
  useEffect(look, [items, look]);

  // Texts of what is open only: a line that is closed shows its beginning, which is here.
  useEffect(() => {
    const wanted: OutlineRow[] = [];
    for (const item of items.slice(Math.max(0, range.from - around), range.to + around)) {
      if (item.type === 'step') {
        const rows = [item.left, item.right].flatMap((row) => row ?? []);
        wanted.push(...rows.filter((row) => opened.get(row.id) === true));
      } else if (item.open) {
        wanted.push(...[item.pair.left?.prompt, item.pair.right?.prompt].flatMap((row) => row ?? []));
      }
    }
    bodies.want(wanted);
  }, [items, range, opened, bodies, version]);

  const { actions } = props;
  return (
    <List
      ref={list}
      role="feed"
      aria-label={t('compareTurns')}
      aria-description={t('compareKeys')}
      class="feed"
      data={items}
      bufferSize={300}
      onScroll={scrolled}
      onResize={look}
    >
      {(item, index) =>
        item.type === 'pair' ? (
          <TurnRow
            key={item.key}
            item={item}
            position={index + 1}
            size={items.length}
            current={item.index === props.current}
            left={bodies.get(item.pair.left?.prompt?.id ?? -1)}
            right={bodies.get(item.pair.right?.prompt?.id ?? -1)}
            actions={actions}
            onToggle={props.onToggle}
            onOpen={props.onOpen}
          />
        ) : (
          <StepRow
            key={item.key}
            item={item}
            position={index + 1}
            size={items.length}
            opened={opened}
            left={bodies.get(item.left?.id ?? -1)}
            right={bodies.get(item.right?.id ?? -1)}
            actions={actions}
            onOpen={props.onOpen}
          />
        )
      }
    </List>
  );
}
