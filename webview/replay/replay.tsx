import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { formatCount } from '../../src/common/format.js';
import type { ReplayHost, ReplayStart } from '../../src/common/panelProtocol.js';
import type { SessionDetail } from '../../src/common/protocol.js';
import type { OutlineRow } from '../../src/common/steps.js';
import type { Remote } from '../../src/common/rpc.js';
import { ActionsProvider } from '../app/actions.js';
import { FoundProvider } from '../app/found.js';
import { agentLabel } from '../app/labels.js';
import { t } from '../app/strings.js';
import { Button, IconButton } from '../app/ui/button.js';
import { Spinner } from '../app/ui/states.js';
import { keptState, usePersistedState } from '../app/usePersistedState.js';
import { createBodies } from './bodies.js';
import { Alone } from './alone.js';
import { Controls } from './controls.js';
import { FilterBar } from './filterBar.js';
import { Header } from './header.js';
import { Help } from './help.js';
import { gapsOf } from './gaps.js';
import { groupOf, itemIndexOf, itemsOf, kindsIn, noFilters } from './items.js';
import { keyActions } from './keyActions.js';
import type { RowActions } from './message.js';
import { MessageList, type MessageListHandle } from './messageList.js';
import { NoSteps } from './noSteps.js';
import type { Outline } from './outline.js';
import { promptOf } from './fromHere.js';
import { firstPlace, initialPlace, isPlace, type Place } from './place.js';
import { Playhead } from './playhead.js';
import { SidePanel } from './sidePanel.js';
import { SessionMenu, StepMenu, type OpenMenu } from './stepMenu.js';
import { modelSwitches } from './switches.js';
import { Timeline } from './timeline.js';
import { filePaths, runningTotals } from './totals.js';
import { opensByItself } from './toolCall.js';
import { useFollowing } from './useFollowing.js';
import { useHostActions } from './useHostActions.js';
import { useKeyCommands } from './useKeyCommands.js';
import { useMatch } from './useMatch.js';
import { usePassing } from './usePassing.js';
import { usePins } from './usePins.js';
import { usePlayer } from './usePlayer.js';
import { useReplaySearch } from './useReplaySearch.js';
import { useSteps } from './useSteps.js';

interface ReplayProps {
  host: Remote<ReplayHost>;
  start: ReplayStart;
  session: SessionDetail;
  outline: Outline;
  /** Receives what to call when rows have changed, since the outline is loaded above. */
  onOutdated(listener: (ids: readonly number[]) => void): void;
}

/** The replay of one session. */
export function Replay({ host, start, session, outline, onOutdated }: ReplayProps) {
  const { rows, total } = outline;
  const offline = start.offline === true;
  const live = session.state === 'active' || session.state === 'waiting';
  const [place, setPlace] = usePersistedState<Place>('place', firstPlace, isPlace);
  const [startAt] = useState(() => initialPlace(place, keptState()['top'], start, live));
  const change = useCallback((part: Partial<Place>) => setPlace((old) => ({ ...old, ...part })), [setPlace]);
  const [opened, setOpened] = useState<ReadonlyMap<number, boolean>>(new Map());
  const [help, setHelp] = useState(false);
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  const [sessionMenu, setSessionMenu] = useState<HTMLElement | null>(null);
  const [rangeFrom, setRangeFrom] = useState<number | null>(null);
  const [editing, setEditing] = useState<number | null>(null);
  const [message, setMessage] = usePassing();
  // For assistive technology only: the eye sees it.
  const [spoken, setSpoken] = useState('');
  const list = useRef<MessageListHandle>(null);
  const searchField = useRef<HTMLInputElement>(null);

  const askBodies = useCallback((ids: readonly number[]) => host.bodies(ids), [host]);
  const bodies = useMemo(() => createBodies(askBodies), [askBodies]);
  useEffect(() => onOutdated((ids) => bodies.outdated(ids)), [bodies, onOutdated]);

  const toggle = useCallback(
    (row: OutlineRow, isOpen: boolean) => setOpened((old) => new Map(old).set(row.id, isOpen)),
    [],
  );
  const openRow = useCallback((row: OutlineRow) => toggle(row, true), [toggle]);
  const hostActions = useHostActions({
    ...{ host, rows, bodies, offline, toggle },
    ...{ folder: session.cwd, tell: setMessage },
  });
  const pins = usePins(host, rows, hostActions.failed);
  const search = useReplaySearch({ host, rows, at: start.at, open: openRow });

  const open = useMemo(() => new Set(place.open), [place.open]);
  const items = useMemo(
    () => itemsOf(rows, place.filters, open, search.only),
    [rows, place.filters, open, search.only],
  );
  const groups = useMemo(() => [...new Set(rows.map(groupOf).filter((key) => key !== null))], [rows]);
  const threads = useMemo(() => new Map(session.threads.map((thread) => [thread.thread, thread])), [session]);
  const index = itemIndexOf(items, place.seq);
  const gaps = useMemo(() => gapsOf(rows), [rows]);
  const switches = useMemo(() => modelSwitches(rows), [rows]);
  const files = useMemo(() => filePaths(rows), [rows]);
  const has = useMemo(() => kindsIn(rows), [rows]);
  const totals = useMemo(() => runningTotals(rows), [rows]);

  const showAll = useCallback(() => {
    change({ filters: noFilters });
    search.change({ onlyMatches: false });
  }, [change, search.change]);
  const { goToIndex, goToSeq, seek } = useSteps({
    ...{ rows, items, place, open, list, change },
    first: startAt.goTo,
    only: search.only,
    showAll,
  });
  const player = usePlayer({
    ...{ rows, items, index, place, total, goToIndex, goToSeq },
    tell: setMessage,
    speak: setSpoken,
  });
  const { playing, stop } = player;
  const lastSeq = items.at(-1)?.row.seq;
  const { scrolled, newBelow } = useFollowing({
    ...{ live, playing, place, outline, lastSeq, change },
    speak: setSpoken,
  });
  const toEnd = useCallback(() => {
    stop();
    if (!outline.complete) {
      goToSeq(total - 1);
      return;
    }
    goToIndex(items.length - 1, 'end');
    if (live) {
      change({ following: true });
    }
  }, [items.length, live, outline.complete, total, goToIndex, goToSeq, stop, change]);

  const match = useMatch({ search, seq: place.seq, searchField, goToSeq });
  const toPin = (by: 1 | -1) => {
    const target = pins.next(place.seq, by);
    if (target === undefined) {
      setMessage(t(by === 1 ? 'noMore' : 'noneBefore'));
    } else {
      setMessage('');
      goToSeq(target);
    }
  };

  const toggleGroup = useCallback(
    (key: string) =>
      setPlace((old) => ({
        ...old,
        open: old.open.includes(key) ? old.open.filter((one) => one !== key) : [...old.open, key],
      })),
    [setPlace],
  );
  const showThread = useCallback(
    (thread: string) => setPlace((old) => ({ ...old, filters: { ...old.filters, thread } })),
    [setPlace],
  );
  const writeNote = useCallback(
    (row: OutlineRow) => {
      goToSeq(row.seq, false);
      setEditing(row.id);
    },
    [goToSeq],
  );
  const current = items[index];
  useKeyCommands(
    offline,
    keyActions({
      ...{ player, pins, place, current, hostActions, change, match, toPin, toEnd, toggleGroup, writeNote },
      toStart: () => goToIndex(0, 'start'),
      search: () => searchField.current?.select(),
      unfold: (row) => toggle(row, !(opened.get(row.id) ?? opensByItself(row))),
      menu: (row, anchor) => setMenu({ row, anchor }),
      help: () => setHelp(true),
    }),
  );

  const { contentActions } = hostActions;
  const rowActions = useMemo<RowActions>(
    () => ({
      ...contentActions,
      select: (seq) => change({ seq }),
      pin: pins.toggle,
      editNote: (row) => setEditing(row?.id ?? null),
      saveNote: (row, note) => {
        pins.save(row, note);
        setEditing(null);
        document.getElementById(`row-${row.seq}`)?.focus();
      },
      menu: (row, anchor) => setMenu({ row, anchor }),
    }),
    [contentActions, change, pins.toggle, pins.save],
  );

  // The list begins where it was left, so that part must be there.
  const needed = startAt.top === 'end' ? total : (startAt.top?.seq ?? -1) + 1;
  const arriving = !outline.complete && rows.length < needed;
  return (
    <ActionsProvider value={hostActions.actions}>
      <main class="replay">
        <div class="top">
          <Header
            session={session}
            agentLabel={agentLabel(session.agent)}
            onOpenSession={hostActions.openSession}
            onResume={hostActions.resume}
            onMenu={setSessionMenu}
          />
          <Timeline
            rows={rows}
            total={total}
            seq={place.seq}
            gaps={gaps}
            matches={search.state.matches}
            pins={pins.seqs}
            onSeek={seek}
          />
          <Playhead
            totals={totals.at(place.seq)}
            filesShown={place.side === 'files'}
            onFiles={() => change({ side: place.side === 'files' ? null : 'files' })}
          />
          <Controls
            {...{ place, total, player, search, searchField, change, toEnd, match }}
            toStart={() => goToIndex(0, 'start')}
            onHelp={() => setHelp(true)}
          />
          {place.showFilters && (
            <FilterBar
              filters={place.filters}
              onChange={(filters) => change({ filters })}
              files={files}
              has={has}
              groups={groups.length}
              allOpen={groups.every((key) => open.has(key))}
              onOpenAll={(all) => change({ open: all ? groups : [] })}
            />
          )}
        </div>
        <SidePanel
          {...{ rows, pins }}
          side={place.side}
          seq={place.seq}
          host={hostActions}
          onSeek={seek}
          onNote={writeNote}
          onClose={() => change({ side: null })}
        />
        {place.filters.thread !== '' && (
          <Alone thread={threads.get(place.filters.thread)} onWhole={() => showThread('')} />
        )}
        {arriving ? (
          <Spinner />
        ) : items.length === 0 ? (
          <NoSteps hidden={rows.length} onShowAll={showAll} />
        ) : (
          <FoundProvider value={search.foundWords}>
            <MessageList
              {...{ items, playing, opened, bodies, threads, gaps, switches, pins, editing }}
              currentIndex={index}
              upTo={place.mode === 'scrub' ? index + 1 : null}
              following={place.following}
              marked={search.marked}
              actions={rowActions}
              onToggleGroup={toggleGroup}
              onAlone={showThread}
              start={startAt.top}
              onScroll={scrolled}
              handle={list}
            />
          </FoundProvider>
        )}
        {live && !place.following && rows.length > 0 && (
          <Button look="primary" icon="arrow-down" title={t('followHint')} onClick={toEnd}>
            {newBelow > 0 ? t('newBelow', formatCount(newBelow)) : t('follow')}
          </Button>
        )}
        <div class={message === '' ? 'sr-only' : 'toast'} role="status" key="status">
          {message}
          {message !== '' && <IconButton icon="close" label={t('close')} onClick={() => setMessage('')} />}
        </div>
        <div class="sr-only" role="status">
          {spoken}
        </div>
        {menu && (
          <StepMenu
            {...menu}
            {...{ pins, rangeFrom }}
            host={hostActions}
            canResume={(session.resume ?? null) !== null}
            prompt={session.resumeFromPrompt ? promptOf(rows, menu.row.seq) : undefined}
            onRange={setRangeFrom}
            onNote={writeNote}
            onClose={() => setMenu(null)}
          />
        )}
        {sessionMenu && (
          <SessionMenu anchor={sessionMenu} host={hostActions} onClose={() => setSessionMenu(null)} />
        )}
        {help && <Help offline={offline} onClose={() => setHelp(false)} />}
      </main>
    </ActionsProvider>
  );
}
