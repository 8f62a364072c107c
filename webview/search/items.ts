import type { SearchAnswer } from '../../src/common/panelProtocol.js';
import type { SearchHit, SearchSession } from '../../src/common/search.js';

/** What the list shows, in order: sessions, and below each its hits. */
export type Item = SessionItem | HitItem;

export interface SessionItem {
  type: 'session';
  key: string;
  /** null: hits in no stored session. */
  session: SearchSession | null;
  /** Hits below it. */
  count: number;
  /** The session stands further up already. */
  continues: boolean;
}

export interface HitItem {
  type: 'hit';
  key: string;
  hit: SearchHit;
}

/**
 * Sessions in the order of their first hit. Each page is grouped by itself, so that what a further page brings stands below all
 * that is read already, and nothing moves.
 */
export function itemsOf(pages: readonly SearchAnswer[]): Item[] {
  const items: Item[] = [];
  const seen = new Set<string | null>();
  let last: { id: string | null; head: SessionItem } | null = null;
  pages.forEach((page, n) => {
    const groups = new Map<string | null, SearchHit[]>();
    for (const hit of page.hits) {
      const group = groups.get(hit.sessionId);
      if (group) {
        group.push(hit);
      } else {
        groups.set(hit.sessionId, [hit]);
      }
    }
    const sessions = new Map(page.sessions.map((session) => [session.id, session]));
    for (const [id, hits] of groups) {
      if (last?.id === id) {
        last.head.count += hits.length;
      } else {
        const session = id === null ? null : (sessions.get(id) ?? null);
        const head: SessionItem = {
          ...{ type: 'session', key: `${n}:${id}`, session, count: hits.length, continues: seen.has(id) },
        };
        items.push(head);
        last = { id, head };
      }
      seen.add(id);
      items.push(...hits.map((hit): HitItem => ({ type: 'hit', key: `hit:${hit.id}`, hit })));
    }
  });
  return items;
}

/** A text in pieces, the marked ones apart. */
export function piecesOf({
  snippet,
  marks,
}: Pick<SearchHit, 'snippet' | 'marks'>): { text: string; marked: boolean }[] {
  const pieces: { text: string; marked: boolean }[] = [];
  let at = 0;
  for (const [from, to] of marks) {
    pieces.push(
      { text: snippet.slice(at, from), marked: false },
      { text: snippet.slice(from, to), marked: true },
    );
    at = to;
  }
  pieces.push({ text: snippet.slice(at), marked: false });
  return pieces.filter(({ text }) => text !== '');
}
