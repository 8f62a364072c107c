import { agentLabel } from '../../common/agentLabels.js';
import { listOf, type ReadContext } from './context.js';
import { baseName } from '../../common/paths.js';
import { shownTitle, tagsOfRoots } from './marks.js';
import { namesOf } from './names.js';

/**
 * The sessions in whose title, tags, branch, ticket, project or agent (its name or its id) every word occurs. Case does not matter, in any script,
 * which is why the words are looked for here and not in SQL.
 */
export function sessionsWithText(context: ReadContext, words: readonly string[]): Set<number> {
  const sessions = readSessions(context);
  const byBranchOrTicket = words.map((word) => sessionsByName(context, fold(word)));
  const found = new Set<number>();
  for (const { id, text } of sessions) {
    if (words.every((word, i) => text.includes(fold(word)) || byBranchOrTicket[i]?.has(id))) {
      found.add(id);
    }
  }
  return found;
}

function readSessions(context: ReadContext): readonly { id: number; text: string }[] {
  return context.unchanged('session texts', () => {
    const rows = context.db
      .prepare(
        `select s.id, ${shownTitle}, s.agent, coalesce(p.repository, s.cwd)
         from session s left join place p on p.cwd = s.cwd`,
      )
      .all();
    const name = namesOf(
      context.db,
      rows.map((row) => row[3] as number | null),
    );
    const tags = tagsOfRoots(context);
    return rows.map(([id, title, agent, project]) => ({
      id: id as number,
      text: fold(
        `${(title as string | null) ?? ''}\n${tags.get(id as number)?.join('\n') ?? ''}\n${agent as string}\n${agentLabel(context.labels, agent as string)}\n${baseName(name(project as number | null) ?? '')}`,
      ),
    }));
  });
}

/** Sessions with a response, or an assignment by hand, whose branch or ticket has the word. */
function sessionsByName(context: ReadContext, word: string): Set<number> {
  const names = context.unchanged('branch and ticket names', () => {
    const ids = context.db
      .prepare('select branch from usage_rollup union select ticket from usage_rollup')
      .all()
      .map(([id]) => id as number | null);
    const name = namesOf(context.db, ids);
    return ids.flatMap((id) => {
      const text = name(id);
      return id === null || text === null ? [] : [{ id, text: fold(text) }];
    });
  });
  const matching = listOf(names.filter(({ text }) => text.includes(word)).map(({ id }) => id));
  const found = new Set<number>();
  context.db
    .prepare(
      `select distinct session_id from usage_rollup
       where branch in (select value from json_each(?)) or ticket in (select value from json_each(?))`,
    )
    .each([matching, matching], ([id]) => found.add(id as number));
  context.db.prepare('select session_id, key from assignment').each([], ([id, key]) => {
    if (fold(key as string).includes(word)) {
      found.add(id as number);
    }
  });
  return found;
}

function fold(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
