import type { ImportProblem } from '../../src/common/importReport.js';
import { oneLine } from '../../src/common/plainText.js';
import { t } from '../app/strings.js';

/** What in the session's files could not be read or understood. */
export function Problems({ problems }: { problems: readonly ImportProblem[] }) {
  if (problems.length === 0) {
    return null;
  }
  return (
    <section aria-labelledby="problems-head">
      <h2 id="problems-head">{t('sessionProblems')}</h2>
      <ul class="session-list">
        {problems.slice(0, 50).map(({ file, line, message }) => (
          <li key={`${file} ${line} ${message}`}>
            {oneLine(message, 300)}
            <p class="muted">
              <bdi>{oneLine(file, 300)}</bdi>
              {line !== null && `, ${t('sessionLine', line)}`}
            </p>
          </li>
        ))}
        {problems.length > 50 && <li class="muted">{t('sessionMore', problems.length - 50)}</li>}
      </ul>
    </section>
  );
}
