import type { ImportEvent } from '../common/model.js';
import type { Keep } from '../common/settings.js';
import { isObject, str, typeName, type Json } from './fields.js';
import type { FileParser, Importer, LineBytes, ParsedRecord, RecordRange, SourceFile } from './importer.js';
import { baseName } from '../common/paths.js';
import { isPlainId } from './places.js';
import { assistant } from './claude/assistant.js';
import { attached } from './claude/attached.js';
import { chain, envelopeOf, parentOf, TREE } from './claude/envelope.js';
import { withoutCopies } from './claude/copies.js';
import { wholeFile } from './claude/files.js';
import { glance } from './claude/glance.js';
import { prompt } from './claude/history.js';
import { meta, summaryOf } from './claude/meta.js';
import { counts, mayContain, ownerOf, roots, shapeOf } from './claude/places.js';
import { progress } from './claude/progress.js';
import { stateOf, stateToStore, type Envelope, type Reading, type State } from './claude/state.js';
import { journalLine, threadOfFile } from './claude/subAgents.js';
import { system } from './claude/system.js';
import { usageOf } from './claude/usage.js';
import { user } from './claude/user.js';

/**
 * Claude Code (closed source), from files of versions 1.0.0 to 2.1.329. What counts twice there: one response is written as
 * one line a content block; forks and resumed sessions copy lines into another file; sub-agents' files replay lines of
 * their parent; progress lines repeat sub-agents' responses. See `claude/usage.ts`.
 */
export const claude: Importer = {
  id: 'claude',
  label: 'Claude Code',
  version: 2,
  roots,
  shapeOf,
  record: withoutCopies,
  mayContain,
  counts,
  start(file, state) {
    return new ClaudeFile(file, state);
  },
  resume(agentSessionId) {
    return isPlainId(agentSessionId) ? ['claude', '--resume', agentSessionId] : null;
  },
  resumeFromPrompt(agentSessionId) {
    return isPlainId(agentSessionId)
      ? { command: ['claude', '--resume', agentSessionId, '--fork-session'], backBy: '/rewind', copies: true }
      : null;
  },
};

class ClaudeFile implements FileParser {
  readonly #file: SourceFile;
  readonly #state: State;
  readonly #thread: string | null;

  constructor(file: SourceFile, stored: unknown) {
    const owner = ownerOf(file.path);
    this.#file = file;
    this.#thread = owner.thread;
    this.#state = stateOf(stored, owner.session);
  }

  parse(record: unknown, range: RecordRange): ParsedRecord {
    const reading = this.#reading(range);
    read(record, reading);
    const { events, problems } = reading;
    return problems.length === 0 ? { events } : { events, problems };
  }

  state(keep: Keep): unknown {
    return stateToStore(this.#state, keep);
  }

  glance(line: LineBytes, range: RecordRange): readonly ImportEvent[] | null {
    return glance(line, this.#state, this.#thread, () => this.#reading(range));
  }

  #reading(range: RecordRange): Reading {
    return {
      file: this.#file,
      range,
      state: this.#state,
      fileThread: this.#thread,
      events: [],
      problems: [],
    };
  }
}

function read(record: unknown, reading: Reading): void {
  if (wholeFile(record, reading)) {
    return;
  }
  if (!isObject(record)) {
    reading.problems.push(`the line is ${typeName(record)}, not an object`);
  } else if (reading.file.path === 'history.jsonl') {
    prompt(record, reading);
  } else {
    line(record, reading);
  }
}

function line(record: Json, reading: Reading): void {
  const type = typeOf(record);
  if (type === null) {
    reading.events.push({ type: 'unknown', name: 'line without type' });
    return;
  }
  const envelope = envelopeOf(record, type, reading);
  if (!TREE.has(type)) {
    other(type, record, envelope, reading);
    return;
  }
  threadOfFile(envelope, record, reading);
  const parent = parentOf(record, envelope, reading);
  if (parent !== undefined) {
    envelope.parent = parent;
  }
  const before = reading.events.length;
  TREE_LINES[type as keyof typeof TREE_LINES](record, envelope, reading);
  chain(
    record,
    envelope,
    reading.events.some((event, index) => index >= before && event.type === 'message'),
    reading,
  );
  if (reading.state.summaries.length > 0) {
    summaryOf(envelope.uuid, envelope.session, reading);
  }
}

const TREE_LINES = { user, assistant, system, attachment: attached, progress };

function other(type: string, record: Json, envelope: Envelope, reading: Reading): void {
  if (baseName(reading.file.path) === 'journal.jsonl' && (type === 'started' || type === 'result')) {
    journalLine(record, envelope, reading);
  } else if (!meta(type, record, envelope, reading)) {
    reading.events.push({ type: 'unknown', name: type.slice(0, 80) });
    // Whatever a line calls itself, the model's usage in it was used.
    if (isObject(record.message) && record.message.role === 'assistant') {
      const usage = usageOf(record, record.message, envelope, 'transcript', reading.problems);
      if (usage !== null) {
        reading.events.push(usage);
      }
    }
  }
}

/** A line without a type is told by the role of its message. */
function typeOf(record: Json): string | null {
  const type = str(record.type);
  if (type !== undefined) {
    return type;
  }
  const role = isObject(record.message) ? record.message.role : undefined;
  return role === 'user' || role === 'assistant' ? role : null;
}
