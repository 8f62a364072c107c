import type { Client, SessionEvent } from '../../common/model.js';
import { folder, ident, isObject, object, str, time, word, type Json } from '../fields.js';
import type { Reading } from './state.js';

/**
 * `session_meta`. The first one names the thread. A later one with the same id is a resume; one with another id opens the
 * parent's history, which forks and sub-agents start with.
 */
export function sessionMeta(payload: Json, reading: Reading): void {
  const { state } = reading;
  const id = ident(payload.id);
  if (id === undefined) {
    reading.problems.push('session_meta.id is missing');
    return;
  }
  if (state.createdAt !== null || state.ownTurn) {
    if (id !== state.session) {
      state.replaying ||= !state.ownTurn;
    } else if (!state.replaying) {
      resumed(payload, reading);
    }
    return;
  }
  first(payload, id, reading);
}

function first(payload: Json, id: string, reading: Reading): void {
  const { state } = reading;
  const createdAt = time(payload.timestamp) ?? reading.at;
  // 0: a first line was read, and it has no time.
  state.createdAt = createdAt ?? 0;
  const forkedFrom = ident(payload.forked_from_id);
  const kind = subAgentOf(payload);
  state.subAgent = kind !== null;
  state.startOrdinal =
    typeof payload.subagent_history_start_ordinal === 'number'
      ? payload.subagent_history_start_ordinal
      : null;
  state.replaying = forkedFrom !== undefined || state.startOrdinal !== null;
  const event: SessionEvent = {
    type: 'session',
    session: id,
    archived: reading.archived,
    ...(createdAt === null ? {} : { at: createdAt }),
  };
  const version = word(payload.cli_version);
  if (version !== undefined) {
    event.agentVersion = version;
  }
  if (kind !== null) {
    const parent = ident(payload.parent_thread_id) ?? kind.parent ?? forkedFrom;
    if (parent !== undefined && parent !== id) {
      event.parent = parent;
    }
    if (kind.type !== undefined) {
      event.agentType = kind.type;
    }
  } else if (forkedFrom !== undefined) {
    event.forkedFrom = forkedFrom;
  }
  if (payload.source === 'exec' || payload.source === 'mcp' || payload.originator === 'codex_exec') {
    event.headless = true;
  }
  const client = clientOf(payload, event.headless === true);
  if (client !== undefined) {
    event.client = client;
  }
  placed(payload, event, reading);
  reading.events.push(event);
}

function resumed(payload: Json, reading: Reading): void {
  const event: SessionEvent = { type: 'session', session: reading.session };
  if (reading.at !== null) {
    event.at = reading.at;
  }
  placed(payload, event, reading);
  const version = word(payload.cli_version);
  if (version !== undefined) {
    event.agentVersion = version;
  }
  reading.events.push(event);
}

/** The branch holds until a later record says otherwise; the folder until the next turn does. */
function placed(payload: Json, event: SessionEvent, reading: Reading): void {
  const cwd = folder(payload.cwd);
  const branch = word(object(payload.git).branch);
  if (cwd !== undefined) {
    reading.state.cwd = event.cwd = cwd;
  }
  if (branch !== undefined && branch !== 'HEAD') {
    reading.state.branch = event.branch = branch;
  }
}

/** `source` of a sub-agent: `{subagent: "review" | {thread_spawn: {parent_thread_id, agent_role, …}} | {other: …}}`. */
function subAgentOf(payload: Json): { type?: string; parent?: string } | null {
  const source = isObject(payload.source) ? payload.source.subagent : undefined;
  if (typeof source === 'string') {
    return { type: source.slice(0, 500) };
  }
  if (isObject(source)) {
    const spawn = object(source.thread_spawn);
    const type = word(spawn.agent_role) ?? word(spawn.agent_nickname) ?? word(source.other);
    const parent = ident(spawn.parent_thread_id);
    return { ...(type === undefined ? {} : { type }), ...(parent === undefined ? {} : { parent }) };
  }
  return payload.thread_source === 'subagent' || payload.thread_source === 'guardian_review'
    ? { type: payload.thread_source }
    : null;
}

/**
 * Whether a line still belongs to the parent's history. Its own part starts at the ordinal that the first line names, else
 * with the first turn whose id is not older than the thread's (both are UUIDv7, which compare as text); replayed lines have
 * rewritten times, so that time tells nothing, except for turns without id, which come long after the file was made.
 */
export function endReplay(line: Json, payload: Json, reading: Reading): void {
  const { state } = reading;
  if (state.startOrdinal !== null) {
    if (typeof line.ordinal === 'number' && line.ordinal >= state.startOrdinal) {
      begin(reading);
    }
    return;
  }
  if (!isTurnStart(line, payload)) {
    return;
  }
  const turn = ident(payload.turn_id);
  const own =
    turn === undefined
      ? reading.at !== null &&
        state.createdAt !== null &&
        state.createdAt > 0 &&
        reading.at > state.createdAt + REPLAY_MS
      : turn >= reading.session;
  if (own) {
    begin(reading);
  }
}

/** A thread that replays nothing has begun with its first turn. */
export function isTurnStart(line: Json, payload: Json): boolean {
  return (
    line.type === 'turn_context' ||
    (line.type === 'event_msg' && (payload.type === 'task_started' || payload.type === 'turn_started'))
  );
}

function begin(reading: Reading): void {
  reading.state.replaying = false;
  reading.state.ownTurn = true;
}

const REPLAY_MS = 2000;

/** `originator` names the program, in older versions only `source` does. */
function clientOf({ originator, source }: Json, headless: boolean): Client | undefined {
  const name = str(originator)?.toLowerCase() ?? '';
  if (headless) {
    return 'exec';
  }
  if (name.includes('desktop')) {
    return 'desktop';
  }
  if (name.includes('vscode') || name.includes('jetbrains') || source === 'vscode') {
    return 'ide';
  }
  return name.includes('tui') || name.includes('cli') || source === 'cli' ? 'cli' : undefined;
}
