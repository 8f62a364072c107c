import { useState } from 'preact/hooks';
import type { Cell, ChartData, ChartKey, ChartResult, PartDimension } from '../../../src/common/charts.js';
import type { SessionId } from '../../../src/common/protocol.js';
import type { ChartQuestion, TicketCommits } from '../../../src/common/statsPanel.js';
import { t, tr } from '../../app/strings.js';
import { IconButton } from '../../app/ui/button.js';
import { Select } from '../../app/ui/fields.js';
import { Tabs } from '../../app/ui/tabs.js';
import { ErrorState, Spinner } from '../../app/ui/states.js';
import { useQuery } from '../../app/useQuery.js';
import { BarChart } from './barChart.js';
import { CalendarChart } from './calendarChart.js';
import { ChartTable } from './chartTable.js';
import { reader } from './drawing.js';
import { LineChart } from './lineChart.js';
import { SessionChoice } from './sessionChoice.js';
import { SqlDialog } from './sqlDialog.js';
import { StackedChart } from './stackedChart.js';
import { Tiles } from './tiles.js';
import { dimensionLabel, type Figures } from './values.js';
import { WeekChart } from './weekChart.js';

export interface ChartActions {
  ask(question: ChartQuestion): Promise<ChartResult>;
  titles(ids: readonly string[]): Promise<Readonly<Record<string, string>>>;
  sql(question: ChartQuestion): Promise<string>;
  openSql(sql: string): void;
  saveCsv(question: ChartQuestion): void;
  /** Shows the sessions behind a mark. */
  open(question: ChartQuestion, keys: readonly ChartKey[], label: string): void;
  openSession(id: string): void;
  commits(ticket: string): Promise<TicketCommits>;
  openTicket(key: string): void;
}

interface ChartCardProps {
  chart: ChartData;
  question: ChartQuestion;
  asTable: boolean;
  onTable(asTable: boolean): void;
  onPart(part: PartDimension): void;
  onSession(session: SessionId | null): void;
  actions: ChartActions;
}

/** Titles asked for; further sessions are shown by their id. */
const mostTitles = 500;

/** One chart with its heading, drawn or as a table. */
export function ChartCard(props: ChartCardProps) {
  const { chart, question, asTable, actions } = props;
  const [showsSql, setShowsSql] = useState(false);
  const { value, error, retry } = useQuery(
    JSON.stringify(question),
    async () => {
      const { rows, left } = await actions.ask(question);
      return { rows, left, titles: await titlesOf(chart, rows, actions) };
    },
    { minimumMs: 3000 },
  );
  const title = tr(chart.title);
  const id = `chart-${chart.id}`;
  return (
    <section class={`card card-${chart.mark.kind}`} aria-labelledby={id}>
      <div class="card-head">
        <h2 id={id}>{title}</h2>
        {chart.parts && (
          <Select
            label={t('partsOf', title)}
            value={question.part ?? chart.parts[0] ?? 'none'}
            options={chart.parts.map((part) => ({ value: part, label: dimensionLabel(part) }))}
            onChange={props.onPart}
          />
        )}
        {chart.ofSession && (
          <SessionChoice question={question} actions={actions} onChange={props.onSession} />
        )}
        <span class="card-tools">
          <IconButton icon="database" label={t('showSqlOf', title)} onClick={() => setShowsSql(true)} />
          <IconButton icon="save" label={t('saveCsvOf', title)} onClick={() => actions.saveCsv(question)} />
          {chart.mark.kind !== 'table' && (
            <Tabs
              label={title}
              value={asTable ? 'table' : 'chart'}
              options={[
                { value: 'chart', label: t('asChart') },
                { value: 'table', label: t('asTable') },
              ]}
              onChange={(choice) => props.onTable(choice === 'table')}
            />
          )}
        </span>
      </div>
      <p class="card-about">{tr(chart.description)}</p>
      {error !== undefined && !value ? (
        <ErrorState message={error} onRetry={retry} />
      ) : !value ? (
        <Spinner />
      ) : value.rows.length === 0 ? (
        <p class="card-empty">{t('nothingHere')}</p>
      ) : (
        <Content
          {...props}
          title={title}
          figures={{ chart, part: question.part, rows: value.rows }}
          titles={value.titles}
        />
      )}
      {value?.left !== undefined && value.left > 0 && (
        <p class="card-note" role="status">
          {t('sessionsLeft', value.left)}
        </p>
      )}
      {showsSql && (
        <SqlDialog
          title={title}
          ask={() => actions.sql(question)}
          onOpen={actions.openSql}
          onClose={() => setShowsSql(false)}
        />
      )}
    </section>
  );
}

function Content(
  props: ChartCardProps & { title: string; figures: Figures; titles: Readonly<Record<string, string>> },
) {
  const { chart, question, asTable, actions, title, figures, titles } = props;
  const onOpen = (keys: readonly ChartKey[], label: string) => actions.open(question, keys, label);
  const { mark } = chart;
  if (asTable || mark.kind === 'table') {
    return <ChartTable {...{ figures, title, titles, actions, onOpen }} />;
  }
  const { number } = reader(figures);
  if (mark.kind !== 'tiles' && figures.rows.every((row) => (number(row, mark.value) ?? 0) === 0)) {
    const unpriced =
      mark.value === 'cost_usd' && figures.rows.some((row) => number(row, mark.value) === null);
    return <p class="card-empty">{t(unpriced ? 'onlyUnpriced' : 'nothingHere')}</p>;
  }
  const common = { figures, title, range: question.range, onOpen };
  switch (mark.kind) {
    case 'bar':
      return <BarChart {...common} mark={mark} />;
    case 'stacked':
      return <StackedChart {...common} mark={mark} />;
    case 'calendar':
      return <CalendarChart {...common} mark={mark} />;
    case 'week':
      return <WeekChart {...common} mark={mark} />;
    case 'line':
      return <LineChart {...common} mark={mark} />;
    case 'tiles':
      return <Tiles {...common} mark={mark} />;
  }
}

async function titlesOf(chart: ChartData, rows: readonly (readonly Cell[])[], { titles }: ChartActions) {
  const place = chart.columns.findIndex(({ unit }) => unit === 'session');
  const weight = chart.columns.findIndex(({ id }) => id === chart.sortedBy);
  const ids = new Set(
    [...rows]
      .sort((a, b) => Number(b[weight] ?? 0) - Number(a[weight] ?? 0))
      .flatMap((row) => (typeof row[place] === 'string' ? [row[place]] : [])),
  );
  return ids.size > 0 ? titles([...ids].slice(0, mostTitles)) : {};
}
