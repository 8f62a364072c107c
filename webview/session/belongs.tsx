import { oneLine } from '../../src/common/plainText.js';
import type { PlanSummary, SessionDetail } from '../../src/common/protocol.js';
import { tokensText } from '../../src/common/usageText.js';
import { t } from '../app/strings.js';
import { Icon } from '../app/ui/icon.js';
import type { PageActions } from './sessionPage.js';

interface BelongsProps {
  session: SessionDetail;
  plans: readonly PlanSummary[];
  actions: PageActions;
}

/** So many of a kind are shown; the replay shows all. */
const mostOfKind = 50;

/** What the session belongs to, and what belongs to it: the session that started it, those that it started, plans, links. */
export function Belongs({ session, plans, actions }: BelongsProps) {
  const { parentId, forkedFrom, children, threads, links } = session;
  const inner = threads.filter(({ internal }) => !internal);
  if (
    parentId === null &&
    forkedFrom === null &&
    children.length + inner.length + links.length + plans.length === 0
  ) {
    return null;
  }
  const more = (count: number) =>
    count > mostOfKind && <li class="muted">{t('sessionMore', count - mostOfKind)}</li>;
  return (
    <section aria-labelledby="belongs-head">
      <h2 id="belongs-head">{t('sessionBelongs')}</h2>
      <ul class="session-list">
        {parentId !== null && (
          <Entry icon="arrow-up" text={t('sessionParent')} onClick={() => actions.openSession(parentId)} />
        )}
        {forkedFrom !== null && (
          <Entry
            icon="repo-forked"
            text={`${t('sessionForkedFrom')} ${forkedFrom}`}
            onClick={() => actions.openSession(forkedFrom)}
          />
        )}
        {children.slice(0, mostOfKind).map((child) => (
          <Entry
            key={child.id}
            icon="organization"
            text={
              [child.agentType, child.title]
                .map((text) => oneLine(text ?? '', 150))
                .filter(Boolean)
                .join(': ') || t('untitled')
            }
            facts={`${tokensText(child.usage)} ${t('tokens')}`}
            onClick={() => actions.openSession(child.id)}
          />
        ))}
        {more(children.length)}
        {inner.slice(0, mostOfKind).map((thread) => (
          <li key={thread.thread}>
            <Icon name="person" />{' '}
            <bdi>
              {[thread.agentType, thread.description]
                .map((text) => oneLine(text ?? '', 150))
                .filter(Boolean)
                .join(': ') || t('sessionSubAgent')}
            </bdi>{' '}
            <span class="muted">
              {tokensText(thread.usage)} {t('tokens')}
            </span>
          </li>
        ))}
        {more(inner.length)}
        {plans.map((plan) => (
          <Entry
            key={plan.id}
            icon="checklist"
            text={`${t('sessionPlan')}: ${oneLine(plan.title, 150) || oneLine(plan.name, 150)}`}
            onClick={() => actions.openPlan(plan.id, plan.name)}
          />
        ))}
        {links.map(({ url, label }) => (
          <Entry
            key={url}
            icon="link-external"
            text={oneLine(label, 150) || url}
            title={url}
            onClick={() => actions.openLink(url)}
          />
        ))}
      </ul>
    </section>
  );
}

interface EntryProps {
  icon: string;
  text: string;
  facts?: string;
  title?: string;
  onClick(): void;
}

function Entry({ icon, text, facts, title, onClick }: EntryProps) {
  return (
    <li>
      <button type="button" class="link" title={title} onClick={onClick}>
        <Icon name={icon} /> <bdi>{text}</bdi>
      </button>{' '}
      {facts !== undefined && <span class="muted">{facts}</span>}
    </li>
  );
}
