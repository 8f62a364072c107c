import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { CompareHost, CompareSide } from '../../src/common/comparePanel.js';
import { pathBelow } from '../../src/common/paths.js';
import type { Remote } from '../../src/common/rpc.js';
import type { OutlineRow } from '../../src/common/steps.js';
import type { Actions } from '../app/actions.js';
import { t } from '../app/strings.js';
import { Button, IconButton } from '../app/ui/button.js';
import { EmptyState } from '../app/ui/states.js';
import { keep, keptState, usePersistedState } from '../app/usePersistedState.js';
import type { Bodies } from '../replay/bodies.js';
import type { ContentActions } from '../replay/message.js';
import { alignTurns, type Pair } from './align.js';
import { CompareList, type CompareListHandle, type ListTop } from './compareList.js';
import { itemsOf, pairKey, type PairItem } from './items.js';
import { SideActions } from './sideActions.js';
import { Totals, type Side } from './totals.js';
import { turnsOf } from './turns.js';

interface CompareProps {
  host: Remote<CompareHost>;
  bodies: Bodies;
  left: Side;
  right: Side;
}

/** How a person looks at the comparison; kept across hiding and reloading. */
interface Place {
  /** Keys of the pairs that are open. */
  open: readonly string[];
  /** The current pair. */
  pair: number;
  swapped: boolean;
}

const firstPlace: Place = { open: [], pair: 0, swapped: false };

/** Two sessions beside each other: what they came to, and prompt by prompt what was done. */
export function Compare({ host, bodies, ...given }: CompareProps) {
  const [place, setPlace] = usePersistedState<Place>('place', firstPlace, isPlace);
  const [top] = useState(() => topOf(keptState()['top']));
  const [opened, setOpened] = useState<ReadonlyMap<number, boolean>>(new Map());
  const [message, setMessage] = useState('');
  const list = useRef<CompareListHandle>(null);
  const { swapped } = place;
  const left = swapped ? given.right : given.left;
  const right = swapped ? given.left : given.right;
  // The host knows the sides as they were when the page was opened.
  const sideOf = useCallback(
    (side: CompareSide): CompareSide => (swapped ? (side === 'left' ? 'right' : 'left') : side),
    [swapped],
  );

  const leftTurns = useMemo(() => turnsOf(left.rows), [left.rows]);
  const rightTurns = useMemo(() => turnsOf(right.rows), [right.rows]);
  const pairs = useMemo(() => alignTurns(leftTurns, rightTurns), [leftTurns, rightTurns]);
  const open = useMemo(() => new Set(place.open), [place.open]);
  const items = useMemo(() => itemsOf(pairs, open), [pairs, open]);

  const failed = useCallback(
    (error: unknown) => setMessage(error instanceof Error ? error.message : String(error)),
    [],
  );
  const toggleRow = useCallback(
    (row: OutlineRow, isOpen: boolean) => setOpened((old) => new Map(old).set(row.id, isOpen)),
    [],
  );
  const onOpen = useCallback(
    (side: CompareSide, seq?: number) => void host.openReplay(sideOf(side), seq).catch(failed),
    [host, sideOf, failed],
  );
  const rowActions = useMemo(() => {
    const of = (): ContentActions => ({
      toggle: toggleRow,
      retry: (id) => bodies.retry(id),
      openText: (id, part) => void host.openText(id, part).catch(failed),
      showChanges: (id) => void host.showChanges(id).catch(failed),
    });
    return { left: of(), right: of() };
  }, [host, bodies, toggleRow, failed]);
  const [leftFolder, rightFolder] = [left.session.cwd, right.session.cwd];
  const actions = useMemo(() => {
    const of = (side: CompareSide, folder: string | null): Actions => ({
      copy: (text) => void host.copy(text).catch(failed),
      openLink: (url) => void host.openLink(url).catch(failed),
      openFile: (path, line) =>
        void host
          .openFile(sideOf(side), path, line ?? undefined)
          .then((there) => setMessage(there ? '' : t('fileGone', path)))
          .catch(failed),
      loadImage: (id, index) => host.image(id, index),
      shortPath: (path) => pathBelow(path, folder ?? ''),
    });
    return { left: of('left', leftFolder), right: of('right', rightFolder) };
  }, [host, sideOf, failed, leftFolder, rightFolder]);

  const toggle = useCallback(
    (key: string, index: number) =>
      setPlace((old) => ({
        ...old,
        pair: index,
        open: old.open.includes(key) ? old.open.filter((one) => one !== key) : [...old.open, key],
      })),
    [setPlace],
  );
  const goTo = (index: number) => {
    const at = items.findIndex((item) => item.type === 'pair' && item.index === index);
    if (at >= 0) {
      setPlace((old) => ({ ...old, pair: index }));
      list.current?.reveal(at);
    }
  };
  const next = (by: 1 | -1, test: (pair: Pair) => boolean) => {
    for (let n = place.pair + by; n >= 0 && n < pairs.length; n += by) {
      const pair = pairs[n];
      if (pair && test(pair)) {
        goTo(n);
        return;
      }
    }
  };
  const keys: Readonly<Record<string, () => void>> = {
    p: () => next(1, () => true),
    P: () => next(-1, () => true),
    e: () => next(1, hasErrors),
    E: () => next(-1, hasErrors),
    o: () => {
      const pair = items.find((item): item is PairItem => item.type === 'pair' && item.index === place.pair);
      if (pair) {
        toggle(pair.key, pair.index);
      }
    },
  };
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const keyDown = (event: KeyboardEvent) => {
      const { ctrlKey, metaKey, altKey, key } = event;
      if (!ctrlKey && !metaKey && !altKey && Object.hasOwn(latest.current, key)) {
        event.preventDefault();
        latest.current[key]?.();
      }
    };
    window.addEventListener('keydown', keyDown);
    return () => window.removeEventListener('keydown', keyDown);
  }, []);

  const timer = useRef<number | undefined>(undefined);
  const onTop = useCallback((next_: ListTop) => {
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => keep('top', next_), 150);
  }, []);

  const allOpen = pairs.every((pair) => open.has(pairKey(pair)));
  return (
    <main class="compare">
      <h1 class="sr-only">{t('compare')}</h1>
      <div class="compare-top">
        <Totals left={left} right={right} leftTurns={leftTurns} rightTurns={rightTurns} onOpen={onOpen} />
        <div class="controls">
          <Button
            look="quiet"
            icon="arrow-swap"
            onClick={() =>
              setPlace((old) => ({ ...old, swapped: !old.swapped, open: old.open.map(swapKey) }))
            }
          >
            {t('compareSwap')}
          </Button>
          <Button
            look="quiet"
            icon={allOpen ? 'collapse-all' : 'expand-all'}
            onClick={() => setPlace((old) => ({ ...old, open: allOpen ? [] : pairs.map(pairKey) }))}
          >
            {t(allOpen ? 'compareCollapse' : 'compareExpand')}
          </Button>
        </div>
      </div>
      {items.length === 0 ? (
        <EmptyState icon="comment-discussion" title={t('compareEmpty')} hint={t('noMessagesHint')} />
      ) : (
        <SideActions value={actions}>
          <div class="compare-list">
            <CompareList
              items={items}
              current={Math.min(place.pair, pairs.length - 1)}
              opened={opened}
              bodies={bodies}
              actions={rowActions}
              start={top}
              onTop={onTop}
              onToggle={toggle}
              onOpen={onOpen}
              handle={list}
            />
          </div>
        </SideActions>
      )}
      <div class={message === '' ? 'sr-only' : 'toast'} role="status">
        {message}
        {message !== '' && <IconButton icon="close" label={t('close')} onClick={() => setMessage('')} />}
      </div>
    </main>
  );
}

function hasErrors({ left, right }: Pair): boolean {
  return (left?.figures.errors ?? 0) + (right?.figures.errors ?? 0) > 0;
}

/** A pair's key with the sides the other way round. */
function swapKey(key: string): string {
  const [left = '', right = ''] = key.split(' | ');
  return `${right} | ${left}`;
}

function isPlace(value: unknown): value is Place {
  const place = value as Partial<Place> | null | undefined;
  return (
    typeof place === 'object' &&
    place !== null &&
    Array.isArray(place.open) &&
    place.open.every((key) => typeof key === 'string') &&
    Number.isInteger(place.pair) &&
    typeof place.swapped === 'boolean'
  );
}

function topOf(value: unknown): ListTop | null {
  const top = value as Partial<ListTop> | null | undefined;
  return typeof top?.item === 'string' && Number.isFinite(top.offset) ? (top as ListTop) : null;
}
