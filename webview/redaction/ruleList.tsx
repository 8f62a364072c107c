import { useMemo } from 'preact/hooks';
import type { Finding } from '../../src/common/export.js';
import { formatCount } from '../../src/common/format.js';
import { t, tr } from '../app/strings.js';
import { Checkbox } from '../app/ui/fields.js';
import { isReplaced, type Chosen } from './choice.js';

interface RuleListProps {
  findings: readonly Finding[];
  chosen: Chosen;
  onToggle(rule: string, replace: boolean): void;
}

/** The rules that found something, with how many of their secrets are replaced. */
export function RuleList({ findings, chosen, onToggle }: RuleListProps) {
  const rules = useMemo(() => {
    const found = new Map<string, { id: string; name: string; all: number; replaced: number }>();
    for (const finding of findings) {
      const rule = found.get(finding.ruleId) ?? {
        id: finding.ruleId,
        name: finding.ruleName,
        all: 0,
        replaced: 0,
      };
      rule.all++;
      rule.replaced += Number(isReplaced(chosen, finding));
      found.set(rule.id, rule);
    }
    return [...found.values()].sort((a, b) => b.all - a.all || (a.name < b.name ? -1 : 1));
  }, [findings, chosen]);
  return (
    <fieldset class="rules">
      <legend>{t('redactionRules')}</legend>
      {rules.map(({ id, name, all, replaced }) => (
        <label key={id}>
          <Checkbox
            checked={replaced === all}
            mixed={replaced > 0 && replaced < all}
            label={t('redactionRule', tr(name), formatCount(replaced), formatCount(all))}
            onChange={(checked) => onToggle(id, checked)}
          />
          <span>{tr(name)}</span>
          <span class="muted" aria-hidden="true">
            {replaced === all ? formatCount(all) : `${formatCount(replaced)} / ${formatCount(all)}`}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
