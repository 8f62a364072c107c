import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SessionId } from '../common/protocol.js';
import type { SessionFacts } from '../common/sessionFacts.js';
import { conclude, insightsVersion } from '../insights/conclude.js';
import { tagMatcher, type TagMatcher } from '../insights/tagMatch.js';
import { readTagRules } from '../insights/tagRules.js';
import type { InsightStore } from '../store/insights.js';
import { matchAnyInTime } from '../store/matchInTime.js';

/** Draws the conclusions from sessions whose rows, or the rules for whose tags, have changed. */
export interface InsightJob {
  /** Sessions have new rows; 'all': rules of tickets changed, or rows were deleted. */
  touched(sessions: readonly SessionId[] | 'all'): void;
  /** The rules for tags, as the settings have them. */
  configure(rules: readonly unknown[]): void;
  /** The import rests: what waits is looked at now. */
  rest(): void;
  /** Looks at everything that waits, whatever else goes on, and returns when it is written. */
  run(): Promise<void>;
  /** What is wrong with the rules for tags, in sentences. */
  problems(): string[];
  close(): void;
}

export interface InsightJobOptions {
  store: InsightStore;
  /** Writes in a transaction. */
  transaction(write: () => void): void;
  setRuleTags(session: number, tags: readonly string[]): boolean;
  /** The import rests. */
  idle(): boolean;
  /** By itself, or only in `run`. */
  background: boolean;
  /** Row numbers of sessions with other conclusions or tags than before. */
  onChanged(session: number): void;
  onError(error: unknown): void;
}

/** Milliseconds of work before others get their turn, and how long they have it. */
const sliceMs = 10;
const restMs = 15;
/** A session that goes on is looked at when it was quiet for this long. */
const quietMs = 3000;

export function createInsightJob(options: InsightJobOptions): InsightJob {
  const { store } = options;
  /** Row numbers. */
  const dirty = new Set<number>();
  /** Where the look at all sessions stands; null: it is done. */
  let after: number | null = 0;
  let setting: readonly unknown[] = [];
  let rules = readTagRules(setting);
  let matcher: TagMatcher = tagMatcher(rules.rules, matchAnyInTime);
  let stamp = stampOf(setting);
  let closed = false;
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> | null = null;
  let hurried = false;

  function wake(delay: number): void {
    if (options.background && !closed) {
      if (timer !== null) {
        clearTimeout(timer);
      }
      timer = setTimeout(() => {
        timer = null;
        if (options.idle()) {
          start().catch(options.onError);
        }
      }, delay).unref();
    }
  }

  function start(): Promise<void> {
    return (running ??= work().finally(() => (running = null)));
  }

  async function work(): Promise<void> {
    let began = performance.now();
    const pause = async () => {
      if (performance.now() - began > sliceMs) {
        await (hurried ? new Promise((resolve) => setImmediate(resolve)) : sleep(restMs));
        began = performance.now();
      }
    };
    const goesOn = () => !closed && (hurried || options.idle());
    while (goesOn()) {
      const found = next();
      if (found === null) {
        return;
      }
      for (const { session, madeOf } of found) {
        await pause();
        if (!goesOn()) {
          return;
        }
        await look(session, madeOf, pause);
      }
    }
  }

  /** The sessions to look at next; null: there are none. */
  function next(): { session: number; madeOf: string }[] | null {
    const [session] = dirty;
    if (session !== undefined) {
      dirty.delete(session);
      const madeOf = store.madeOf(session, stamp);
      return madeOf === null ? [] : [{ session, madeOf }];
    }
    if (after === null) {
      return null;
    }
    const { sessions, last } = store.stale(after, stamp);
    after = last;
    return sessions;
  }

  async function look(session: number, madeOf: string, pause: () => Promise<void>): Promise<void> {
    const used = { matcher, stamp };
    const reading = store.prompts(session);
    let step = reading.next();
    for (; step.done !== true; step = reading.next()) {
      await pause();
      if (closed) {
        return;
      }
    }
    if (used.stamp !== stamp || store.madeOf(session, stamp) !== madeOf) {
      // It changed while it was read, or was deleted: the next look is at what it is then.
      dirty.add(session);
      return;
    }
    const facts: SessionFacts = { ...store.facts(session), prompts: step.value };
    const insights = conclude(facts);
    const tags = facts.child ? [] : matching(used.matcher, facts);
    options.transaction(() => {
      const changed = store.write(session, madeOf, insights);
      if (options.setRuleTags(session, tags) || changed) {
        options.onChanged(session);
      }
    });
  }

  return {
    touched(sessions) {
      if (sessions === 'all') {
        after = 0;
      } else if (options.background) {
        for (const session of sessions.map((id) => store.numberOf(id))) {
          if (session !== null) {
            dirty.add(session);
          }
        }
      }
      wake(quietMs);
    },
    configure(next_) {
      const nextStamp = stampOf(next_);
      if (nextStamp !== stamp) {
        setting = next_;
        rules = readTagRules(setting);
        matcher = tagMatcher(rules.rules, matchAnyInTime);
        stamp = nextStamp;
        after = 0;
        wake(0);
      }
    },
    rest() {
      if (after !== null || dirty.size > 0) {
        wake(after === 0 ? 0 : quietMs);
      }
    },
    async run() {
      hurried = true;
      try {
        after ??= 0;
        await start();
        // What ran before may have been stopped by an import that began.
        await start();
      } finally {
        hurried = false;
      }
    },
    problems: () => [...rules.problems, ...matcher.problems()].map(({ message }) => message),
    close() {
      closed = true;
      if (timer !== null) {
        clearTimeout(timer);
      }
    },
  };
}

/** The tags that rules give to a session. */
export function matching(matcher: TagMatcher, facts: SessionFacts): string[] {
  const promptTexts = () => facts.prompts.flatMap(({ text }) => text ?? []);
  return matcher.matching({ ...facts, promptTexts }).map(({ tag }) => tag);
}

function stampOf(rules: readonly unknown[]): string {
  const hash = createHash('sha256').update(JSON.stringify(rules)).digest('base64url').slice(0, 12);
  return `${insightsVersion}.${hash}`;
}
