import { TitleRank, type SessionEvent } from '../../common/model.js';
import { folder, ident, isObject, list, num, object, str, time, word, type Json } from '../fields.js';
import { titleOf } from '../titles.js';
import { placeOf } from './ids.js';
import type { Reading } from './reading.js';

/**
 * A session, as its file has it: `{id, parentID, directory, title, version, time: {created, updated}, share, revert,
 * permission}`. A row of the database comes in the same form.
 */
export function session(info: Json, reading: Reading): void {
  const id = ident(info.id);
  if (id === undefined) {
    reading.problems.push('session.id is missing');
    return;
  }
  const times = object(info.time);
  const created = time(times.created);
  const event: SessionEvent = { type: 'session', session: id };
  if (created !== null) {
    event.at = created;
  }
  const cwd = folder(info.directory);
  if (cwd !== undefined) {
    event.cwd = cwd;
  }
  const version = word(info.version);
  if (version !== undefined) {
    event.agentVersion = version;
  }
  const parent = ident(info.parentID);
  if (parent !== undefined && parent !== id) {
    event.parent = parent;
  }
  const forkedFrom = ident(info.forkedFrom);
  if (forkedFrom !== undefined && forkedFrom !== id) {
    event.forkedFrom = forkedFrom;
  }
  const title = str(info.title);
  if (title !== undefined && !MADE_UP.test(title) && title.trim() !== '') {
    event.title = { text: titleOf(title), rank: TitleRank.generated };
  }
  reading.events.push(event);
  state(id, info, reading);
}

/** What may change of a session: whether it is archived, shared, taken back to an earlier message; how it was started. */
export function state(id: string, info: Json, reading: Reading): void {
  const { events } = reading;
  const times = object(info.time);
  const updated = time(times.updated);
  if (num(times.archived) !== undefined) {
    events.push({ type: 'session', session: id, archived: true });
  }
  if (isHeadless(info.permission)) {
    events.push({ type: 'session', session: id, headless: true, client: 'exec' });
  }
  const url = str(object(info.share).url);
  if (url !== undefined) {
    events.push({ type: 'link', session: id, url, label: 'Shared session', at: updated });
  }
  const cost = num(info.cost);
  if (cost !== undefined && cost > 0) {
    events.push({ type: 'session', session: id, agentCostUsd: cost });
  }
  reverted(id, info.revert, updated, reading);
}

/**
 * The user took the conversation back to before a message. What follows it is deleted when the user goes on, and until then
 * it is hidden.
 */
function reverted(session: string, revert: unknown, at: number | null, reading: Reading): void {
  const message = ident(object(revert).messageID);
  if (message === undefined) {
    return;
  }
  const part = ident(object(revert).partID);
  const position = reading.fromDatabase ? placeOf('', at) : undefined;
  reading.events.push({
    type: 'message',
    session,
    uid: `${message}/${part ?? ''}/reverted`,
    at,
    role: 'system',
    kind: 'notice',
    text: 'The conversation was taken back to an earlier message',
    ...(position === undefined ? {} : { position }),
  });
}

/** `opencode run` forbids all questions and plans, as nobody is there to answer. */
function isHeadless(permission: unknown): boolean {
  const denied = new Set(
    list(permission).map((rule) =>
      isObject(rule) && rule.action === 'deny' && rule.pattern === '*' ? rule.permission : undefined,
    ),
  );
  return ['question', 'plan_enter', 'plan_exit'].every((permitted) => denied.has(permitted));
}

/** Titles that stand until the agent has made one. */
const MADE_UP = /^(?:New|Child) session - \d{4}-\d\d-\d\dT/;
