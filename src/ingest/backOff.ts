/** What stands in the way: the store takes nothing, or the parsing thread does not live. */
export type Trouble = 'store' | 'parser';

const delays = [1000, 2000, 5000, 10_000, 30_000];

/**
 * Decides when to try again what failed for a reason that may pass: after 1, 2, 5, 10 and then every 30 seconds. In between
 * nothing is done.
 */
export class BackOff {
  #trouble: Trouble | null = null;
  #failures = 0;
  #timer: NodeJS.Timeout | null = null;

  /** `tell` is given the trouble, each time it is met, and null when it is over. */
  constructor(private readonly tell: (error: Error | null) => void) {}

  get waiting(): boolean {
    return this.#timer !== null;
  }

  /** Calls `again` after a while. */
  failed(trouble: Trouble, error: Error, again: () => void): void {
    this.#trouble = trouble;
    const delay = delays[Math.min(this.#failures, delays.length - 1)] ?? 0;
    this.#failures++;
    this.#stop();
    this.#timer = setTimeout(() => {
      this.#timer = null;
      again();
    }, delay);
    this.tell(error);
  }

  /** It works, if this is what did not. */
  worked(trouble: Trouble): void {
    if (this.#trouble === trouble) {
      this.#stop();
      this.#trouble = null;
      this.#failures = 0;
      this.tell(null);
    }
  }

  close(): void {
    this.#stop();
  }

  #stop(): void {
    if (this.#timer !== null) {
      clearTimeout(this.#timer);
      this.#timer = null;
    }
  }
}
