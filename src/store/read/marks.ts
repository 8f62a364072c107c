import type { SessionInsights } from '../../common/insights.js';
import type { SessionDetail, SessionFilter, SessionSummary } from '../../common/protocol.js';
import { listOf, type ReadContext } from './context.js';
import { lineageOf } from './lineage.js';

/** The title that is shown of a session `s`: the person's own, else the agent's. */
export const shownTitle = 'coalesce((select title from session_mark where session_id = s.id), s.title)';

type Marks = Pick<SessionSummary, 'tags' | 'category' | 'favourite' | 'archived'>;

const none: Marks = { tags: [], category: null, favourite: false, archived: false };

/** Tags, category and flags of sessions by their row numbers. */
export function marksOfSessions({ db }: ReadContext, ids: readonly number[]): (id: number) => Marks {
  const marks = new Map<number, Marks & { tags: { tag: string; byRule: boolean }[] }>();
  const of = (id: number) => {
    const known = marks.get(id) ?? { ...none, tags: [] };
    marks.set(id, known);
    return known;
  };
  const list = listOf(ids);
  db.prepare(
    `select t.session_id, n.text, t.origin = 1 from session_tag t join name n on n.id = t.tag
     where t.session_id in (select value from json_each(?)) and t.origin < 2 order by n.text`,
  ).each([list], ([id, tag, byRule]) => {
    of(id as number).tags.push({ tag: tag as string, byRule: byRule === 1 });
  });
  db.prepare(
    'select session_id, category from session_insight where session_id in (select value from json_each(?))',
  ).each([list], ([id, category]) => {
    of(id as number).category = category as Marks['category'];
  });
  db.prepare(
    `select session_id, favourite, archived from session_mark
     where session_id in (select value from json_each(?))`,
  ).each([list], ([id, favourite, archived]) => {
    Object.assign(of(id as number), { favourite: favourite === 1, archived: archived === 1 });
  });
  return (id) => marks.get(id) ?? none;
}

/** What only the page of one session shows. */
export function markDetail(
  { db }: ReadContext,
  session: number,
): Pick<SessionDetail, 'agentTitle' | 'note' | 'insights'> {
  const [agentTitle = null, note = null, insights = null] =
    db
      .prepare(
        `select s.title, k.note, i.insights from session s left join session_mark k on k.session_id = s.id
         left join session_insight i on i.session_id = s.id where s.id = ?`,
      )
      .get(session) ?? [];
  return {
    agentTitle: agentTitle as string | null,
    note: note as string | null,
    insights: insights === null ? null : (JSON.parse(String(insights)) as SessionInsights),
  };
}

/** What a filter lets through by what is said of sessions, and of those above them: sets of row numbers, or what is not in them. */
export function sessionsWithMark(
  context: ReadContext,
  { tags, categories, favourite, archived }: SessionFilter,
): { sessions: ReadonlySet<number>; without: boolean }[] {
  const lineage = lineageOf(context);
  const found: { sessions: ReadonlySet<number>; without: boolean }[] = [];
  const add = (ids: Iterable<number>, without = false) =>
    found.push({ sessions: lineage.withDescendants(ids), without });
  if (tags) {
    const wanted = new Set(tags.map((tag) => tag.toLowerCase()));
    add(
      [...tagsOfRoots(context)].flatMap(([id, own]) =>
        own.some((tag) => wanted.has(tag.toLowerCase())) ? [id] : [],
      ),
    );
  }
  if (categories) {
    const wanted: ReadonlySet<string> = new Set(categories);
    add([...categoriesOfRoots(context)].flatMap(([id, category]) => (wanted.has(category) ? [id] : [])));
  }
  const flagged = (flag: 'favourite' | 'archived') =>
    context.db
      .prepare(`select session_id from session_mark where ${flag} = 1`)
      .all()
      .map(([id]) => id as number);
  if (favourite) {
    add(flagged('favourite'));
  }
  const putAway = archived === undefined ? [] : flagged('archived');
  if (archived === true || putAway.length > 0) {
    add(putAway, !archived);
  }
  return found;
}

/** Tags by session; what descends from a session goes with it. Row numbers. */
export function tagsOfRoots({ db, unchanged }: ReadContext): ReadonlyMap<number, readonly string[]> {
  return unchanged('tags of sessions', () => {
    const tags = new Map<number, string[]>();
    db.prepare(
      'select t.session_id, n.text from session_tag t join name n on n.id = t.tag where t.origin < 2 order by n.text',
    ).each([], ([id, tag]) => {
      tags.set(id as number, [...(tags.get(id as number) ?? []), tag as string]);
    });
    return tags;
  });
}

/** Categories by session, by row number. */
export function categoriesOfRoots({ db, unchanged }: ReadContext): ReadonlyMap<number, string> {
  return unchanged(
    'categories of sessions',
    () =>
      new Map(
        db
          .prepare('select session_id, category from session_insight')
          .all()
          .map(([id, category]) => [id as number, category as string] as const),
      ),
  );
}
