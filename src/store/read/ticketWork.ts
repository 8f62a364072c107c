import type { PlanSummary } from '../../common/protocol.js';
import {
  mostTicketSessions,
  type TicketPage,
  type TicketWork,
  type WorkSums,
} from '../../common/ticketPage.js';
import { standsFor } from '../../attribution/aliases.js';
import { readAliases } from '../attributionRows.js';
import { listOf, type ReadContext } from './context.js';
import { lineageOf } from './lineage.js';
import { shownTitle } from './marks.js';
import { namesOf } from './names.js';
import { readPlans } from './plans.js';
import { groupResponses } from './responses.js';
import { responseConditions, type ResponseScope } from './scope.js';
import { stateOf } from './state.js';
import { sumBuilder, type SumBuilder } from './sums.js';
import { ticketTimes } from './ticketTimes.js';

type Scope = Pick<ResponseScope, 'ticket' | 'repositories'>;

/** A pause that does not end a stretch of work, in milliseconds; and how many stretches are told of a session. */
const shortPause = 15 * 60_000;
const mostSpans = 500;
const mostPlans = 200;

/** What a top-level session, with all that it started, has of the ticket. */
interface Share {
  sums: SumBuilder;
  branches: Set<number>;
  firstAt: number | null;
  lastAt: number | null;
}

/** The sessions of a ticket with their share, and the plans that were made for it. */
export function readTicketWork(
  context: ReadContext,
  scope: Scope,
): Pick<TicketPage, 'work' | 'workLeftOut' | 'plans'> {
  const lineage = lineageOf(context);
  const shares = new Map<number, Share>();
  const columns = [{ sql: 'u.session_id' }, { sql: 'u.branch' }];
  const sessions = new Set<number>();
  for (const group of groupResponses(context, columns, responseConditions(context, scope, null))) {
    const session = group.keys[0] as number;
    sessions.add(session);
    const share = keep(shares, lineage.rootOf(session), () => ({
      ...{ sums: sumBuilder(context.prices()), branches: new Set<number>() },
      ...{ firstAt: null, lastAt: null },
    }));
    share.sums.add(group);
    if (group.keys[1] !== null) {
      share.branches.add(group.keys[1] as number);
    }
    share.firstAt = edge(share.firstAt, group.firstAt, Math.min);
    share.lastAt = edge(share.lastAt, group.lastAt, Math.max);
  }
  const all = [...shares]
    .map(([root, share]) => ({ root, ...share, share: workSums(share.sums) }))
    .sort((a, b) => b.share.totalTokens - a.share.totalTokens || b.root - a.root);
  const shown = all.slice(0, mostTicketSessions);
  const roots = shown.map(({ root }) => root);
  const whole = wholeSums(context, roots);
  const spans = spansOf(context, scope);
  const heads = headsOf(context, roots);
  const byHand = assignedRoots(context, scope);
  const branch = namesOf(
    context.db,
    shown.flatMap(({ branches }) => [...branches]),
  );
  const work = shown.flatMap(({ root, share, branches, firstAt, lastAt }): TicketWork[] => {
    const head = heads.get(root);
    return head
      ? [
          {
            ...head,
            branches: [...branches].flatMap((id) => branch(id) ?? []).sort(),
            ...{ firstAt, lastAt, share },
            spans: spans.get(root) ?? [],
            whole: whole.get(root) ?? share,
            byHand: byHand.has(root),
          },
        ]
      : [];
  });
  return { work, workLeftOut: all.length - shown.length, plans: plansOf(context, scope, sessions) };
}

function wholeSums(context: ReadContext, roots: readonly number[]): Map<number, WorkSums> {
  const lineage = lineageOf(context);
  const builders = new Map<number, SumBuilder>();
  const conditions = responseConditions(context, {}, lineage.withDescendants(roots));
  for (const group of groupResponses(context, [{ sql: 'u.session_id' }], conditions)) {
    const root = lineage.rootOf(group.keys[0] as number);
    keep(builders, root, () => sumBuilder(context.prices())).add(group);
  }
  return new Map([...builders].map(([root, builder]) => [root, workSums(builder)]));
}

/** From the quarters of an hour that are added up already, which know their first and last response. */
function spansOf(context: ReadContext, scope: Scope): Map<number, [number, number][]> {
  const lineage = lineageOf(context);
  const spans = new Map<number, [number, number][]>();
  const conditions = responseConditions(context, scope, null);
  context.db
    .prepare(
      `select u.session_id, u.first_at, u.last_at from usage_rollup u
       where u.first_at is not null and ${conditions.map(({ sql }) => sql).join(' and ')} order by u.first_at`,
    )
    .each(
      conditions.flatMap(({ parameters }) => parameters),
      ([session, first, until]) => {
        const own = keep(spans, lineage.rootOf(session as number), () => []);
        const [from, to] = [first as number, until as number];
        const last = own.at(-1);
        if (last && (from - last[1] <= shortPause || own.length >= mostSpans)) {
          last[1] = Math.max(last[1], to);
        } else {
          own.push([from, to]);
        }
      },
    );
  return spans;
}

type Head = Pick<TicketWork, 'id' | 'agent' | 'title' | 'state'>;

function headsOf(context: ReadContext, roots: readonly number[]): Map<number, Head> {
  const heads = new Map<number, Head>();
  context.db
    .prepare(
      `select s.id, s.agent, s.agent_session_id, ${shownTitle}, s.ended_at, s.waiting,
        (select s.process from source told where told.id = s.process_source_id and told.gone_at is null)
       from session s where s.id in (select value from json_each(?))`,
    )
    .each([listOf(roots)], ([id, agent, own, title, endedAt, waiting, processId]) =>
      heads.set(id as number, {
        id: `${agent as string}:${own as string}`,
        agent: agent as string,
        title: (title as string | null) ?? '',
        state: stateOf(
          {
            lastEventAt: endedAt as number | null,
            waiting: waiting === 1,
            processId: processId as number | null,
          },
          context.settings(),
          context.now(),
        ),
      }),
    );
  return heads;
}

/** Top-level sessions of which something was assigned to the ticket by hand. */
function assignedRoots(context: ReadContext, { ticket }: Scope): Set<number> {
  const lineage = lineageOf(context);
  const aliases = readAliases(context.db);
  const roots = new Set<number>();
  context.db.prepare('select session_id, key from assignment').each([], ([session, key]) => {
    if (standsFor(key as string, aliases) === ticket) {
      roots.add(lineage.rootOf(session as number));
    }
  });
  return roots;
}

/** Of the sessions' plans those that were made while they worked on the ticket. */
function plansOf(context: ReadContext, scope: Scope, sessions: ReadonlySet<number>): PlanSummary[] {
  const numbers = new Map<string, number>();
  context.db
    .prepare(
      `select agent || ':' || agent_session_id, id from session
       where id in (select value from json_each(?)) and id in (select session_id from plan)`,
    )
    .each([listOf(sessions)], ([id, number]) => numbers.set(id as string, number as number));
  if (numbers.size === 0) {
    return [];
  }
  const within = ticketTimes(context, scope, [...numbers.values()]);
  return readPlans(context, { ids: [...numbers.keys()], children: true }, { limit: mostPlans }).filter(
    ({ sessionId, at }) => sessionId !== null && within(numbers.get(sessionId)!, null, at),
  );
}

/** Of all sums what the list of sessions shows. */
export function workSums(builder: SumBuilder): WorkSums {
  const { responses, unknownResponses, approximateResponses, totalTokens, costUsd, estimate } =
    builder.result();
  return { responses, unknownResponses, approximateResponses, totalTokens, costUsd, estimate };
}

function edge(a: number | null, b: number | null, of: (a: number, b: number) => number): number | null {
  return a === null ? b : b === null ? a : of(a, b);
}

function keep<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
