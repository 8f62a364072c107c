import type { ImportEvent } from '../common/model.js';
import type { Keep } from '../common/settings.js';
import { event } from './codex/events.js';
import { execLine, isExecLine } from './codex/exec.js';
import { glance } from './codex/glance.js';
import { prompt, threadName } from './codex/history.js';
import { item } from './codex/items.js';
import { endReplay, isTurnStart, sessionMeta } from './codex/meta.js';
import { message } from './codex/messages.js';
import { counts, idOfName, isArchived, isThreadIndex, mayContain, roots, shapeOf } from './codex/places.js';
import { release } from './codex/prompts.js';
import { stateOf, stateToStore, type Reading, type State } from './codex/state.js';
import { thread, threadQueries } from './codex/threads.js';
import { tokenCount, usageRecord } from './codex/usage.js';
import { folder, ident, isObject, object, str, time, typeName, word, type Json } from './fields.js';
import type { FileParser, Importer, LineBytes, ParsedRecord, RecordRange, SourceFile } from './importer.js';
import { isPlainId } from './places.js';

/**
 * OpenAI Codex (github.com/openai/codex, codex-rs/protocol), from files of 2025 without envelope and of versions 0.41 to
 * 0.169. What counts twice there: `token_count` is written again with unchanged totals, and tells what a
 * `token_usage_record` tells too; forks and sub-agents start with their parent's history; archived copies. See
 * `codex/usage.ts` and `codex/meta.ts`.
 */
export const codex: Importer = {
  id: 'codex',
  label: 'Codex',
  version: 2,
  roots,
  shapeOf,
  mayContain,
  counts,
  queries: (path) => (isThreadIndex(path) ? threadQueries : []),
  start(file, state) {
    return new CodexFile(file, state);
  },
  resume(agentSessionId) {
    return isPlainId(agentSessionId) ? ['codex', 'resume', agentSessionId] : null;
  },
  resumeFromPrompt(agentSessionId) {
    return isPlainId(agentSessionId)
      ? { command: ['codex', 'fork', agentSessionId], backBy: 'Esc Esc', copies: true }
      : null;
  },
};

class CodexFile implements FileParser {
  readonly #file: SourceFile;
  readonly #state: State;
  readonly #archived: boolean;

  constructor(file: SourceFile, stored: unknown) {
    this.#file = file;
    this.#state = stateOf(stored);
    this.#archived = isArchived(file.path);
  }

  parse(record: unknown, range: RecordRange): ParsedRecord {
    if (!isObject(record)) {
      return { events: [], problems: [`the line is ${typeName(record)}, not an object`] };
    }
    if (isThreadIndex(this.#file.path)) {
      return thread(record);
    }
    const { events, problems } =
      isObject(record.session) && Array.isArray(record.items)
        ? this.#document(record.session, record.items)
        : this.#line(record, range.offset);
    return problems.length === 0 ? { events } : { events, problems };
  }

  /** The first command line wrote one object, `{session, items}`: the lines of a bare file in one. */
  #document(session: Json, items: readonly unknown[]): Pick<Reading, 'events' | 'problems'> {
    const readings = [session, ...items].filter(isObject).map((line, place) => this.#line(line, place));
    return {
      events: readings.flatMap(({ events }) => events),
      problems: readings.flatMap(({ problems }) => problems),
    };
  }

  #line(record: Json, offset: number): Reading {
    const state = this.#state;
    state.session ??= idOf(record) ?? idOfName(this.#file.path);
    const stamp = ident(record.timestamp) ?? '';
    const reading: Reading = {
      file: this.#file,
      archived: this.#archived,
      state,
      session: state.session,
      // A bare file tells one time: that of its first line.
      at:
        time(record.timestamp ?? object(record.data).timestamp) ??
        (state.bare && state.createdAt !== 0 ? state.createdAt : null),
      stamp,
      offset,
      events: [],
      problems: [],
    };
    if (reading.at === null && stamp !== '') {
      reading.problems.push('timestamp is not a time');
    }
    read(record, reading);
    return reading;
  }

  state(keep: Keep): unknown {
    return stateToStore(this.#state, keep);
  }

  glance(line: LineBytes): readonly ImportEvent[] | null {
    return glance(line, this.#state);
  }
}

function read(record: Json, reading: Reading): void {
  switch (reading.file.path) {
    case 'session_index.jsonl':
      return threadName(record, reading);
    case 'history.jsonl':
      return prompt(record, reading);
    default:
      return line(record, reading);
  }
}

function line(record: Json, reading: Reading): void {
  const payload = record.payload;
  if (!isObject(payload)) {
    if (isExecLine(record)) {
      execLine(record, reading);
      return;
    }
    bare(record, reading);
    return;
  }
  const { state } = reading;
  const type = str(record.type) ?? '';
  if (type === 'session_meta') {
    sessionMeta(payload, reading);
    return;
  }
  if (state.replaying) {
    endReplay(record, payload, reading);
    if (state.replaying) {
      replayed(type, payload, reading);
      return;
    }
  } else if (!state.ownTurn && isTurnStart(record, payload)) {
    state.ownTurn = true;
  }
  if (state.held !== null && !saysTyped(type, payload)) {
    release(reading);
  }
  own(type, payload, reading);
}

function own(type: string, payload: Json, reading: Reading): void {
  switch (type) {
    case 'response_item':
      return item(payload, reading);
    case 'event_msg':
      return event(payload, reading);
    case 'turn_context':
      return turn(payload, reading);
    case 'token_usage_record':
      return usageRecord(payload, reading);
    case 'compacted': {
      const text = str(payload.message) ?? 'The conversation was compacted';
      return message({ role: 'system', kind: 'compaction', text }, undefined, reading);
    }
    case 'world_state':
    case 'inter_agent_communication':
    case 'inter_agent_communication_metadata':
      return;
    default:
      reading.events.push({ type: 'unknown', name: type === '' ? 'line without type' : type.slice(0, 80) });
  }
}

/** Of the parent's history only what the thread's own part goes on from is noted: the totals and the model. */
function replayed(type: string, payload: Json, reading: Reading): void {
  if (type === 'event_msg' && payload.type === 'token_count') {
    tokenCount(payload, reading);
  } else if (type === 'turn_context') {
    reading.state.model = word(payload.model) ?? reading.state.model;
  }
}

/** Model and folder of the usage that follows. */
function turn(payload: Json, reading: Reading): void {
  const { state } = reading;
  const model = word(payload.model);
  if (model !== undefined) {
    state.model = model;
    state.modelOfTurn = true;
  }
  const cwd = folder(payload.cwd);
  if (cwd !== undefined && cwd !== state.cwd) {
    state.cwd = cwd;
    reading.events.push({
      type: 'session',
      session: reading.session,
      cwd,
      ...(reading.at === null ? {} : { at: reading.at }),
    });
  }
}

/** Before September 2025: `{id, timestamp, instructions, git}`, then items without an envelope, and `record_type` lines. */
function bare(record: Json, reading: Reading): void {
  const { state } = reading;
  if (record.record_type !== undefined) {
    return;
  }
  if (state.createdAt === null && ident(record.id) !== undefined && record.type === undefined) {
    state.bare = true;
    sessionMeta(record, reading);
    return;
  }
  const type = str(record.type);
  if (type === undefined) {
    reading.events.push({ type: 'unknown', name: 'line without type' });
  } else if (ENVELOPES.has(type)) {
    reading.problems.push(`payload is ${typeName(record.payload)}, not an object`);
  } else {
    state.bare = true;
    item(record, reading);
  }
}

const ENVELOPES: ReadonlySet<string> = new Set([
  'session_meta',
  'response_item',
  'event_msg',
  'turn_context',
  'token_usage_record',
  'compacted',
]);

/** The id that the first line gives the thread. */
function idOf(record: Json): string | undefined {
  if (isObject(record.payload)) {
    return record.type === 'session_meta' ? ident(record.payload.id) : undefined;
  }
  return record.type === undefined
    ? ident(record.id)
    : record.type === 'thread.started'
      ? ident(record.thread_id)
      : undefined;
}

function saysTyped(type: string, payload: Json): boolean {
  if (type !== 'event_msg') {
    return false;
  }
  return (
    payload.type === 'user_message' ||
    (payload.type === 'item_completed' && isObject(payload.item) && payload.item.type === 'UserMessage')
  );
}
