import {
  useCallback,
  useEffect,
  useImperativeHandle,
  useMemo,
  useReducer,
  useRef,
  useState,
} from 'preact/hooks';
import type { Ref, VNode } from 'preact';
import { VList, type VListHandle } from 'virtua';
import type { SubAgentSummary } from '../../src/common/protocol.js';
import type { OutlineRow } from '../../src/common/steps.js';
import { t } from '../app/strings.js';
import type { Bodies } from './bodies.js';
import { GroupHead } from './groupHead.js';
import { itemIndexOf, type Item } from './items.js';
import { Row, type RowActions } from './message.js';
import type { Top } from './place.js';
import type { Pins } from './usePins.js';
import { useHighlights, type Marked } from './highlights.js';

// virtua's types are React's; these are the properties that are used here, in Preact's.
const List = VList as unknown as (props: {
  ref: Ref<VListHandle>;
  role: 'feed';
  'aria-label': string;
  class: string;
  data: readonly Item[];
  bufferSize: number;
  keepMounted: readonly number[];
  onScroll(): void;
  onResize(): void;
  children(item: Item, index: number): VNode;
}) => VNode;

/** Rows around the visible ones whose texts are asked for too. */
const before = 12;
const after = 24;

/** How long a step is held in its place. */
const holdMs = 1500;

interface Hold {
  align: 'nearest' | 'start' | 'end';
  offset?: number;
}

/** So close to the end counts as at the end. */
const endReach = 24;

export interface MessageListHandle {
  /** Brings an item into view, moving as little as needed, and gives it the focus if asked to. */
  reveal(index: number, how: 'nearest' | 'start' | 'end', focus: boolean): void;
  toEnd(): void;
}

interface MessageListProps {
  items: readonly Item[];
  currentIndex: number;
  /** How many of the items are shown; null: all. */
  upTo: number | null;
  playing: boolean;
  following: boolean;
  opened: ReadonlyMap<number, boolean>;
  bodies: Bodies;
  /** Marked where it is seen. */
  marked: Marked;
  threads: ReadonlyMap<string, SubAgentSummary>;
  /** Pauses before steps, in milliseconds. */
  gaps: ReadonlyMap<number, number>;
  pins: Pins;
  /** The row whose note is being written. */
  editing: number | null;
  /** Steps from which another model answers. */
  switches: ReadonlyMap<number, string>;
  actions: RowActions;
  onToggleGroup(key: string): void;
  onAlone(thread: string): void;
  /** Where the list was when it was last seen. */
  start: Top | 'end' | null;
  onScroll(top: Top, atEnd: boolean): void;
  handle: Ref<MessageListHandle>;
}

/** The messages. Only those near the visible ones are in the page, and only their texts are in memory. */
export function MessageList(props: MessageListProps) {
  const { items, currentIndex, upTo, following, bodies, onScroll, handle } = props;
  const shown = useMemo(() => (upTo === null ? items : items.slice(0, upTo)), [items, upTo]);
  const list = useRef<VListHandle>(null);
  const box = useRef<HTMLDivElement>(null);
  const [range, setRange] = useState({ from: 0, to: 0 });
  const [version, bump] = useReducer((n: number) => n + 1, 0);
  useEffect(() => {
    const subscription = bodies.onChanged(() => bump(null));
    return () => subscription.dispose();
  }, [bodies]);
  const element = useCallback(() => box.current, []);
  useHighlights(props.marked, element, `${version} ${range.from} ${range.to} ${currentIndex}`);
  // Known at once, while the state comes with the next drawing: rows that are measured meanwhile must not pull the reader back.
  const atEnd = useRef(following);
  atEnd.current = following;
  // The wheel says at once that its reader leaves the end; the list scrolls later, maybe after rows that were measured.
  const leaving = useRef(false);
  const lastOffset = useRef(0);

  const look = useCallback(() => {
    const view = list.current;
    if (!view) {
      return;
    }
    const from = view.findItemIndex(view.scrollOffset);
    const to = view.findItemIndex(view.scrollOffset + view.viewportSize);
    setRange((old) => (old.from === from && old.to === to ? old : { from, to }));
  }, []);

  // A step that was gone to stays where it is while the texts around it arrive, until the reader scrolls.
  const held = useRef<{ index: number; how: Hold; until: number } | null>(null);
  const hold = useCallback((index: number, how: Hold) => {
    held.current = { index, how, until: Date.now() + holdMs };
    list.current?.scrollToIndex(index, how);
  }, []);
  const release = useCallback(() => {
    held.current = null;
    leaving.current = false;
  }, []);

  const toEnd = useCallback(() => {
    list.current?.scrollToIndex(shown.length - 1, { align: 'end' });
  }, [shown.length]);
  // Not by the list's own scrolling, which goes on for a while as rows are measured, and takes whoever leaves back again.
  const stick = useCallback(() => {
    const feed = box.current?.firstElementChild;
    if (feed && !leaving.current) {
      feed.scrollTop = feed.scrollHeight;
    }
  }, []);
  useEffect(() => {
    if (upTo !== null) {
      toEnd();
    }
  }, [upTo, toEnd]);

  useImperativeHandle(
    handle,
    () => ({
      reveal(index, how, focus) {
        hold(index, { align: how });
        // The focus goes along with the reader, not away from the slider or a button that is being used.
        const at = document.activeElement;
        if (focus && (at === document.body || box.current?.contains(at))) {
          // The row may have to be made first.
          requestAnimationFrame(() =>
            requestAnimationFrame(() => {
              const item = items[index];
              const id = `${item?.type === 'group' ? 'group' : 'row'}-${item?.row.seq}`;
              document.getElementById(id)?.focus({ preventScroll: true });
            }),
          );
        }
      },
      toEnd,
    }),
    [items, toEnd, hold],
  );

  // Where it was left, once.
  const { start } = props;
  useEffect(() => {
    if (start === 'end') {
      toEnd();
    } else if (start) {
      hold(Math.max(0, itemIndexOf(items, start.seq)), { align: 'start', offset: start.offset });
    }
    look();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a place is restored once
  }, []);

  useEffect(() => {
    leaving.current &&= !following;
  }, [following]);
  useEffect(() => {
    if (following) {
      stick();
    }
  }, [following, shown.length, stick]);

  useEffect(() => {
    const wanted: OutlineRow[] = [];
    const add = (index: number) => {
      const item = items[index];
      if (item?.type === 'message') {
        wanted.push(item.row);
      }
    };
    for (let n = range.from; n <= range.to; n++) {
      add(n);
    }
    for (let n = range.to + 1; n <= range.to + after; n++) {
      add(n);
    }
    for (let n = range.from - 1; n >= range.from - before; n--) {
      add(n);
    }
    bodies.want(wanted);
  }, [items, range, bodies, version]);

  const tell = useCallback(
    (view: VListHandle) => {
      const index = view.findItemIndex(view.scrollOffset);
      const item = items[index];
      if (item) {
        const offset = Math.round(view.scrollOffset - view.getItemOffset(index));
        onScroll({ seq: item.row.seq, offset }, atEnd.current);
      }
    },
    [items, onScroll],
  );
  const scrolled = useCallback(() => {
    look();
    const view = list.current;
    if (!view) {
      return;
    }
    const nearEnd = view.scrollOffset + view.viewportSize >= view.scrollSize - endReach;
    // Content that grows moves the end away, which is no wish to leave it; only scrolling up is.
    const up = view.scrollOffset < lastOffset.current - 2;
    lastOffset.current = view.scrollOffset;
    atEnd.current = !leaving.current && (nearEnd || (atEnd.current && !up));
    tell(view);
  }, [look, tell]);
  const wheeled = useCallback(
    (event: WheelEvent) => {
      release();
      const view = list.current;
      leaving.current = event.deltaY < 0 && (view?.scrollOffset ?? 0) > 0;
      if (view && leaving.current && atEnd.current) {
        atEnd.current = false;
        tell(view);
      }
    },
    [release, tell],
  );

  const resized = useCallback(() => {
    look();
    if (following && atEnd.current) {
      stick();
    } else if (held.current && Date.now() < held.current.until) {
      list.current?.scrollToIndex(held.current.index, held.current.how);
    }
  }, [look, following, stick]);
  const keepMounted = useMemo(() => (currentIndex >= 0 ? [currentIndex] : []), [currentIndex]);

  return (
    <div ref={box} class="messages" onWheel={wheeled} onPointerDown={release} onTouchStart={release}>
      <List
        ref={list}
        role="feed"
        aria-label={t('messages')}
        class="feed"
        data={shown}
        bufferSize={400}
        keepMounted={keepMounted}
        onScroll={scrolled}
        onResize={resized}
      >
        {(item, index) =>
          item.type === 'group' ? (
            <GroupHead
              key={`${item.key}@${item.row.id}`}
              item={item}
              thread={item.row.thread === null ? undefined : props.threads.get(item.row.thread)}
              position={index + 1}
              size={shown.length}
              current={index === currentIndex}
              onToggle={props.onToggleGroup}
              onAlone={props.onAlone}
            />
          ) : (
            <Row
              key={item.row.id}
              row={item.row}
              depth={item.depth}
              position={index + 1}
              size={shown.length}
              current={index === currentIndex}
              ahead={props.playing && index > currentIndex}
              gapMs={props.gaps.get(item.row.seq)}
              switchTo={props.switches.get(item.row.seq)}
              open={props.opened.get(item.row.id)}
              pin={props.pins.of(item.row.id)}
              editing={props.editing === item.row.id}
              state={bodies.get(item.row.id)}
              actions={props.actions}
            />
          )
        }
      </List>
    </div>
  );
}
