import { createHash } from 'node:crypto';
import { agentLabel } from '../common/agentLabels.js';
import type { ResponseRow } from '../common/exportRows.js';
import { splitId } from '../common/sessionId.js';
import type { ExportedPlan, ExportedSession, ExportSource, Step } from './format.js';

/** A line of the published schema (docs/schema). */
export type LineRecord = Record<string, unknown>;

const longestId = 200;
const longestNote = 100_000;

/** A session as lines of the published schema, which can be imported again and then come to the same figures. */
export async function* recordsOf(
  session: ExportedSession,
  { labels, said }: ExportSource,
): AsyncIterable<LineRecord> {
  const { detail } = session;
  const id = idOf(detail.agentSessionId);
  const forkedFrom = detail.forkedFrom === null ? null : idOf(splitId(detail.forkedFrom)[1]);
  yield whole({
    type: 'session',
    schema: 1,
    session: id,
    agent: clip(agentLabel(labels, detail.agent), 500),
    agent_id: detail.agent,
    agent_version: clip(detail.agentVersion, 500),
    at: time(detail.startedAt),
    cwd: clip(detail.cwd, 8192),
    branch: clip(detail.branches[0], 500),
    title: clip(detail.agentTitle, 2000),
    parent: detail.parentId !== null && session.hasParent ? idOf(splitId(detail.parentId)[1]) : null,
    agent_type: clip(detail.agentType, 500),
    forked_from: forkedFrom,
    headless: detail.headless || null,
    client: detail.client,
    archived: null,
    waiting: detail.state === 'waiting' || null,
    agent_cost_usd: detail.agentCostUsd,
  });
  yield* markRecords(session);
  for (const thread of detail.threads) {
    yield whole({
      type: 'sub_agent',
      thread: idOf(thread.thread),
      agent_type: clip(thread.agentType, 500),
      description: thread.description,
      call_id: idOf(thread.callId),
      at: time(thread.startedAt),
    });
  }
  for await (const steps of session.steps()) {
    for (const step of steps) {
      yield* stepRecords(step, detail.cwd, forkedFrom);
    }
  }
  for await (const responses of session.responses()) {
    for (const response of responses) {
      yield usageRecord(response);
    }
  }
  if (detail.todos.length > 0) {
    yield { type: 'todos', items: detail.todos.map(({ text, status }) => ({ text, status })) };
  }
  for (const { url, label } of detail.links) {
    yield { type: 'link', url: clip(url, 8192), label: clip(label, 500) || clip(url, 500) };
  }
  for await (const plan of session.plans()) {
    yield planRecord(plan);
  }
  for (const { uid, note, createdAt } of await session.pins()) {
    yield whole({ type: 'pin', message: idOf(uid), note: clip(note, longestNote), at: time(createdAt) });
  }
  for (const key of detail.tickets) {
    const of = said(key);
    if (of) {
      yield whole({ type: 'ticket', key, title: clip(of.title, 2000), note: clip(of.note, longestNote) });
    }
  }
  if (detail.endedAt !== null) {
    yield { type: 'session', schema: 1, session: id, at: time(detail.endedAt) };
  }
}

/** What a person said of the session, over what its agent says. */
function* markRecords({ detail }: ExportedSession): Iterable<LineRecord> {
  const { title, agentTitle, note, favourite, archived, tags } = detail;
  const marks = whole({
    title: title === (agentTitle ?? '') ? null : clip(title, 2000),
    note: clip(note, longestNote),
    favourite: favourite || null,
    archived: archived || null,
    tags: tags.length === 0 ? null : tags.map(({ tag }) => tag),
  });
  if (Object.keys(marks).length > 0) {
    yield { type: 'marks', ...marks };
  }
}

function* stepRecords(
  { row, body, detail }: Step,
  sessionCwd: string | null,
  forkedFrom: string | null,
): Iterable<LineRecord> {
  const { tool } = row;
  const input = body.tool?.input ?? '';
  if (!tool && body.text === '' && body.attachments.length === 0) {
    // Not kept, by the user's settings, or empty from the start.
    return;
  }
  const thread = idOf(row.thread);
  const parsed = tool ? jsonOf(input) : undefined;
  yield whole({
    type: 'message',
    thread,
    id: idOf(row.uid),
    parent: idOf(detail?.parentUid),
    at: time(row.at),
    role: row.role,
    kind: row.kind === 'tool' ? null : row.kind,
    text: tool ? (parsed === undefined ? input : null) : body.text,
    model: clip(row.model, 500),
    branch: clip(body.branch, 500),
    cwd: detail?.cwd === sessionCwd ? null : clip(detail?.cwd, 8192),
    tool: tool && {
      call_id: idOf(tool.callId),
      name: clip(tool.name, 500) || 'unknown',
      category: tool.category,
      ...(parsed === undefined ? {} : { input: parsed }),
    },
    response: idOf(detail?.response),
    queued: row.queued ?? null,
    copied_from: row.copied ? forkedFrom : null,
    attachments:
      body.attachments.length === 0
        ? null
        : body.attachments.map(({ mime, bytes }) => ({ mime: clip(mime, 500) || 'unknown', bytes })),
  });
  if (!tool) {
    return;
  }
  const call = detail?.call;
  if (call && (call.isError !== null || call.endedAt !== null || typeof body.tool?.output === 'string')) {
    yield whole({
      type: 'tool_result',
      thread,
      call_id: idOf(tool.callId),
      at: time(call.endedAt),
      output: body.tool?.output,
      is_error: call.isError,
      exit_code: body.tool?.exitCode,
      duration_ms: call.durationMs === null ? null : Math.max(0, Math.round(call.durationMs)),
    });
  }
  for (const change of body.fileChanges) {
    yield whole({
      type: 'file_change',
      thread,
      call_id: idOf(tool.callId),
      at: time(row.at),
      path: clip(change.path, 8192),
      operation: change.operation,
      new_path: clip(change.newPath, 8192),
      added: change.added,
      removed: change.removed,
      patch: change.patch,
    });
  }
}

function usageRecord(row: ResponseRow): LineRecord {
  const { tokens } = row;
  return {
    ...whole({
      type: 'usage',
      thread: idOf(row.thread),
      id: idOf(row.key),
      group: row.group === row.key ? null : idOf(row.group),
      rank: row.rank || null,
      at: time(row.at),
      model: clip(row.model, 500),
      approximate: row.approximate || null,
      tier: row.tier,
      web_searches: row.webSearches || null,
      branch: clip(row.branch, 500),
      cwd: clip(row.cwd, 8192),
      request_id: idOf(row.requestId),
    }),
    // null is a value of its own: the agent recorded none.
    tokens: tokens && {
      input: tokens.input,
      output: tokens.output,
      cache_read: tokens.cacheRead,
      cache_write_5m: tokens.cacheWrite5m,
      cache_write_1h: tokens.cacheWrite1h,
      reasoning: tokens.reasoning,
    },
  };
}

function planRecord({ name, text, path, at }: ExportedPlan): LineRecord {
  return whole({ type: 'plan', name: clip(name, 500) || 'plan', text, path: clip(path, 8192), at: time(at) });
}

/** Without the fields that are not known: the schema leaves them out. */
function whole(record: LineRecord): LineRecord {
  return Object.fromEntries(
    Object.entries(record).filter(([, value]) => value !== null && value !== undefined),
  );
}

/** Ids of some agents are longer than the schema's: a hash names the same thing, in every export. */
function idOf<T extends string | null | undefined>(id: T): T extends string ? string : string | null {
  if (typeof id !== 'string') {
    return null as never;
  }
  return id.length <= longestId && id !== '' ? id : `sha256-${createHash('sha256').update(id).digest('hex')}`;
}

/** What is empty is not known. */
function clip(text: string | null | undefined, most: number): string | null {
  return text ? text.slice(0, most) : null;
}

function time(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

/** The value that a text is the JSON of; undefined: it is not, or would not be the same text again. */
function jsonOf(text: string): unknown {
  if (!/^[[{]/.test(text)) {
    return undefined;
  }
  try {
    const value: unknown = JSON.parse(text);
    return JSON.stringify(value) === text ? value : undefined;
  } catch {
    // Free text that begins like JSON.
    return undefined;
  }
}
