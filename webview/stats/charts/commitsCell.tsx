import { t } from '../../app/strings.js';
import { useQuery } from '../../app/useQuery.js';
import type { ChartActions } from './chartCard.js';
import { formats } from './values.js';

/** Subjects that are told where the pointer rests. */
const mostSubjects = 12;

/** How many commits a ticket has, once git has told; leads to its page. */
export function CommitsCell({
  ticket,
  actions,
}: {
  ticket: string;
  actions: Pick<ChartActions, 'commits' | 'openTicket'>;
}) {
  const { value, error } = useQuery(ticket, () => actions.commits(ticket), { once: true });
  if (!value) {
    return error === undefined ? <span class="muted">…</span> : <span title={error}>?</span>;
  }
  const { commits, problem } = value;
  if (commits === null) {
    return <span title={problem ?? t('commitsUnknown')}>?</span>;
  }
  const count = formats.count(commits.length);
  const subjects = commits.slice(0, mostSubjects).map(({ subject }) => subject);
  return (
    <button
      type="button"
      class="link"
      title={[...subjects, ...(commits.length > mostSubjects ? ['…'] : [])].join('\n')}
      aria-label={t('commitsOf', count, ticket)}
      onClick={() => actions.openTicket(ticket)}
    >
      {count}
    </button>
  );
}
