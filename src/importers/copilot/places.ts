import type { Places, RowQuery, SourceShape } from '../importer.js';
import { foldersOf, joinPath } from '../places.js';

/** `COPILOT_HOME`, else `~/.copilot`, and the state folder that older versions may have used. */
export function roots(places: Places): string[] {
  const named = foldersOf(places, 'COPILOT_HOME');
  if (named.length > 0) {
    return named;
  }
  const state = places.env.XDG_STATE_HOME;
  return [
    joinPath(places, places.home, '.copilot'),
    ...(state?.startsWith('/') === true ? [joinPath(places, state, '.copilot')] : []),
  ];
}

/**
 * Events of a session in its folder, or, in older versions, in a file of its own; the oldest are one document each. Beside
 * them what the session is called and where it runs, its plan and its list of things to do. One database for all sessions,
 * and exported telemetry.
 */
export function shapeOf(path: string): SourceShape | null {
  if (path === 'session-store.db') {
    return 'sqlite';
  }
  const [folder, session, name, ...more] = path.split('/');
  if (session === undefined || session === '' || more.length > 0) {
    return null;
  }
  if (folder === 'session-state') {
    return name === undefined ? (session.endsWith('.jsonl') ? 'jsonl' : null) : (inSession.get(name) ?? null);
  }
  if (name !== undefined) {
    return null;
  }
  if (folder === 'history-session-state') {
    return session.endsWith('.json') ? 'json' : null;
  }
  return folder === 'otel' && session.endsWith('.jsonl') ? 'jsonl' : null;
}

/** Checkpoints, snapshots of files and attachments of a session are copies of what its events tell. */
export function mayContain(folder: string): boolean {
  return /^(?:|history-session-state|otel|session-state(?:\/[^/]+)?)$/.test(folder);
}

/** A session's plan and its list of things to do tell neither a response nor a session. */
export function counts(path: string): boolean {
  return !/\/(?:plan\.md|session\.db)$/.test(path);
}

/** The session's id in the path of its file. */
export function idOfPath(path: string): string {
  const [, name] = path.split('/');
  return (name ?? path).replace(/^session_/, '').replace(/\.jsonl?$/, '');
}

export function queries(path: string): readonly RowQuery[] {
  return path === 'session-store.db' ? storeQueries : todoQueries;
}

const inSession: ReadonlyMap<string, SourceShape> = new Map([
  ['events.jsonl', 'jsonl'],
  ['workspace.yaml', 'text'],
  ['plan.md', 'text'],
  ['session.db', 'sqlite'],
]);

/** Seen with schema version 8 (1.0.102). Turns and checkpoints are not read: the events of the session tell them whole. */
const storeQueries: readonly RowQuery[] = [
  {
    from: 'sessions',
    sql: 'select id, cwd, branch, summary, created_at from sessions where ? >= 0 order by id',
    needs: { sessions: ['id', 'cwd', 'branch', 'summary', 'created_at'] },
  },
  {
    from: 'assistant_usage_events',
    sql: `select id as mark, id, session_id, agent_id, parent_tool_call_id, model, input_tokens, output_tokens, cache_read_tokens,
      cache_write_tokens, reasoning_tokens, created_at from assistant_usage_events where id >= ? order by id`,
    needs: {
      assistant_usage_events: [
        ...['id', 'session_id', 'agent_id', 'parent_tool_call_id', 'model', 'input_tokens', 'output_tokens'],
        ...['cache_read_tokens', 'cache_write_tokens', 'reasoning_tokens', 'created_at'],
      ],
    },
    optional: true,
  },
];

/** The session's own database, which the model itself writes to: any other table in it is its own. */
const todoQueries: readonly RowQuery[] = [
  {
    from: 'todos',
    sql: 'select id, title, status, updated_at from todos where ? >= 0 order by rowid',
    needs: { todos: ['id', 'title', 'status', 'updated_at'] },
    optional: true,
  },
];
