import { useMemo, useState } from 'preact/hooks';
import { csvLine } from '../../src/common/csv.js';
import { formatCount } from '../../src/common/format.js';
import type { SqlFault, SqlRows } from '../../src/common/sqlConsole.js';
import type { SqlChart } from '../../src/common/sqlQuery.js';
import { t } from '../app/strings.js';
import { Button, IconButton } from '../app/ui/button.js';
import { EmptyState } from '../app/ui/states.js';
import { Icon } from '../app/ui/icon.js';
import { Tabs } from '../app/ui/tabs.js';
import { Chart } from './chart.js';
import { chartFor } from './drawing.js';
import type { Asked } from './useQuestion.js';
import { ResultTable } from './resultTable.js';

/** Letters of a copied table: the clipboard of the host takes no more. */
const longestCopy = 5_000_000;

interface ResultProps {
  asked: Asked;
  faultId: string;
  view: 'table' | 'chart';
  chart: SqlChart | null;
  onView(view: 'table' | 'chart'): void;
  onChart(chart: SqlChart): void;
  onGoTo(fault: SqlFault): void;
  onOpenSession(id: string): void;
  copy(text: string): Promise<void>;
  saveCsv(text: string): Promise<boolean>;
}

/** What became of a question: rows, what is wrong with it, or why it ended. */
export function Result(props: ResultProps) {
  const { answer, question } = props.asked;
  switch (answer.kind) {
    case 'fault':
      return <Fault id={props.faultId} fault={answer} sql={question.sql} onGoTo={props.onGoTo} />;
    case 'stopped': {
      const why = {
        cancelled: t('sqlCancelled'),
        ended: t('sqlEnded'),
        time: t('sqlTooLong', question.ms / 1000),
      };
      return (
        <p class="stopped" role="status">
          <Icon name={answer.why === 'cancelled' ? 'circle-slash' : 'warning'} /> {why[answer.why]}
        </p>
      );
    }
    case 'rows':
      return answer.rows.length === 0 ? (
        <EmptyState icon="table" title={t('sqlNoRows')} hint={t('sqlNoRowsHint')} />
      ) : (
        <Rows {...props} result={answer} />
      );
  }
}

function Rows(props: ResultProps & { result: SqlRows }) {
  const { result, chart } = props;
  const isDrawable = useMemo(() => chartFor(result, chart) !== null, [result, chart]);
  // A count of one column is shown as it is, also by who looks at charts otherwise.
  const view = isDrawable ? props.view : 'table';
  const [told, setTold] = useState('');
  const csv = useMemo(() => {
    let text: string | null = null;
    return () => (text ??= [result.columns, ...result.rows].map(csvLine).join(''));
  }, [result]);
  const tell = (done: Promise<string>) =>
    void done.then(setTold, (error: unknown) =>
      setTold(error instanceof Error ? error.message : String(error)),
    );
  return (
    <section class="result" aria-label={t('sqlResult')}>
      <div class="result-bar">
        {isDrawable && (
          <Tabs
            label={t('sqlResult')}
            value={view}
            options={[
              { value: 'table', label: t('table') },
              { value: 'chart', label: t('sqlAsChart') },
            ]}
            onChange={props.onView}
          />
        )}
        <span class="result-notes">
          {result.more && (
            <span class="result-note">
              <Icon name="warning" /> {t('sqlMore')}
            </span>
          )}
          {result.cut > 0 && (
            <span class="result-note">
              <Icon name="info" /> {result.cut === 1 ? t('sqlCutOne') : t('sqlCut', formatCount(result.cut))}
            </span>
          )}
        </span>
        <span class="result-told" role="status">
          {told}
        </span>
        <IconButton
          icon="copy"
          label={t('sqlCopyCsv')}
          disabled={result.rows.length * result.columns.length > 500_000}
          onClick={() => tell(props.copy(csv().slice(0, longestCopy)).then(() => t('copied')))}
        />
        <Button
          icon="save"
          onClick={() => tell(props.saveCsv(csv()).then((saved) => (saved ? t('sqlSaved') : '')))}
        >
          {t('sqlSaveCsv')}
        </Button>
      </div>
      {view === 'table' ? (
        <ResultTable result={result} onOpenSession={props.onOpenSession} />
      ) : (
        <Chart result={result} wanted={chart} onChange={props.onChart} />
      )}
    </section>
  );
}

/** The message, and the line with the place marked. */
function Fault({
  id,
  fault,
  sql,
  onGoTo,
}: {
  id: string;
  fault: SqlFault;
  sql: string;
  onGoTo(fault: SqlFault): void;
}) {
  const { message, from, to } = fault;
  const place = from === undefined || to === undefined ? null : lineOf(sql, from, to);
  return (
    <div class="fault" role="alert">
      <p id={id}>
        <Icon name="error" /> <b>{t('sqlWrong')}</b> {message}
      </p>
      {place && (
        <>
          <pre aria-hidden="true">
            {place.before}
            <mark>{place.marked}</mark>
            {place.after}
          </pre>
          <Button look="quiet" icon="go-to-file" onClick={() => onGoTo(fault)}>
            {`${t('sqlGoToPlace')}: ${t('sqlPlace', place.line, place.column)}`}
          </Button>
        </>
      )}
    </div>
  );
}

function lineOf(sql: string, from: number, to: number) {
  const start = sql.lastIndexOf('\n', from - 1) + 1;
  const newline = sql.indexOf('\n', from);
  const end = newline < 0 ? sql.length : newline;
  const left = Math.max(start, from - 80);
  const marked = sql.slice(from, Math.min(to, end, from + 200));
  return {
    line: sql.slice(0, from).split('\n').length,
    column: from - start + 1,
    before: sql.slice(left, from),
    marked: marked === '' ? ' ' : marked,
    after: sql.slice(from + marked.length, Math.min(end, from + marked.length + 120)),
  };
}
