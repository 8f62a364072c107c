import type { ComponentChildren } from 'preact';
import { memo } from 'preact/compat';
import { formatDuration, formatTokens } from '../../src/common/format.js';
import type { Pin } from '../../src/common/marks.js';
import { oneLine } from '../../src/common/plainText.js';
import type { MessageBody, OutlineRow } from '../../src/common/steps.js';
import { Clip } from '../app/code.js';
import { Ansi } from '../app/ansi.js';
import { useActions } from '../app/actions.js';
import { CopyButton } from '../app/copy.js';
import { Markdown, markdownLimit } from '../app/markdown.js';
import { costText } from '../app/cost.js';
import { t } from '../app/strings.js';
import { Button, IconButton } from '../app/ui/button.js';
import { Icon } from '../app/ui/icon.js';
import { Badge } from '../app/ui/states.js';
import type { BodyState } from './bodies.js';
import { authorOf, isError } from './items.js';
import { PinNote } from './pinNote.js';
import { formatClock, formatMoment } from './times.js';
import { Attachments } from './attachments.js';
import { authorLabel, iconOf, showsAuthor } from './stepLabel.js';
import { ToolCall } from './toolCall.js';

/** What the content of a step may ask of the page around it. */
export interface ContentActions {
  toggle(row: OutlineRow, open: boolean): void;
  retry(id: number): void;
  openText(id: number, part: 'text' | 'output'): void;
  showChanges(id: number): void;
}

/** What a row may ask of the replay around it. */
export interface RowActions extends ContentActions {
  select(seq: number): void;
  /** Pins the step, or no longer. */
  pin(row: OutlineRow): void;
  /** Opens the editor of the step's note; null: closes it. */
  editNote(row: OutlineRow | null): void;
  saveNote(row: OutlineRow, note: string): void;
  /** Opens the menu of the step below the element. */
  menu(row: OutlineRow, anchor: HTMLElement): void;
}

export interface RowProps {
  row: OutlineRow;
  depth: number;
  /** Position in the list and its length, for assistive technology: most rows are not in the page. */
  position: number;
  size: number;
  current: boolean;
  /** After the current step while playing. */
  ahead: boolean;
  /** A pause before it that is worth telling. */
  gapMs: number | undefined;
  /** The model that answers from here on, where it is another one than before. */
  switchTo: string | undefined;
  /** Opened or closed by hand; undefined: as its kind is by default. */
  open: boolean | undefined;
  /** The person's pin at this step. */
  pin: Pin | undefined;
  /** Its note is being written. */
  editing: boolean;
  state: BodyState;
  actions: RowActions;
}

/** One step of the session. */
export const Row = memo(function Row(props: RowProps) {
  const { row, state, actions } = props;
  const { offline } = useActions();
  const author = authorOf(row);
  const error = isError(row);
  const classes = ['row', `row-${author}`, `row-kind-${row.kind}`];
  if (props.depth > 0) {
    classes.push('row-inner');
  }
  if (error) {
    classes.push('row-error');
  }
  if (props.ahead) {
    classes.push('row-ahead');
  }
  const id = `row-${row.seq}`;
  const body = state && 'body' in state ? state.body : undefined;
  return (
    <article
      id={id}
      class={classes.join(' ')}
      aria-posinset={props.position}
      aria-setsize={props.size}
      aria-labelledby={`${id}-author`}
      aria-current={props.current ? 'step' : undefined}
      tabIndex={props.current ? 0 : -1}
      onClick={() => actions.select(row.seq)}
    >
      {props.switchTo !== undefined && (
        <p class="row-gap">
          <span>{t('modelNow', oneLine(props.switchTo, 100))}</span>
        </p>
      )}
      {props.gapMs !== undefined && (
        <p class="row-gap">
          <span>{t('later', formatDuration(props.gapMs))}</span>
        </p>
      )}
      <span class="row-icon">
        <Icon name={iconOf(row)} />
      </span>
      <div class="row-main">
        <h2 id={`${id}-author`} class={showsAuthor(row) ? 'row-author' : 'sr-only'}>
          {authorLabel(row)}
          {row.queued && <Badge title={t('queuedHint')}>{t('queued')}</Badge>}
          {row.copied && <Badge title={t('copiedHistory')}>{t('copied')}</Badge>}
        </h2>
        {state && 'error' in state ? (
          <p class="row-note" role="alert">
            {t('bodyFailed')} <Button onClick={() => actions.retry(row.id)}>{t('tryAgain')}</Button>
          </p>
        ) : (
          <Content {...props} body={body} />
        )}
        <PinNote
          note={props.pin?.note ?? null}
          editing={props.editing}
          onEdit={() => actions.editNote(row)}
          onSave={(note) => actions.saveNote(row, note)}
          onCancel={() => actions.editNote(null)}
        />
      </div>
      <span class="row-meta">
        {body && author !== 'tools' && body.text !== '' && <CopyButton text={body.text} />}
        {offline ? (
          props.pin && <Icon name="pinned" label={t('pinned')} />
        ) : (
          <>
            <IconButton
              icon={props.pin ? 'pinned' : 'pin'}
              label={t('pinStep')}
              shortcut="b"
              pressed={props.pin !== undefined}
              class={props.pin ? 'pinned' : 'appears'}
              onClick={() => actions.pin(row)}
            />
            <button
              type="button"
              class="icon-button appears"
              aria-label={t('stepMenu')}
              aria-haspopup="menu"
              title={`${t('stepMenu')} (m)`}
              onClick={(event) => actions.menu(row, event.currentTarget)}
            >
              <Icon name="ellipsis" />
            </button>
          </>
        )}
        {body?.usage && (
          <span class="row-usage" title={usageTitle(body)}>
            {formatTokens(inputOf(body))} → {formatTokens(body.usage.tokens.output)}
          </span>
        )}
        <time title={formatMoment(row.at)}>{formatClock(row.at)}</time>
      </span>
    </article>
  );
});

/** What the content of a step needs of its row. */
export interface ContentProps extends Pick<RowProps, 'row' | 'open'> {
  actions: ContentActions;
  body: MessageBody | undefined;
}

/** Bytes. What hooks add to the conversation can be as long as a file. */
const longestHook = 400;

/** What a step says or did, by its kind. */
export function Content(props: ContentProps): ComponentChildren {
  const { row, body, actions } = props;
  if (row.kind === 'tool') {
    return <ToolCall {...props} />;
  }
  const foldable =
    ['thinking', 'injected', 'compaction'].includes(row.kind) ||
    (row.kind === 'hook' && row.bytes > longestHook);
  const open = props.open ?? false;
  if (foldable && !open) {
    return (
      <Fold row={row} open={false} actions={actions} text={body?.withheld ? t('withheld') : row.preview} />
    );
  }
  return (
    <>
      {foldable && <Fold row={row} open={true} actions={actions} text="" />}
      {body ? <Text row={row} body={body} actions={actions} /> : <Placeholder row={row} />}
      {body && <Attachments body={body} />}
    </>
  );
}

/** The one line of a folded message, which opens it. */
function Fold({
  row,
  open,
  text,
  actions,
}: {
  row: OutlineRow;
  open: boolean;
  text: string;
  actions: ContentActions;
}) {
  const labels = { thinking: t('thinking'), compaction: t('compaction'), hook: t('hook') };
  const label = labels[row.kind as keyof typeof labels] ?? t('injected');
  return (
    <button type="button" class="fold" aria-expanded={open} onClick={() => actions.toggle(row, !open)}>
      <Icon name={open ? 'chevron-down' : 'chevron-right'} />
      <span class="fold-label">{label}</span>
      <span class="fold-text">{text}</span>
    </button>
  );
}

function Text({ row, body, actions }: { row: OutlineRow; body: MessageBody; actions: ContentActions }) {
  const long = body.cut === true || body.truncated;
  return (
    <>
      {body.withheld && <p class="row-note">{t('withheld')}</p>}
      {!body.withheld && body.text === '' && row.kind === 'thinking' && (
        <p class="row-note">{t('thinkingWithheld')}</p>
      )}
      {body.text !== '' &&
        (isMarkdown(row, body) ? (
          <Clip text={body.text} lines={120} chars={8000}>
            {(text) => <Markdown text={text} />}
          </Clip>
        ) : (
          <Clip text={body.text} lines={30}>
            {(text) => <Ansi text={text} />}
          </Clip>
        ))}
      {body.truncated && <p class="row-note">{t('textCut')}</p>}
      {long && (
        <Button look="quiet" icon="go-to-file" onClick={() => actions.openText(body.id, 'text')}>
          {t('openInEditor')}
        </Button>
      )}
    </>
  );
}

/** What stands where a text will be: its beginning, in about the height of the whole. */
export function Placeholder({ row }: { row: OutlineRow }) {
  const lines = Math.min(24, Math.max(1, Math.ceil(Math.max(row.bytes, row.preview.length) / 90)));
  return (
    <p class="placeholder" style={{ '--lines': String(lines) }}>
      {row.preview}
    </p>
  );
}

/** What people and models write is Markdown; what programs write is text, in which every blank counts. */
function isMarkdown(row: OutlineRow, body: MessageBody): boolean {
  const written = ['prompt', 'text', 'thinking', 'compaction'].includes(row.kind);
  return written && body.text.length <= markdownLimit;
}

function inputOf(body: MessageBody): number {
  const tokens = body.usage?.tokens;
  return tokens ? tokens.input + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h : 0;
}

function usageTitle(body: MessageBody): string {
  const usage = body.usage;
  if (!usage) {
    return '';
  }
  const figures = t(
    'usageOfResponse',
    formatTokens(inputOf(body)),
    formatTokens(usage.tokens.output),
    costText(usage.costUsd),
  );
  return usage.model === null ? figures : `${usage.model}: ${figures}`;
}
