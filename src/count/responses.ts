import type { Tokens } from '../common/model.js';
import type { Claim, Kept } from '../store/write/usageRules.js';
import type { Texts } from './texts.js';

/**
 * What is known of many responses, by number, in columns: as objects they take several times the memory, and keeping those
 * takes more time than counting.
 */
export class Responses {
  readonly #keys: string[] = [];
  /** A group mostly is the beginning of a key, and an id of a request its end: then so many letters are noted, no text. */
  readonly #groups: (string | number)[] = [];
  readonly #requests: (string | number | null)[] = [];
  #floats = new Float64Array(floats.width << 10);
  #ints = new Int32Array(ints.width << 10);

  /** `texts`: those of branches and folders, and of what else many responses share. */
  constructor(private readonly texts: Texts) {}

  get size(): number {
    return this.#keys.length;
  }

  add(key: string, group: string, rank: number, kept: Kept, claim: Claim): number {
    const id = this.#keys.length;
    if ((id + 1) * floats.width > this.#floats.length) {
      this.#floats = grown(this.#floats, new Float64Array(this.#floats.length * 2));
      this.#ints = grown(this.#ints, new Int32Array(this.#ints.length * 2));
    }
    this.#keys.push(key);
    this.setGroup(id, group, rank);
    this.setKept(id, kept);
    this.setClaim(id, claim);
    return id;
  }

  group(id: number): string {
    const group = this.#groups[id] ?? 0;
    return typeof group === 'string' ? group : (this.#keys[id] ?? '').slice(0, group);
  }

  rank(id: number): number {
    return this.#floats[id * floats.width + floats.rank] ?? 0;
  }

  setGroup(id: number, group: string, rank: number): void {
    this.#groups[id] = this.#keys[id]?.startsWith(group) === true ? group.length : group;
    this.#floats[id * floats.width + floats.rank] = rank;
  }

  kept(id: number): Kept {
    const preference = this.#floats[id * floats.width + floats.preference] ?? 0;
    const webSearches = this.#floats[id * floats.width + floats.webSearches] ?? 0;
    const model = this.#text(id, ints.model);
    const tier = this.#text(id, ints.tier);
    return {
      preference,
      model,
      tokens: this.#tokens(id),
      approximate: this.#int(id, ints.approximate) === 1,
      tier,
      webSearches,
      requestId: this.#request(id),
    };
  }

  setKept(id: number, { preference, model, tokens, approximate, tier, webSearches, requestId }: Kept): void {
    const at = id * floats.width;
    const row = this.#floats;
    row[at + floats.preference] = preference;
    row[at + floats.webSearches] = webSearches;
    row[at + floats.input] = tokens?.input ?? NaN;
    row[at + floats.cacheRead] = tokens?.cacheRead ?? 0;
    row[at + floats.cacheWrite5m] = tokens?.cacheWrite5m ?? 0;
    row[at + floats.cacheWrite1h] = tokens?.cacheWrite1h ?? 0;
    row[at + floats.output] = tokens?.output ?? 0;
    row[at + floats.reasoning] = tokens?.reasoning ?? NaN;
    this.#setInt(id, ints.model, this.texts.id(model));
    this.#setInt(id, ints.tier, this.texts.id(tier));
    this.#setInt(id, ints.approximate, Number(approximate));
    const isEnd = requestId !== null && this.#keys[id]?.endsWith(requestId) === true;
    this.#requests[id] = isEnd ? requestId.length : requestId;
  }

  claim(id: number): Claim {
    const at = this.#floats[id * floats.width + floats.at] ?? NaN;
    return {
      session: this.#int(id, ints.session) ?? 0,
      thread: this.#int(id, ints.thread),
      at: Number.isNaN(at) ? null : at,
      isCopy: this.#int(id, ints.isCopy) === 1,
      branch: this.#int(id, ints.branch),
      cwd: this.#int(id, ints.cwd),
    };
  }

  setClaim(id: number, { session, thread, at, isCopy, branch, cwd }: Claim): void {
    this.#floats[id * floats.width + floats.at] = at ?? NaN;
    this.#setInt(id, ints.session, session);
    this.#setInt(id, ints.thread, thread);
    this.#setInt(id, ints.isCopy, Number(isCopy));
    this.#setInt(id, ints.branch, branch);
    this.#setInt(id, ints.cwd, cwd);
  }

  /** The session of the claim. */
  session(id: number): number {
    return this.#int(id, ints.session) ?? 0;
  }

  #request(id: number): string | null {
    const request = this.#requests[id] ?? null;
    return typeof request === 'number' ? (this.#keys[id] ?? '').slice(-request) : request;
  }

  #tokens(id: number): Tokens | null {
    const at = id * floats.width;
    const row = this.#floats;
    const input = row[at + floats.input] ?? NaN;
    if (Number.isNaN(input)) {
      return null;
    }
    const reasoning = row[at + floats.reasoning] ?? NaN;
    return {
      input,
      cacheRead: row[at + floats.cacheRead] ?? 0,
      cacheWrite5m: row[at + floats.cacheWrite5m] ?? 0,
      cacheWrite1h: row[at + floats.cacheWrite1h] ?? 0,
      output: row[at + floats.output] ?? 0,
      reasoning: Number.isNaN(reasoning) ? null : reasoning,
    };
  }

  #text(id: number, column: number): string | null {
    const text = this.#int(id, column);
    return text === null ? null : this.texts.text(text);
  }

  #int(id: number, column: number): number | null {
    const value = this.#ints[id * ints.width + column] ?? none;
    return value === none ? null : value;
  }

  #setInt(id: number, column: number, value: number | null): void {
    this.#ints[id * ints.width + column] = value ?? none;
  }
}

function grown<T extends Float64Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

const none = -1;
const floats = {
  rank: 0,
  preference: 1,
  webSearches: 2,
  input: 3,
  cacheRead: 4,
  cacheWrite5m: 5,
  cacheWrite1h: 6,
  output: 7,
  reasoning: 8,
  at: 9,
  width: 10,
} as const;
const ints = {
  model: 0,
  tier: 1,
  session: 2,
  thread: 3,
  isCopy: 4,
  branch: 5,
  cwd: 6,
  approximate: 7,
  width: 8,
} as const;
