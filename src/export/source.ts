import type { AgentLabels } from '../common/agentLabels.js';
import type { ExportSelection } from '../common/export.js';
import type { SessionDetail, SessionId, UsageQuery } from '../common/protocol.js';
import type { Remote } from '../common/rpc.js';
import type { MessageBody, OutlineRow } from '../common/steps.js';
import type { StoreApi } from '../common/storeApi.js';
import type { UsageDimension, UsageReport, UsageRow } from '../common/usageReport.js';
import type { ExportedPlan, SaidOfTicket, Step } from './format.js';

/** What exports ask of the store. */
export const exportCalls = [
  'agents',
  'sessions',
  'session',
  'families',
  'outline',
  'bodies',
  'stepDetails',
  'responses',
  'usage',
  'ticket',
  'plans',
  'plan',
  'pins',
  'tickets',
  'updateInsights',
] as const satisfies readonly (keyof StoreApi)[];

export type ExportStore = Pick<Remote<StoreApi>, (typeof exportCalls)[number]>;

const sessionPage = 500;
const outlinePage = 1000;
const responsePage = 2000;
/** Steps whose texts are held at a time, so that no session has to fit into memory. */
const mostSteps = 200;
const mostStepBytes = 1024 * 1024;

/** A selection that names a ticket by its key of today: other writings, and tickets that were merged into it, name it as well. */
export async function withTicketOfToday(
  store: ExportStore,
  selection: ExportSelection,
): Promise<ExportSelection> {
  const { ticket, folder } = selection;
  const found = ticket === undefined ? null : await store.ticket(ticket, folder);
  return found ? { ...selection, ticket: found.key } : selection;
}

/** The sessions of a selection: those that it names, and each followed by what descends from it. */
export async function listSessions(store: ExportStore, selection: ExportSelection): Promise<SessionId[]> {
  const found = new Set<SessionId>();
  const named = await namedSessions(store, selection);
  for (let from = 0; from < named.length; from += sessionPage) {
    for (const id of await store.families(named.slice(from, from + sessionPage))) {
      found.add(id);
    }
  }
  return [...found];
}

async function namedSessions(store: ExportStore, selection: ExportSelection): Promise<readonly SessionId[]> {
  if (selection.sessions) {
    return selection.sessions;
  }
  if (selection.ticket !== undefined) {
    return (await store.ticket(selection.ticket, selection.folder))?.sessionIds ?? [];
  }
  const { filter = {}, since, until } = selection;
  const ids: SessionId[] = [];
  for (;;) {
    const page = await store.sessions(
      { ...filter, ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) },
      { limit: sessionPage, offset: ids.length },
    );
    ids.push(...page.map(({ id }) => id));
    if (page.length < sessionPage) {
      return ids;
    }
  }
}

/** The steps of a session with their texts, some at a time. */
export async function* stepsOf(store: ExportStore, id: SessionId): AsyncIterable<Step[]> {
  for await (const rows of outlineOf(store, id)) {
    for (const some of portions(rows)) {
      const ids = some.map((row) => row.id);
      const [bodies, details] = await Promise.all([store.bodies(ids), store.stepDetails(ids)]);
      const bodyOf = new Map(bodies.map((body) => [body.id, body]));
      const detailOf = new Map(details.map((detail) => [detail.id, detail]));
      yield some.flatMap((row): Step[] => {
        const body: MessageBody | undefined = bodyOf.get(row.id);
        return body ? [{ row, body, detail: detailOf.get(row.id) ?? null }] : [];
      });
    }
  }
}

export async function* outlineOf(store: ExportStore, id: SessionId): AsyncIterable<readonly OutlineRow[]> {
  for (let from = 0; ; from += outlinePage) {
    const { total, rows } = await store.outline(id, from, outlinePage);
    if (rows.length > 0) {
      yield rows;
    }
    if (rows.length === 0 || from + rows.length >= total) {
      return;
    }
  }
}

function* portions(rows: readonly OutlineRow[]): Iterable<OutlineRow[]> {
  let portion: OutlineRow[] = [];
  let bytes = 0;
  for (const row of rows) {
    portion.push(row);
    bytes += row.bytes + (row.tool?.outputBytes ?? 0);
    if (portion.length >= mostSteps || bytes >= mostStepBytes) {
      yield portion;
      portion = [];
      bytes = 0;
    }
  }
  if (portion.length > 0) {
    yield portion;
  }
}

/** The responses of a session that belong to the selection. */
export async function* responsesOf(store: ExportStore, id: SessionId, selection: ExportSelection) {
  const { ticket, since = -Infinity, until = Infinity } = selection;
  const isBounded = since !== -Infinity || until !== Infinity;
  for (let from = 0; ; from += responsePage) {
    const rows = await store.responses(id, from, responsePage);
    yield rows.filter(
      (row) =>
        (ticket === undefined || row.ticket === ticket) &&
        (!isBounded || (row.at !== null && row.at >= since && row.at < until)),
    );
    if (rows.length < responsePage) {
      return;
    }
  }
}

export async function* plansOf(store: ExportStore, id: SessionId): AsyncIterable<ExportedPlan> {
  for (const { id: plan, path, at } of await store.plans({ ids: [id] }, { limit: 100 })) {
    const text = await store.plan(plan);
    if (text) {
      yield { name: text.name, text: text.text, path, at };
    }
  }
}

/** The figures of a selection by a dimension; those of the sessions `ids` where the selection names sessions or a ticket. */
export function usageOf(
  store: ExportStore,
  selection: ExportSelection,
  ids: readonly SessionId[],
  by: UsageDimension,
  timeZone: string,
): Promise<UsageReport> {
  const { sessions, ticket, since, until, filter } = selection;
  const query: UsageQuery = {
    by,
    timeZone,
    ...(ticket === undefined ? {} : { ticket }),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...(sessions || ticket !== undefined ? { filter: { ids } } : filter ? { filter } : {}),
  };
  return store.usage(query);
}

/** Figures by session, by the sessions' ids. */
export function sharesOf({ rows }: UsageReport): Map<SessionId, UsageRow> {
  return new Map(rows.map((row) => [`${row.agent ?? ''}:${row.key ?? ''}`, row]));
}

/** What people said of tickets, by their keys. */
export async function saidOfTickets(store: ExportStore): Promise<Map<string, SaidOfTicket>> {
  return new Map(
    (await store.tickets({})).flatMap(({ key, title, note }) =>
      title === null && note === null ? [] : [[key, { title, note }]],
    ),
  );
}

export async function labelsOf(store: ExportStore): Promise<AgentLabels> {
  return Object.fromEntries((await store.agents()).map(({ id, label }) => [id, label]));
}

/** The session as it is exported: without what only this machine can use. */
export function exportedDetail(detail: SessionDetail): SessionDetail {
  // A file does not go on: one that is still held opens at its start like any other.
  const state = 'ended' as const;
  const children = detail.children.map((child) => ({ ...child, state, file: null, running: null }));
  return {
    ...detail,
    state,
    file: null,
    resume: null,
    resumeFromPrompt: null,
    problems: [],
    running: null,
    children,
  };
}
