import { join } from 'node:path';
import type { SessionId } from '../common/protocol.js';
import { splitId } from '../common/sessionId.js';
import { createBodies } from './blocks.js';
import type { Database } from './database.js';
import { markPurge } from './purge.js';
import { renewTextIndex } from './textIndex.js';
import { takeNames, usedNames } from './unusedNames.js';
import { forgetUsage } from './write/forgetUsage.js';
import type { Attribute } from './write/usageClaims.js';

/** What was forgotten. */
export interface Forgotten {
  /** With all that the sessions had started. */
  sessions: readonly SessionId[];
  /** Copies of files that we made ourselves and that tell of nothing else; to be removed. */
  files: readonly string[];
}

/**
 * Deletes sessions, all that they started and all that was said of them, and notes that they are not to be read again. One
 * transaction; pages that become free are overwritten. What lies in compressed blocks beside the texts of others, and the
 * full-text index, are cleared by the upkeep that follows. A response that another session has, too, becomes that one's.
 */
export function forgetSessions(
  db: Database,
  ids: readonly SessionId[],
  { attribute, importedFolder, now }: { attribute: Attribute; importedFolder: string; now: number },
): Forgotten {
  db.exec('pragma secure_delete = on');
  try {
    return db.transaction(() => {
      const sessions = withDescendants(db, ids);
      if (sessions.length === 0) {
        return { sessions: [], files: [] };
      }
      const list = JSON.stringify(sessions.map(({ id }) => id));
      const names = usedNames(db, list);
      const sources = sourcesOf(db, list);
      const hadTexts = db
        .prepare(`select 1 from message where session_id in (${inList}) and block_id is not null limit 1`)
        .get(list);
      note(db, sessions, now);
      forgetUsage(db, list, attribute);
      deleteRows(db, list);
      const files = deleteCopies(db, sources, importedFolder);
      takeNames(db, names);
      createBodies(db).clear();
      if (hadTexts) {
        renewTextIndex(db);
      }
      markPurge(db);
      return { sessions: sessions.map(({ agent, own }) => `${agent}:${own}`), files };
    });
  } finally {
    db.exec('pragma secure_delete = fast');
  }
}

/** A session that is not to be read again. */
export interface Tombstone {
  agent: string;
  own: string;
  /** When it was forgotten, in ms since 1970 UTC. */
  at: number;
}

export function readTombstones(db: Database): Tombstone[] {
  return db
    .prepare('select agent, agent_session_id, at from forgotten')
    .all()
    .map(([agent, own, at]) => ({ agent: agent as string, own: own as string, at: at as number }));
}

/** Notes in a backup what was forgotten since it was made. One from before anything could be forgotten stays as it is. */
export function addTombstones(db: Database, tombstones: readonly Tombstone[]): void {
  if (tombstones.length === 0 || !hasTable(db, 'forgotten')) {
    return;
  }
  db.transaction(() => {
    const insert = db.prepare(
      'insert or ignore into forgotten (agent, agent_session_id, at) values (?, ?, ?)',
    );
    for (const { agent, own, at } of tombstones) {
      insert.run(agent, own, at);
    }
  });
}

/** Sessions that are there although they were forgotten: a backup of before has brought them back. */
export function forgottenButThere(db: Database): SessionId[] {
  return db
    .prepare(
      `select s.agent || ':' || s.agent_session_id from forgotten f
       join session s on s.agent = f.agent and s.agent_session_id = f.agent_session_id
       where s.source_id is not null or s.started_at is not null`,
    )
    .all()
    .map(([id]) => id as string);
}

/** How many sessions are not to be read again. */
export function countForgotten(db: Database): number {
  return Number(db.prepare('select count(*) from forgotten').get()?.[0]);
}

/** Lets forgotten sessions be read again: the files of their agents are read anew from their start. */
export function rememberForgotten(db: Database): void {
  db.transaction(() => {
    db.exec(
      `update source set offset = 0, line = 0, notes = null, state = null, head = null, head_length = 0, generation = generation + 1
       where agent in (select agent from forgotten)`,
    );
    db.exec('delete from forgotten');
  });
}

/** Top-level sessions that ended before a time, with all that they started. `keepMarked`: not those that a person marked. */
export function sessionsBefore(db: Database, at: number, keepMarked: boolean): SessionId[] {
  const marked = `select session_id from session_mark where favourite = 1 or note is not null
    union select session_id from pin union select session_id from session_tag where origin = 0`;
  return db
    .prepare(
      `select s.agent || ':' || s.agent_session_id from session s
       where s.ended_at < ?1 and (s.parent is null or s.parent = s.agent_session_id or not exists (
         select 1 from session p where p.agent = s.agent and p.agent_session_id = s.parent))
       and not exists (
         select 1 from session c where c.agent = s.agent and c.parent = s.agent_session_id and c.ended_at >= ?1)
       and (not ?2 or s.id not in (${marked})) order by s.ended_at`,
    )
    .all(at, Number(keepMarked))
    .map(([id]) => id as string);
}

function hasTable(db: Database, name: string): boolean {
  return db.prepare("select 1 from sqlite_schema where type = 'table' and name = ?").get(name) !== undefined;
}

const inList = 'select value from json_each(?1)';

interface SessionKey {
  id: number;
  agent: string;
  own: string;
}

function withDescendants(db: Database, ids: readonly SessionId[]): SessionKey[] {
  return db
    .prepare(
      `with recursive tree (id, agent, own) as (
         select s.id, s.agent, s.agent_session_id from json_each(?) j
         join session s on s.agent = j.value ->> 0 and s.agent_session_id = j.value ->> 1
         union
         select c.id, c.agent, c.agent_session_id from tree
         join session c on c.agent = tree.agent and c.parent = tree.own)
       select id, agent, own from tree`,
    )
    .all(JSON.stringify(ids.map(splitId)))
    .map(([id, agent, own]) => ({ id: id as number, agent: agent as string, own: own as string }));
}

function note(db: Database, sessions: readonly SessionKey[], now: number): void {
  const insert = db.prepare('insert or ignore into forgotten (agent, agent_session_id, at) values (?, ?, ?)');
  const prompts = db.prepare('delete from prompt where agent = ? and session = ?');
  for (const { agent, own } of sessions) {
    insert.run(agent, own, now);
    prompts.run(agent, own);
  }
}

/** Tables whose rows belong to a session. */
const tables = [
  ...['message', 'tool_call', 'file_change', 'thread', 'todo', 'link', 'plan', 'assignment'],
  ...['session_mark', 'session_tag', 'session_insight', 'pin'],
  ...['packed_session', 'unpacked_session', 'response_elsewhere'],
];

function deleteRows(db: Database, list: string): void {
  const of = `session_id in (${inList})`;
  for (const [column, table] of [
    ['message_id', 'message'],
    ['tool_call_id', 'tool_call'],
  ] as const) {
    db.prepare(`delete from attachment where ${column} in (select id from ${table} where ${of})`).run(list);
  }
  db.prepare(`delete from pending_response where message_id in (select id from message where ${of})`).run(
    list,
  );
  for (const table of tables) {
    db.prepare(`delete from ${table} where ${of}`).run(list);
  }
  db.exec('delete from response_elsewhere where usage_id not in (select id from usage)');
  db.prepare(`delete from session where id in (${inList})`).run(list);
}

/** The files that told of these sessions. */
function sourcesOf(db: Database, list: string): number[] {
  return db
    .prepare(
      `select source_id from message where session_id in (${inList})
       union select source_id from session where id in (${inList}) and source_id is not null`,
    )
    .all(list)
    .map(([id]) => id as number);
}

/** Of those that tell of no other session: what the parser remembers of them goes, and copies of ours go as a whole. */
function deleteCopies(db: Database, sources: readonly number[], importedFolder: string): string[] {
  const alone = db
    .prepare(
      `select id, root, path from source where id in (${inList})
       and id not in (select source_id from message where source_id in (${inList}))
       and id not in (select source_id from session where source_id in (${inList}))`,
    )
    .all(JSON.stringify(sources)) as [number, string, string][];
  const clear = db.prepare('update source set notes = null, state = null where id = ?');
  const files: string[] = [];
  for (const [id, root, path] of alone) {
    if (root.startsWith(importedFolder)) {
      files.push(join(root, path));
      for (const table of ['problem', 'unknown_line']) {
        db.prepare(`delete from ${table} where source_id = ?`).run(id);
      }
      db.prepare('delete from source where id = ?').run(id);
    } else {
      clear.run(id);
    }
  }
  return files;
}
