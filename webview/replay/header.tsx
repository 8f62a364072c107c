import { memo } from 'preact/compat';
import { useState } from 'preact/hooks';
import { formatCost, formatCount, formatDuration } from '../../src/common/format.js';
import { baseName } from '../../src/common/paths.js';
import { oneLine } from '../../src/common/plainText.js';
import { tokensText } from '../../src/common/usageText.js';
import type { SessionDetail, SessionId, SessionState } from '../../src/common/protocol.js';
import { useActions } from '../app/actions.js';
import { costText } from '../app/cost.js';
import { t } from '../app/strings.js';
import { IconButton } from '../app/ui/button.js';
import { Icon } from '../app/ui/icon.js';
import { Badge } from '../app/ui/states.js';
import { formatMoment } from './times.js';
import { Todos } from './todos.js';

interface HeaderProps {
  session: SessionDetail;
  agentLabel: string;
  onOpenSession(id: SessionId): void;
  onResume(): void;
  /** Opens the menu of the session below the element. */
  onMenu(anchor: HTMLElement): void;
}

/** What session this is, and what it came to. */
export const Header = memo(function Header(props: HeaderProps) {
  const { session, agentLabel, onOpenSession, onResume, onMenu } = props;
  const [details, setDetails] = useState(false);
  const { usage } = session;
  const { offline } = useActions();
  const title = oneLine(session.title, 300) || t('untitled');
  const length =
    session.startedAt === null || session.endedAt === null ? null : session.endedAt - session.startedAt;
  const done = session.todos.filter(({ status }) => status === 'completed');
  const priced = usage.costUsd !== null || usage.responses === 0;
  return (
    <header class="session">
      <div class="session-line">
        <h1 title={title}>{title}</h1>
        <StateBadge state={session.state} />
        <span class="figures">
          <span>
            <b>{tokensText(usage)}</b> {t('tokens')}
          </span>
          <span title={costHint(session)}>
            <b>{costText(usage.costUsd)}</b>
            {Object.keys(usage.unpriced).length > 0 && priced && ' + ?'}
            {usage.estimate && ' ~'}
          </span>
          <span>
            <b>{length === null ? t('unknown') : formatDuration(length)}</b>
          </span>
          {session.resume && !offline && (
            <IconButton icon="debug-continue" label={t('resume')} onClick={onResume} />
          )}
          <IconButton
            icon={details ? 'chevron-up' : 'chevron-down'}
            label={t(details ? 'close' : 'expand')}
            expanded={details}
            onClick={() => setDetails(!details)}
          />
          {!offline && (
            <button
              type="button"
              class="icon-button"
              aria-label={t('sessionMenu')}
              aria-haspopup="menu"
              title={t('sessionMenu')}
              onClick={(event) => onMenu(event.currentTarget)}
            >
              <Icon name="ellipsis" />
            </button>
          )}
        </span>
      </div>
      <ul class="session-facts">
        <Fact icon="robot" text={agentLabel} title={programOf(session, agentLabel)} />
        <Facts icon="chip" texts={session.models} />
        {session.cwd !== null && (
          <Fact icon="folder" text={baseName(session.repository ?? session.cwd)} title={session.cwd} />
        )}
        <Facts icon="git-branch" texts={session.branches} />
        <Facts icon="tag" texts={session.tickets} />
        {session.startedAt !== null && <Fact icon="calendar" text={formatMoment(session.startedAt)} />}
        {session.todos.length > 0 && (
          <Fact icon="checklist" text={t('todosDone', done.length, session.todos.length)} />
        )}
      </ul>
      {details && <Details session={session} onOpenSession={onOpenSession} />}
    </header>
  );
});

function Details({ session, onOpenSession }: { session: SessionDetail; onOpenSession(id: SessionId): void }) {
  const { tokens } = session.usage;
  const { openLink } = useActions();
  const parent = session.parentId;
  return (
    <div class="session-details">
      <dl>
        <Figure label={t('tokenInput')} value={formatCount(tokens.input)} />
        <Figure label={t('tokenCacheRead')} value={formatCount(tokens.cacheRead)} />
        <Figure label={t('tokenCacheWrite5m')} value={formatCount(tokens.cacheWrite5m)} />
        <Figure label={t('tokenCacheWrite1h')} value={formatCount(tokens.cacheWrite1h)} />
        <Figure label={t('tokenOutput')} value={formatCount(tokens.output)} />
        <Figure label={t('messages')} value={formatCount(session.messages)} />
        <Figure label={t('toolCalls')} value={formatCount(session.toolCalls)} />
        <Figure label={t('errors')} value={formatCount(session.errors)} />
      </dl>
      {costNotes(session).map((note) => (
        <p key={note} class="row-note">
          {note}
        </p>
      ))}
      {session.todos.length > 0 && <Todos todos={session.todos} />}
      {(parent !== null || session.children.length > 0 || session.links.length > 0) && (
        <ul class="session-links">
          {parent !== null && (
            <li>
              <button type="button" class="link" onClick={() => onOpenSession(parent)}>
                <Icon name="arrow-up" /> {t('openParent')}
              </button>
            </li>
          )}
          {session.children.map((child) => (
            <li key={child.id}>
              <button type="button" class="link" onClick={() => onOpenSession(child.id)}>
                <Icon name="organization" />{' '}
                {child.agentType === null ? '' : `${oneLine(child.agentType, 60)}: `}
                {oneLine(child.title) || t('untitled')}
              </button>
            </li>
          ))}
          {session.links.map((link) => (
            <li key={link.url}>
              <button type="button" class="link" title={link.url} onClick={() => openLink(link.url)}>
                <Icon name="link-external" /> {oneLine(link.label)}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Figure({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** So many of a kind are named beside each other; a session of hundreds would leave no room for its steps. */
const mostFacts = 5;

function Facts({ icon, texts }: { icon: string; texts: readonly string[] }) {
  const rest = texts.slice(mostFacts);
  return (
    <>
      {texts.slice(0, mostFacts).map((text) => (
        <Fact key={text} icon={icon} text={text} />
      ))}
      {rest.length > 0 && <Fact icon={icon} text={`+${rest.length}`} title={rest.join(', ')} />}
    </>
  );
}

function Fact(props: { icon: string; text: string; title?: string | undefined }) {
  const text = oneLine(props.text, 300);
  return (
    <li title={props.title === undefined ? text : oneLine(props.title, 4000)}>
      <Icon name={props.icon} />
      <bdi>{text}</bdi>
    </li>
  );
}

function StateBadge({ state }: { state: SessionState }) {
  const label = {
    active: t('stateActive'),
    waiting: t('stateWaiting'),
    idle: t('stateIdle'),
    ended: t('stateEnded'),
  };
  const kind = state === 'active' ? 'live' : state === 'waiting' ? 'warning' : 'plain';
  return <Badge kind={kind}>{label[state]}</Badge>;
}

/** The agent with its version, and where its session was held. */
function programOf({ agentVersion, client, headless }: SessionDetail, label: string): string {
  const clients = {
    cli: t('clientCli'),
    ide: t('clientIde'),
    desktop: t('clientDesktop'),
    exec: t('clientExec'),
  };
  const name = agentVersion === null ? label : `${label} ${oneLine(agentVersion, 60)}`;
  const held = client === null ? (headless ? t('clientExec') : null) : clients[client];
  return held === null ? name : `${name}, ${held}`;
}

function costHint(session: SessionDetail): string {
  return [t('cost'), ...costNotes(session)].join('\n');
}

function costNotes(session: SessionDetail): string[] {
  const { usage } = session;
  const unpriced = Object.keys(usage.unpriced).map((model) => oneLine(model, 100));
  return [
    ...(unpriced.length > 0 ? [t('unpricedModels', unpriced.join(', '))] : []),
    ...(usage.estimate ? [t('estimated')] : []),
    ...(usage.webSearchUsd > 0 ? [t('plusWebSearch', formatCost(usage.webSearchUsd))] : []),
    ...(session.agentCostUsd === null ? [] : [t('agentOwnCost', formatCost(session.agentCostUsd))]),
    ...(usage.unknownResponses > 0 ? [t('responsesWithout', formatCount(usage.unknownResponses))] : []),
    ...(usage.approximateResponses > 0
      ? [t('responsesApproximate', formatCount(usage.approximateResponses))]
      : []),
    ...(session.problems.length > 0 ? [t('importProblems', formatCount(session.problems.length))] : []),
  ];
}
