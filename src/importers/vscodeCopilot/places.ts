import { baseName } from '../../common/paths.js';
import type { Places, RowQuery, SourceShape } from '../importer.js';
import { userDataFolders } from '../userData.js';

/** The user data of VS Code, of the editors made from it, and of their servers. */
export function roots(places: Places): string[] {
  return userDataFolders(places);
}

/**
 * Sessions as the editor keeps them: a log of operations, before 1.109 a document. Transcripts that the extension writes, in
 * new versions in their stead. Two databases of the extension: spans of telemetry, and what the sessions are called.
 */
export function shapeOf(path: string): SourceShape | null {
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  const name = baseName(path);
  if (SESSION_FOLDERS.test(folder)) {
    return name.endsWith('.jsonl') ? 'text' : name.endsWith('.json') ? 'json' : null;
  }
  if (TRANSCRIPT_FOLDERS.test(folder)) {
    return name.endsWith('.jsonl') ? 'jsonl' : null;
  }
  return isDatabase(folder, name) ? 'sqlite' : null;
}

export function mayContain(folder: string): boolean {
  return (
    folder === '' ||
    /^(?:workspaceStorage(?:\/[^/]+)?|globalStorage)$/.test(folder) ||
    /^(?:workspaceStorage\/[^/]+\/|globalStorage\/|)github\.copilot-chat$/i.test(folder) ||
    SESSION_FOLDERS.test(folder) ||
    TRANSCRIPT_FOLDERS.test(folder)
  );
}

/**
 * What names the folder that a workspace's sessions are of. A document is not read where the log is that it was turned
 * into.
 */
export function companions(path: string): string[] {
  const workspace = workspaceOf(path);
  return [
    ...(workspace === null ? [] : [`${workspace}workspace.json`]),
    ...(path.endsWith('.json') ? [`${path}l`] : []),
  ];
}

/** The workspace's folder with a `/` at its end; null for sessions of a window without a folder. */
export function workspaceOf(path: string): string | null {
  return /^workspaceStorage\/[^/]+\//.exec(path)?.[0] ?? null;
}

export function isTranscript(path: string): boolean {
  return /\/transcripts\/[^/]+$/.test(path);
}

/** The session's id where the file does not tell it. */
export function idOfPath(path: string): string {
  return baseName(path).replace(/\.jsonl?$/, '');
}

export function queries(path: string): readonly RowQuery[] {
  return path.endsWith('/traces.db') ? traceQueries : storeQueries;
}

function isDatabase(folder: string, name: string): boolean {
  return (
    /^globalStorage\/github\.copilot-chat$/i.test(folder) &&
    (name === 'traces.db' || name === 'session-store.db')
  );
}

const SESSION_FOLDERS =
  /^(?:workspaceStorage\/[^/]+\/chatSessions|globalStorage\/(?:emptyWindow|transferred)ChatSessions)$/;
const TRANSCRIPT_FOLDERS =
  /^(?:workspaceStorage\/[^/]+\/|globalStorage\/|)github\.copilot-chat\/transcripts$/i;

const attribute = (key: string): string =>
  `(select value from span_attributes a where a.span_id = s.span_id and a.key = '${key}')`;

/** Spans are written when they end, and not quite in that order: some of those before the mark are read again. */
const traceQueries: readonly RowQuery[] = [
  {
    from: 'spans',
    sql: `select cast(end_time_ms as integer) as mark, span_id, trace_id, operation_name, chat_session_id,
      coalesce(response_model, request_model) as model, cast(start_time_ms as integer) as started,
      input_tokens, output_tokens, cached_tokens, reasoning_tokens,
      ${attribute('copilot_chat.parent_chat_session_id')} as parent_session,
      ${attribute('gen_ai.usage.cache_creation.input_tokens')} as written_tokens,
      ${attribute('gen_ai.response.id')} as response,
      ${attribute('copilot_chat.repo.head_branch_name')} as branch,
      case operation_name when 'invoke_agent' then ${attribute('copilot_chat.user_request')} end as request
      from spans s where operation_name in ('chat', 'invoke_agent') and end_time_ms >= ? - 600000 order by end_time_ms`,
    needs: {
      spans: [
        ...['span_id', 'trace_id', 'operation_name', 'chat_session_id', 'request_model', 'response_model'],
        ...[
          'start_time_ms',
          'end_time_ms',
          'input_tokens',
          'output_tokens',
          'cached_tokens',
          'reasoning_tokens',
        ],
      ],
      span_attributes: ['span_id', 'key', 'value'],
    },
  },
];

const storeQueries: readonly RowQuery[] = [
  {
    from: 'sessions',
    sql: 'select id, cwd, branch, summary, created_at from sessions where ? >= 0 order by id',
    needs: { sessions: ['id', 'cwd', 'branch', 'summary', 'created_at'] },
    optional: true,
  },
];
