import { oneLine } from '../../src/common/plainText.js';
import type { SessionCommits } from '../../src/common/sessionPage.js';
import { t } from '../app/strings.js';
import { formatMoment } from '../replay/times.js';

/** What was committed while the session went on. Git is asked for it, which may take a moment, or fail. */
export function Commits({
  answer,
  error,
}: {
  answer: SessionCommits | undefined;
  error: string | undefined;
}) {
  const problem = answer?.problem ?? (answer === undefined ? error : undefined);
  return (
    <section aria-labelledby="commits-head">
      <h2 id="commits-head" title={t('sessionCommitsHint')}>
        {t('sessionCommits')}
      </h2>
      {answer === undefined && error === undefined && <p class="muted">{t('sessionCommitsLoading')}</p>}
      {problem !== undefined && problem !== null && <p class="muted">{oneLine(problem, 300)}</p>}
      {answer?.commits.length === 0 && answer.problem === null && (
        <p class="muted">{t('sessionNoCommits')}</p>
      )}
      <ul class="session-list">
        {answer?.commits.map(({ hash, subject, at }) => (
          <li key={hash} title={formatMoment(at)}>
            <code>{hash.slice(0, 8)}</code> <bdi>{oneLine(subject, 200)}</bdi>
          </li>
        ))}
      </ul>
    </section>
  );
}
