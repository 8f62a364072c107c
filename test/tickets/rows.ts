import { execFileSync } from 'node:child_process';
import { resolvePlace } from '../../src/git/place.js';
import type { Attributor } from '../../src/store/attributor.js';
import type { Database } from '../../src/store/database.js';
import { createRollup } from '../../src/store/rollup.js';

/** Runs git at a time (ms) that its commits get. */
export function gitAt(at: number, folder: string, args: readonly string[]): void {
  const date = `@${Math.floor(at / 1000)} +0000`;
  execFileSync('git', ['-C', folder, ...args], {
    stdio: 'ignore',
    env: { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
  });
}

/** The row of a session of the agent `a`, which is made when it is new. */
export function addSession(db: Database, id: string, at: number, parent: string | null = null): number {
  db.prepare(
    `insert into session (agent, agent_session_id, parent, started_at, ended_at) values ('a', ?, ?, ?, ?)
     on conflict do nothing`,
  ).run(id, parent, at, at);
  return db.prepare('select id from session where agent_session_id = ?').get(id)?.[0] as number;
}

let responses = 0;

/** A response of 10 tokens, as the writer stores it. */
export function addResponse(
  db: Database,
  attributor: Attributor,
  made: { cwd: string; branch: string | null; session: string; at: number },
): void {
  const { at } = made;
  const row = {
    sessionId: addSession(db, made.session, at),
    at,
    cwd: nameOf(db, made.cwd),
    branch: nameOf(db, made.branch),
  };
  const place = resolvePlace(made.cwd);
  db.prepare('insert into place values (?, ?, ?) on conflict do nothing').run(
    row.cwd,
    nameOf(db, place.repository),
    nameOf(db, place.worktree),
  );
  db.prepare('update session set ended_at = max(ended_at, ?), cwd = coalesce(cwd, ?) where id = ?').run(
    at,
    row.cwd,
    row.sessionId,
  );
  const key = String(++responses);
  db.prepare(
    `insert into usage (key, key_hash, grp, grp_hash, rank, preference, session_id, at, branch, cwd, model, has_usage, output, ticket)
     values (?, 0, ?, 0, 0, 0, ?, ?, ?, ?, ?, 1, 10, ?)`,
  ).run(key, key, row.sessionId, at, row.branch, row.cwd, nameOf(db, 'gpt-5'), attributor.resolve(row));
  const rollup = createRollup(db);
  rollup.touch(row.sessionId, at);
  rollup.flush();
}

function nameOf(db: Database, text: string | null): number | null {
  if (text === null) {
    return null;
  }
  db.prepare('insert into name (text) values (?) on conflict do nothing').run(text);
  return db.prepare('select id from name where text = ?').get(text)?.[0] as number;
}
