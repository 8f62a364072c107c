import type { UsageEvent } from '../common/model.js';
import {
  type Claim,
  compareInSession,
  compareKept,
  firstClaim,
  type Kept,
  keptOf,
  type Lookups,
} from '../store/write/usageRules.js';
import { Responses } from './responses.js';
import type { CountedSession, CountedSessions } from './sessions.js';
import type { Texts } from './texts.js';

/** A response that counts, with the claim that was first. */
export interface CountedResponse {
  kept: Kept;
  first: Claim;
}

/** Every response once, over all files, whatever the order they are read in. The rules are those of `UsageEvent`. */
export class Tally {
  readonly #ids = new Map<string, number>();
  readonly #responses: Responses;
  /** By response, then by session: where more than one session claims it. */
  readonly #contested = new Map<number, Map<number, Claim>>();
  readonly #lookups: Lookups;

  constructor(
    private readonly sessions: CountedSessions,
    private readonly threads: Texts,
    private readonly texts: Texts,
  ) {
    this.#responses = new Responses(texts);
    this.#lookups = {
      session: (id) => sessions.byId(id),
      name: (id) => texts.text(id),
      thread: (id) => threads.text(id),
    };
  }

  add(event: UsageEvent, session: CountedSession): void {
    const { group, rank } = event;
    const responses = this.#responses;
    const claim: Claim = {
      session: session.id,
      thread: this.threads.id(event.thread),
      at: event.at,
      isCopy: event.isCopy,
      branch: this.texts.id(event.branch),
      cwd: this.texts.id(event.cwd),
    };
    const kept = keptOf(event);
    const id = this.#ids.get(event.key);
    if (id === undefined) {
      this.#ids.set(event.key, responses.add(event.key, group, rank, kept, claim));
      return;
    }
    if (compareKept(kept, responses.kept(id)) < 0) {
      responses.setKept(id, kept);
    }
    const lowest = responses.rank(id);
    if (rank < lowest || (rank === lowest && group < responses.group(id))) {
      responses.setGroup(id, group, rank);
    }
    this.#claim(id, claim);
  }

  /** The responses that count and that are asked for, made anew at each walk through them: all at once they are large. */
  counted(isAsked: (first: Claim) => boolean): Iterable<CountedResponse> {
    return { [Symbol.iterator]: () => this.#walk(isAsked) };
  }

  /** Sessions of which it decides about a response when they started. */
  decidedByStart(): Set<CountedSession> {
    const sessions = new Set<CountedSession>();
    for (const claims of this.#contested.values()) {
      const { at, isCopy } = firstClaim([...claims.values()], this.#lookups);
      const equal = [...claims.values()].filter((claim) => claim.at === at && claim.isCopy === isCopy);
      if (equal.length > 1) {
        equal.forEach(({ session }) => sessions.add(this.sessions.byId(session)));
      }
    }
    return sessions;
  }

  /** Of a group only the responses with its lowest rank count. */
  *#walk(isAsked: (first: Claim) => boolean): Iterator<CountedResponse> {
    const responses = this.#responses;
    const lowest = this.#lowestRanks();
    for (let id = 0; id < responses.size; id++) {
      const rank = responses.rank(id);
      if (rank === (lowest.get(responses.group(id)) ?? rank)) {
        const first = this.#first(id);
        if (isAsked(first)) {
          yield { kept: responses.kept(id), first };
        }
      }
    }
  }

  /** By group, but for the many groups that have no other rank than the lowest of all. */
  #lowestRanks(): Map<string, number> {
    const responses = this.#responses;
    const lowest = new Map<string, number>();
    let least = Infinity;
    for (let id = 0; id < responses.size; id++) {
      least = Math.min(least, responses.rank(id));
    }
    for (let id = 0; id < responses.size; id++) {
      const rank = responses.rank(id);
      if (rank > least) {
        const group = responses.group(id);
        lowest.set(group, Math.min(rank, lowest.get(group) ?? rank));
      }
    }
    for (let id = 0; lowest.size > 0 && id < responses.size; id++) {
      if (responses.rank(id) === least && lowest.has(responses.group(id))) {
        lowest.set(responses.group(id), least);
      }
    }
    return lowest;
  }

  #first(id: number): Claim {
    const claims = this.#contested.get(id);
    return claims === undefined ? this.#responses.claim(id) : firstClaim([...claims.values()], this.#lookups);
  }

  #claim(id: number, claim: Claim): void {
    const contested = this.#contested.get(id);
    if (contested === undefined && this.#responses.session(id) === claim.session) {
      if (compareInSession(claim, this.#responses.claim(id), this.#lookups) < 0) {
        this.#responses.setClaim(id, claim);
      }
      return;
    }
    const claims = contested ?? new Map([[this.#responses.session(id), this.#responses.claim(id)]]);
    this.#contested.set(id, claims);
    const own = claims.get(claim.session);
    if (own === undefined || compareInSession(claim, own, this.#lookups) < 0) {
      claims.set(claim.session, claim);
    }
  }
}
