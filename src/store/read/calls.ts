import type { SessionId, UsageScope } from '../../common/protocol.js';
import type { Call, Change } from '../../stats/chart.js';
import { categories } from '../codes.js';
import type { ReadContext } from './context.js';
import { projectsOf } from './dimensions.js';
import { createFacts, factFolder, factPlace, factTime, responseOf } from './facts.js';

/** Tool calls and the files that they changed, but for those that were copied from another session. */
export interface Calls {
  /** Each call of a scope by session, sub-agent and order. */
  calls(scope: UsageScope, call: (call: Call) => void): void;
  /** Each change of a file. */
  changes(scope: UsageScope, change: (change: Change) => void): void;
  forget(sessions: readonly SessionId[] | 'all'): void;
}

const callColumns = ['c.id', 'c.thread_id', 'c.message_id', 'c.name', 'c.category', 'c.is_error'];
const durationColumn = 'ifnull(c.duration_ms, nullif(c.ended_at - c.started_at, 0))';
const [callId, thread, , name, category, isError, duration] = [0, 1, 2, 3, 4, 5, 6].map(factPlace) as [
  ...[number, number, number, number, number, number, number],
];
const [path, added, removed, changedAt] = [1, 2, 3, 4].map(factPlace) as [number, number, number, number];

export function createCalls(context: ReadContext): Calls {
  const { db } = context;
  const callFacts = createFacts(context, {
    from: `from tool_call c join session s on s.id = c.session_id left join message m on m.id = c.message_id
      ${responseOf('m.usage_id', 'c.session_id', 'ifnull(m.at, c.started_at)')}
      where ifnull(m.copied, 0) = 0`,
    at: 'ifnull(m.at, c.started_at)',
    model: 'ifnull(m.model, u.model)',
    branch: 'ifnull(m.branch, u.branch)',
    columns: [...callColumns, durationColumn],
    order: [1, 2, 0],
    session: 'c.session_id',
  });
  const changeFacts = createFacts(context, {
    from: `from file_change f join session s on s.id = f.session_id
      left join tool_call c on c.session_id = f.session_id and c.call_id = f.call_id
      left join message m on m.id = c.message_id
      ${responseOf('m.usage_id', 'f.session_id', 'ifnull(m.at, c.started_at)')}
      where ifnull(m.copied, 0) = 0`,
    at: 'f.at',
    model: 'ifnull(m.model, u.model)',
    branch: 'ifnull(m.branch, u.branch)',
    columns: ['f.id', 'ifnull(f.new_path, f.path)', 'f.added', 'f.removed', 'f.at'],
    order: [0],
    session: 'f.session_id',
  });
  const names = textsOf(context);
  const sessionIds = idsOf(context);
  return {
    calls(scope, tell) {
      const nameOf = names();
      const sessionIdOf = sessionIds();
      let row = 0;
      const call: Call = {
        ...{
          session: 0,
          thread: null,
          tool: null,
          category: 'other',
          at: null,
          isError: null,
          duration: null,
        },
        sessionId: () => sessionIdOf(call.session),
        callId: () => String(db.prepare('select call_id from tool_call where id = ?').get(row)?.[0]),
      };
      callFacts.each(scope, (session, columns) => {
        row = columns[callId] ?? 0;
        call.session = session;
        call.thread = columns[thread] ?? null;
        call.tool = nameOf(columns[name] ?? null);
        call.category = categories[columns[category] ?? -1] ?? 'other';
        call.at = factTime(columns);
        call.isError = columns[isError] === null ? null : columns[isError] === 1;
        call.duration = columns[duration] ?? null;
        tell(call);
      });
    },
    changes(scope, tell) {
      const nameOf = names();
      const sessionIdOf = sessionIds();
      const projectOf = projectsOf(context);
      let cwd: number | null = null;
      const change: Change = {
        ...{ session: 0, file: '', at: null, added: null, removed: null },
        sessionId: () => sessionIdOf(change.session),
        project: () => nameOf(projectOf(cwd)),
      };
      changeFacts.each(scope, (session, columns) => {
        cwd = factFolder(columns);
        change.session = session;
        change.file = nameOf(columns[path] ?? null) ?? '';
        change.added = columns[added] ?? null;
        change.removed = columns[removed] ?? null;
        change.at = columns[changedAt] ?? null;
        tell(change);
      });
    },
    forget(sessions) {
      callFacts.forget(sessions);
      changeFacts.forget(sessions);
    },
  };
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
