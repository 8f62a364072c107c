import type { SessionId } from '../../common/protocol.js';
import { agentOf, type Batch, type Row } from '../batch.js';
import { createBodies } from '../blocks.js';
import type { Database, Durability } from '../database.js';
import { type ToldAgain, withoutStored } from './alreadyHere.js';
import { createBatchBodies } from './batchBodies.js';
import { type BatchSources, createBatchSources } from './batchSources.js';
import { createFactWriters, type FactWriters } from './facts.js';
import { rateLimitWriter } from './rateLimits.js';
import { createMessageIds } from './messageId.js';
import { createMessageWriter, type MessageWriter } from './messages.js';
import { createNames, type Names } from './names.js';
import { createForgottenFilter } from './withoutForgotten.js';
import { createSeenKeys } from './seenKeys.js';
import { createSeenSessions } from './seenSessions.js';
import { mergeSession, type SessionRow, stretch } from './sessionFacts.js';
import { createBatchSessions, sessionIdOf } from './sessions.js';
import { type KnownSource, knownSources, sourceState, writeFindings, writeSources } from './sources.js';
import { createBatchTexts } from './texts.js';
import { type BatchToolCalls, createBatchToolCalls } from './toolCalls.js';
import { createToldMarks, type ToldMarks } from './toldMarks.js';
import { createBatchUsage } from './usage.js';
import type { Attribute } from './usageClaims.js';

export interface Written {
  /** Sessions that the batch speaks of, but for those of which only the name is known. */
  sessions: SessionId[];
  /** Row ids, in the order of `batch.sources`. */
  sources: number[];
  /** How many are new. Reading again what is stored gives 0. */
  messages: number;
  /** How many responses with usage more than before are counted; below 0 when a copy turns out to be one. */
  responses: number;
  /** Sessions of exports that were here before. */
  already: readonly ToldAgain[];
}

export interface Writer {
  /**
   * Commits rows and offsets in one transaction: all of it or, when it throws, nothing. What a power failure takes of
   * `later` is read again, because its offsets are gone as well.
   */
  writeBatch(batch: Batch, durability?: Durability): Written;
  knownSources(): KnownSource[];
  /** What the parser of a known source carried when it was last read, as JSON; null: nothing. */
  sourceState(id: number): string | null;
  /** Forgets what is kept in memory. To be called after rows were deleted by other hands. */
  reset(): void;
}

/** The one writer of what importers find. `attribute` decides the ticket of each response. */
export function createWriter(db: Database, options: { attribute: Attribute }): Writer {
  const names = createNames(db);
  const seenKeys = createSeenKeys(db);
  const ids = createMessageIds(db, seenKeys);
  const bodies = createBodies(db);
  const seen = createSeenSessions();
  const forgotten = createForgottenFilter(db);
  const place = db.prepare(`
    insert into place (cwd, repository, worktree) values (?, ?, ?)
    on conflict do update set repository = ifnull(excluded.repository, repository),
      worktree = ifnull(excluded.worktree, worktree)`);
  const create = () => {
    const sources = createBatchSources(db);
    const sessions = createBatchSessions(db, seen.begin);
    const texts = createBatchBodies(db, bodies);
    const usage = createBatchUsage(db, names, sessions, seenKeys, options.attribute);
    const documents = createBatchTexts(db, texts);
    const calls = createBatchToolCalls(db, names, ids, sessions, seen, texts, documents);
    const messages = createMessageWriter(
      db,
      names,
      ids,
      sessions,
      sources,
      usage,
      calls,
      seen,
      texts,
      documents,
    );
    const facts = createFactWriters(db, names, sessions, texts);
    const limits = rateLimitWriter(db);
    const writeRow = createRowWriter(messages, calls, facts, limits, createToldMarks(db));
    return { sources, sessions, texts, usage, documents, calls, writeRow };
  };
  /** Made once and not for each batch: V8 would have to learn and compile every one of their functions anew. */
  let parts: ReturnType<typeof create> | null = null;
  const reset = () => {
    parts = null;
    names.clear();
    ids.clear();
    bodies.clear();
    seen.clear();
    forgotten.reload();
    options.attribute.reload?.();
  };

  const write = (given: Batch): Written => {
    const { batch, already } = withoutStored(db, forgotten.apply(given));
    const sourceIds = writeSources(db, batch.sources);
    const { sources, sessions, texts, usage, documents, calls, writeRow } = (parts ??= create());
    sources.begin(batch.sources, sourceIds);
    texts.begin(batch);
    for (const part of [sessions, usage, documents, calls]) {
      part.begin();
    }

    // Attribution asks for the repository of a folder.
    for (const { cwd, repository, worktree } of batch.places) {
      place.run(names.id(cwd), names.id(repository), names.id(worktree));
    }
    const rows = batch.rows.map((row) => {
      const agent = agentOf(batch, row);
      // A line of the prompt history alone makes no session.
      const named = row.type === 'prompt' ? undefined : row.session;
      return { row, agent, session: named === undefined ? null : sessions.row(agent, named) };
    });
    // Facts first and responses next: whose a response is depends on when its sessions began, and messages refer to them.
    for (const { row, session } of rows) {
      if (session !== null) {
        noteSession(row, session, sources, names);
      }
    }
    for (const { row, session } of rows) {
      if (row.type === 'usage' && session !== null) {
        usage.add(row, session);
      }
    }
    const responses = usage.write();
    let added = 0;
    for (const { row, agent, session } of rows) {
      added += Number(writeRow(row, agent, session));
    }
    calls.flush();
    documents.flush();
    sessions.flush();
    writeFindings(db, batch, sourceIds);
    // The batch's texts are megabytes.
    texts.begin({ blocks: [] });
    const known = sessions.touched().filter((row) => row.source !== null || row.startedAt !== null);
    return { sessions: known.map(sessionIdOf), sources: sourceIds, messages: added, responses, already };
  };

  return {
    writeBatch: (batch, durability = 'now') => {
      try {
        return db.transaction(() => write(batch), durability);
      } catch (error) {
        // Numbers that were handed out in the transaction are free again.
        reset();
        throw error;
      }
    },
    knownSources: () => knownSources(db),
    sourceState: (id) => sourceState(db, id),
    reset,
  };
}

/** Writes what is no response, after the responses; true when it is a message, and new. */
function createRowWriter(
  messages: MessageWriter,
  calls: BatchToolCalls,
  facts: FactWriters,
  limits: ReturnType<typeof rateLimitWriter>,
  marks: ToldMarks,
): (row: Row, agent: string, session: SessionRow | null) => boolean {
  return (row, agent, session) => {
    if (row.type === 'prompt') {
      facts.prompt(row, agent);
    } else if (row.type === 'plan') {
      facts.plan(row, agent, session);
    } else if (session !== null) {
      switch (row.type) {
        case 'message':
          return messages.write(row, session);
        case 'tool_result':
          calls.result(row, session);
          break;
        case 'file_change':
          facts.fileChange(row, session);
          break;
        case 'sub_agent':
          facts.subAgent(row, session);
          break;
        case 'todos':
          facts.todos(row, session);
          break;
        case 'link':
          facts.link(row, session);
          break;
        case 'rate_limit':
          limits({ ...row, agent, plan: row.plan ?? null });
          break;
        case 'marks':
          marks.marks(row, session);
          break;
        case 'ticket':
          marks.ticket(row);
          break;
        case 'pin':
          marks.pin(row, session);
          break;
        case 'session':
        case 'usage':
          break;
      }
    }
    return false;
  };
}

/** What a row says about its session: when it ran, and which file is its main one. */
function noteSession(row: Row, session: SessionRow, sources: BatchSources, names: Names): void {
  const isThread = 'thread' in row && row.thread !== undefined;
  switch (row.type) {
    case 'session':
      mergeSession(session, row, sources.telling(row.source, session.agent), names);
      // Other files may tell a title or a child's parent; only its own tells where a session runs.
      if (row.cwd !== undefined || row.agentVersion !== undefined) {
        sources.offer(session, row.source, isThread);
      }
      if (row.archived === false) {
        sources.offerActive(session, row.source);
      }
      break;
    case 'message':
      if (row.copied !== true) {
        stretch(session, row.at, true);
      }
      sources.offer(session, row.source, isThread);
      break;
    case 'tool_result':
    case 'file_change':
      stretch(session, row.at, false);
      sources.offer(session, row.source, isThread);
      break;
    case 'usage':
      if (!row.isCopy) {
        stretch(session, row.at, false);
      }
      sources.offer(session, row.source, isThread);
      break;
    default:
      break;
  }
}
