import type { UsageScope } from '../../common/protocol.js';
import type { StoreApi } from '../../common/storeApi.js';
import type { Database } from '../database.js';
import { readActivity, readUsageOf, type Activity, type ActivityScope } from './activity.js';
import { readAttachmentPlace, type AttachmentPlace } from './attachments.js';
import { readBodies } from './bodies.js';
import { createCalls } from './calls.js';
import { readChart, readSessionsBehind } from './charts.js';
import { createContext, type ReadOptions } from './context.js';
import { readContextFill } from './contextFill.js';
import { readDetail } from './detail.js';
import { readResponses, readStepDetails } from './exportRows.js';
import { readExplanation } from './explanation.js';
import { readSessionsTouching } from './files.js';
import { readFamilies } from './families.js';
import { readGroups } from './groups.js';
import { readLiveSession } from './live.js';
import { readMatching } from './matching.js';
import { withMergedTickets } from './mergedTickets.js';
import { createMoveSums, type MoveSums } from './moves.js';
import { createOrders } from './orders.js';
import { readOutline, readStepNamed, readStepOf } from './outline.js';
import { readPlan, readPlans } from './plans.js';
import type { SearchQuery } from '../../common/search.js';
import { createSearch, type SearchSteps } from './search.js';
import { readRateLimits } from './rateLimits.js';
import { findSession, readSessions } from './sessions.js';
import { readSimilar } from './similar.js';
import { readSessionsOfSource } from './sources.js';
import { readTicketWork } from './ticketWork.js';
import type { ResponseScope } from './scope.js';
import { readUsage } from './usage.js';

/** A call of the protocol that is answered at once. */
type Sync<K extends keyof StoreApi> = (...args: Parameters<StoreApi[K]>) => Awaited<ReturnType<StoreApi[K]>>;

type Reads =
  | 'groups'
  | 'sessions'
  | 'session'
  | 'families'
  | 'outline'
  | 'bodies'
  | 'matching'
  | 'search'
  | 'stepOf'
  | 'stepNamed'
  | 'similarSessions'
  | 'usage'
  | 'explain'
  | 'chart'
  | 'sessionsBehind'
  | 'stepDetails'
  | 'responses'
  | 'plans'
  | 'plan'
  | 'rateLimits'
  | 'sessionsTouching';

/** The reading half of the store's protocol, and what the owner's other services ask beside it. */
export type Reader = { [K in Reads]: Sync<K> } & {
  /** A search in slices, between which it may be given up. */
  searchSteps(query: SearchQuery): SearchSteps;
  /** Where something binary in a message is, which is not stored. */
  attachmentPlace(message: number, index: number): AttachmentPlace | null;
  /** Sums of a ticket, of sessions or of a time. */
  usageOf(scope: ActivityScope): ReturnType<typeof readUsageOf>;
  /** Sums, models, tools, sub-agents and files of a ticket, of sessions or of a time. */
  activityOf(scope: ActivityScope): Activity;
  /** The sessions and plans of a ticket. */
  workOf(scope: Pick<ResponseScope, 'ticket' | 'repositories'>): ReturnType<typeof readTicketWork>;
  /** To add up what another rule for tickets would move. */
  moveSums(): MoveSums;
  /** What is in the context of a session. */
  contextOf(session: string): ReturnType<typeof readContextFill>;
  /** The newest session that has not ended in a worktree. */
  liveSession(worktree: string): ReturnType<typeof readLiveSession>;
  /** The sessions that a source file tells of, newest first. */
  sessionsOfSource(root: string, path: string): ReturnType<typeof readSessionsOfSource>;
  /** To be told when rows of sessions, or what their responses belong to, have changed. */
  changed(sessions: readonly string[] | 'all'): void;
  /** To be called after everything was deleted: numbers of rows are then given anew. */
  clear(): void;
};

/** `now` in milliseconds since 1970 UTC. All reads are synchronous and see what is committed. */
export function createReader(db: Database, options: ReadOptions): Reader {
  const context = createContext(db, options);
  let orders = createOrders(context);
  const search = createSearch(context);
  const calls = createCalls(context);
  const merged = <T extends UsageScope>(scope: T) => withMergedTickets(context, scope);
  return {
    groups: (by, filter, timeZone) => readGroups(context, by, filter, timeZone),
    sessions: (filter, page, group) => readSessions(context, filter, page, group),
    session(id) {
      const session = findSession(context, id);
      return session === null ? null : readDetail(context, session);
    },
    families: (ids) => readFamilies(context, ids),
    outline(id, from, limit) {
      const session = findSession(context, id);
      return session === null ? { total: 0, rows: [] } : readOutline(context, orders, session, from, limit);
    },
    bodies: (ids, limit) => readBodies(context, orders, ids, limit),
    attachmentPlace: (message, index) => readAttachmentPlace(context, message, index),
    matching: (ids, pattern) => readMatching(context, orders, ids, pattern),
    search: (query) => search.search(query),
    searchSteps: (query) => search.steps(query),
    stepOf: (message) => readStepOf(context, orders, message),
    stepNamed: (id, uid) => readStepNamed(context, orders, id, uid),
    similarSessions(id) {
      const session = findSession(context, id);
      return session === null ? [] : readSimilar(context, session);
    },
    usage: (query) => readUsage(context, merged(query)),
    explain: (scope) => readExplanation(context, merged(scope)),
    chart: (id, query) => readChart(context, calls, id, merged(query)),
    sessionsBehind: (id, query, keys) => readSessionsBehind(context, calls, id, merged(query), keys),
    changed: (sessions) => calls.forget(sessions),
    stepDetails: (ids) => readStepDetails(context, ids),
    responses(id, from, limit) {
      const session = findSession(context, id);
      return session === null ? [] : readResponses(context, session, from, limit);
    },
    plans: (filter, page) => readPlans(context, filter, page),
    plan: (id) => readPlan(context, id),
    rateLimits: (agents) => readRateLimits(context, agents),
    sessionsTouching: (path, page) => readSessionsTouching(context, path, page),
    usageOf: (scope) => readUsageOf(context, scope),
    activityOf: (scope) => readActivity(context, scope),
    workOf: (scope) => readTicketWork(context, scope),
    moveSums: () => createMoveSums(context),
    sessionsOfSource: (root, path) => readSessionsOfSource(context, root, path),
    contextOf: (session) => readContextFill(context, session),
    liveSession: (worktree) => readLiveSession(context, worktree),
    clear() {
      context.clear();
      orders = createOrders(context);
      search.clear();
      calls.forget('all');
    },
  };
}
