import { useMemo, useState } from 'preact/hooks';
import { oneLine } from '../../src/common/plainText.js';
import type { SessionId } from '../../src/common/protocol.js';
import type { TicketPage, TicketWork, WorkSums } from '../../src/common/ticketPage.js';
import { recorded } from '../../src/common/usageText.js';
import { agentLabel } from '../app/labels.js';
import { t } from '../app/strings.js';
import { Button, IconButton } from '../app/ui/button.js';
import { Checkbox } from '../app/ui/fields.js';
import { Badge } from '../app/ui/states.js';
import { Table, type Column } from '../app/ui/table.js';
import { costText, countText, momentText, partOf, percentText, tokensText } from './figures.js';

interface SessionsProps {
  page: TicketPage;
  onOpen(session: TicketWork): void;
  onMove(sessions: readonly SessionId[]): void;
  onMovePart(session: SessionId): void;
}

/** The sessions with what they have of the ticket, and the whole of each beside it. Those that are chosen can be moved. */
export function Sessions({ page, onOpen, onMove, onMovePart }: SessionsProps) {
  const { work, usage, workLeftOut } = page;
  const [chosen, setChosen] = useState<ReadonlySet<SessionId>>(new Set());
  const there = useMemo(() => work.filter(({ id }) => chosen.has(id)).map(({ id }) => id), [work, chosen]);
  const toggle = (id: SessionId, on: boolean) =>
    setChosen((old) => new Set(on ? [...old, id] : [...old].filter((one) => one !== id)));
  const title = (session: TicketWork) => oneLine(session.title, 200) || session.id;
  const columns: Column<TicketWork>[] = [
    {
      id: 'session',
      label: t('ticketSession'),
      value: title,
      cell: (session) => (
        <span class="session-cell">
          <Checkbox
            label={t('ticketSelect', title(session))}
            checked={chosen.has(session.id)}
            onChange={(on) => toggle(session.id, on)}
          />
          <button type="button" class="link" title={session.id} onClick={() => onOpen(session)}>
            {title(session)}
          </button>
          <IconButton
            icon="list-selection"
            label={t('ticketMovePart', title(session))}
            onClick={() => onMovePart(session.id)}
          />
        </span>
      ),
    },
    ...sums('', (session) => session.share, t('ticketTokens'), t('ticketCost')),
    part('ofTicket', t('ticketOfTicket'), (session) => partOf(session.share, usage)),
    part('ofSession', t('ticketOfSession'), (session) => partOf(session.share, session.whole)),
    ...sums('whole', (session) => session.whole, t('ticketWholeTokens'), t('ticketWholeCost')),
    {
      id: 'agent',
      label: t('agent'),
      value: ({ agent }) => agentLabel(agent),
      cell: ({ agent, byHand }) => (
        <span class="agent-cell">
          {agentLabel(agent)}
          {byHand && <Badge title={t('ticketByHandHint')}>{t('ticketByHand')}</Badge>}
        </span>
      ),
    },
    moment('first', t('ticketFirst'), ({ firstAt }) => firstAt),
    moment('last', t('ticketLast'), ({ lastAt }) => lastAt),
    {
      id: 'branches',
      label: t('ticketBranches'),
      value: ({ branches }) => branches.join(', '),
      cell: ({ branches }) => oneLine(branches.join(', '), 200),
    },
  ];
  return (
    <section class="card card-table" aria-labelledby="ticket-sessions">
      <div class="card-head">
        <h2 id="ticket-sessions">
          {t('ticketSessions')} <span class="muted">{countText(page.sessions)}</span>
        </h2>
        <span class="session-actions">
          <label class="select-all">
            <Checkbox
              checked={there.length === work.length}
              mixed={there.length > 0 && there.length < work.length}
              onChange={(on) => setChosen(new Set(on ? work.map(({ id }) => id) : []))}
            />
            {t('ticketSelectAll')}
          </label>
          <Button
            icon="arrow-right"
            disabled={there.length === 0}
            title={t('ticketMoveHint')}
            onClick={() => onMove(there)}
          >
            {there.length === 0 ? t('ticketMove') : t('ticketMoveSelected', countText(there.length))}
          </Button>
        </span>
      </div>
      <Table
        caption={t('ticketSessions')}
        columns={columns}
        rows={work}
        rowKey={({ id }) => id}
        sortedBy="tokens"
        limit={50}
      />
      {workLeftOut > 0 && <p class="card-note">{t('ticketMoreSessions', countText(workLeftOut))}</p>}
    </section>
  );
}

/** Tokens and cost of a part of the responses. */
function sums(
  prefix: string,
  of: (session: TicketWork) => WorkSums,
  tokens: string,
  cost: string,
): Column<TicketWork>[] {
  return [
    {
      id: `${prefix}tokens`,
      label: tokens,
      numeric: true,
      value: (session) => recorded(of(session), of(session).totalTokens),
      cell: (session) => tokensText(of(session)),
    },
    {
      id: `${prefix}cost`,
      label: cost,
      numeric: true,
      value: (session) => recorded(of(session), of(session).costUsd),
      cell: (session) => recorded(of(session), costText(of(session))) ?? '?',
    },
  ];
}

function part(id: string, label: string, share: (session: TicketWork) => number | null): Column<TicketWork> {
  return {
    ...{ id, label, numeric: true, value: share },
    cell: (session) => percentText(share(session)),
  };
}

function moment(id: string, label: string, at: (session: TicketWork) => number | null): Column<TicketWork> {
  return { ...{ id, label, numeric: true, value: at }, cell: (session) => momentText(at(session)) };
}
