import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import { statsTabs, type ChartData, type StatsTab } from '../../src/common/charts.js';
import type { Remote } from '../../src/common/rpc.js';
import type { ChartQuestion, StatsFocus, StatsHost, StatsStart } from '../../src/common/statsPanel.js';
import { onPanelEvent } from '../app/rpc.js';
import { t } from '../app/strings.js';
import { Button } from '../app/ui/button.js';
import { EmptyState, ErrorState, Spinner } from '../app/ui/states.js';
import { usePersistedState } from '../app/usePersistedState.js';
import { useQuery } from '../app/useQuery.js';
import { ChartCard } from './charts/chartCard.js';
import { Explain } from './explain.js';
import { firstChoice, focusChoice, isChoice, rangeOf, type Choice } from './filter/choice.js';
import { FilterBar } from './filter/filterBar.js';
import { PageTabs } from './pageTabs.js';
import { Totals } from './totals.js';
import { useChartActions } from './useChartActions.js';

const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The statistics: what to look at, the totals, and the charts that the host lists, a tab of them at a time. */
export function Stats({ host, start }: { host: Remote<StatsHost>; start: StatsStart }) {
  const [choice, setChoice] = usePersistedState<Choice>('choice', firstChoice, isChoice);
  const [message, setMessage] = useState('');
  const [explains, setExplains] = useState(false);
  const change = useCallback(
    (part: Partial<Choice>) => setChoice((old) => ({ ...old, ...part })),
    [setChoice],
  );
  const focusOn = useCallback((focus: StatsFocus) => change(focusChoice(focus)), [change]);
  useEffect(() => {
    if (start.focus) {
      focusOn(start.focus);
    }
    const subscription = onPanelEvent((event) => {
      if (event.event === 'focus') {
        focusOn(event.focus);
      }
    });
    return () => subscription.dispose();
  }, [start, focusOn]);

  // A workspace that was chosen means nothing in a window without a folder.
  const scope = start.hasWorkspace ? choice.scope : 'all';
  // Milliseconds of "now" do not matter to a period of days; the same range must stay the same.
  const today = new Date().toDateString();
  const { period, from, to, lists, runs } = choice;
  const range = useMemo(
    () => rangeOf({ ...choice, scope }, Date.now()),
    [period, from, to, lists, runs, scope, today],
  );
  const totals = useQuery(JSON.stringify(range), () => host.totals(range, timeZone), { minimumMs: 3000 });
  const actions = useChartActions(host, setMessage);
  const { since, until } = range;
  const span = {
    scope,
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
  };

  const questionOf = ({ id, parts, ofSession }: ChartData): ChartQuestion => {
    const part = choice.parts[id];
    return {
      ...{ id, range, timeZone },
      ...(part !== undefined && parts?.includes(part) ? { part } : {}),
      ...(ofSession && choice.session !== null ? { session: choice.session } : {}),
    };
  };
  const toggleTable = (id: string, asTable: boolean) =>
    change({ tables: asTable ? [...choice.tables, id] : choice.tables.filter((one) => one !== id) });

  const empty = totals.value?.totals.responses === 0 && totals.value.totals.unknownResponses === 0;
  return (
    <main class="stats">
      <header class="stats-head">
        <h1>{t('stats')}</h1>
        <FilterBar
          choice={{ ...choice, scope }}
          hasWorkspace={start.hasWorkspace}
          period={JSON.stringify(span)}
          choices={() => host.choices(span)}
          onChange={change}
        />
      </header>
      <div class={message === '' ? 'sr-only' : 'card-note'} role="status">
        {message}
      </div>
      {totals.error !== undefined && !totals.value ? (
        <ErrorState message={totals.error} onRetry={totals.retry} />
      ) : !totals.value ? (
        <Spinner />
      ) : empty ? (
        <EmptyState icon="graph" title={t('nothingYet')} hint={t('nothingYetHint')}>
          {choice.period !== 'all' && (
            <Button look="primary" onClick={() => change({ period: 'all' })}>
              {t('allTime')}
            </Button>
          )}
        </EmptyState>
      ) : (
        <>
          <Totals
            totals={totals.value.totals}
            onExplain={() => setExplains(true)}
            onSessions={(label) => actions.open({ id: 'sessions', range, timeZone }, [], label)}
          />
          {explains && <Explain ask={() => host.explain(range)} onClose={() => setExplains(false)} />}
          <PageTabs
            label={t('stats')}
            value={choice.tab}
            options={tabsOf(start)}
            onChange={(tab) => change({ tab })}
          >
            <div class="cards">
              {start.charts
                .filter(({ tab }) => tab === choice.tab)
                .map((chart) => (
                  <ChartCard
                    key={chart.id}
                    chart={chart}
                    question={questionOf(chart)}
                    asTable={choice.tables.includes(chart.id)}
                    onTable={(asTable) => toggleTable(chart.id, asTable)}
                    onPart={(part) => change({ parts: { ...choice.parts, [chart.id]: part } })}
                    onSession={(session) => change({ session })}
                    actions={actions}
                  />
                ))}
            </div>
          </PageTabs>
        </>
      )}
    </main>
  );
}

/** The tabs that have charts. */
function tabsOf({ charts }: StatsStart): { value: StatsTab; label: string }[] {
  const labels: Readonly<Record<StatsTab, string>> = {
    overview: t('tabOverview'),
    cost: t('tabCost'),
    tickets: t('tabTickets'),
    tools: t('tabTools'),
    files: t('tabFiles'),
    quality: t('tabQuality'),
    sessions: t('tabSessions'),
  };
  return statsTabs
    .filter((tab) => charts.some((chart) => chart.tab === tab))
    .map((tab) => ({ value: tab, label: labels[tab] }));
}
