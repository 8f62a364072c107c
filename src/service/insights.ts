import type { StoreApi } from '../common/storeApi.js';
import { tagOf } from '../common/marks.js';
import type { TagRuleTrial, TriedRule, TriedSession } from '../common/tagRules.js';
import type { Settings } from '../common/settings.js';
import type { SessionFacts } from '../common/sessionFacts.js';
import { commitsOf } from '../git/commits.js';
import { categoryOfCommits } from '../insights/category.js';
import { tagMatcher } from '../insights/tagMatch.js';
import { readTagRules } from '../insights/tagRules.js';
import type { Database } from '../store/database.js';
import { createInsightStore } from '../store/insights.js';
import type { MarkStore } from '../store/marks.js';
import { matchAnyInTime } from '../store/matchInTime.js';
import type { Reader } from '../store/read/reader.js';
import type { Changes } from './changes.js';
import { createInsightJob } from './insightJob.js';

export interface Insights {
  api: Pick<
    StoreApi,
    'similarSessions' | 'sessionFiles' | 'sessionCommits' | 'updateInsights' | 'tryTagRules'
  >;
  /** Where changes are told: they are told on, and conclusions are drawn from what changed. */
  changes: Changes;
  configure(settings: Settings): void;
  /** What is wrong with the user's rules. */
  problems(): string[];
  /** To be called after rows were deleted. */
  clear(): void;
  close(): void;
}

interface InsightOptions {
  db: Database;
  labels: Readonly<Record<string, string>>;
  reader: Pick<Reader, 'session' | 'activityOf' | 'similarSessions'>;
  marks: Pick<MarkStore, 'setRuleTags'>;
  changes: Changes;
  idle(): boolean;
  /** Conclusions are drawn by themselves whenever the import rests, and not only when they are asked for. */
  background: boolean;
  onError(error: unknown): void;
}

/** A trial is waited for by a person. */
const trialMs = 20_000;
const sliceMs = 10;
const mostExamples = 20;
/** A report is asked for by a person who waits. */
const gitLimitMs = 5000;
/** Milliseconds after a session's last event in which what it made is still committed. */
const lateMs = 60_000;

/** Everything that is concluded from sessions, with the calls of the protocol that ask for it. */
export function createInsights(options: InsightOptions): Insights {
  const { db, reader, marks, changes } = options;
  const store = createInsightStore(db, options.labels);
  const job = createInsightJob({
    ...{ store, idle: options.idle, background: options.background, onError: options.onError },
    transaction: (write) => db.transaction(write, 'later'),
    setRuleTags: (session, tags) => marks.setRuleTags(session, tags),
    onChanged: (session) => changes.sessions([store.idOf(session)]),
  });

  async function tryTagRules(setting: readonly unknown[]): Promise<TagRuleTrial> {
    const { rules, problems } = readTagRules(setting);
    const matcher = tagMatcher(rules, matchAnyInTime);
    const sessions = store.newest();
    const tried = new Map(rules.map(({ index, tag }) => [index, newTrial(index, tag)]));
    const lost = new Map<string, { tag: string; sessions: number; examples: TriedSession[] }>();
    const began = performance.now();
    let slice = began;
    let looked = 0;
    for (const session of sessions) {
      if (performance.now() - began > trialMs) {
        break;
      }
      if (performance.now() - slice > sliceMs) {
        await new Promise((resolve) => setImmediate(resolve));
        slice = performance.now();
      }
      looked++;
      const facts = store.facts(session);
      let prompts: SessionFacts['prompts'] | null = null;
      const promptTexts = () => (prompts ??= all(store.prompts(session))).flatMap(({ text }) => text ?? []);
      const matched = matcher.matching({ ...facts, promptTexts });
      const { given, byRule } = store.tagsOf(session);
      const wanted = new Set(matched.map(({ tag }) => fold(tagOf(tag) ?? tag)));
      for (const { index, tag } of matched) {
        const trial = tried.get(index);
        if (trial) {
          const gained = !given.has(fold(tag));
          trial.matches++;
          trial.gained += Number(gained);
          example(trial.examples, session);
        }
      }
      for (const tag of byRule.filter((one) => !wanted.has(fold(one)))) {
        const entry = lost.get(tag) ?? { tag, sessions: 0, examples: [] };
        lost.set(tag, entry);
        entry.sessions++;
        example(entry.examples, session);
      }
    }
    return {
      rules: [...tried.values()],
      problems: [...problems, ...matcher.problems()],
      ...{ looked, sessions: sessions.length, lost: [...lost.values()] },
    };
  }

  function example(examples: TriedSession[], session: number): void {
    if (examples.length < mostExamples) {
      examples.push(store.brief(session));
    }
  }

  return {
    api: {
      similarSessions: async (id) => reader.similarSessions(id),
      sessionFiles: async (id) =>
        reader
          .activityOf({ sessionIds: [id] })
          .filesChanged.toSorted((a, b) => lines(b) - lines(a) || (a.path < b.path ? -1 : 1)),
      async sessionCommits(id) {
        const session = reader.session(id);
        const none = { commits: [], problem: null, category: null };
        if (!session || session.cwd === null || session.repository === null || session.startedAt === null) {
          return none;
        }
        const until = (session.endedAt ?? session.startedAt) + lateMs;
        const { commits, problem } = await commitsOf(
          {
            ...{ worktree: session.cwd, branches: session.branches, orHead: session.branches.length === 0 },
            spans: [{ since: session.startedAt, until }],
          },
          { timeoutMs: gitLimitMs },
        );
        return { commits, problem, category: categoryOfCommits(commits.map(({ subject }) => subject)) };
      },
      updateInsights: () => job.run(),
      tryTagRules,
    },
    changes: {
      ...changes,
      sessions(changed) {
        changes.sessions(changed);
        job.touched(changed);
      },
      progress(progress) {
        changes.progress(progress);
        if (progress.phase === 'idle') {
          job.rest();
        }
      },
    },
    configure: ({ tagRules }) => job.configure(tagRules),
    problems: () => job.problems(),
    clear: () => store.clear(),
    close: () => job.close(),
  };
}

function lines({ added, removed }: { added: number | null; removed: number | null }): number {
  return (added ?? 0) + (removed ?? 0);
}

function newTrial(index: number, tag: string): TriedRule & { examples: TriedSession[] } {
  return { index, tag, matches: 0, gained: 0, examples: [] };
}

/** What a generator returns. */
function all<T>(steps: Generator<unknown, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) {
      return step.value;
    }
  }
}

function fold(text: string): string {
  return text.toLowerCase();
}
