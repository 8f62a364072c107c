import { memo } from 'preact/compat';
import { formatCount } from '../../src/common/format.js';
import type { CompareSide } from '../../src/common/comparePanel.js';
import type { OutlineRow } from '../../src/common/steps.js';
import { t } from '../app/strings.js';
import { Button, IconButton } from '../app/ui/button.js';
import { Icon } from '../app/ui/icon.js';
import type { BodyState } from '../replay/bodies.js';
import { isError } from '../replay/items.js';
import { Content, type ContentActions } from '../replay/message.js';
import { authorLabel, iconOf } from '../replay/stepLabel.js';
import { formatClock } from '../replay/times.js';
import type { StepItem } from './items.js';
import { OfSide } from './sideActions.js';

interface StepRowProps {
  item: StepItem;
  position: number;
  size: number;
  opened: ReadonlyMap<number, boolean>;
  left: BodyState;
  right: BodyState;
  actions: Readonly<Record<CompareSide, ContentActions>>;
  onOpen(side: CompareSide, seq: number): void;
}

/** The steps that are as far from their prompts as each other. */
export const StepRow = memo(function StepRow(props: StepRowProps) {
  const { item, position, size } = props;
  const sides = [
    { side: 'left', row: item.left, state: props.left },
    { side: 'right', row: item.right, state: props.right },
  ] as const;
  return (
    <article class="sides steps" aria-posinset={position} aria-setsize={size} aria-label={t('compareSteps')}>
      {sides.map(({ side, row, state }) =>
        row === null ? (
          <div key={side} class="side side-empty" />
        ) : (
          <Step key={side} {...props} side={side} row={row} state={state} />
        ),
      )}
    </article>
  );
});

/** One step in one line, which opens it. */
function Step(props: StepRowProps & { side: CompareSide; row: OutlineRow; state: BodyState }) {
  const { side, row, state, actions, onOpen } = props;
  const open = props.opened.get(row.id) ?? false;
  const body = state && 'body' in state ? state.body : undefined;
  // What the replay folds has a line of its own that opens it.
  const folds = row.tool !== null || ['thinking', 'injected', 'compaction'].includes(row.kind);
  const classes = ['side', 'step', isError(row) ? 'row-error' : '', row.thread === null ? '' : 'step-inner'];
  return (
    <div class={classes.join(' ')}>
      <span class="row-icon">
        <Icon name={iconOf(row)} />
      </span>
      <div class="row-main">
        {state && 'error' in state ? (
          <p class="row-note" role="alert">
            {t('bodyFailed')} <Button onClick={() => actions[side].retry(row.id)}>{t('tryAgain')}</Button>
          </p>
        ) : (
          <>
            {!folds && (
              <button
                type="button"
                class="fold"
                aria-expanded={open}
                onClick={() => actions[side].toggle(row, !open)}
              >
                <Icon name={open ? 'chevron-down' : 'chevron-right'} />
                <span class="fold-label">{authorLabel(row)}</span>
                {!open && <span class="fold-text">{row.preview}</span>}
              </button>
            )}
            {(folds || open) && (
              <OfSide side={side}>
                <Content row={row} open={open} body={body} actions={actions[side]} />
              </OfSide>
            )}
          </>
        )}
      </div>
      <span class="step-meta">
        <time>{formatClock(row.at)}</time>
        <IconButton
          icon="play-circle"
          class="appears"
          label={t('compareOpenAt', formatCount(row.seq + 1))}
          onClick={() => onOpen(side, row.seq)}
        />
      </span>
    </div>
  );
}
