/** How much a part does. Each part says what it makes of them; what it does not use is 0. */
export interface Amount {
  /** Times that it is done. */
  rounds: number;
  /** How long it goes on, where it goes by the clock. */
  minutes: number;
  /** How much of a thing there is: files, agents, times to open. */
  size: number;
}

export interface PartOptions extends Amount {
  /** What is random comes from here (random.ts), so that a failure can be made again. */
  seed: number;
}

/** What a part tells while it runs. */
export interface Report {
  /** A figure for the table; a second value of the same name takes the first one's place. */
  figure(name: string, value: number, unit?: string): void;
  /** Adds to a figure that counts. */
  count(name: string, by?: number): void;
  /** Something that must hold does not. The part may go on; it has failed. */
  fail(message: string): void;
  /** Something that this machine cannot do, and why; it is listed, never silent. */
  skip(what: string): void;
  /** A line about how far it is, for whoever waits. */
  progress(text: string): void;
}

/**
 * One thing that must hold however long and hard it is tried. A thrown error is a failure, too. A part cleans up what it
 * made: folders, processes.
 */
export interface EndurancePart {
  /** As it is named on the command line. */
  readonly name: string;
  /** What must hold, as a sentence without its end. */
  readonly title: string;
  /** The form in `npm test`: a few seconds. */
  readonly short: Amount;
  /** The file that tries it in `npm test`, where that is another step than the one of the other parts. */
  readonly elsewhere?: string;
  /** The form of `npm run endurance`. */
  readonly full: Amount;
  run(options: PartOptions, report: Report): Promise<void>;
}
