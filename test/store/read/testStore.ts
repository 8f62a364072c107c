import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MessageKind, Role, ToolCategory } from '../../../src/common/model.js';
import { defaultSettings, type Settings } from '../../../src/common/settings.js';
import { packBlock } from '../../../src/store/blocks.js';
import { categories, codeOf, kinds, roles } from '../../../src/store/codes.js';
import type { Database, SqlValue } from '../../../src/store/database.js';
import { openDatabase } from '../../../src/store/open.js';
import { createReader, type Reader } from '../../../src/store/read/reader.js';
import { createRollup } from '../../../src/store/rollup.js';
import { textHash } from '../../../src/store/textHash.js';

export interface SessionSpec {
  id: string;
  agent?: string;
  parent?: string;
  forkedFrom?: string;
  title?: string;
  cwd?: string;
  startedAt?: number;
  endedAt?: number;
  waiting?: boolean;
  agentType?: string;
  /** Only known by name, from the session that started it. */
  onlyNamed?: boolean;
}

export interface ResponseSpec {
  session: number;
  at?: number | null;
  model?: string | null;
  thread?: number;
  branch?: string;
  cwd?: string;
  ticket?: string;
  tier?: string;
  counted?: boolean;
  hasUsage?: boolean;
  input?: number;
  cacheRead?: number;
  cacheWrite5m?: number;
  cacheWrite1h?: number;
  output?: number;
  reasoning?: number | null;
  webSearches?: number;
}

export interface MessageSpec {
  session: number;
  text?: string;
  uid?: string;
  parent?: string;
  thread?: number;
  source?: number;
  at?: number | null;
  role?: Role;
  kind?: MessageKind;
  usage?: number;
  branch?: string;
  generation?: number;
  offset?: number;
  part?: number;
  withheld?: boolean;
  copied?: boolean;
  fullBytes?: number;
  tool?: {
    callId: string;
    name?: string;
    category?: ToolCategory;
    output?: string;
    endedAt?: number | null;
    isError?: boolean;
  };
}

/** A real database in a folder of its own, and a row of each kind in one call. Rows are inserted as they are given. */
export interface TestStore {
  db: Database;
  reader: Reader;
  settings: Settings;
  now: number;
  name(text: string | undefined | null): number | null;
  place(cwd: string, repository: string | null, worktree?: string | null): void;
  source(path: string, more?: { root?: string; generation?: number; goneAt?: number }): number;
  session(spec: SessionSpec): number;
  thread(
    session: number,
    id: string,
    more?: { callId?: string; agentType?: string; internal?: boolean },
  ): number;
  response(spec: ResponseSpec): number;
  message(spec: MessageSpec): number;
  fileChange(
    session: number,
    callId: string,
    path: string,
    more?: { added?: number; removed?: number; patch?: string; operation?: string; newPath?: string },
  ): void;
  close(): void;
}

export async function openTestStore(): Promise<TestStore> {
  const folder = mkdtempSync(join(tmpdir(), 'logbook-read-'));
  const wasmPath = createRequire(__filename).resolve('sql.js/dist/sql-wasm.wasm');
  const opened = await openDatabase({ folder, wasmPath, owner: 'test' });
  const { db } = opened;
  const insert = (table: string, row: Record<string, SqlValue>): number => {
    const columns = Object.keys(row);
    db.prepare(
      `insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
    ).run(...Object.values(row));
    return Number(db.prepare('select last_insert_rowid()').get()?.[0]);
  };
  let count = 0;
  const body = (text: string) => {
    const bytes = Buffer.from(text);
    return bytes.length === 0
      ? { block_id: null, start: 0, bytes: 0, full_bytes: 0 }
      : {
          block_id: insert('block', { z: packBlock(bytes) }),
          start: 0,
          bytes: bytes.length,
          full_bytes: bytes.length,
        };
  };
  const store: TestStore = {
    db,
    settings: defaultSettings,
    now: Date.UTC(2026, 0, 1),
    reader: createReader(db, {
      settings: () => store.settings,
      now: () => store.now,
      labels: { other: 'Other Agent' },
    }),
    name(text) {
      if (text === undefined || text === null) {
        return null;
      }
      db.prepare('insert or ignore into name (text) values (?)').run(text);
      return Number(db.prepare('select id from name where text = ?').get(text)?.[0]);
    },
    place(cwd, repository, worktree = repository) {
      insert('place', {
        cwd: store.name(cwd),
        repository: store.name(repository),
        worktree: store.name(worktree),
      });
    },
    source: (path, { root = '/home/ann/.agent', generation = 0, goneAt } = {}) =>
      insert('source', {
        agent: 'acme',
        root,
        path,
        size: 1,
        modified_at: 1,
        offset: 1,
        line: 1,
        importer_version: 1,
        generation,
        gone_at: goneAt ?? null,
      }),
    session: (spec) =>
      insert('session', {
        agent: spec.agent ?? 'acme',
        agent_session_id: spec.id,
        parent: spec.parent ?? null,
        forked_from: spec.forkedFrom ?? null,
        title: spec.title ?? null,
        cwd: store.name(spec.cwd),
        started_at: spec.startedAt ?? spec.endedAt ?? null,
        ended_at: spec.endedAt ?? spec.startedAt ?? null,
        waiting: Number(spec.waiting ?? false),
        agent_type: spec.agentType ?? null,
        source_id: spec.onlyNamed ? null : defaultSource(),
      }),
    thread: (session, id, { callId, agentType, internal } = {}) =>
      insert('thread', {
        session_id: session,
        agent_thread_id: id,
        call_id: callId ?? null,
        agent_type: agentType ?? null,
        internal: Number(internal ?? false),
      }),
    response(spec) {
      const id = insert('usage', {
        key: `key ${++count}`,
        key_hash: textHash(`key ${count}`),
        grp: `group ${count}`,
        grp_hash: textHash(`group ${count}`),
        rank: 0,
        counted: Number(spec.counted ?? true),
        preference: 0,
        session_id: spec.session,
        thread_id: spec.thread ?? null,
        at: spec.at === undefined ? Date.UTC(2025, 5, 1) : spec.at,
        branch: store.name(spec.branch),
        cwd: store.name(spec.cwd),
        model: store.name(spec.model),
        has_usage: Number(spec.hasUsage ?? true),
        input: spec.input ?? 0,
        cache_read: spec.cacheRead ?? 0,
        cache_write_5m: spec.cacheWrite5m ?? 0,
        cache_write_1h: spec.cacheWrite1h ?? 0,
        output: spec.output ?? 0,
        reasoning: spec.reasoning ?? null,
        tier: spec.tier ?? null,
        web_searches: spec.webSearches ?? 0,
        ticket: store.name(spec.ticket),
      });
      const rollup = createRollup(db);
      rollup.touch(spec.session, spec.at === undefined ? Date.UTC(2025, 5, 1) : spec.at);
      rollup.flush();
      return id;
    },
    message(spec) {
      const source = spec.source ?? defaultSource();
      const at = spec.at === undefined ? Date.UTC(2025, 5, 1) + count : spec.at;
      const id = insert('message', {
        id: ++count,
        session_id: spec.session,
        thread_id: spec.thread ?? null,
        uid: spec.uid ?? `m${count}`,
        parent_uid: spec.parent ?? null,
        source_id: source,
        offset: spec.offset ?? count * 100,
        part: spec.part ?? 0,
        at,
        role: codeOf(roles, spec.role ?? 'assistant'),
        kind: codeOf(kinds, spec.kind ?? 'text'),
        usage_id: spec.usage ?? null,
        branch: store.name(spec.branch),
        generation: spec.generation ?? 0,
        withheld: Number(spec.withheld ?? false),
        copied: Number(spec.copied ?? false),
        ...body(spec.text ?? ''),
      });
      if (spec.fullBytes !== undefined) {
        db.prepare('update message set full_bytes = ? where id = ?').run(spec.fullBytes, id);
      }
      if (spec.tool) {
        const call = insert('tool_call', {
          session_id: spec.session,
          call_id: spec.tool.callId,
          thread_id: spec.thread ?? null,
          message_id: id,
          name: store.name(spec.tool.name ?? 'Shell'),
          category: codeOf(categories, spec.tool.category ?? 'run'),
          started_at: at,
          ended_at: spec.tool.endedAt === undefined ? at : spec.tool.endedAt,
          is_error: Number(spec.tool.isError ?? false),
          ...body(spec.tool.output ?? ''),
        });
        db.prepare('update message set tool_call_id = ? where id = ?').run(call, id);
      }
      return id;
    },
    fileChange(session, callId, path, { added, removed, patch, operation, newPath } = {}) {
      const { full_bytes: _, ...place } = body(patch ?? '');
      insert('file_change', {
        session_id: session,
        call_id: callId,
        path: store.name(path),
        new_path: newPath === undefined ? null : store.name(newPath),
        operation: operation ?? 'update',
        added: added ?? null,
        removed: removed ?? null,
        ...place,
      });
    },
    close() {
      opened.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  let onlySource: number | null = null;
  const defaultSource = () => (onlySource ??= store.source('only.jsonl'));
  return store;
}
