import { useState } from 'preact/hooks';
import { formatDuration } from '../../src/common/format.js';
import { oneLine } from '../../src/common/plainText.js';
import type { TicketPage } from '../../src/common/ticketPage.js';
import type { TicketAction } from '../../src/common/ticketPanel.js';
import { t } from '../app/strings.js';
import { Button, IconButton } from '../app/ui/button.js';
import { TextField } from '../app/ui/fields.js';
import { Badge } from '../app/ui/states.js';
import { momentText, stateLabel } from './figures.js';
import { useReturnFocus } from './useReturnFocus.js';

interface HeadProps {
  page: TicketPage;
  /** The key that the page was opened with; another one where that ticket was merged. */
  asked: string;
  onTitle(title: string): void;
  onAct(action: TicketAction): void;
  onUnmerge(key: string): void;
}

/** What the ticket is, and what can be done with it. */
export function Head({ page, asked, onTitle, onAct, onUnmerge }: HeadProps) {
  const { key, state } = page;
  return (
    <header class="ticket-head">
      <div class="ticket-title">
        <h1>{oneLine(key, 70)}</h1>
        <Title title={page.title ?? ''} onSave={onTitle} />
        <Badge kind={state === 'open' ? 'live' : 'plain'}>{stateLabel(state)}</Badge>
      </div>
      {asked !== key && <p class="card-note">{t('ticketIsMerged', oneLine(asked, 70))}</p>}
      <Facts page={page} />
      {page.mergedKeys.length > 0 && (
        <ul class="merged">
          {page.mergedKeys.map((from) => (
            <li key={from}>
              <Badge>{t('ticketMerged', oneLine(from, 70))}</Badge>
              <IconButton
                icon="discard"
                label={t('ticketUnmerge', oneLine(from, 70))}
                onClick={() => onUnmerge(from)}
              />
            </li>
          ))}
        </ul>
      )}
      <div class="ticket-actions" role="group" aria-label={t('ticketActions')}>
        {state === 'open' && (
          <Button look="primary" icon="pass" onClick={() => onAct('finish')}>
            {t('ticketFinish')}
          </Button>
        )}
        {(state === 'finished' || state === 'abandoned') && (
          <Button look="primary" icon="debug-restart" onClick={() => onAct('reopen')}>
            {t('ticketReopen')}
          </Button>
        )}
        {state !== 'abandoned' && (
          <Button icon="circle-slash" title={t('ticketAbandonHint')} onClick={() => onAct('abandon')}>
            {t('ticketAbandon')}
          </Button>
        )}
        <Button icon="git-merge" title={t('ticketMergeHint')} onClick={() => onAct('merge')}>
          {t('ticketMerge')}
        </Button>
        <Button look="quiet" icon="graph" onClick={() => onAct('stats')}>
          {t('ticketStats')}
        </Button>
        <Button look="quiet" icon="open-preview" onClick={() => onAct('summary')}>
          {t('ticketSummary')}
        </Button>
        <Button look="quiet" icon="copy" onClick={() => onAct('copy')}>
          {t('ticketCopy')}
        </Button>
      </div>
    </header>
  );
}

/** The title, which can be edited where it stands. */
function Title({ title, onSave }: { title: string; onSave(title: string): void }) {
  const [draft, setDraft] = useState<string | null>(null);
  const box = useReturnFocus<HTMLSpanElement>(draft !== null);
  if (draft === null) {
    return (
      <span ref={box} class="title-text">
        {title === '' ? <span class="muted">{t('ticketNoTitle')}</span> : <bdi>{oneLine(title, 300)}</bdi>}
        <IconButton icon="edit" label={t('ticketEditTitle')} onClick={() => setDraft(title)} />
      </span>
    );
  }
  const save = () => {
    setDraft(null);
    onSave(draft);
  };
  return (
    <span ref={box} class="title-text">
      <TextField
        label={t('ticketTitle')}
        value={draft}
        inputRef={(input) => {
          if (input && document.activeElement !== input) {
            input.focus();
          }
        }}
        onInput={setDraft}
        onKeyDown={({ key }) => {
          if (key === 'Enter') {
            save();
          } else if (key === 'Escape') {
            setDraft(null);
          }
        }}
      />
      <IconButton icon="check" label={t('ticketSave')} onClick={save} />
      <IconButton icon="close" label={t('ticketCancel')} onClick={() => setDraft(null)} />
    </span>
  );
}

function Facts({ page }: { page: TicketPage }) {
  const { branch, worktree, startedAt, finishedAt, abandonedAt, durationMs } = page;
  const facts: { name: string; value: string; hint?: string }[] = [
    ...(branch === null ? [] : [{ name: t('ticketBranch'), value: oneLine(branch, 200) }]),
    ...(worktree === null ? [] : [{ name: t('ticketWorktree'), value: oneLine(worktree, 300) }]),
    ...(startedAt === null ? [] : [{ name: t('ticketStarted'), value: momentText(startedAt) }]),
    ...(finishedAt === null ? [] : [{ name: t('ticketEnded'), value: momentText(finishedAt) }]),
    ...(abandonedAt === null ? [] : [{ name: t('ticketGivenUpAt'), value: momentText(abandonedAt) }]),
    ...(durationMs === null
      ? []
      : [{ name: t('ticketWorked'), value: formatDuration(durationMs), hint: t('ticketWorkedHint') }]),
  ];
  return facts.length === 0 ? null : (
    <dl class="facts" aria-label={t('ticketFacts')}>
      {facts.map(({ name, value, hint }) => (
        <div key={name} title={hint}>
          <dt>{name}</dt>
          <dd>
            <bdi>{value}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}
