import { formatDuration } from '../../src/common/format.js';
import { oneLine } from '../../src/common/plainText.js';
import type { TicketReport } from '../../src/common/protocol.js';
import type { TicketPage, TicketSpan } from '../../src/common/ticketPage.js';
import { t, type StringKey } from '../app/strings.js';
import { ErrorState, Spinner } from '../app/ui/states.js';
import { Table, type Column } from '../app/ui/table.js';
import type { Query } from '../app/useQuery.js';
import { formats } from '../stats/charts/values.js';
import { costText, countText, momentText } from './figures.js';

/** What a list may ask for. */
export interface ListActions {
  openFile(path: string): void;
  openPlan(id: number): void;
  copy(text: string): void;
}

type RowOf<K extends 'filesChanged' | 'models' | 'topTools' | 'subAgents'> = TicketReport[K][number];

/** Rows of a list that are drawn before the rest is asked for. */
const firstRows = 12;

/** Files, commits, models, tools and sub-agents, when git has answered. */
export function ReportLists({
  report,
  actions,
}: {
  report: Query<TicketReport | null>;
  actions: ListActions;
}) {
  const { value, error, retry } = report;
  if (error !== undefined && !value) {
    return <ErrorState message={error} onRetry={retry} />;
  }
  if (!value) {
    return value === null ? null : <Spinner />;
  }
  return (
    <>
      <List
        id="files"
        title="ticketFiles"
        empty="ticketNoFiles"
        wide
        rows={value.filesChanged}
        rowKey={({ path }) => path}
        sortedBy="path"
        columns={[
          {
            id: 'path',
            label: t('ticketFile'),
            value: ({ path }) => path,
            cell: ({ path }) => (
              <button type="button" class="link mono" onClick={() => actions.openFile(path)}>
                <bdi>{oneLine(path, 400)}</bdi>
              </button>
            ),
          },
          count('added', t('ticketAdded'), ({ added }: RowOf<'filesChanged'>) => added, '+'),
          count('removed', t('ticketRemoved'), ({ removed }: RowOf<'filesChanged'>) => removed, '−'),
        ]}
      />
      <Commits report={value} copy={actions.copy} />
      <List
        id="models"
        title="ticketModels"
        rows={value.models}
        rowKey={({ model }) => model}
        sortedBy="tokens"
        columns={[
          name('model', t('ticketModel'), ({ model }: RowOf<'models'>) => model),
          tokens(({ totalTokens }: RowOf<'models'>) => totalTokens),
          {
            id: 'cost',
            label: t('ticketCost'),
            numeric: true,
            value: ({ costUsd }) => costUsd,
            cell: ({ costUsd }) => costText({ costUsd, estimate: false }),
          },
        ]}
      />
      <List
        id="tools"
        title="ticketTools"
        rows={value.topTools}
        rowKey={(tool) => tool.name}
        sortedBy="calls"
        columns={[
          name('tool', t('ticketTool'), (tool: RowOf<'topTools'>) => tool.name),
          count('calls', t('ticketCalls'), ({ calls }: RowOf<'topTools'>) => calls),
          count('errors', t('ticketErrors'), ({ errors }: RowOf<'topTools'>) => errors),
        ]}
      />
      <List
        id="subAgents"
        title="ticketSubAgents"
        rows={value.subAgents}
        rowKey={({ type }) => type}
        sortedBy="tokens"
        columns={[
          name('type', t('ticketType'), ({ type }: RowOf<'subAgents'>) => type),
          count('runs', t('ticketRuns'), ({ runs }: RowOf<'subAgents'>) => runs),
          tokens(({ totalTokens }: RowOf<'subAgents'>) => totalTokens),
        ]}
      />
    </>
  );
}

function Commits({ report, copy }: { report: TicketReport; copy(text: string): void }) {
  const { commits, commitsProblem } = report;
  return (
    <List
      id="commits"
      title="ticketCommits"
      empty="ticketNoCommits"
      problem={commitsProblem === null ? undefined : t('ticketCommitsProblem', oneLine(commitsProblem, 300))}
      rows={commits}
      rowKey={({ hash }) => hash}
      sortedBy="time"
      columns={[
        {
          id: 'subject',
          label: t('ticketSubject'),
          value: ({ subject }) => subject,
          cell: ({ subject }) => <bdi>{oneLine(subject, 300)}</bdi>,
        },
        {
          id: 'hash',
          label: t('ticketCommit'),
          value: ({ hash }) => hash,
          cell: ({ hash }) => (
            <button
              type="button"
              class="link mono"
              aria-label={t('ticketCopyHash', hash.slice(0, 10))}
              title={t('ticketCopyHash', hash)}
              onClick={() => copy(hash)}
            >
              {hash.slice(0, 10)}
            </button>
          ),
        },
        {
          id: 'time',
          label: t('ticketTime'),
          numeric: true,
          value: ({ at }) => at,
          cell: ({ at }) => momentText(at),
        },
      ]}
    />
  );
}

export function Plans({ page, actions }: { page: TicketPage; actions: ListActions }) {
  return (
    <List
      id="plans"
      title="ticketPlans"
      empty="ticketNoPlans"
      rows={page.plans}
      rowKey={({ id }) => String(id)}
      sortedBy="time"
      columns={[
        {
          id: 'plan',
          label: t('ticketTitle'),
          value: ({ title }) => title,
          cell: ({ id, title, name: own }) => (
            <button type="button" class="link" onClick={() => actions.openPlan(id)}>
              <bdi>{oneLine(title, 200) || oneLine(own, 200)}</bdi>
            </button>
          ),
        },
        {
          id: 'time',
          label: t('ticketTime'),
          numeric: true,
          value: ({ at }) => at,
          cell: ({ at }) => momentText(at),
        },
      ]}
    />
  );
}

/** When it was worked on: what the time line draws, to read. */
export function Times({ intervals }: Pick<TicketPage, 'intervals'>) {
  const length = ({ startedAt, finishedAt }: TicketSpan) => (finishedAt ?? Date.now()) - startedAt;
  return (
    <List
      id="times"
      title="ticketTimes"
      rows={intervals}
      rowKey={({ worktree, startedAt }) => `${startedAt} ${worktree}`}
      sortedBy="started"
      columns={[
        {
          id: 'started',
          label: t('ticketStarted'),
          value: ({ startedAt }) => startedAt,
          cell: ({ startedAt }) => momentText(startedAt),
        },
        {
          id: 'ended',
          label: t('ticketEnded'),
          value: ({ finishedAt }) => finishedAt,
          cell: ({ finishedAt }) => (finishedAt === null ? t('ticketStill') : momentText(finishedAt)),
        },
        {
          id: 'length',
          label: t('ticketLength'),
          numeric: true,
          value: length,
          cell: (span) => formatDuration(length(span)),
        },
        name('branch', t('ticketBranch'), ({ branch }: TicketSpan) => branch ?? ''),
        name('worktree', t('ticketWorktree'), ({ worktree }: TicketSpan) => worktree),
      ]}
    />
  );
}

interface ListProps<Row> {
  id: string;
  title: StringKey;
  /** What is said of no rows; absent: the list is left out then. */
  empty?: StringKey;
  problem?: string | undefined;
  wide?: boolean;
  rows: readonly Row[];
  rowKey(row: Row): string;
  sortedBy: string;
  columns: readonly Column<Row>[];
}

/** A heading and a table, or why there is none. */
function List<Row>({ id, title, empty, problem, wide, rows, ...table }: ListProps<Row>) {
  const said = problem ?? (empty && t(empty));
  if (rows.length === 0 && said === undefined) {
    return null;
  }
  return (
    <section class={wide ? 'card card-table' : 'card'} aria-labelledby={`ticket-${id}`}>
      <div class="card-head">
        <h2 id={`ticket-${id}`}>
          {t(title)} <span class="muted">{countText(rows.length)}</span>
        </h2>
      </div>
      {rows.length === 0 ? (
        <p class="card-empty">{said}</p>
      ) : (
        <Table caption={t(title)} rows={rows} limit={firstRows} {...table} />
      )}
    </section>
  );
}

function name<Row>(id: string, label: string, of: (row: Row) => string): Column<Row> {
  return { id, label, value: of, cell: (row) => <bdi>{oneLine(of(row), 200)}</bdi> };
}

/** A whole number; where none is told the cell is empty. */
function count<Row>(id: string, label: string, of: (row: Row) => number | null, sign = ''): Column<Row> {
  const cell = (row: Row) => {
    const value = of(row);
    return value === null ? '?' : `${value > 0 ? sign : ''}${countText(value)}`;
  };
  return { ...{ id, label, numeric: true, value: of }, cell };
}

function tokens<Row>(of: (row: Row) => number): Column<Row> {
  return {
    ...{ id: 'tokens', label: t('ticketTokens'), numeric: true, value: of },
    cell: (row) => formats.tokens(of(row)),
  };
}
