import type { SessionId, UsageScope } from '../../common/protocol.js';
import type { Call, Change } from '../../stats/chart.js';
import { categories } from '../codes.js';
import { type PackedColumn, type PackedKind, packedPlace } from '../packedSessions.js';
import type { ReadContext } from './context.js';
import { projectsOf } from './dimensions.js';
import { createFacts } from './facts.js';

/** Tool calls and the files that they changed, but for those that were copied from another session. */
export interface Calls {
  /** Each call of a scope by session, sub-agent and order. */
  calls(scope: UsageScope, call: (call: Call) => void): void;
  /** Each change of a file by session. */
  changes(scope: UsageScope, change: (change: Change) => void): void;
  forget(sessions: readonly SessionId[] | 'all'): void;
}

/** Where the values of a row are. */
const call = placesOf('calls', ['at', 'id', 'thread', 'name', 'category', 'isError', 'duration']);
const change = placesOf('changes', ['at', 'cwd', 'path', 'added', 'removed']);

export function createCalls(context: ReadContext): Calls {
  const { db } = context;
  const callFacts = createFacts(context, 'calls');
  const changeFacts = createFacts(context, 'changes');
  const names = textsOf(context);
  const sessionIds = idsOf(context);
  return {
    calls(scope, tell) {
      const nameOf = names();
      const sessionIdOf = sessionIds();
      let row = 0;
      const told: Call = {
        ...{
          session: 0,
          thread: null,
          tool: null,
          category: 'other',
          at: null,
          isError: null,
          duration: null,
        },
        sessionId: () => sessionIdOf(told.session),
        callId: () => String(db.prepare('select call_id from tool_call where id = ?').get(row)?.[0]),
      };
      callFacts.each(scope, (session, values) => {
        row = values[call.id] ?? 0;
        told.session = session;
        told.thread = values[call.thread] ?? null;
        told.tool = nameOf(values[call.name] ?? null);
        told.category = categories[values[call.category] ?? -1] ?? 'other';
        told.at = values[call.at] ?? null;
        told.isError = values[call.isError] === null ? null : values[call.isError] === 1;
        told.duration = values[call.duration] ?? null;
        tell(told);
      });
    },
    changes(scope, tell) {
      const nameOf = names();
      const sessionIdOf = sessionIds();
      const projectOf = projectsOf(context);
      let cwd: number | null = null;
      const told: Change = {
        ...{ session: 0, file: 0, at: null, added: null, removed: null },
        sessionId: () => sessionIdOf(told.session),
        project: () => nameOf(projectOf(cwd)),
      };
      changeFacts.each(scope, (session, values) => {
        cwd = values[change.cwd] ?? null;
        told.session = session;
        told.file = values[change.path] ?? 0;
        told.added = values[change.added] ?? null;
        told.removed = values[change.removed] ?? null;
        told.at = values[change.at] ?? null;
        tell(told);
      });
    },
    forget(sessions) {
      callFacts.forget(sessions);
      changeFacts.forget(sessions);
    },
  };
}

function placesOf<K extends PackedKind, C extends PackedColumn<K>>(
  kind: K,
  columns: readonly C[],
): Record<C, number> {
  return Object.fromEntries(columns.map((column) => [column, packedPlace(kind, column)])) as Record<
    C,
    number
  >;
}

/** Names by their numbers, read when they are met first. After everything was deleted numbers are given anew. */
function textsOf({ db }: ReadContext) {
  return () => {
    const known = new Map<number, string | null>();
    const read = db.prepare('select text from name where id = ?');
    return (id: number | null): string | null => {
      if (id === null) {
        return null;
      }
      let text = known.get(id);
      if (text === undefined) {
        text = (read.get(id)?.[0] ?? null) as string | null;
        known.set(id, text);
      }
      return text;
    };
  };
}

function idsOf({ db }: ReadContext) {
  return () => {
    const known = new Map<number, string>();
    const read = db.prepare("select agent || ':' || agent_session_id from session where id = ?");
    return (session: number): string => {
      let id = known.get(session);
      if (id === undefined) {
        id = String(read.get(session)?.[0]);
        known.set(session, id);
      }
      return id;
    };
  };
}
