/** What the user decides about recording. Kept in the store, so that every process that reads files obeys it. */
export interface Settings {
  /** Agents (importer ids) whose files are not read. */
  disabledAgents: readonly string[];
  /** Further folders to read, by importer id. */
  extraRoots: Readonly<Record<string, readonly string[]>>;
  /** Globs over a session's working folder; what matches is not recorded. */
  excludedProjects: readonly string[];
  keep: Keep;
  /** The expression that finds a ticket's key in a branch name; empty: the built-in rule. First group, or the whole match. */
  ticketPattern: string;
  /** Rules for tags, as the user wrote them; src/insights says what is wrong with one. */
  tagRules: readonly unknown[];
  /** Prices in US dollars per million tokens that win over the built-in table; the key is a model name or a glob. */
  prices: Readonly<Record<string, PriceOverride>>;
  /** Minutes after its last event until a session is idle, and until it has ended. */
  idleAfterMinutes: number;
  endedAfterMinutes: number;
  /** Sessions that ended so many days ago are forgotten; 0: none are. */
  forgetAfterDays: number;
  /** But for favourites, and those with pins, notes or tags by hand. */
  keepMarked: boolean;
  /** Nothing is read while this is true. */
  paused: boolean;
}

/** Which texts of a session are kept. What is not kept never reaches the database; tokens and times always do. */
export interface Keep {
  prompts: boolean;
  reasoning: boolean;
  toolArguments: boolean;
  toolOutput: boolean;
}

export interface PriceOverride {
  input: number;
  output: number;
  cacheRead?: number;
  cacheWrite5m?: number;
  cacheWrite1h?: number;
}

export const defaultSettings: Settings = {
  disabledAgents: [],
  extraRoots: {},
  excludedProjects: [],
  keep: { prompts: true, reasoning: true, toolArguments: true, toolOutput: true },
  ticketPattern: '',
  tagRules: [],
  prices: {},
  idleAfterMinutes: 5,
  endedAfterMinutes: 10,
  forgetAfterDays: 0,
  keepMarked: true,
  paused: false,
};
