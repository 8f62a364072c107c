import type { ChartQuestion } from '../../../src/common/statsPanel.js';
import type { SessionId } from '../../../src/common/protocol.js';
import { t } from '../../app/strings.js';
import { Select } from '../../app/ui/fields.js';
import { useQuery } from '../../app/useQuery.js';
import type { ChartActions } from './chartCard.js';

/** Sessions to choose from: those with the most tokens. */
const most = 60;

interface SessionChoiceProps {
  question: ChartQuestion;
  actions: ChartActions;
  onChange(session: SessionId | null): void;
}

/** The session that a chart is about. */
export function SessionChoice({ question, actions, onChange }: SessionChoiceProps) {
  const { session: chosen, ...all } = question;
  const { value } = useQuery(
    JSON.stringify(all.range),
    async () => {
      const { rows } = await actions.ask({ id: 'sessions', range: all.range, timeZone: all.timeZone });
      const ids = [...rows]
        .sort((a, b) => Number(b[8] ?? 0) - Number(a[8] ?? 0))
        .flatMap(([id]) => (typeof id === 'string' ? [id] : []))
        .slice(0, most);
      return { ids, titles: ids.length > 0 ? await actions.titles(ids) : {} };
    },
    { minimumMs: 10_000 },
  );
  const ids = value?.ids ?? [];
  const shown = chosen === undefined || ids.includes(chosen) ? ids : [chosen, ...ids];
  return (
    <Select
      label={t('session')}
      value={chosen ?? ''}
      options={[
        { value: '', label: t('largestSession') },
        ...shown.map((id) => ({ value: id, label: value?.titles[id] ?? id })),
      ]}
      onChange={(id) => onChange(id === '' ? null : id)}
    />
  );
}
