import type { Keep } from '../common/settings.js';
import { event } from './copilot/events.js';
import { legacySession } from './copilot/legacy.js';
import { otelFile } from './copilot/otel.js';
import { counts, idOfPath, mayContain, queries, roots, shapeOf } from './copilot/places.js';
import { stateOf, stateToStore, type Reading, type State } from './copilot/state.js';
import { storeRow, todoRow } from './copilot/store.js';
import { plan, workspace } from './copilot/workspace.js';
import { ident, isObject, object } from './fields.js';
import type { FileParser, Importer, ParsedRecord, RecordRange, SourceFile } from './importer.js';
import { isPlainId, isUuid } from './places.js';

/**
 * GitHub Copilot CLI, 0.0.420 to 1.0.102. What counts twice there: a shutdown sums up what was used since the session
 * began, also before it was resumed; the database of all sessions and exported telemetry tell the same calls again; a fork
 * repeats the records of the session that it was made of. See `copilot/usage.ts` and `copilot/shutdown.ts`.
 */
export const copilot: Importer = {
  id: 'copilot',
  label: 'GitHub Copilot CLI',
  version: 1,
  roots,
  shapeOf,
  mayContain,
  counts,
  queries,
  start(file, state) {
    if (file.path.startsWith('otel/')) {
      return otelFile(state);
    }
    return file.path === 'session-store.db' || !/^(?:history-)?session-state\/.*\.jsonl?$/.test(file.path)
      ? besideEvents(file)
      : new CopilotFile(file, state);
  },
  resume(agentSessionId) {
    return isPlainId(agentSessionId) ? ['copilot', '--resume', agentSessionId] : null;
  },
};

/** The events of a session, or one document of the oldest versions. */
class CopilotFile implements FileParser {
  readonly #file: SourceFile;
  readonly #state: State;

  constructor(file: SourceFile, stored: unknown) {
    this.#file = file;
    this.#state = stateOf(stored);
  }

  parse(record: unknown, range: RecordRange): ParsedRecord {
    const { path } = this.#file;
    const state = this.#state;
    state.session ??= idIn(record, path);
    if (path.endsWith('.json')) {
      // A document is read whole each time.
      const session = state.session;
      Object.assign(state, stateOf(undefined), { session });
      return parsed(legacySession(record, { session, state }));
    }
    return parsed(event(record, range.offset, { agent: 'copilot', session: state.session, state }));
  }

  state(keep: Keep): unknown {
    return stateToStore(this.#state, keep);
  }
}

/** Files and rows of which each is understood by itself. */
function besideEvents(file: SourceFile): FileParser {
  const session = idOfPath(file.path);
  return {
    parse(record) {
      if (file.path === 'session-store.db') {
        return storeRow(record);
      }
      return file.path.endsWith('/session.db')
        ? todoRow(record, session)
        : file.path.endsWith('/plan.md')
          ? plan(record, session, file)
          : workspace(record, session);
    },
    state: () => null,
  };
}

function parsed({ events, problems }: Pick<Reading, 'events' | 'problems'>): ParsedRecord {
  return problems.length === 0 ? { events } : { events, problems };
}

/** The folder's id: a fork's first event may be a copy. Files without one have it in their first event. */
function idIn(record: unknown, path: string): string {
  const ofPath = idOfPath(path);
  if (isUuid(ofPath) || !isObject(record)) {
    return ofPath;
  }
  return ident(record.type === 'session.start' ? object(record.data).sessionId : record.sessionId) ?? ofPath;
}
