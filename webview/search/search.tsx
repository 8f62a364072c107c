import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { formatAge, formatCount } from '../../src/common/format.js';
import type { SearchAnswer, SearchHost, SearchStart } from '../../src/common/panelProtocol.js';
import type { Remote } from '../../src/common/rpc.js';
import { wholeOutputsSince } from '../../src/common/search.js';
import { searchProblemText, searchProblemTexts } from '../../src/common/searchProblem.js';
import { onPanelEvent } from '../app/rpc.js';
import { fill, t } from '../app/strings.js';
import { Button, IconButton } from '../app/ui/button.js';
import { EmptyState, ErrorState, Spinner } from '../app/ui/states.js';
import { Tabs } from '../app/ui/tabs.js';
import { usePersistedState } from '../app/usePersistedState.js';
import { firstSearch, isSearchChoice, withExample, type SearchChoice } from './choice.js';
import { itemsOf } from './items.js';
import { listId, optionId, Results } from './results.js';
import { KeptSearches, SearchHelp } from './start.js';
import { useSearcher } from './useSearcher.js';

const pageStep = 10;

/** The search over all sessions: a field, and the hits below it while one types. */
export function Search({ host, start }: { host: Remote<SearchHost>; start: SearchStart }) {
  const [choice, setChoice] = usePersistedState<SearchChoice>('search', firstSearch, isSearchChoice);
  const change = useCallback(
    (part: Partial<SearchChoice>) => setChoice((old) => ({ ...old, ...part })),
    [setChoice],
  );
  const [lists, setLists] = useState(start.lists);
  const [help, setHelp] = useState(false);
  const [message, setMessage] = useState('');
  const [current, setCurrent] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  // A workspace that was chosen means nothing in a window without a folder.
  const scope = start.hasWorkspace ? choice.scope : 'all';
  const { question, pages, loading, error, more, retry } = useSearcher(host, { ...choice, scope });
  const items = useMemo(() => itemsOf(pages), [pages]);
  const now = useMemo(() => Date.now(), [pages]);

  const write = useCallback(
    (text: string) => {
      change({ text });
      setMessage('');
      field.current?.focus();
    },
    [change],
  );
  useEffect(() => {
    if (start.text !== null) {
      change({ text: start.text });
    }
    field.current?.focus();
    field.current?.select();
    const subscription = onPanelEvent((event) => {
      if (event.event === 'searchFor') {
        write(event.text);
      }
    });
    return () => subscription.dispose();
  }, [start, change, write]);

  // The first hit, not the session above it: Enter is to lead to what was searched for.
  const listKey = JSON.stringify(question);
  useEffect(() => setCurrent(items[1] ? 1 : 0), [listKey]);
  const tell = (failed: unknown) => setMessage(failed instanceof Error ? failed.message : String(failed));
  const open = useCallback(
    (index: number) => {
      const item = items[index];
      if (!item) {
        return;
      }
      setCurrent(index);
      setMessage('');
      const opened =
        item.type === 'hit'
          ? host.open(item.hit)
          : item.session === null
            ? Promise.resolve(false)
            : host.openSession(item.session.id).then(() => true);
      opened.then((there) => setMessage(there ? '' : t('searchGone'))).catch(tell);
      if (question) {
        host.used(question.text.trim()).then(setLists).catch(tell);
      }
    },
    [items, host, question],
  );
  const move = (event: KeyboardEvent) => {
    const last = items.length - 1;
    const steps: Record<string, number> = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      PageDown: current + pageStep,
      PageUp: current - pageStep,
      ...(event.ctrlKey || event.currentTarget !== field.current ? { Home: 0, End: last } : {}),
    };
    const target = steps[event.key];
    if (event.isComposing || last < 0) {
      return;
    }
    if (event.key === 'Enter') {
      event.preventDefault();
      open(current);
    } else if (target !== undefined) {
      event.preventDefault();
      setCurrent(Math.min(last, Math.max(0, target)));
    }
  };

  const text = choice.text.trim();
  const isSaved = lists.saved.includes(text);
  const save = (wanted: string, saved: boolean) => void host.save(wanted, saved).then(setLists).catch(tell);
  const first = pages[0];
  return (
    <main class="search-page">
      <h1 class="sr-only">{t('searchSessions')}</h1>
      <div class="search-head">
        <div class="search-field" role="search">
          <span class="text-field">
            <span class="codicon codicon-search" aria-hidden="true" />
            <input
              ref={field}
              type="text"
              role="combobox"
              aria-label={t('searchSessions')}
              aria-expanded={items.length > 0}
              aria-controls={items.length > 0 ? listId : undefined}
              aria-activedescendant={items.length > 0 ? optionId(current) : undefined}
              aria-autocomplete="list"
              placeholder={t('searchPlaceholder')}
              value={choice.text}
              maxLength={1000}
              spellcheck={false}
              onInput={(event) => change({ text: event.currentTarget.value })}
              onKeyDown={(event) => {
                if (event.key === 'Escape') {
                  write('');
                } else {
                  move(event);
                }
              }}
            />
          </span>
          <IconButton
            icon="close"
            label={t('clearSearch')}
            shortcut="Escape"
            disabled={text === ''}
            onClick={() => write('')}
          />
          <IconButton
            icon={isSaved ? 'star-full' : 'star-empty'}
            label={t(isSaved ? 'unsaveSearch' : 'saveSearch')}
            pressed={isSaved}
            disabled={text === ''}
            onClick={() => save(text, !isSaved)}
          />
          <IconButton
            icon="question"
            label={t('searchHelp')}
            expanded={help}
            onClick={() => setHelp(!help)}
          />
        </div>
        <div class="search-options">
          <Tabs
            label={t('searchOrder')}
            value={choice.order}
            options={[
              { value: 'newest', label: t('newestFirst') },
              { value: 'best', label: t('bestFirst') },
            ]}
            onChange={(order) => change({ order })}
          />
          {start.hasWorkspace && (
            <Tabs
              label={t('scope')}
              value={scope}
              options={[
                { value: 'workspace', label: t('thisWorkspace') },
                { value: 'all', label: t('allWorkspaces') },
              ]}
              onChange={(value) => change({ scope: value })}
            />
          )}
          <span class="search-status" role="status">
            {message || statusOf(pages, loading)}
          </span>
        </div>
        <Notes pages={pages} now={now} />
        {help && <SearchHelp onPick={(example) => write(withExample(choice.text, example))} />}
      </div>
      <div
        class="search-body"
        aria-busy={loading === 'first'}
        onKeyDown={(event) => event.target !== field.current && move(event)}
      >
        {error !== undefined && pages.length === 0 ? (
          <ErrorState message={error} onRetry={retry} />
        ) : text === '' ? (
          <div class="search-start">
            <EmptyState icon="search" title={t('searchStart')} hint={t('searchStartHint')} />
            <KeptSearches lists={lists} onPick={write} onRemove={(kept) => save(kept, false)} />
            {!help && <SearchHelp onPick={(example) => write(withExample(choice.text, example))} />}
          </div>
        ) : !first ? (
          <Spinner label={t('searchSearching')} />
        ) : first.empty ? (
          <EmptyState icon="search" title={t('searchNoWords')} hint={t('searchNoWordsHint')} />
        ) : items.length === 0 ? (
          <EmptyState icon="search-stop" title={t('searchNothing')} hint={t('searchNothingHint')}>
            {scope === 'workspace' && (
              <Button look="primary" onClick={() => change({ scope: 'all' })}>
                {t('allWorkspaces')}
              </Button>
            )}
          </EmptyState>
        ) : (
          <Results
            items={items}
            current={current}
            listKey={listKey}
            now={now}
            onOpen={open}
            onNearEnd={more}
          />
        )}
      </div>
    </main>
  );
}

/** What is wrong with the text, and why there may be more than is shown. */
function Notes({ pages, now }: { pages: readonly SearchAnswer[]; now: number }) {
  const [answer, last] = [pages[0], pages.at(-1)];
  if (!answer || !last) {
    return null;
  }
  const since = last.more || last.empty ? 0 : wholeOutputsSince(pages);
  const notes = [
    ...answer.problems.map((problem) => {
      const { key, args } = searchProblemText(problem);
      return { icon: 'warning', text: fill(searchProblemTexts[key], ...args) };
    }),
    ...(last.partial ? [{ icon: 'clock', text: t('searchPartial') }] : []),
    ...(since === null ? [{ icon: 'info', text: t('searchOutputHeads') }] : []),
    ...(since
      ? [{ icon: 'info', text: t('searchOutputSince', formatAge(Math.max(60_000, now - since))) }]
      : []),
    ...(last.pendingSessions > 0
      ? [{ icon: 'sync', text: t('searchPending', formatCount(last.pendingSessions)) }]
      : []),
  ];
  return (
    <ul class="search-notes" aria-live="polite">
      {notes.map(({ icon, text }) => (
        <li key={text}>
          <span class={`codicon codicon-${icon}`} aria-hidden="true" />
          {text}
        </li>
      ))}
    </ul>
  );
}

function statusOf(pages: readonly SearchAnswer[], loading: 'first' | 'more' | null): string {
  if (loading === 'first') {
    return t('searchSearching');
  }
  const hits = pages.reduce((sum, page) => sum + page.hits.length, 0);
  if (hits === 0) {
    return pages.length > 0 ? t('searchNothing') : '';
  }
  const sessions = new Set(pages.flatMap((page) => page.hits.map(({ sessionId }) => sessionId))).size;
  return t('hitsIn', `${formatCount(hits)}${pages.at(-1)?.more ? '+' : ''}`, formatCount(sessions));
}
