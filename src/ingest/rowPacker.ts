import type { MessageEvent, ToolResultEvent, UsageEvent } from '../common/model.js';
import type { BodyRef, Row } from '../store/batch.js';

/** Rows on their way between two threads. */
export interface PackedRows {
  /** Row after row, field after field, in the order in which `RowPacker` writes and `unpackRows` (see `unpackRows.ts`) reads them. */
  values: readonly Value[];
  /** Texts that many rows share; the values hold their numbers. */
  shared: readonly string[];
}

/** `null` stands for a field that is null and for one that is absent; which of the two, the field's type says. */
export type Value = string | number | boolean | null | object;

/** Where a row comes from: index of its source, offset of the line, number of the event in it. */
export interface Origin {
  source: number;
  offset: number;
  part: number;
  withheld: boolean;
}

/** Kinds of rows that come by the thousand. All others are written as the objects they are. */
export const kindOfRow = { other: 0, message: 1, toolResult: 2, usage: 3 } as const;

/** Added to the kind of a row that names its agent, which few do. */
export const withAgent = 4;

/**
 * Writes rows one after another into one flat list. As JSON it is a third of the rows as objects, which spares both threads
 * most of what the way between them costs.
 */
export class RowPacker {
  #values: Value[] = [];
  #shared: string[] = [];
  readonly #numbers = new Map<string, number>();
  count = 0;

  /** An event's `position` is in `at` already. */
  message(event: MessageEvent, at: Origin, body: BodyRef | null): void {
    this.#start(kindOfRow.message, event, at, body);
    this.#values.push(
      event.uid,
      event.at,
      this.#share(event.role),
      this.#share(event.kind),
      event.parent ?? null,
      this.#share(event.model),
      this.#share(event.branch),
      this.#share(event.cwd),
      event.attachments ?? null,
      event.tool?.callId ?? null,
      this.#share(event.tool?.name),
      this.#share(event.tool?.category),
      event.isTask ?? null,
      event.queued ?? null,
      event.copied ?? null,
      event.response ?? null,
    );
  }

  toolResult(event: ToolResultEvent, at: Origin, body: BodyRef | null): void {
    this.#start(kindOfRow.toolResult, event, at, body);
    this.#values.push(
      event.callId,
      event.at,
      event.isError,
      event.exitCode ?? null,
      event.durationMs ?? null,
      event.attachments ?? null,
    );
  }

  usage(event: UsageEvent, at: Origin): void {
    this.#start(kindOfRow.usage, event, at, null);
    const { tokens } = event;
    this.#values.push(
      event.key,
      event.group,
      event.rank,
      event.preference,
      event.at,
      event.isCopy,
      this.#share(event.model),
      tokens === null ? null : tokens.input,
      ...(tokens === null
        ? []
        : [tokens.cacheRead, tokens.cacheWrite5m, tokens.cacheWrite1h, tokens.output, tokens.reasoning]),
      this.#share(event.tier),
      event.webSearches ?? null,
      this.#share(event.branch),
      this.#share(event.cwd),
      event.requestId ?? null,
      event.approximate ?? null,
    );
  }

  other(row: Row): void {
    this.count++;
    this.#values.push(kindOfRow.other, row);
  }

  /** Hands over what was written and starts anew. */
  take(): PackedRows {
    const packed = { values: this.#values, shared: this.#shared };
    this.#values = [];
    this.#shared = [];
    this.#numbers.clear();
    this.count = 0;
    return packed;
  }

  #start(
    kind: number,
    event: { session: string; thread?: string; agent?: string },
    { source, offset, part, withheld }: Origin,
    body: BodyRef | null,
  ): void {
    this.count++;
    this.#values.push(
      ...(event.agent === undefined ? [kind] : [kind + withAgent, this.#share(event.agent)]),
      source,
      offset,
      part,
      withheld,
      this.#share(event.session),
      this.#share(event.thread),
      body === null ? null : body.block,
    );
    if (body !== null) {
      this.#values.push(body.start, body.bytes, body.fullBytes);
    }
  }

  #share(text: string | null | undefined): number | null {
    if (text === undefined || text === null) {
      return null;
    }
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.#shared.length;
      this.#shared.push(text);
      this.#numbers.set(text, number);
    }
    return number;
  }
}
