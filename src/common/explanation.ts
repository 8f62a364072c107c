import type { ImportProblem } from './importReport.js';
import type { PricedPart } from './priced.js';

/** How a total came about: what was counted, what was left out, at which prices. */
export interface Explanation {
  /** Responses that count, with and without usage, and those whose figures the agent rounds. */
  responses: number;
  unknownResponses: number;
  approximateResponses: number;
  /** Tellings of a response that another one of the same response outranks; they are stored and not counted. */
  outranked: number;
  /** Responses that count and that several sessions have: copies in forks and resumed sessions, counted once. */
  shared: number;
  /** Billed as another tier than the standard one, so that their cost is an estimate. */
  otherTier: number;
  parts: readonly PricedPart[];
  /** Where the built-in prices are from, with the day of that version. */
  prices: { source: string; version: string; date: string };
  /** Files that were read, by agent, and how many of them are gone since: of the whole logbook. */
  files: readonly { agent: string; files: number; gone: number; bytes: number }[];
  /** What could not be read in them: how many, and the newest. */
  problems: number;
  firstProblems: readonly ImportProblem[];
  /** Lines of a kind that no reader knows. */
  unknownLines: number;
}
