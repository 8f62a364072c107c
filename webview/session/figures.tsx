import { formatCount, formatDuration, formatTokens } from '../../src/common/format.js';
import { oneLine } from '../../src/common/plainText.js';
import type { SessionDetail, TicketReport } from '../../src/common/protocol.js';
import { recorded, tokensText } from '../../src/common/usageText.js';
import { costText } from '../app/cost.js';
import { agentLabel } from '../app/labels.js';
import { t } from '../app/strings.js';
import { formatMoment } from '../replay/times.js';

interface FiguresProps {
  session: SessionDetail;
  /** undefined: not told yet. */
  files: TicketReport['filesChanged'] | undefined;
}

/** So many names of a kind are shown; the tooltip has the others. */
const mostNames = 4;

/** What the session is and came to. What is not known is a question mark, and no figure is 0 for want of knowing. */
export function Figures({ session, files }: FiguresProps) {
  const { usage, startedAt, endedAt } = session;
  const { tokens } = usage;
  const duration = startedAt === null || endedAt === null ? null : endedAt - startedAt;
  const count = (value: number) => {
    const known = recorded(usage, value);
    return known === null ? '?' : formatTokens(known);
  };
  const unpriced = Object.keys(usage.unpriced).map((model) => oneLine(model, 100));
  const cost = `${costText(recorded(usage, usage.costUsd))}${usage.costUsd !== null && unpriced.length > 0 ? ' + ?' : ''}${usage.estimate ? ' ~' : ''}`;
  return (
    <section aria-labelledby="figures-head">
      <h2 id="figures-head" class="sr-only">
        {t('sessionFigures')}
      </h2>
      <dl class="session-figures">
        <Figure
          label={t('sessionDuration')}
          value={duration === null ? '?' : formatDuration(duration)}
          title={t('compareDuration')}
        />
        <Figure label={t('messages')} value={formatCount(session.messages)} />
        <Figure label={t('compareTokens')} value={tokensText(usage)} />
        <Figure label={t('tokenInput')} value={count(tokens.input)} />
        <Figure label={t('tokenCacheRead')} value={count(tokens.cacheRead)} />
        <Figure label={t('tokenCacheWrite')} value={count(tokens.cacheWrite5m + tokens.cacheWrite1h)} />
        <Figure label={t('tokenOutput')} value={count(tokens.output)} />
        <Figure
          label={t('compareCost')}
          value={cost}
          title={unpriced.length > 0 ? t('unpricedModels', unpriced.join(', ')) : undefined}
        />
        <Figure label={t('toolCalls')} value={formatCount(session.toolCalls)} />
        <Figure label={t('errors')} value={formatCount(session.errors)} />
        <Figure
          label={t('sessionFilesChanged')}
          value={files === undefined ? '…' : formatCount(files.length)}
          title={files
            ?.slice(0, 40)
            .map(({ path }) => oneLine(path, 300))
            .join('\n')}
        />
      </dl>
      <dl class="session-names">
        <Names label={t('sessionStarted')} names={[startedAt === null ? '?' : formatMoment(startedAt)]} />
        <Names label={t('sessionAgent')} names={[programOf(session)]} />
        <Names label={t('sessionModels')} names={session.models} />
        <Names label={t('sessionBranches')} names={session.branches} />
        <Names label={t('sessionTickets')} names={session.tickets} />
      </dl>
    </section>
  );
}

function Figure({ label, value, title }: { label: string; value: string; title?: string | undefined }) {
  return (
    <div title={title === '' ? undefined : title}>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Names({ label, names }: { label: string; names: readonly string[] }) {
  if (names.length === 0) {
    return null;
  }
  const rest = names.length - mostNames;
  return (
    <div title={names.map((name) => oneLine(name, 200)).join('\n')}>
      <dt>{label}</dt>
      <dd>
        {names.slice(0, mostNames).map((name, index) => (
          <>
            {index > 0 && ', '}
            <bdi>{oneLine(name, 100)}</bdi>
          </>
        ))}
        {rest > 0 && ` ${t('sessionMore', rest)}`}
      </dd>
    </div>
  );
}

/** The agent with its version, and where its session was held. */
function programOf({ agent, agentVersion, client, headless }: SessionDetail): string {
  const clients = {
    cli: t('clientCli'),
    ide: t('clientIde'),
    desktop: t('clientDesktop'),
    exec: t('clientExec'),
  };
  const label = agentLabel(agent);
  const name = agentVersion === null ? label : `${label} ${oneLine(agentVersion, 60)}`;
  const held = client === null ? (headless ? t('clientExec') : null) : clients[client];
  return held === null ? name : `${name}, ${held}`;
}
