import type { SimilarSession } from '../../common/sessionPage.js';
import type { SqlValue } from '../database.js';
import { listOf, type ReadContext } from './context.js';
import { hasStoredParent, isStored } from './lineage.js';
import { shownTitle } from './marks.js';
import { summarize } from './summaries.js';

/** How much each likeness counts. */
const weights = { files: 0.5, words: 0.3, branch: 0.2 };
const mostSimilar = 8;
/** Less alike is alike by chance. */
const leastScore = 0.12;
/** Branches that everything happens on. */
const mainBranches = new Set(['main', 'master', 'develop', 'dev', 'trunk', 'HEAD']);
const smallWords = new Set(
  'about after again all also and any are but can could did does for from have how into its make more not now our please should that the them then there these this use what when where which why will with would you your'.split(
    ' ',
  ),
);

/** The sessions of the same project that are most like one, with what they have in common. */
export function readSimilar(context: ReadContext, session: number): SimilarSession[] {
  const { db } = context;
  const others = othersOf(context, session);
  const titles = new Map(others.map(([id, title]) => [id, wordsOf(title)]));
  const own = wordsOf(titleOf(context, session));
  const files = shared(filesOf(context, session), others.length);
  const words = shared(
    own.map((word) => ({
      name: word,
      sessions: others.flatMap(([id]) => (titles.get(id)?.includes(word) ? [id] : [])),
    })),
    others.length,
  );
  const branches = branchesOf(context, session);
  const scored = others
    .map(([id]) => {
      const [inFiles, inWords, branch] = [files(id), words(id), branches.get(id)];
      const score =
        weights.files * inFiles.score +
        weights.words * inWords.score +
        (branch === undefined ? 0 : weights.branch);
      return { id, score, inFiles, inWords, branch };
    })
    .filter(({ score }) => score >= leastScore)
    .sort((a, b) => b.score - a.score || b.id - a.id)
    .slice(0, mostSimilar);
  const summaries = summarize(
    context,
    scored.map(({ id }) => id),
  );
  const of = Number(
    db.prepare('select count(distinct path) from file_change where session_id = ?').get(session)?.[0],
  );
  return scored.flatMap(({ score, inFiles, inWords, branch }, index) => {
    const summary = summaries[index];
    return summary === undefined
      ? []
      : [
          {
            session: summary,
            score,
            files: { shared: inFiles.shared, of, score: weights.files * inFiles.score },
            words: { shared: inWords.shared, score: weights.words * inWords.score },
            branch: branch === undefined ? null : { name: branch, score: weights.branch },
          },
        ];
  });
}

/** Top-level sessions of the same repository, else of the same folder, with their titles. */
function othersOf({ db }: ReadContext, session: number): [id: number, title: string][] {
  return db
    .prepare(
      `select s.id, ${shownTitle} from session s left join place p on p.cwd = s.cwd
       where s.id <> ?1 and ${isStored('s')} and not ${hasStoredParent} and ifnull(p.repository, s.cwd) = (
         select ifnull(own_place.repository, own.cwd) from session own
         left join place own_place on own_place.cwd = own.cwd where own.id = ?1)`,
    )
    .all(session)
    .map(([id, title]) => [id as number, (title ?? '') as string]);
}

function titleOf({ db }: ReadContext, session: number): string {
  return String(db.prepare(`select ${shownTitle} from session s where s.id = ?`).get(session)?.[0] ?? '');
}

/** What a session has, each with the others that have it too: the share of it that another has, rare things counting more. */
function shared(
  things: readonly { name: string; sessions: readonly number[] }[],
  all: number,
): (session: number) => { score: number; shared: string[] } {
  const found = new Map<number, string[]>();
  const sums = new Map<number, number>();
  let total = 0;
  for (const { name, sessions } of things) {
    const weight = Math.log(1 + all / (1 + sessions.length));
    total += weight;
    for (const id of sessions) {
      found.set(id, [...(found.get(id) ?? []), name]);
      sums.set(id, (sums.get(id) ?? 0) + weight);
    }
  }
  return (id) => ({ score: total === 0 ? 0 : (sums.get(id) ?? 0) / total, shared: found.get(id) ?? [] });
}

const mostFiles = 300;

function filesOf({ db }: ReadContext, session: number) {
  const names = new Map<number, string>();
  db.prepare(
    `select distinct n.id, n.text from file_change f join name n on n.id = f.path where f.session_id = ? limit ${mostFiles}`,
  ).each([session], ([id, text]) => void names.set(id as number, text as string));
  const sessions = new Map<number, Set<number>>();
  db.prepare('select path, session_id from file_change where path in (select value from json_each(?))').each(
    [listOf(names.keys())],
    ([path, id]: SqlValue[]) => {
      sessions.set(path as number, (sessions.get(path as number) ?? new Set<number>()).add(id as number));
    },
  );
  return [...names].map(([id, name]) => ({ name, sessions: [...(sessions.get(id) ?? [])] }));
}

/** By session: a branch that it has in common with this one. */
function branchesOf({ db }: ReadContext, session: number): Map<number, string> {
  const own = db
    .prepare(
      'select distinct n.id, n.text from usage_rollup u join name n on n.id = u.branch where u.session_id = ?',
    )
    .all(session)
    .filter(([, name]) => !mainBranches.has(name as string));
  const found = new Map<number, string>();
  if (own.length > 0) {
    const names = new Map(own.map(([id, name]) => [id as number, name as string]));
    db.prepare(
      'select distinct session_id, branch from usage_rollup where branch in (select value from json_each(?))',
    ).each(
      [listOf(names.keys())],
      ([id, branch]) => void found.set(id as number, names.get(branch as number)!),
    );
  }
  return found;
}

function wordsOf(title: string): string[] {
  const words = title.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [];
  return [...new Set(words)].filter((word) => !smallWords.has(word));
}
