import type { SessionId, UsageScope } from '../../common/protocol.js';
import { splitId } from '../../common/sessionId.js';
import { eachPackedRow, type NumberRow } from '../packedRows.js';
import { type PackedKind, packedLength, packedPlace, packSession } from '../packedSessions.js';
import { listOf, type ReadContext } from './context.js';
import { projectsOf } from './dimensions.js';
import { sessionsInScope } from './filter.js';
import { nameId } from './names.js';

/** Rows that belong to a response: tool calls, changes of files. They are read as they are packed by session. */
export interface Facts {
  /** Each row of a scope, by session and in order: see `packedPlace`. The array is used again for the next one. */
  each(scope: UsageScope, row: (session: number, values: NumberRow) => void): void;
  /** To be told when rows of sessions, or what their responses belong to, have changed. */
  forget(sessions: readonly SessionId[] | 'all'): void;
}

/** More sessions than these are looked for among all. */
const mostByIndex = 400;

export function createFacts(context: ReadContext, kind: PackedKind): Facts {
  const { db } = context;
  /** Of sessions that are not packed yet, as during a first import: packed here, and kept until they change. */
  const kept = new Map<number, Uint8Array>();
  const length = packedLength(kind);

  return {
    each(scope, tell) {
      const matches = matcher(context, scope, kind);
      const within = sessionsInScope(context, scope.filter);
      const few = within !== null && within.size <= mostByIndex;
      const { since = 0, until = Number.MAX_SAFE_INTEGER } = scope;
      db.prepare(
        `select s.id, iif(n.session_id is null, p.${kind}, null) from session s
         left join packed_session p on p.session_id = s.id left join unpacked_session n on n.session_id = s.id
         where ifnull(s.ended_at, ?1) >= ?1 and ifnull(s.started_at, ?1) < ?2
           and (p.session_id is not null or n.session_id is not null)
           and ${few ? 's.id in (select value from json_each(?3))' : 'true'}`,
      ).each([since, until, ...(few ? [listOf(within)] : [])], ([id, stored]) => {
        const session = id as number;
        if (within?.has(session) === false) {
          return;
        }
        let packed = stored as Uint8Array | null;
        if (packed === null) {
          packed = kept.get(session) ?? packSession(db, session, kind);
          kept.set(session, packed);
        } else {
          kept.delete(session);
        }
        eachPackedRow(packed, length, (row) => {
          if (matches(row)) {
            tell(session, row);
          }
        });
      });
    },
    forget(sessions) {
      if (sessions === 'all') {
        kept.clear();
        return;
      }
      if (kept.size > 0) {
        db.prepare(
          `select x.id from json_each(?) asked join session x
            on x.agent = asked.value ->> 0 and x.agent_session_id = asked.value ->> 1`,
        ).each([JSON.stringify(sessions.map(splitId))], ([id]) => {
          kept.delete(id as number);
        });
      }
    },
  };
}

function matcher(context: ReadContext, scope: UsageScope, kind: PackedKind): (row: NumberRow) => boolean {
  const { db } = context;
  const idsOf = (values: readonly (string | null)[] | undefined) =>
    values && new Set(values.map((value) => (value === null ? null : (nameId(db, value) ?? -1))));
  const [models, branches, projects] = [idsOf(scope.models), idsOf(scope.branches), idsOf(scope.projects)];
  const tickets = idsOf(scope.ticket === undefined ? scope.tickets : [scope.ticket]);
  const { since, until } = scope;
  const projectOf = projectsOf(context);
  const [atPlace, model, branch, cwd, ticket] = (['at', 'model', 'branch', 'cwd', 'ticket'] as const).map(
    (column) => packedPlace(kind, column),
  ) as [number, number, number, number, number];
  const at = (row: NumberRow) => row[atPlace] ?? Number.NaN;
  const has = (set: ReadonlySet<number | null> | undefined, value: number | null | undefined) =>
    !set || set.has(value ?? null);
  return (row) =>
    (since === undefined || at(row) >= since) &&
    (until === undefined || at(row) < until) &&
    has(models, row[model]) &&
    has(branches, row[branch]) &&
    has(tickets, row[ticket]) &&
    (!projects || projects.has(projectOf(row[cwd] ?? null)));
}
