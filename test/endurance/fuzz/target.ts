import type { Random } from '../random.js';

/** Plain JSON, so that an input that found something can be kept in a file and made smaller. */
export type Input = unknown;

/** Something that takes what strangers wrote. */
export interface Target {
  readonly name: string;
  /** One try takes as long as many of another target. */
  readonly isSlow?: boolean;
  /** Inputs to begin with: whatever is ordinary for it. */
  seeds(random: Random): Input[];
  /** Another input; `other` is one of the corpus to take from. Absent: any change of the JSON. */
  mutate?(input: Input, random: Random, other: Input): Input;
  /** Opens what it needs. Each input is tried after the other on the same one. */
  open(): Promise<Opened> | Opened;
}

export interface Opened {
  /** Throws, or rejects, when something that must hold does not. */
  try(input: Input): Promise<void> | void;
  close?(): Promise<void> | void;
}
