import { baseName } from '../../src/common/paths.js';
import { oneLine } from '../../src/common/plainText.js';
import type { SimilarSession } from '../../src/common/sessionPage.js';
import { t } from '../app/strings.js';
import { formatMoment } from '../replay/times.js';
import { Icon } from '../app/ui/icon.js';

interface SimilarProps {
  sessions: readonly SimilarSession[] | undefined;
  onOpen(id: string): void;
}

const percents = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 0 });
const percent = (share: number) => percents.format(share);

/** Sessions that are like this one, with what they have in common. */
export function Similar({ sessions, onOpen }: SimilarProps) {
  return (
    <section aria-labelledby="similar-head">
      <h2 id="similar-head">{t('sessionSimilar')}</h2>
      {sessions?.length === 0 && <p class="muted">{t('sessionNoSimilar')}</p>}
      <ul class="session-list">
        {sessions?.map((one) => (
          <li key={one.session.id}>
            <button type="button" class="link" onClick={() => onOpen(one.session.id)}>
              <Icon name="history" /> <bdi>{oneLine(one.session.title, 150) || t('untitled')}</bdi>
            </button>
            <p class="muted" title={scoreText(one)}>
              <b>{percent(one.score)}</b> ·{' '}
              {[formatMoment(one.session.endedAt), ...reasonsOf(one)].join(' · ')}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function reasonsOf({ files, words, branch }: SimilarSession): string[] {
  const names = files.shared.slice(0, 3).map((path) => oneLine(baseName(path), 60));
  return [
    ...(files.shared.length > 0
      ? [
          t(
            'sessionSimilarFiles',
            files.shared.length,
            files.of,
            [...names, ...(files.shared.length > 3 ? ['…'] : [])].join(', '),
          ),
        ]
      : []),
    ...(words.shared.length > 0 ? [t('sessionSimilarWords', words.shared.slice(0, 5).join(', '))] : []),
    ...(branch === null ? [] : [t('sessionSimilarBranch', oneLine(branch.name, 80))]),
  ];
}

function scoreText({ score, files, words, branch }: SimilarSession): string {
  return t(
    'sessionSimilarScore',
    percent(score),
    percent(files.score),
    percent(words.score),
    percent(branch?.score ?? 0),
  );
}
