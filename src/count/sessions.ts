import type { ImportEvent } from '../common/model.js';
import { mergeSession, stretch, type SessionRow } from '../store/write/sessionFacts.js';
import type { Texts } from './texts.js';
import { isIn, type Window } from './window.js';

/** A session as far as files have told of it, with the facts that usage depends on. */
export interface CountedSession extends SessionRow {
  /** A file holds something of it; otherwise others only mention it. */
  told: boolean;
  /** It has a message in the window that is asked for. */
  saysInWindow: boolean;
}

/** All sessions, by number. The rules are those of the store, and so are the rows. */
export class CountedSessions {
  readonly #byName = new Map<string, CountedSession>();
  readonly #all: CountedSession[] = [];
  #last: CountedSession | null = null;

  /** `window`: the times that are asked for; null: all. */
  constructor(
    private readonly texts: Texts,
    private readonly window: Window | null,
  ) {}

  get all(): readonly CountedSession[] {
    return this.#all;
  }

  byId(id: number): CountedSession {
    const session = this.#all[id];
    if (session === undefined) {
      throw new Error(`There is no session ${id}`);
    }
    return session;
  }

  of(agent: string, agentSessionId: string): CountedSession {
    const last = this.#last;
    // Line after line is of one session.
    if (last !== null && last.agentSessionId === agentSessionId && last.agent === agent) {
      return last;
    }
    const name = `${agent}:${agentSessionId}`;
    let session = this.#byName.get(name);
    if (session === undefined) {
      session = { ...blank, id: this.#all.length, agent, agentSessionId };
      this.#all.push(session);
      this.#byName.set(name, session);
    }
    this.#last = session;
    return session;
  }

  /** What an event says about its session: when it ran, whose child it is, and that it is there at all. */
  note(event: ImportEvent, session: CountedSession): void {
    switch (event.type) {
      case 'session':
        mergeSession(session, event, oneSource, this.texts);
        session.told ||= event.cwd !== undefined || event.agentVersion !== undefined;
        return;
      case 'message':
        if (event.copied !== true) {
          stretch(session, event.at, true);
        }
        session.told = true;
        session.saysInWindow ||= event.at !== null && this.window !== null && isIn(this.window, event.at);
        return;
      case 'tool_result':
      case 'file_change':
        stretch(session, event.at, false);
        session.told = true;
        return;
      case 'usage':
        if (!event.isCopy) {
          stretch(session, event.at, false);
        }
        session.told = true;
        return;
      default:
    }
  }

  /** False for a session that others only mention. */
  isThere(session: CountedSession): boolean {
    return session.told || session.startedAt !== null;
  }

  /** The top-level session that a session belongs to. */
  rootOf(session: CountedSession): CountedSession {
    // Damaged files may name a ring of parents: the walk stops where it would begin again.
    const seen = new Set([session]);
    let root = session;
    for (let next = this.#parentOf(root); next !== null && !seen.has(next); next = this.#parentOf(root)) {
      seen.add(next);
      root = next;
    }
    return root;
  }

  #parentOf({ id, agent, parent }: CountedSession): CountedSession | null {
    const found = parent === null ? undefined : this.#byName.get(`${agent}:${parent}`);
    return found !== undefined && found.id !== id && this.isThere(found) ? found : null;
  }
}

/** Titles and processes, for which it matters which file told them, are not counted. */
const oneSource = { id: 0, mayReplace: () => false };

const blank: Omit<CountedSession, 'id' | 'agent' | 'agentSessionId'> = {
  parent: null,
  forkedFrom: null,
  title: null,
  titleRank: 0,
  titleAt: null,
  titleSource: null,
  cwd: null,
  cwdAt: null,
  version: null,
  versionAt: null,
  startedAt: null,
  endedAt: null,
  headless: 0,
  client: null,
  archived: 0,
  activeSource: null,
  waiting: 0,
  waitingAt: null,
  process: null,
  processSource: null,
  agentType: null,
  parentCall: null,
  cost: null,
  source: null,
  sourceIsThread: 0,
  startedBefore: null,
  told: false,
  saysInWindow: false,
};
