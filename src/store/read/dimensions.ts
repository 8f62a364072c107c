import type { UsageDimension } from '../../common/protocol.js';
import { calendarOf } from './days.js';
import { namesOf } from './names.js';
import type { ReadContext } from './context.js';
import { projectOfResponse } from './responses.js';

/** How responses are told apart by a dimension: in SQL over `u` and `s`, in a form that is quick to group by. */
export const keySql: Readonly<Record<UsageDimension, string>> = {
  none: 'null',
  day: 'u.at / 900000',
  model: 'u.model',
  agent: 's.agent',
  project: projectOfResponse,
  branch: 'u.branch',
  ticket: 'u.ticket',
  session: 'u.session_id',
};

/** Turns what `keySql` gave into what is shown. For `session` it stays the number of the row. */
export function keyText(
  context: ReadContext,
  dimension: UsageDimension,
  raws: Iterable<string | number | null>,
  timeZone: string | undefined,
): (raw: string | number | null) => string | null {
  switch (dimension) {
    case 'none':
      return () => null;
    case 'agent':
    case 'session':
      return (raw) => (raw === null ? null : String(raw));
    case 'day': {
      const calendar = calendarOf(timeZone);
      return (raw) => (raw === null ? null : calendar.dayOfQuarter(Number(raw)));
    }
    default: {
      const name = namesOf(context.db, raws as Iterable<number | null>);
      return (raw) => name(raw as number | null);
    }
  }
}
