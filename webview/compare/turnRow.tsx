import { memo } from 'preact/compat';
import { formatCount, formatDuration, formatTokens } from '../../src/common/format.js';
import type { CompareSide } from '../../src/common/comparePanel.js';
import { costText } from '../app/cost.js';
import { t, type StringKey } from '../app/strings.js';
import { IconButton } from '../app/ui/button.js';
import { Icon } from '../app/ui/icon.js';
import { Badge } from '../app/ui/states.js';
import type { BodyState } from '../replay/bodies.js';
import { Content, type ContentActions } from '../replay/message.js';
import { formatClock } from '../replay/times.js';
import type { Likeness, Pair } from './align.js';
import type { PairItem } from './items.js';
import { OfSide } from './sideActions.js';
import type { Turn } from './turns.js';

interface TurnRowProps {
  item: PairItem;
  /** In the list and its length, for assistive technology. */
  position: number;
  size: number;
  current: boolean;
  /** The prompts' texts; asked for when the pair is open. */
  left: BodyState;
  right: BodyState;
  actions: Readonly<Record<CompareSide, ContentActions>>;
  onToggle(key: string, index: number): void;
  onOpen(side: CompareSide, seq: number): void;
}

/** Two prompts beside each other, with what each led to; the steps are below it when it is open. */
export const TurnRow = memo(function TurnRow(props: TurnRowProps) {
  const { item, position, size, current, onToggle } = props;
  const { pair, key, index, open } = item;
  const opening = (pair.left?.prompt ?? pair.right?.prompt ?? null) === null;
  const id = `pair-${index}`;
  return (
    <article
      class={`pair ${open ? 'pair-open' : ''} ${current ? 'pair-current' : ''}`}
      aria-posinset={position}
      aria-setsize={size}
      aria-labelledby={`${id}-name`}
      aria-current={current ? 'step' : undefined}
    >
      <button
        type="button"
        id={id}
        class="fold pair-fold"
        aria-expanded={open}
        tabIndex={current ? 0 : -1}
        onClick={() => onToggle(key, index)}
      >
        <Icon name={open ? 'chevron-down' : 'chevron-right'} />
        <span id={`${id}-name`} class="fold-label">
          {opening ? t('compareOpening') : t('compareTurn', formatCount(item.number))}
        </span>
        {!(opening && pair.likeness === 'same') && (
          <Badge kind={pair.likeness === 'other' || pair.likeness === 'only' ? 'warning' : 'plain'}>
            {t(likenessLabel(pair))}
          </Badge>
        )}
      </button>
      <div class="sides">
        <TurnCell {...props} side="left" turn={pair.left} body={props.left} />
        <TurnCell {...props} side="right" turn={pair.right} body={props.right} />
      </div>
    </article>
  );
});

function TurnCell(props: TurnRowProps & { side: CompareSide; turn: Turn | null; body: BodyState }) {
  const { item, side, turn, body, actions, onOpen } = props;
  const name = t(side === 'left' ? 'compareLeft' : 'compareRight');
  if (!turn) {
    return (
      <div class="side side-nothing" role="group" aria-label={name}>
        {t('compareNothing')}
      </div>
    );
  }
  const { prompt } = turn;
  const first = prompt ?? turn.steps[0];
  return (
    <div class="side" role="group" aria-label={name}>
      <div class="side-head">
        <TurnFacts turn={turn} />
        <time>{formatClock(first?.at ?? null)}</time>
        {first && (
          <IconButton
            icon="play-circle"
            label={t('compareOpenAt', formatCount(first.seq + 1))}
            onClick={() => onOpen(side, first.seq)}
          />
        )}
      </div>
      {prompt && (
        <div class={item.open ? 'prompt' : 'prompt prompt-folded'}>
          {item.open ? (
            <OfSide side={side}>
              <Content
                row={prompt}
                open={true}
                body={body && 'body' in body ? body.body : undefined}
                actions={actions[side]}
              />
            </OfSide>
          ) : (
            <p>{prompt.preview}</p>
          )}
        </div>
      )}
    </div>
  );
}

/** In one line what a turn led to. */
function TurnFacts({ turn: { figures, steps } }: { turn: Turn }) {
  const { tools, errors, files, tookMs, tokens, costUsd, unpriced, responses } = figures;
  const facts = [
    steps.length === 1 ? t('compareOneStep') : t('compareManySteps', formatCount(steps.length)),
    tools === 1 ? t('compareOneCall') : t('compareManyCalls', formatCount(tools)),
    ...(files === 0 ? [] : [files === 1 ? t('oneFile') : t('manyFiles', formatCount(files))]),
    ...(tookMs === null ? [] : [formatDuration(tookMs)]),
    ...(responses === 0
      ? []
      : [
          `${formatTokens(tokens)} ${t('tokens')}`,
          `${costText(unpriced && costUsd === 0 ? null : costUsd)}${unpriced && costUsd > 0 ? ' + ?' : ''}`,
        ]),
  ];
  return (
    <span class="muted side-facts">
      {errors > 0 && (
        <Badge kind="error">{errors === 1 ? t('oneError') : t('manyErrors', formatCount(errors))}</Badge>
      )}
      {facts.join(' · ')}
    </span>
  );
}

function likenessLabel({ likeness, left }: Pair): StringKey {
  const labels: Readonly<Record<Likeness, StringKey>> = {
    same: 'compareSamePrompt',
    similar: 'compareSimilarPrompt',
    other: 'compareOtherPrompt',
    only: left === null ? 'compareOnlyRight' : 'compareOnlyLeft',
  };
  return labels[likeness];
}
