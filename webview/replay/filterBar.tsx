import type { ToolCategory } from '../../src/common/model.js';
import { oneLine } from '../../src/common/plainText.js';
import { useActions } from '../app/actions.js';
import { t, type StringKey } from '../app/strings.js';
import { Button } from '../app/ui/button.js';
import { Select, Toggle } from '../app/ui/fields.js';
import { noFilters, type Filters } from './items.js';

const toggles = [
  ['user', 'filterUser'],
  ['agent', 'filterAgent'],
  ['tools', 'filterTools'],
  ['thinking', 'filterThinking'],
  ['system', 'filterSystem'],
  ['hooks', 'filterHooks'],
  ['retries', 'filterRetries'],
  ['subAgents', 'filterSubAgents'],
  ['errorsOnly', 'filterErrors'],
] as const satisfies readonly [keyof Filters, StringKey][];

/** Names of the categories of tools. */
export const categoryLabels: Readonly<Record<ToolCategory, StringKey>> = {
  read: 'categoryRead',
  edit: 'categoryEdit',
  search: 'categorySearch',
  run: 'categoryRun',
  web: 'categoryWeb',
  delegate: 'categoryDelegate',
  plan: 'categoryPlan',
  mcp: 'categoryMcp',
  other: 'categoryOther',
};

interface FilterBarProps {
  filters: Filters;
  onChange(filters: Filters): void;
  /** Paths of the files that the session changed. */
  files: readonly string[];
  /** What only some sessions have, and this one. */
  has: { readonly hooks: boolean; readonly retries: boolean };
  groups: number;
  allOpen: boolean;
  onOpenAll(open: boolean): void;
}

/** What is shown of the session. */
export function FilterBar({ filters, onChange, files, has, groups, allOpen, onOpenAll }: FilterBarProps) {
  const hidden = (name: string) => (name === 'hooks' && !has.hooks) || (name === 'retries' && !has.retries);
  const { shortPath } = useActions();
  const options: { value: Filters['category']; label: string }[] = [
    { value: 'all', label: t('allTools') },
    ...Object.entries(categoryLabels).map(([value, label]) => ({
      value: value as ToolCategory,
      label: t(label),
    })),
  ];
  return (
    <div class="filters" role="group" aria-label={t('filters')}>
      {toggles.map(
        ([name, label]) =>
          !hidden(name) && (
            <Toggle
              key={name}
              label={t(label)}
              checked={filters[name]}
              onChange={(checked) => onChange({ ...filters, [name]: checked })}
            />
          ),
      )}
      <Select
        label={t('filterCategory')}
        value={filters.category}
        options={options}
        onChange={(category) => onChange({ ...filters, category })}
      />
      {files.length > 0 && (
        <Select
          label={t('filterFile')}
          value={filters.file}
          options={[
            { value: '', label: t('allFiles') },
            ...files.map((value) => ({ value, label: oneLine(shortPath(value), 80) })),
          ]}
          onChange={(file) => onChange({ ...filters, file })}
        />
      )}
      {groups > 0 && (
        <Button
          look="quiet"
          icon={allOpen ? 'collapse-all' : 'expand-all'}
          onClick={() => onOpenAll(!allOpen)}
        >
          {allOpen ? t('collapseAll') : t('expandAll')}
        </Button>
      )}
      {isFiltered(filters) && (
        <Button look="quiet" icon="clear-all" onClick={() => onChange(noFilters)}>
          {t('clearFilters')}
        </Button>
      )}
    </div>
  );
}

export function isFiltered(filters: Filters): boolean {
  return Object.entries(noFilters).some(([name, value]) => filters[name as keyof Filters] !== value);
}
