import { writeClaudeCorpus } from './claude.js';
import { writeCodexCorpus } from './codex.js';

/** How much is written, for every agent alike; what is not given is the agent's own choice. */
export interface CorpusOptions {
  seed: number;
  /** Until there are so many bytes … */
  bytes?: number;
  /** … or so many sessions that a person began. */
  sessions?: number;
  days?: number;
  /** When the newest session ends, in ms since 1970. */
  end: number;
  /** Mean or median length of a session, as the agent's writer takes it. */
  length?: number;
  /** Exactly so many responses in each session, where the agent's writer takes that. */
  responses?: number;
  /** Mean number of sub-agents, where the agent's writer takes one. */
  subAgents?: number;
}

/** What a reader must find, as far as all agents tell it. */
export interface Corpus {
  files: number;
  bytes: number;
  lines: number;
  truth: { responses: number; total: number };
  /** When each session that a person began ended. */
  endedAt: Record<string, number>;
  /** Path of the session that ends at `end`. */
  newest: string;
  largest: { path: string; bytes: number };
}

/** Writers of made-up sessions by agent. */
export const corpora: Record<string, (home: string, options: CorpusOptions) => Corpus> = {
  claude: (home, { length, ...options }) =>
    writeClaudeCorpus(home, { ...options, ...(length === undefined ? {} : { messages: length }) }),
  codex: (home, { length, ...options }) =>
    writeCodexCorpus(home, { ...options, ...(length === undefined ? {} : { turns: length }) }),
};
