import type { Settings } from '../common/settings.js';
import type { Database } from './database.js';

/** What decides a response's ticket. Numbers are ids of rows: `session`, and `name` for folder and branch. */
export interface AttributedResponse {
  sessionId: number;
  /** Milliseconds. */
  at: number | null;
  cwd: number | null;
  branch: number | null;
}

/** Which responses to look at again; absent fields do not restrict. */
export interface AttributionScope {
  sessionId?: number;
  /** Milliseconds: [since, until). */
  since?: number;
  until?: number;
}

/** Knows the ticket of every response, by the rules of src/attribution and what the database holds. */
export interface Attributor {
  /** Id of the name that is the ticket's key; null: none. Called for each row that is written. */
  resolve(response: AttributedResponse): number | null;
  /** Looks again at responses that are stored, in slices; tells how many changed. Call `reload` first. */
  reattribute(scope?: AttributionScope): Promise<number>;
  /** Reads intervals, assignments and the settings again. */
  reload(): void;
}

/** `settings` is asked at each `reload`. */
export declare function createAttributor(db: Database, settings: () => Settings): Attributor;
