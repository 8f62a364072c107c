import type { Row } from '../batch.js';
import type { Database } from '../database.js';
import { giveTag } from '../marks.js';
import { tagOf } from '../../common/marks.js';
import type { SessionRow } from './sessionFacts.js';

type RowOf<T extends Row['type']> = Extract<Row, { type: T }>;

/**
 * Writes what a person said in another logbook. It fills what nobody has said here and replaces nothing, so that reading an
 * export again does not undo what was changed since.
 */
export interface ToldMarks {
  marks(row: RowOf<'marks'>, session: SessionRow): void;
  pin(row: RowOf<'pin'>, session: SessionRow): void;
  ticket(row: RowOf<'ticket'>): void;
}

export function createToldMarks(db: Database): ToldMarks {
  const mark = db.prepare(
    `insert into session_mark (session_id, title, note, favourite, archived) values (?, ?, ?, ?, ?)
     on conflict do update set title = ifnull(title, excluded.title), note = ifnull(note, excluded.note)`,
  );
  const pin = db.prepare(
    'insert into pin (session_id, message_uid, note, created_at) values (?, ?, ?, ?) on conflict do nothing',
  );
  const ticket = db.prepare(
    `insert into ticket (key, title, note, created_at) values (?, ?, ?, ?)
     on conflict do update set title = ifnull(title, excluded.title), note = ifnull(note, excluded.note)`,
  );
  return {
    marks: ({ title = null, note = null, favourite = false, archived = false, tags = [] }, session) => {
      if (title !== null || note !== null || favourite || archived) {
        mark.run(session.id, title, note, Number(favourite), Number(archived));
      }
      for (const tag of tags.flatMap((text) => tagOf(text) ?? [])) {
        giveTag(db, session.id, tag);
      }
    },
    pin: ({ uid, note = null, at }, session) => pin.run(session.id, uid, note, at ?? 0),
    ticket: ({ key, title = null, note = null }) => ticket.run(key, title, note, 0),
  };
}
