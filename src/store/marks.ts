import { tagOf, type MarkChange, type Pin, type SessionMarks, type TagCount } from '../common/marks.js';
import type { SessionId } from '../common/protocol.js';
import { splitId } from '../common/sessionId.js';
import type { Database } from './database.js';

/** What people say of sessions: read and written. Sessions that are not stored are passed over. */
export interface MarkStore {
  /** Returns what was there before, for `restoreMarks`. */
  markSessions(ids: readonly SessionId[], change: MarkChange): SessionMarks[];
  /** Brings back what `markSessions` returned. */
  restoreMarks(marks: readonly SessionMarks[]): void;
  /** Most used first. */
  tags(): TagCount[];
  /** In the order of the session's messages; those whose message is gone come last. */
  pins(session: SessionId): Pin[];
  /** Pins a message, or changes the note of one that is. Returns its session. Throws when there is no such message. */
  setPin(message: number, note: string | null, now: number): SessionId;
  removePin(session: SessionId, uid: string): void;
  /** Gives each session exactly these tags by rule, but for those taken away by hand. Returns whether anything changed. */
  setRuleTags(session: number, tags: readonly string[]): boolean;
}

/** As in the schema. */
export const tagOrigin = { hand: 0, rule: 1, refused: 2 } as const;

export function createMarkStore(db: Database): MarkStore {
  const number = (id: SessionId): number | null =>
    (db.prepare('select id from session where agent = ? and agent_session_id = ?').get(...splitId(id))?.[0] ??
      null) as number | null;

  function write(session: number, marks: Omit<SessionMarks, 'session'>): void {
    const { title, note, favourite, archived } = marks;
    if (title === null && note === null && !favourite && !archived) {
      db.prepare('delete from session_mark where session_id = ?').run(session);
    } else {
      db.prepare(
        `insert or replace into session_mark (session_id, title, note, favourite, archived) values (?, ?, ?, ?, ?)`,
      ).run(session, title, note, Number(favourite), Number(archived));
    }
    // The later says more: a tag given by hand is no longer one of a rule.
    const wanted = new Map([
      ...marks.ruleTags.map((tag) => [tag, tagOrigin.rule] as const),
      ...marks.refusedTags.map((tag) => [tag, tagOrigin.refused] as const),
      ...marks.tags.map((tag) => [tag, tagOrigin.hand] as const),
    ]);
    db.prepare('delete from session_tag where session_id = ?').run(session);
    for (const [tag, origin] of wanted) {
      db.prepare('insert or replace into session_tag (session_id, tag, origin) values (?, ?, ?)').run(
        ...[session, tagNumber(db, tag), origin],
      );
    }
  }

  return {
    markSessions: (ids, change) =>
      db.transaction(() =>
        ids.flatMap((id) => {
          const session = number(id);
          if (session === null) {
            return [];
          }
          const before = marksOf(db, session, id);
          write(session, changed(before, change));
          return before;
        }),
      ),
    restoreMarks: (marks) =>
      db.transaction(() => {
        for (const before of marks) {
          const session = number(before.session);
          if (session !== null) {
            write(session, before);
          }
        }
      }),
    tags: () =>
      db
        .prepare(
          `select n.text, count(*) from session_tag t join name n on n.id = t.tag
           where t.origin < ? group by t.tag order by 2 desc, 1`,
        )
        .all(tagOrigin.refused)
        .map(([tag, sessions]) => ({ tag: tag as string, sessions: sessions as number })),
    pins: (session) => readPins(db, number(session)),
    setPin: (message, note, now) => {
      const [session, uid, agent, own] =
        db
          .prepare(
            `select m.session_id, m.uid, s.agent, s.agent_session_id
             from message m join session s on s.id = m.session_id where m.id = ?`,
          )
          .get(message) ?? [];
      if (typeof session !== 'number' || typeof uid !== 'string') {
        throw new Error('This message is not in the logbook any more, so it cannot be pinned.');
      }
      db.prepare(
        `insert into pin (session_id, message_uid, note, created_at) values (?, ?, ?, ?)
         on conflict do update set note = excluded.note`,
      ).run(session, uid, note, now);
      return `${String(agent)}:${String(own)}`;
    },
    removePin: (session, uid) => {
      db.prepare('delete from pin where session_id = ? and message_uid = ?').run(number(session), uid);
    },
    setRuleTags: (session, tags) => setRuleTags(db, session, tags),
  };
}

function marksOf(db: Database, session: number, id: SessionId): SessionMarks {
  const [title = null, note = null, favourite = 0, archived = 0] =
    db
      .prepare('select title, note, favourite, archived from session_mark where session_id = ?')
      .get(session) ?? [];
  const tags = (origin: number) =>
    db
      .prepare(
        'select n.text from session_tag t join name n on n.id = t.tag where session_id = ? and origin = ? order by 1',
      )
      .all(session, origin)
      .map(([tag]) => tag as string);
  return {
    session: id,
    title: title as string | null,
    note: note as string | null,
    favourite: favourite === 1,
    archived: archived === 1,
    tags: tags(tagOrigin.hand),
    refusedTags: tags(tagOrigin.refused),
    ruleTags: tags(tagOrigin.rule),
  };
}

function changed(
  before: SessionMarks,
  { addTags = [], removeTags = [], ...change }: MarkChange,
): SessionMarks {
  const added = addTags.flatMap((tag) => tagOf(tag) ?? []);
  const removed = removeTags.flatMap((tag) => tagOf(tag) ?? []);
  const without = (tags: readonly string[], others: readonly string[]) => {
    const folded = new Set(others.map(fold));
    return tags.filter((tag) => !folded.has(fold(tag)));
  };
  return {
    ...before,
    ...(change.title === undefined ? {} : { title: change.title?.trim() || null }),
    ...(change.note === undefined ? {} : { note: change.note?.trim() ? change.note : null }),
    ...(change.favourite === undefined ? {} : { favourite: change.favourite }),
    ...(change.archived === undefined ? {} : { archived: change.archived }),
    tags: [...without(before.tags, [...removed, ...added]), ...added],
    refusedTags: [...without(before.refusedTags, [...removed, ...added]), ...removed],
    ruleTags: without(before.ruleTags, [...removed, ...added]),
  };
}

/** Tags differ by more than case: the spelling of the first one holds. */
function tagNumber(db: Database, tag: string): number {
  const known = db
    .prepare('select distinct t.tag, n.text from session_tag t join name n on n.id = t.tag')
    .all()
    .find(([, text]) => fold(text as string) === fold(tag))?.[0];
  if (typeof known === 'number') {
    return known;
  }
  db.prepare('insert or ignore into name (text) values (?)').run(tag);
  return db.prepare('select id from name where text = ?').get(tag)?.[0] as number;
}

function setRuleTags(db: Database, session: number, tags: readonly string[]): boolean {
  const wanted = new Set(tags.flatMap((tag) => tagOf(tag) ?? []).map((tag) => tagNumber(db, tag)));
  const rows = db.prepare('select tag, origin from session_tag where session_id = ?').all(session);
  const given = new Set(rows.filter(([, origin]) => origin === tagOrigin.rule).map(([tag]) => tag as number));
  const decided = new Set(
    rows.filter(([, origin]) => origin !== tagOrigin.rule).map(([tag]) => tag as number),
  );
  const gone = [...given].filter((tag) => !wanted.has(tag));
  const fresh = [...wanted].filter((tag) => !given.has(tag) && !decided.has(tag));
  for (const tag of gone) {
    db.prepare('delete from session_tag where session_id = ? and tag = ?').run(session, tag);
  }
  for (const tag of fresh) {
    db.prepare('insert into session_tag (session_id, tag, origin) values (?, ?, ?)').run(
      ...[session, tag, tagOrigin.rule],
    );
  }
  return gone.length + fresh.length > 0;
}

/** Gives a tag by hand, unless it was taken away by hand. */
export function giveTag(db: Database, session: number, tag: string): void {
  db.prepare(
    `insert into session_tag (session_id, tag, origin) values (?, ?, ?)
     on conflict do update set origin = excluded.origin where origin = ?`,
  ).run(session, tagNumber(db, tag), tagOrigin.hand, tagOrigin.rule);
}

function readPins(db: Database, session: number | null): Pin[] {
  return db
    .prepare(
      `select m.id, p.message_uid, m.at, p.note, p.created_at from pin p
       left join message m on m.session_id = p.session_id and m.uid = p.message_uid
       where p.session_id = ? order by m.id is null, m.id, p.id`,
    )
    .all(session)
    .map(([message, uid, at, note, createdAt]) => ({
      message: message as number | null,
      uid: uid as string,
      at: at as number | null,
      note: note as string | null,
      createdAt: createdAt as number,
    }));
}

function fold(text: string): string {
  return text.toLowerCase();
}
