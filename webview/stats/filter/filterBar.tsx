import { useState } from 'preact/hooks';
import type { Unit } from '../../../src/common/charts.js';
import { listFilters, type ListFilter, type StatsChoices } from '../../../src/common/statsPanel.js';
import { t } from '../../app/strings.js';
import { Button } from '../../app/ui/button.js';
import { Select, TextField } from '../../app/ui/fields.js';
import { Tabs } from '../../app/ui/tabs.js';
import { useQuery } from '../../app/useQuery.js';
import { keyText } from '../charts/values.js';
import { withList, type Choice, type Period, type Runs } from './choice.js';
import { ListMenu } from './listMenu.js';

interface FilterBarProps {
  choice: Choice;
  hasWorkspace: boolean;
  /** What there is to choose from in the period; asked when a list is opened. */
  choices(): Promise<StatsChoices>;
  /** Changes when there may be other things to choose from. */
  period: string;
  onChange(part: Partial<Choice>): void;
}

const unitOf: Readonly<Record<ListFilter, Unit>> = {
  agents: 'agent',
  models: 'model',
  projects: 'project',
  branches: 'branch',
  tickets: 'ticket',
  tags: 'text',
};

/** What is looked at. Every figure of the page obeys it. */
export function FilterBar({ choice, hasWorkspace, choices, period, onChange }: FilterBarProps) {
  const [wanted, setWanted] = useState(false);
  const { value } = useQuery(
    JSON.stringify([wanted, period]),
    async () => (wanted ? await choices() : undefined),
    { minimumMs: 10_000 },
  );
  const periods: { value: Period; label: string }[] = [
    { value: '7', label: t('days7') },
    { value: '30', label: t('days30') },
    { value: '90', label: t('days90') },
    { value: 'all', label: t('allTime') },
    { value: 'custom', label: t('custom') },
  ];
  const runs: { value: Runs; label: string }[] = [
    { value: 'all', label: t('allRuns') },
    { value: 'person', label: t('runsOfPersons') },
    { value: 'program', label: t('runsOfPrograms') },
  ];
  const labels: Readonly<Record<ListFilter, string>> = {
    agents: t('agent'),
    models: t('model'),
    projects: t('project'),
    branches: t('branch'),
    tickets: t('ticket'),
    tags: t('tag'),
  };
  const isFiltered = Object.keys(choice.lists).length > 0 || choice.runs !== 'all';
  return (
    <div class="toolbar" role="search" aria-label={t('filter')}>
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
        onChange={(chosen) => onChange({ period: chosen })}
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
      {listFilters.map((list) => (
        <ListMenu
          key={list}
          label={labels[list]}
          keys={value?.[list]}
          chosen={choice.lists[list] ?? []}
          text={(key) => keyText(unitOf[list], key)}
          onOpen={() => setWanted(true)}
          onChange={(keys) => onChange(withList(choice, list, keys))}
        />
      ))}
      <Select
        label={t('runs')}
        value={choice.runs}
        options={runs}
        onChange={(chosen) => onChange({ runs: chosen })}
      />
      {isFiltered && (
        <Button look="quiet" icon="clear-all" onClick={() => onChange({ lists: {}, runs: 'all' })}>
          {t('clearFilter')}
        </Button>
      )}
    </div>
  );
}
