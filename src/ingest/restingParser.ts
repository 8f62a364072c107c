import type { Parser, ParserEvents, StartParser } from './parser.js';

/**
 * So long, in milliseconds, the parsing thread waits for the next file before it ends. It holds some 70 MB, and another is
 * there within a tenth of a second.
 */
export const restAfter = 30_000;

interface RestingEvents extends Pick<ParserEvents, 'onMessage'> {
  /** The thread ended by itself while it was reading a job. */
  onDeath(reason: string, lastJob: number): void;
  /** A thread was started; what it has to know first is to be sent. */
  onStart(parser: Parser): void;
  /** Whether nothing is on its way to the thread or back. */
  isIdle(): boolean;
  /** A thread that was to rest did not end in order. */
  onTrouble(error: unknown): void;
}

/** The parsing thread, which is started when it is needed and ended when it has had nothing to do for a while. */
export class RestingParser {
  #parser: Parser | null = null;
  #rest: NodeJS.Timeout | null = null;

  constructor(
    private readonly startParser: StartParser,
    private readonly events: RestingEvents,
    private readonly restAfterMs: number,
  ) {}

  /** The thread that runs; null: none does. */
  get current(): Parser | null {
    return this.#parser;
  }

  /** The thread, started if need be. */
  running(): Parser {
    this.#stopResting();
    if (this.#parser === null) {
      const parser = this.startParser({
        onMessage: this.events.onMessage,
        onDeath: (reason) => {
          this.#parser = null;
          this.events.onDeath(reason, parser.lastJob());
        },
      });
      this.#parser = parser;
      this.events.onStart(parser);
    }
    return this.#parser;
  }

  /** To be called whenever files are done. */
  restIfIdle(): void {
    if (this.#rest === null && this.#parser !== null && this.events.isIdle()) {
      this.#rest = setTimeout(() => {
        this.#rest = null;
        if (this.events.isIdle()) {
          this.close().catch((error: unknown) => this.events.onTrouble(error));
        }
      }, this.restAfterMs);
      this.#rest.unref();
    }
  }

  async close(): Promise<void> {
    this.#stopResting();
    const parser = this.#parser;
    this.#parser = null;
    await parser?.close();
  }

  #stopResting(): void {
    if (this.#rest !== null) {
      clearTimeout(this.#rest);
      this.#rest = null;
    }
  }
}
