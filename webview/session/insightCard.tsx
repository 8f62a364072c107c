import { formatCount } from '../../src/common/format.js';
import type {
  FindingName,
  QualityReason,
  SessionCategory,
  SessionInsights,
  SessionQuality,
  Unjudged,
} from '../../src/common/insights.js';
import { oneLine } from '../../src/common/plainText.js';
import type { SessionDetail } from '../../src/common/protocol.js';
import type { SessionCommits } from '../../src/common/sessionPage.js';
import { t, type StringKey } from '../app/strings.js';
import { Icon } from '../app/ui/icon.js';
import { Badge } from '../app/ui/states.js';

interface InsightCardProps {
  session: SessionDetail;
  commits: SessionCommits | undefined;
  /** Opens the replay at a message. */
  onOpen(message: number): void;
}

const findingTexts: Readonly<Record<FindingName, StringKey>> = {
  vague: 'sessionVague',
  backAndForth: 'sessionBackAndForth',
  missingContext: 'sessionMissingContext',
  scopeCreep: 'sessionScopeCreep',
  longPrompt: 'sessionLongPrompt',
};

const unjudgedTexts: Readonly<Record<Unjudged, StringKey>> = {
  headless: 'sessionUnjudgedHeadless',
  child: 'sessionUnjudgedChild',
  noPrompts: 'sessionUnjudgedNoPrompts',
  noAnswer: 'sessionUnjudgedNoAnswer',
  notKept: 'sessionUnjudgedNotKept',
};

const categoryTexts: Readonly<Record<SessionCategory, StringKey>> = {
  'bug-fix': 'categoryBugFix',
  feature: 'categoryFeature',
  refactor: 'categoryRefactor',
  investigation: 'categoryInvestigation',
  testing: 'categoryTesting',
  docs: 'categoryDocs',
  other: 'categoryOther',
};

/** What is concluded from the session, each with its reason; what is said of a prompt opens the replay there. */
export function InsightCard({ session: { insights }, commits, onOpen }: InsightCardProps) {
  return (
    <section aria-labelledby="insights-head">
      <h2 id="insights-head">{t('sessionInsights')}</h2>
      {insights === null ? (
        <p class="muted">{t('sessionNotLooked')}</p>
      ) : (
        <>
          <p>
            {t('sessionCategory')}: <b>{t(categoryTexts[insights.category])}</b>{' '}
            <bdi class="muted">{becauseText(insights)}</bdi>
          </p>
          {commits?.category && (
            <p class="muted">
              {t(
                'sessionCommitsSay',
                commits.category.commits,
                commits.category.classified,
                t(categoryTexts[commits.category.category]),
              )}
            </p>
          )}
          {insights.quality === null ? (
            <p class="muted">{insights.unjudged && t(unjudgedTexts[insights.unjudged])}</p>
          ) : (
            <Quality quality={insights.quality} onOpen={onOpen} />
          )}
          <Findings insights={insights} onOpen={onOpen} />
        </>
      )}
    </section>
  );
}

function Quality({ quality, onOpen }: { quality: SessionQuality; onOpen(message: number): void }) {
  const { score, reasons, oneShot, corrections, correctionRate } = quality;
  const later = correctionRate === null ? 0 : Math.round(corrections.length / correctionRate);
  const reasonTexts: Readonly<Record<QualityReason, string>> = {
    planned: t('sessionPlanned'),
    fewFollowUps: t('sessionFewFollowUps'),
    corrections: t('sessionCorrectionsReason', corrections.length, later),
    noErrors: t('sessionNoErrors'),
    recovered: t('sessionRecovered'),
    unresolvedErrors: t('sessionUnresolved'),
  };
  return (
    <>
      <p class="quality">
        <Stars score={score} /> <b>{t('sessionScore', decimals.format(score))}</b>
        {oneShot && <Badge>{t('sessionOneShot')}</Badge>}
      </p>
      <ul class="reasons">
        <li>
          <span class="effect">3</span> {t('sessionBase')}
        </li>
        {reasons.map(({ name, effect }) => (
          <li key={name}>
            <span class="effect">{signed.format(effect)}</span> {reasonTexts[name]}
          </li>
        ))}
      </ul>
      {corrections.length > 0 && (
        <ul class="session-list">
          {corrections.slice(0, 20).map(({ message, words }) => (
            <li key={message}>
              <button type="button" class="link" title={t('sessionOpenAt')} onClick={() => onOpen(message)}>
                <Icon name="discard" />{' '}
                <bdi>{words === null ? t('sessionStopped') : t('sessionCorrects', oneLine(words, 100))}</bdi>
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Findings({
  insights: { findings, quality },
  onOpen,
}: {
  insights: SessionInsights;
  onOpen(message: number): void;
}) {
  if (findings.length === 0) {
    return quality === null ? null : <p class="muted">{t('sessionNoFindings')}</p>;
  }
  return (
    <>
      <h3>{t('sessionFindings')}</h3>
      <ul class="session-list">
        {findings.map(({ name, severity, message, counts }) => (
          <li key={`${name} ${message}`}>
            <button type="button" class="link" title={t('sessionOpenAt')} onClick={() => onOpen(message)}>
              <Icon
                name={severity === 'warning' ? 'warning' : 'lightbulb'}
                label={t(severity === 'warning' ? 'sessionWarning' : 'sessionInfo')}
              />{' '}
              <bdi>{t(findingTexts[name], ...counts.map((count) => formatCount(count)))}</bdi>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function Stars({ score }: { score: number }) {
  return (
    <span class="stars" aria-hidden="true">
      {[1, 2, 3, 4, 5].map((n) => (
        <Icon
          key={n}
          name={score >= n - 0.25 ? 'star-full' : score >= n - 0.75 ? 'star-half' : 'star-empty'}
        />
      ))}
    </span>
  );
}

function becauseText({ because }: SessionInsights): string {
  const { source } = because;
  const text = oneLine(because.text, 100);
  switch (source) {
    case 'ticket':
      return t('sessionByTicket', text);
    case 'branch':
      return t('sessionByBranch', text);
    case 'commits':
      return t('sessionByCommits', text);
    case 'prompt':
      return t('sessionByPrompt', text);
    case 'none':
      return t('sessionByNothing');
  }
}

const decimals = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const signed = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2, signDisplay: 'exceptZero' });
