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
import { EmptyState, Spinner } from '../app/ui/states.js';
import { keptState, usePersistedState } from '../app/usePersistedState.js';
import { createBodies } from './bodies.js';
import { FilesPanel } from './filesPanel.js';
import { FilterBar, isFiltered } from './filterBar.js';
import { Header } from './header.js';
import { Help } from './help.js';
import { gapsOf } from './gaps.js';
import { groupOf, itemIndexOf, itemsOf, noFilters } from './items.js';
import { MessageList, type MessageListHandle } from './messageList.js';
import type { Outline } from './outline.js';
import { firstPlace, initialPlace, isPlace, type Place } from './place.js';
import { nextSpeed } from './playback.js';
import { Playhead } from './playhead.js';
import { SearchBar } from './searchBar.js';
import { modelSwitches } from './switches.js';
import { Timeline } from './timeline.js';
import { filePaths, runningTotals } from './totals.js';
import { opensByItself } from './toolCall.js';
import { Transport } from './transport.js';
import { useFound } from './useFound.js';
import { useFollowing } from './useFollowing.js';
import { useHostActions } from './useHostActions.js';
import { useKeyCommands } from './useKeyCommands.js';
import { usePlayer } from './usePlayer.js';
import { useSearch } from './useSearch.js';
import { useSteps } from './useSteps.js';

const noPins: readonly number[] = [];

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
  const live = session.state === 'active' || session.state === 'waiting';
  const [place, setPlace] = usePersistedState<Place>('place', firstPlace, isPlace);
  const [startAt] = useState(() => initialPlace(place, keptState()['top'], start, live));
  const change = useCallback((part: Partial<Place>) => setPlace((old) => ({ ...old, ...part })), [setPlace]);
  const [opened, setOpened] = useState<ReadonlyMap<number, boolean>>(new Map());
  const [searchText, setSearchText] = useState('');
  const [help, setHelp] = useState(false);
  const [message, setMessage] = useState('');
  // For assistive technology only: the eye sees it.
  const [spoken, setSpoken] = useState('');
  const list = useRef<MessageListHandle>(null);
  const searchField = useRef<HTMLInputElement>(null);

  const askBodies = useCallback((ids: readonly number[]) => host.bodies(ids), [host]);
  const askContaining = useCallback(
    (ids: readonly number[], text: string) => host.containing(ids, text),
    [host],
  );
  const bodies = useMemo(() => createBodies(askBodies), [askBodies]);
  useEffect(() => onOutdated((ids) => bodies.outdated(ids)), [bodies, onOutdated]);

  const open = useMemo(() => new Set(place.open), [place.open]);
  const items = useMemo(() => itemsOf(rows, place.filters, open), [rows, place.filters, open]);
  const groups = useMemo(() => [...new Set(rows.map(groupOf).filter((key) => key !== null))], [rows]);
  const threads = useMemo(() => new Map(session.threads.map((thread) => [thread.thread, thread])), [session]);
  const index = itemIndexOf(items, place.seq);
  const gaps = useMemo(() => gapsOf(rows), [rows]);
  const switches = useMemo(() => modelSwitches(rows), [rows]);
  const files = useMemo(() => filePaths(rows), [rows]);
  const totals = useMemo(() => runningTotals(rows), [rows]);
  const search = useSearch(rows, searchText, askContaining);
  const toggle = useCallback(
    (row: OutlineRow, isOpen: boolean) => setOpened((old) => new Map(old).set(row.id, isOpen)),
    [],
  );
  const openRow = useCallback((row: OutlineRow) => toggle(row, true), [toggle]);
  const found = useFound(start.at, rows, openRow);
  // One word is the replay's own search, too: with its number of matches, and the keys to the next one.
  useEffect(() => {
    if (found.words.length > 0) {
      setSearchText(found.words.length === 1 ? (found.words[0] ?? '') : '');
    }
  }, [found.words]);
  const marked = useMemo(() => [searchText, ...found.words], [searchText, found.words]);
  const typeSearch = useCallback(
    (text: string) => {
      found.forget();
      setSearchText(text);
    },
    [found.forget],
  );

  const { goToIndex, goToSeq, seek } = useSteps({
    rows,
    items,
    place,
    open,
    list,
    first: startAt.goTo,
    change,
  });
  const { playing, skippedMs, play, stop, step, jump } = usePlayer({
    rows,
    items,
    index,
    place,
    total,
    goToIndex,
    goToSeq,
    tell: setMessage,
    speak: setSpoken,
  });
  const lastSeq = items.at(-1)?.row.seq;
  const { scrolled, newBelow } = useFollowing({
    live,
    playing,
    place,
    outline,
    lastSeq,
    change,
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

  const match = useCallback(
    (by: 1 | -1) => {
      const { matches } = search;
      const ahead = matches.find((seq) => seq > place.seq) ?? matches[0];
      const behind = matches.findLast((seq) => seq < place.seq) ?? matches.at(-1);
      const target = by === 1 ? ahead : behind;
      if (target !== undefined) {
        goToSeq(target, document.activeElement !== searchField.current);
      }
    },
    [search, place.seq, goToSeq],
  );

  const toggleGroup = useCallback(
    (key: string) =>
      setPlace((old) => ({
        ...old,
        open: old.open.includes(key) ? old.open.filter((one) => one !== key) : [...old.open, key],
      })),
    [setPlace],
  );
  useKeyCommands({
    play,
    back: () => step(-1),
    forward: () => step(1),
    start: () => goToIndex(0, 'start'),
    end: toEnd,
    search: () => searchField.current?.select(),
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
    files: () => change({ showFiles: !place.showFiles }),
    unfold: () => {
      const item = items[index];
      if (item?.type === 'group') {
        toggleGroup(item.key);
      } else if (item) {
        toggle(item.row, !(opened.get(item.row.id) ?? opensByItself(item.row)));
      }
    },
    slower: () => change({ speed: nextSpeed(place.speed, -1) }),
    faster: () => change({ speed: nextSpeed(place.speed, 1) }),
    help: () => setHelp(true),
  });

  const select = useCallback((seq: number) => change({ seq }), [change]);
  const { actions, rowActions, openSession, showFiles, openChanged, resume } = useHostActions({
    host,
    folder: session.cwd,
    bodies,
    select,
    toggle,
    tell: setMessage,
  });

  const closeFiles = useCallback(() => change({ showFiles: false }), [change]);

  const filtered = isFiltered(place.filters);
  // The list begins where it was left, so that part must be there.
  const needed = startAt.top === 'end' ? total : (startAt.top?.seq ?? -1) + 1;
  const arriving = !outline.complete && rows.length < needed;
  return (
    <ActionsProvider value={actions}>
      <main class="replay">
        <div class="top">
          <Header
            session={session}
            agentLabel={agentLabel(session.agent)}
            onOpenSession={openSession}
            onResume={resume}
          />
          <Timeline
            rows={rows}
            total={total}
            seq={place.seq}
            gaps={gaps}
            matches={search.matches}
            pins={noPins}
            onSeek={seek}
          />
          <Playhead
            totals={totals.at(place.seq)}
            filesShown={place.showFiles}
            onFiles={() => change({ showFiles: !place.showFiles })}
          />
          <div class="controls">
            <Transport
              playing={playing}
              seq={place.seq}
              total={total}
              pace={place.pace}
              speed={place.speed}
              skippedMs={skippedMs}
              onPlay={play}
              onStep={step}
              onEnd={(which) => (which === 'end' ? toEnd() : goToIndex(0, 'start'))}
              onNext={jump}
              onPace={(pace) => change({ pace })}
              onSpeed={(speed) => change({ speed })}
              unit={place.unit}
              stopAtErrors={place.stopAtErrors}
              onUnit={(next) => change({ unit: next })}
              onStopAtErrors={(stopAtErrors) => change({ stopAtErrors })}
            />
            <SearchBar
              text={searchText}
              state={search}
              current={search.matches.indexOf(place.seq)}
              inputRef={searchField}
              onText={typeSearch}
              onMove={match}
            />
            <IconButton
              icon={filtered ? 'filter-filled' : 'filter'}
              label={t('filters')}
              expanded={place.showFilters}
              onClick={() => change({ showFilters: !place.showFilters })}
            />
            <IconButton icon="keyboard" label={t('keys')} shortcut="?" onClick={() => setHelp(true)} />
          </div>
          {place.showFilters && (
            <FilterBar
              filters={place.filters}
              onChange={(filters) => change({ filters })}
              files={files}
              groups={groups.length}
              allOpen={groups.every((key) => open.has(key))}
              onOpenAll={(all) => change({ open: all ? groups : [] })}
            />
          )}
        </div>
        {place.showFiles && (
          <FilesPanel
            rows={rows}
            seq={place.seq}
            onShow={showFiles}
            onOpen={openChanged}
            onSeek={seek}
            onClose={closeFiles}
          />
        )}
        {arriving ? (
          <Spinner />
        ) : rows.length === 0 ? (
          <EmptyState icon="comment-discussion" title={t('noMessages')} hint={t('noMessagesHint')} />
        ) : items.length === 0 ? (
          <EmptyState
            icon="filter"
            title={t('noneMatch')}
            hint={t('noneMatchHint', formatCount(rows.length))}
          >
            <Button look="primary" onClick={() => change({ filters: noFilters })}>
              {t('clearFilters')}
            </Button>
          </EmptyState>
        ) : (
          <FoundProvider value={found.words}>
            <MessageList
              items={items}
              currentIndex={index}
              playing={playing}
              following={place.following}
              opened={opened}
              bodies={bodies}
              marked={marked}
              threads={threads}
              gaps={gaps}
              switches={switches}
              actions={rowActions}
              onToggleGroup={toggleGroup}
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
        {help && <Help onClose={() => setHelp(false)} />}
      </main>
    </ActionsProvider>
  );
}
