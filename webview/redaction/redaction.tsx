import type { VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { VList } from 'virtua';
import {
  exportFormats,
  type ExportProgress,
  type ExportResult,
  type Finding,
} from '../../src/common/export.js';
import { formatCount } from '../../src/common/format.js';
import type { RedactionHost, RedactionStart } from '../../src/common/redactionPanel.js';
import type { Remote } from '../../src/common/rpc.js';
import { t, tr } from '../app/strings.js';
import { Button } from '../app/ui/button.js';
import { TextField } from '../app/ui/fields.js';
import { EmptyState } from '../app/ui/states.js';
import type { Scanned } from './allFindings.js';
import { isReplaced, nothingKept, replaceAll, undo, withRule, withSecret, type Chosen } from './choice.js';
import { FindingRow } from './findingRow.js';
import { OwnPatternForm } from './ownPatternForm.js';
import { RuleList } from './ruleList.js';

// virtua's types are React's; these are the properties that are used here, in Preact's.
const List = VList as unknown as (props: {
  class: string;
  data: readonly Finding[];
  itemSize: number;
  children(finding: Finding): VNode;
}) => VNode;

interface RedactionProps {
  host: Remote<RedactionHost>;
  start: RedactionStart;
  scan: Scanned;
  progress: ExportProgress | null;
  onScanAgain(): void;
}

type Writing =
  | { state: 'no' }
  | { state: 'now' }
  | { state: 'done'; result: ExportResult }
  | { state: 'failed'; message: string };

/** What an export is about to replace, and the button that writes it. */
export function Redaction({ host, start, scan, progress, onScanAgain }: RedactionProps) {
  const [chosen, setChosen] = useState<Chosen>(nothingKept);
  const [filter, setFilter] = useState('');
  const [writing, setWriting] = useState<Writing>({ state: 'no' });
  const { list } = scan;
  const replaced = useMemo(
    () => list.filter((finding) => isReplaced(chosen, finding)).length,
    [list, chosen],
  );
  const shown = useMemo(() => filtered(list, filter), [list, filter]);
  const format = exportFormats.find(({ id }) => id === start.format);
  const write = async () => {
    setWriting({ state: 'now' });
    try {
      const result = await host.write(chosen.keep);
      setWriting(result ? { state: 'done', result } : { state: 'no' });
    } catch (error) {
      setWriting({ state: 'failed', message: error instanceof Error ? error.message : String(error) });
    }
  };
  const counts = [formatCount(replaced), formatCount(list.length), formatCount(scan.sessions)] as const;
  return (
    <main class="redaction">
      <header>
        <div class="redaction-title">
          <h1>{t('redaction')}</h1>
          <span class="muted">
            {start.what} · {tr(format?.label ?? start.format)}
          </span>
        </div>
        {list.length > 0 && <p>{t('redactionLead')}</p>}
        <div class="redaction-bar">
          <Button
            look="primary"
            icon="export"
            disabled={writing.state === 'now'}
            onClick={() => void write()}
          >
            {t('redactionWrite')}
          </Button>
          <Button
            look="secondary"
            icon="discard"
            disabled={chosen.past.length === 0}
            onClick={() => setChosen(undo)}
          >
            {t('redactionUndo')}
          </Button>
          <Button
            look="secondary"
            icon="check-all"
            disabled={replaced === list.length}
            onClick={() => setChosen(replaceAll)}
          >
            {t('redactionAll')}
          </Button>
          <span class="redaction-counts" role="status">
            {scan.sessions === 1 ? t('redactionCountsOne', ...counts) : t('redactionCounts', ...counts)}
          </span>
        </div>
        <Outcome writing={writing} progress={progress} host={host} />
      </header>
      <div class="redaction-body">
        <aside>
          {list.length > 0 && (
            <RuleList
              findings={list}
              chosen={chosen}
              onToggle={(rule, replace) => setChosen((old) => withRule(old, rule, replace, list))}
            />
          )}
          <OwnPatternForm host={host} onAdded={onScanAgain} />
        </aside>
        <section aria-label={t('redactionSecrets')}>
          {list.length === 0 ? (
            <EmptyState icon="pass" title={t('redactionNone')} hint={t('redactionNoneHint')} />
          ) : (
            <>
              <TextField
                label={t('redactionFilter')}
                placeholder={t('redactionFilter')}
                icon="filter"
                type="search"
                value={filter}
                onInput={setFilter}
              />
              {shown.length === 0 ? (
                <EmptyState icon="filter" title={t('redactionNoMatch')} hint={t('redactionNoMatchHint')} />
              ) : (
                <List class="findings" data={shown} itemSize={64}>
                  {(finding) => (
                    <FindingRow
                      key={finding.id}
                      finding={finding}
                      replaced={isReplaced(chosen, finding)}
                      onToggle={(replace) => setChosen((old) => withSecret(old, finding, replace, list))}
                    />
                  )}
                </List>
              )}
            </>
          )}
        </section>
      </div>
    </main>
  );
}

function Outcome({
  writing,
  progress,
  host,
}: {
  writing: Writing;
  progress: ExportProgress | null;
  host: Remote<RedactionHost>;
}) {
  switch (writing.state) {
    case 'no':
      return <p class="redaction-outcome sr-only" role="status" />;
    case 'now':
      return (
        <p class="redaction-outcome" role="status">
          <span>
            {progress?.phase === 'writing'
              ? t('redactionWriting', formatCount(progress.done), formatCount(progress.total))
              : t('loading')}
          </span>
          <Button look="quiet" icon="close" onClick={() => void host.cancel()}>
            {t('redactionCancel')}
          </Button>
        </p>
      );
    case 'failed':
      return (
        <p class="redaction-outcome failed" role="alert">
          {writing.message}
        </p>
      );
    case 'done': {
      const { sessions, path, redactions } = writing.result;
      return (
        <p class="redaction-outcome" role="status">
          <span>
            {t(
              sessions === 1 ? 'redactionWrittenOne' : 'redactionWritten',
              formatCount(sessions),
              path,
              formatCount(redactions),
            )}
          </span>
          <Button look="quiet" icon="go-to-file" onClick={() => void host.openResult()}>
            {t('redactionOpen')}
          </Button>
        </p>
      );
    }
  }
}

function filtered(list: readonly Finding[], filter: string): readonly Finding[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return words.length === 0
    ? list
    : list.filter(({ ruleName, masked, session, context }) => {
        const text = [tr(ruleName), masked, session.title, context.before, context.after]
          .join('\n')
          .toLowerCase();
        return words.every((word) => text.includes(word));
      });
}
