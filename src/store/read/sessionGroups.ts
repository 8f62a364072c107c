import type { sessionDimensions } from '../../common/charts.js';
import type { GroupBy } from '../../common/protocol.js';
import {
  bandOf,
  qualityBands,
  sessionStatuses,
  type QualityBand,
  type SessionStatus,
} from '../../common/sessionGroups.js';
import type { ReadContext } from './context.js';
import { lineageOf } from './lineage.js';
import { categoriesOfRoots, tagsOfRoots } from './marks.js';
import { stateOf } from './state.js';

/** Groupings by what holds of a session as a whole, and not of a response; of tags it may have several. */
const wholes = ['tag', 'category', 'status', 'quality'] as const;

/** Whether a session is in such a group as a whole. */
export function isOfWholeSessions(by: GroupBy): by is (typeof wholes)[number] {
  return wholes.some((whole) => whole === by);
}

/** The groups that a top-level session is in as a whole, by its row number; null: the grouping looks at responses. */
export function groupsOfSession(
  context: ReadContext,
  by: GroupBy,
): ((root: number) => readonly (string | null)[]) | null {
  switch (by) {
    case 'tag': {
      const tags = tagsOfRoots(context);
      return (root) => tags.get(root) ?? [null];
    }
    case 'category':
      return one(categoriesOfRoots(context));
    case 'status':
      return one(statusesOf(context));
    case 'quality':
      return one(qualitiesOf(context));
    default:
      return null;
  }
}

/** What is said of a session as a whole, with all that it started, as one text: its category, or all of its tags. */
export function saidOfSession(
  context: ReadContext,
  by: (typeof sessionDimensions)[number],
): (session: number) => string | null {
  const groups = groupsOfSession(context, by === 'tags' ? 'tag' : by);
  const { rootOf } = lineageOf(context);
  return (session) => groups?.(rootOf(session)).join(', ') || null;
}

/** The place of a group among others, where that is not by its newest event. */
export function rankOf(by: GroupBy, key: string | null): number {
  const order: readonly string[] = by === 'status' ? sessionStatuses : by === 'quality' ? qualityBands : [];
  return key === null ? order.length : order.indexOf(key);
}

/** How each session stands now, by row number. Depends on the time: not to be remembered. */
export function statusesOf({ db, settings, now }: ReadContext): Map<number, SessionStatus> {
  const rules = settings();
  return new Map(
    db
      .prepare(
        `select s.id, s.ended_at, s.waiting, s.process, ifnull(k.archived, 0) from session s
         left join session_mark k on k.session_id = s.id`,
      )
      .all()
      .map(([id, lastEventAt, waiting, processId, archived]) => [
        id as number,
        archived === 1
          ? 'archived'
          : stateOf(
              {
                lastEventAt: lastEventAt as number | null,
                waiting: waiting === 1,
                processId: processId as number | null,
              },
              rules,
              now(),
            ),
      ]),
  );
}

/** How each session that was judged went, by row number. */
export function qualitiesOf({ db, unchanged }: ReadContext): ReadonlyMap<number, QualityBand> {
  return unchanged(
    'qualities of sessions',
    () =>
      new Map(
        db
          .prepare(
            `select session_id, insights ->> '$.quality.score' from session_insight
             where insights ->> '$.quality.score' is not null`,
          )
          .all()
          .map(([id, score]) => [id as number, bandOf(score as number)] as const),
      ),
  );
}

function one(keys: ReadonlyMap<number, string>): (root: number) => readonly (string | null)[] {
  return (root) => [keys.get(root) ?? null];
}
