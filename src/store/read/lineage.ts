import type { ReadContext } from './context.js';

/** Which session started which, by row numbers; only parents that are stored. */
export interface Lineage {
  /** The top-level session that a session belongs to; itself when it has no stored parent. */
  rootOf(session: number): number;
  parentOf(session: number): number | null;
  /** The newest first. */
  childrenOf(session: number): readonly number[];
  /** The sessions and all that descend from them. */
  withDescendants(sessions: Iterable<number>): Set<number>;
}

/** SQL that is false for a session that is only known by name, as the one that started it told of it. */
export function isStored(session: 's' | 'p' | 'c'): string {
  return `(${session}.source_id is not null or ${session}.started_at is not null)`;
}

/** SQL that is true for a session `s` that is the child of a stored session. A session is never its own child. */
export const hasStoredParent = `(s.parent is not null and s.parent <> s.agent_session_id and exists (
  select 1 from session p where p.agent = s.agent and p.agent_session_id = s.parent and ${isStored('p')}))`;

export function lineageOf(context: ReadContext): Lineage {
  return context.unchanged('lineage', () => readLineage(context));
}

function readLineage({ db }: ReadContext): Lineage {
  const parents = new Map<number, number>();
  const children = new Map<number, number[]>();
  db.prepare(
    `select s.id, p.id from session s join session p on p.agent = s.agent and p.agent_session_id = s.parent
     where s.parent is not null and p.id <> s.id and ${isStored('p')}
     order by s.ended_at desc, s.id desc`,
  ).each([], ([child, parent]) => {
    parents.set(child as number, parent as number);
    const siblings = children.get(parent as number);
    if (siblings) {
      siblings.push(child as number);
    } else {
      children.set(parent as number, [child as number]);
    }
  });
  return {
    parentOf: (session) => parents.get(session) ?? null,
    childrenOf: (session) => children.get(session) ?? [],
    rootOf(session) {
      if (!parents.has(session)) {
        return session;
      }
      // Damaged files may name a ring of parents: the walk stops where it would begin again.
      const seen = new Set([session]);
      let root = session;
      for (let next = parents.get(root); next !== undefined && !seen.has(next); next = parents.get(root)) {
        seen.add(next);
        root = next;
      }
      return root;
    },
    withDescendants(sessions) {
      const found = new Set(sessions);
      for (const session of found) {
        for (const child of children.get(session) ?? []) {
          found.add(child);
        }
      }
      return found;
    },
  };
}
