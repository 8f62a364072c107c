import { useEffect, useState } from 'preact/hooks';
import { formatBytes, formatCount, formatDuration } from '../../src/common/format.js';
import type { SqlCopy } from '../../src/common/sqlConsole.js';
import { t } from '../app/strings.js';
import { Button, IconButton } from '../app/ui/button.js';
import { Select, TextField } from '../app/ui/fields.js';
import { Icon } from '../app/ui/icon.js';
import { rowLimits, timeLimits, type Choice } from './choice.js';
import type { Asked } from './useQuestion.js';

interface RunBarProps {
  choice: Choice;
  names: readonly string[];
  since: number | null;
  asked: Asked | null;
  copy: SqlCopy | null;
  hasNews: boolean;
  told: string;
  change(part: Partial<Choice>): void;
  onRun(): void;
  onCancel(): void;
  onKeep(): void;
  onRefresh(): void;
}

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });

/** The values of a query, what runs it and ends it, its limits, and how old the copy is that it reads. */
export function RunBar(props: RunBarProps) {
  const { choice, names, since, asked, copy, hasNews, change } = props;
  const isEmpty = choice.sql.trim() === '';
  return (
    <>
      {names.length > 0 && (
        <div class="values" role="group" aria-label={t('sqlValues')}>
          {names.map((name) => (
            <label key={name}>
              <span class="mono">:{name}</span>
              <TextField
                label={t('sqlValueOf', name)}
                value={choice.values[name] ?? ''}
                onInput={(value) => change({ values: { ...choice.values, [name]: value } })}
                onKeyDown={(event) => event.key === 'Enter' && props.onRun()}
              />
            </label>
          ))}
        </div>
      )}
      <div class="run-bar">
        <IconButton
          icon="layout-sidebar-left"
          label={t('sqlShowSide')}
          pressed={choice.showSide}
          onClick={() => change({ showSide: !choice.showSide })}
        />
        {since === null ? (
          <Button look="primary" icon="play" disabled={isEmpty} title="Ctrl+Enter" onClick={props.onRun}>
            {t('sqlRun')}
          </Button>
        ) : (
          <Button icon="debug-stop" onClick={props.onCancel}>
            {t('sqlCancel')}
          </Button>
        )}
        <IconButton icon="star-empty" label={t('sqlKeep')} disabled={isEmpty} onClick={props.onKeep} />
        <Select
          label={t('sqlRows')}
          value={String(choice.rows)}
          options={rowLimits.map((limit) => ({
            value: String(limit),
            label: t('sqlAtMostRows', formatCount(limit)),
          }))}
          onChange={(rows) => change({ rows: Number(rows) })}
        />
        <Select
          label={t('sqlTime')}
          value={String(choice.ms)}
          options={timeLimits.map((limit) => ({
            value: String(limit),
            label: t('sqlAtMostSeconds', limit / 1000),
          }))}
          onChange={(ms) => change({ ms: Number(ms) })}
        />
        <span class="run-status" role="status">
          {props.told || (since === null ? statusOf(asked) : <Running since={since} />)}
        </span>
        <span class="copy-age" title={copy ? t('sqlCopyHint', formatBytes(copy.bytes)) : t('sqlNoCopy')}>
          {copy && t('sqlCopyAt', clock.format(copy.at))}
          {copy && hasNews && (
            <span class="news" title={t('sqlChangedSince')}>
              <Icon name="circle-filled" />
              <span class="sr-only">{t('sqlChangedSince')}</span>
            </span>
          )}
          <IconButton
            icon="refresh"
            label={t('sqlRefresh')}
            disabled={copy === null}
            onClick={props.onRefresh}
          />
        </span>
      </div>
    </>
  );
}

function Running({ since }: { since: number }) {
  const [now, setNow] = useState(since);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  return <>{t('sqlRunning', formatCount(Math.max(0, Math.round((now - since) / 1000))))}</>;
}

function statusOf(asked: Asked | null): string {
  if (asked?.answer.kind !== 'rows') {
    return '';
  }
  const { rows, more, ms } = asked.answer;
  const took = ms < 1000 ? `${Math.round(ms)} ms` : formatDuration(ms);
  return rows.length === 1 && !more
    ? t('sqlOneRow', took)
    : t('sqlAnswered', `${formatCount(rows.length)}${more ? '+' : ''}`, took);
}
