import type { Attachment, MessageKind, Role, ToolCategory, UsageEvent } from '../common/model.js';
import type { BodyRef, Row } from '../store/batch.js';
import { kindOfRow, type PackedRows, withAgent } from './rowPacker.js';

type RowOf<T extends Row['type']> = Extract<Row, { type: T }>;

/** The rows as they were given to a `RowPacker`. */
export function unpackRows(packed: PackedRows): Row[] {
  const reader = new Reader(packed);
  const rows: Row[] = [];
  while (!reader.atEnd) {
    rows.push(readRow(reader, reader.next<number>()));
  }
  return rows;
}

/** Takes value after value. Writer and reader agree on the types, and nothing of it ever leaves the process. */
class Reader {
  #at = 0;
  readonly #values: PackedRows['values'];
  readonly #shared: PackedRows['shared'];

  constructor({ values, shared }: PackedRows) {
    this.#values = values;
    this.#shared = shared;
  }

  get atEnd(): boolean {
    return this.#at >= this.#values.length;
  }

  next<T>(): T {
    return this.#values[this.#at++] as T;
  }

  shared<T extends string>(): T | null {
    const number = this.next<number | null>();
    return number === null ? null : (this.#shared[number] as T);
  }
}

function readRow(reader: Reader, told: number): Row {
  if (told === kindOfRow.other) {
    return reader.next<Row>();
  }
  const agent = told > withAgent ? reader.shared() : null;
  const kind = agent === null ? told : told - withAgent;
  const [source, offset, part] = [reader.next<number>(), reader.next<number>(), reader.next<number>()];
  const withheld = reader.next<boolean>();
  const session = reader.shared() ?? '';
  const thread = reader.shared();
  const body = readBody(reader);
  const at = { source, offset, part, session };
  const row =
    kind === kindOfRow.message
      ? readMessage(reader, at, body)
      : kind === kindOfRow.toolResult
        ? readToolResult(reader, at, body)
        : readUsage(reader, at);
  if (agent !== null) {
    row.agent = agent;
  }
  if (withheld) {
    row.withheld = true;
  }
  if (thread !== null) {
    row.thread = thread;
  }
  return row;
}

function readBody(reader: Reader): BodyRef | null {
  const block = reader.next<number | null>();
  return block === null
    ? null
    : {
        block,
        start: reader.next<number>(),
        bytes: reader.next<number>(),
        fullBytes: reader.next<number>(),
      };
}

type At = Pick<RowOf<'message'>, 'source' | 'offset' | 'part' | 'session'>;

function readMessage(
  reader: Reader,
  { source, offset, part, session }: At,
  body: BodyRef | null,
): RowOf<'message'> {
  const row: RowOf<'message'> = {
    type: 'message',
    source,
    offset,
    part,
    session,
    uid: reader.next<string>(),
    at: reader.next<number | null>(),
    role: reader.shared<Role>() ?? 'system',
    kind: reader.shared<MessageKind>() ?? 'notice',
    body,
  };
  const parent = reader.next<string | null>();
  const model = reader.shared();
  const branch = reader.shared();
  const cwd = reader.shared();
  const attachments = reader.next<Attachment[] | null>();
  const callId = reader.next<string | null>();
  const name = reader.shared();
  const category = reader.shared<ToolCategory>();
  const isTask = reader.next<boolean | null>();
  const queued = reader.next<true | null>();
  const copied = reader.next<boolean | null>();
  const response = reader.next<string | null>();
  // What is absent stays absent: to the store that is another word than null.
  if (parent !== null) {
    row.parent = parent;
  }
  if (model !== null) {
    row.model = model;
  }
  if (branch !== null) {
    row.branch = branch;
  }
  if (cwd !== null) {
    row.cwd = cwd;
  }
  if (attachments !== null) {
    row.attachments = attachments;
  }
  if (callId !== null) {
    row.tool = { callId, name: name ?? '', category: category ?? 'other' };
  }
  if (isTask !== null) {
    row.isTask = isTask;
  }
  if (queued !== null) {
    row.queued = queued;
  }
  if (copied !== null) {
    row.copied = copied;
  }
  if (response !== null) {
    row.response = response;
  }
  return row;
}

function readToolResult(
  reader: Reader,
  { source, offset, part, session }: At,
  body: BodyRef | null,
): RowOf<'tool_result'> {
  const row: RowOf<'tool_result'> = {
    type: 'tool_result',
    source,
    offset,
    part,
    session,
    callId: reader.next<string>(),
    at: reader.next<number | null>(),
    isError: reader.next<boolean>(),
    body,
  };
  const exitCode = reader.next<number | null>();
  const durationMs = reader.next<number | null>();
  const attachments = reader.next<Attachment[] | null>();
  if (exitCode !== null) {
    row.exitCode = exitCode;
  }
  if (durationMs !== null) {
    row.durationMs = durationMs;
  }
  if (attachments !== null) {
    row.attachments = attachments;
  }
  return row;
}

function readUsage(reader: Reader, { source, offset, part, session }: At): RowOf<'usage'> {
  const row: RowOf<'usage'> = {
    type: 'usage',
    source,
    offset,
    part,
    session,
    key: reader.next<string>(),
    group: reader.next<string>(),
    rank: reader.next<number>(),
    preference: reader.next<number>(),
    at: reader.next<number | null>(),
    isCopy: reader.next<boolean>(),
    model: reader.shared(),
    tokens: readTokens(reader),
  };
  const tier = reader.shared<NonNullable<UsageEvent['tier']>>();
  const webSearches = reader.next<number | null>();
  const branch = reader.shared();
  const cwd = reader.shared();
  const requestId = reader.next<string | null>();
  const approximate = reader.next<true | null>();
  if (tier !== null) {
    row.tier = tier;
  }
  if (webSearches !== null) {
    row.webSearches = webSearches;
  }
  if (branch !== null) {
    row.branch = branch;
  }
  if (cwd !== null) {
    row.cwd = cwd;
  }
  if (requestId !== null) {
    row.requestId = requestId;
  }
  if (approximate !== null) {
    row.approximate = approximate;
  }
  return row;
}

function readTokens(reader: Reader): UsageEvent['tokens'] {
  const input = reader.next<number | null>();
  return input === null
    ? null
    : {
        input,
        cacheRead: reader.next<number>(),
        cacheWrite5m: reader.next<number>(),
        cacheWrite1h: reader.next<number>(),
        output: reader.next<number>(),
        reasoning: reader.next<number | null>(),
      };
}
