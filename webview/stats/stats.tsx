import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import type {
  StatsFocus,
  StatsHost,
  StatsMark,
  StatsRange,
  StatsStart,
} from '../../src/common/panelProtocol.js';
import type { UsageDimension, UsageReport } from '../../src/common/usageReport.js';
import type { Remote } from '../../src/common/rpc.js';
import { agentLabel } from '../app/labels.js';
import { onPanelEvent } from '../app/rpc.js';
import { t } from '../app/strings.js';
import { Button } from '../app/ui/button.js';
import { TextField } from '../app/ui/fields.js';
import { EmptyState, ErrorState, Spinner } from '../app/ui/states.js';
import { Tabs } from '../app/ui/tabs.js';
import { usePersistedState } from '../app/usePersistedState.js';
import { useQuery } from '../app/useQuery.js';
import { ChartCard } from './chartCard.js';
import { firstChoice, isChoice, rangeOf, type Choice, type Period } from './period.js';
import { Totals } from './totals.js';

const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The statistics: what to look at, the totals, and the charts that the host lists. */
export function Stats({ host, start }: { host: Remote<StatsHost>; start: StatsStart }) {
  const [choice, setChoice] = usePersistedState<Choice>('choice', firstChoice, isChoice);
  const [message, setMessage] = useState('');
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
  const range = useMemo(() => rangeOf({ ...choice, scope }, Date.now()), [choice, scope, today]);
  const ask = useMemo(() => askOnce(host), [host]);
  const totals = useQuery(JSON.stringify(range), () => ask(range, 'none', undefined), { minimumMs: 3000 });

  const failed = (error: unknown) => setMessage(error instanceof Error ? error.message : String(error));
  const open = useCallback(
    (where: StatsRange, mark: StatsMark) => {
      setMessage('');
      host
        .openSessions(where, mark, timeZone)
        .then((found) => setMessage(found ? '' : t('noSessionsBehind')))
        .catch(failed);
    },
    [host],
  );
  const openSession = useCallback((id: string) => void host.openSession(id).catch(failed), [host]);
  const toggleTable = (id: string, asTable: boolean) =>
    change({ tables: asTable ? [...choice.tables, id] : choice.tables.filter((one) => one !== id) });

  const empty = totals.value?.totals.responses === 0 && totals.value.totals.unknownResponses === 0;
  return (
    <main class="stats">
      <header class="stats-head">
        <h1>{t('stats')}</h1>
        <Toolbar choice={{ ...choice, scope }} hasWorkspace={start.hasWorkspace} onChange={change} />
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
          <Totals totals={totals.value.totals} />
          <div class="cards">
            {start.charts.map((chart) => (
              <ChartCard
                key={chart.id}
                chart={chart}
                range={range}
                asTable={choice.tables.includes(chart.id)}
                onTable={(asTable) => toggleTable(chart.id, asTable)}
                ask={ask}
                askTitles={host.titles}
                onOpen={open}
                onOpenSession={openSession}
              />
            ))}
          </div>
        </>
      )}
    </main>
  );
}

interface ToolbarProps {
  choice: Choice;
  hasWorkspace: boolean;
  onChange(part: Partial<Choice>): void;
}

function Toolbar({ choice, hasWorkspace, onChange }: ToolbarProps) {
  const periods: { value: Period; label: string }[] = [
    { value: '7', label: t('days7') },
    { value: '30', label: t('days30') },
    { value: '90', label: t('days90') },
    { value: 'all', label: t('allTime') },
    { value: 'custom', label: t('custom') },
  ];
  return (
    <div class="toolbar">
      {choice.ticket !== null && (
        <Button
          look="secondary"
          icon="close"
          title={t('everyTicket')}
          onClick={() => onChange({ ticket: null })}
        >
          {t('forTicket', choice.ticket)}
        </Button>
      )}
      {choice.agent !== null && (
        <Button
          look="secondary"
          icon="close"
          title={t('allAgents')}
          onClick={() => onChange({ agent: null })}
        >
          {agentLabel(choice.agent)}
        </Button>
      )}
      {hasWorkspace && (
        <Tabs
          label={t('scope')}
          value={choice.scope}
          options={[
            { value: 'workspace', label: t('thisWorkspace') },
            { value: 'all', label: t('allWorkspaces') },
          ]}
          onChange={(scope) => onChange({ scope })}
        />
      )}
      <Tabs
        label={t('period')}
        value={choice.period}
        options={periods}
        onChange={(period) => onChange({ period })}
      />
      {choice.period === 'custom' && (
        <span class="dates">
          <TextField
            type="date"
            label={t('from')}
            value={choice.from}
            max={choice.to}
            onInput={(from) => onChange({ from })}
          />
          –
          <TextField
            type="date"
            label={t('until')}
            value={choice.to}
            min={choice.from}
            onInput={(to) => onChange({ to })}
          />
        </span>
      )}
    </div>
  );
}

/** Two charts over the same rows share one question while it is on its way. */
function askOnce(host: Remote<StatsHost>) {
  const asked = new Map<string, Promise<UsageReport>>();
  return (range: StatsRange, by: UsageDimension, thenBy: UsageDimension | undefined) => {
    const key = JSON.stringify([range, by, thenBy]);
    const waiting = asked.get(key);
    if (waiting) {
      return waiting;
    }
    const answer = host.usage(range, by, thenBy, timeZone).finally(() => asked.delete(key));
    asked.set(key, answer);
    return answer;
  };
}

/** A ticket or an agent is looked at alone and over all time; other groups cannot be asked for alone. */
function focusChoice({ dimension, key }: StatsFocus): Partial<Choice> {
  if (dimension === 'ticket' && key !== null) {
    return { ticket: key, agent: null, scope: 'all', period: 'all' };
  }
  if (dimension === 'agent' && key !== null) {
    return { agent: key, ticket: null, scope: 'all' };
  }
  return {};
}
