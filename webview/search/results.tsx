import type { Ref, VNode } from 'preact';
import { useCallback, useEffect, useMemo, useRef } from 'preact/hooks';
import { VList, type VListHandle } from 'virtua';
import { formatAge, formatCount } from '../../src/common/format.js';
import { baseName } from '../../src/common/paths.js';
import { oneLine } from '../../src/common/plainText.js';
import type { SearchPart } from '../../src/common/search.js';
import { agentLabel } from '../app/labels.js';
import { t, type StringKey } from '../app/strings.js';
import { Icon } from '../app/ui/icon.js';
import { Badge } from '../app/ui/states.js';
import { piecesOf, type HitItem, type Item, type SessionItem } from './items.js';

// virtua's types are React's; these are the properties that are used here, in Preact's.
const List = VList as unknown as (props: {
  ref: Ref<VListHandle>;
  id: string;
  role: 'listbox';
  tabIndex: number;
  'aria-label': string;
  'aria-activedescendant': string | undefined;
  class: string;
  data: readonly Item[];
  bufferSize: number;
  keepMounted: readonly number[];
  onScroll(): void;
  children(item: Item, index: number): VNode;
}) => VNode;

export const listId = 'results';
export const optionId = (index: number) => `option-${index}`;

/** So many items before the end the next page is asked for. */
const ahead = 30;

const parts: Readonly<Record<SearchPart, { icon: string; label: StringKey }>> = {
  prompt: { icon: 'account', label: 'partPrompt' },
  answer: { icon: 'sparkle', label: 'partAnswer' },
  thinking: { icon: 'lightbulb', label: 'partThinking' },
  tool: { icon: 'tools', label: 'partTool' },
  output: { icon: 'output', label: 'partOutput' },
  other: { icon: 'info', label: 'partOther' },
  title: { icon: 'tag', label: 'partTitle' },
  file: { icon: 'file', label: 'partFile' },
  plan: { icon: 'checklist', label: 'partPlan' },
  history: { icon: 'history', label: 'partHistory' },
  note: { icon: 'note', label: 'partNote' },
};

interface ResultsProps {
  items: readonly Item[];
  /** The item that Enter opens. */
  current: number;
  /** A list of another question begins at its start. */
  listKey: string;
  now: number;
  onOpen(index: number): void;
  onNearEnd(): void;
}

/** The hits below their sessions. Only those near the visible ones are in the page. */
export function Results({ items, current, listKey, now, onOpen, onNearEnd }: ResultsProps) {
  const list = useRef<VListHandle>(null);
  useEffect(() => {
    list.current?.scrollTo(0);
  }, [listKey]);
  useEffect(() => {
    if (items.length > 0) {
      // The head of a first hit is shown with it.
      const first = items[current - 1]?.type === 'session' ? current - 1 : current;
      list.current?.scrollToIndex(Math.max(0, first), { align: 'nearest' });
      list.current?.scrollToIndex(current, { align: 'nearest' });
    }
    // eslint-disable-next-line react-hooks/exhaustive-deps -- further items move nothing
  }, [current]);
  const look = useCallback(() => {
    const view = list.current;
    if (view && view.findItemIndex(view.scrollOffset + view.viewportSize) >= items.length - ahead) {
      onNearEnd();
    }
  }, [items.length, onNearEnd]);
  useEffect(look, [look]);
  const keepMounted = useMemo(() => (current < items.length ? [current] : []), [current, items.length]);
  return (
    <List
      ref={list}
      id={listId}
      role="listbox"
      tabIndex={0}
      aria-label={t('searchResults')}
      aria-activedescendant={items.length > 0 ? optionId(current) : undefined}
      class="results"
      data={items}
      bufferSize={300}
      keepMounted={keepMounted}
      onScroll={look}
    >
      {(item, index) => (
        <div
          key={item.key}
          id={optionId(index)}
          role="option"
          aria-selected={index === current}
          aria-posinset={index + 1}
          aria-setsize={items.length}
          class={`result result-${item.type}`}
          onClick={() => onOpen(index)}
        >
          {item.type === 'session' ? <SessionHead item={item} now={now} /> : <HitRow item={item} now={now} />}
        </div>
      )}
    </List>
  );
}

function SessionHead({ item: { session, count, continues }, now }: { item: SessionItem; now: number }) {
  const hits = count === 1 ? t('oneHit') : t('hitsOfSession', formatCount(count));
  if (session === null) {
    return (
      <>
        <span class="result-title">{t('searchNoSession')}</span>
        <span class="result-facts">{hits}</span>
      </>
    );
  }
  return (
    <>
      <span class="result-title">
        <bdi>{oneLine(session.title, 300) || t('untitled')}</bdi>
      </span>
      <Badge>{agentLabel(session.agent)}</Badge>
      <span class="result-facts">
        {session.project !== null && (
          <bdi title={oneLine(session.project, 1000)}>{oneLine(baseName(session.project), 80)}</bdi>
        )}
        {session.at !== null && <span>{formatAge(now - session.at)}</span>}
        <span>{hits}</span>
        {continues && <span>{t('searchContinued')}</span>}
      </span>
    </>
  );
}

function HitRow({ item: { hit }, now }: { item: HitItem; now: number }) {
  const { icon, label } = parts[hit.part];
  return (
    <>
      <Icon name={icon} label={t(label)} />
      <span class="result-text">
        <bdi>
          {hit.tool !== null && <span class="result-tool">{oneLine(hit.tool, 60)} </span>}
          {piecesOf(hit).map(({ text, marked }, n) => (marked ? <mark key={n}>{text}</mark> : text))}
        </bdi>
      </span>
      <span class="result-facts">
        {hit.branch !== null && (
          <span class="result-branch">
            <Icon name="git-branch" />
            <bdi>{oneLine(hit.branch, 60)}</bdi>
          </span>
        )}
        {hit.ticket !== null && <bdi>{oneLine(hit.ticket, 40)}</bdi>}
        {hit.at !== null && <time title={new Date(hit.at).toLocaleString()}>{formatAge(now - hit.at)}</time>}
      </span>
    </>
  );
}
