import type { Keep } from '../../common/settings.js';
import { ident, isObject, str, typeName, type Json } from '../fields.js';
import type { FileParser, ParsedRecord, SourceFile } from '../importer.js';
import { plan, promptLog } from './files.js';
import { message } from './messages.js';
import { changed, messagesOf, metadata } from './meta.js';
import { idOfName, isPlan } from './places.js';
import { spoken } from './spoken.js';
import { isSeen, stateOf, stateToStore, type Reading, type State } from './state.js';

/**
 * A file of Gemini CLI's form. `agent` is the importer's id. The state holds ids and places, no text that a user may not
 * want kept.
 */
export class GeminiFile implements FileParser {
  readonly #agent: string;
  readonly #file: SourceFile;
  #state: State;

  constructor(agent: string, file: SourceFile, stored: unknown) {
    this.#agent = agent;
    this.#file = file;
    this.#state = stateOf(stored);
  }

  parse(record: unknown): ParsedRecord {
    const { path } = this.#file;
    const isDocument = path.endsWith('.json');
    if (isDocument) {
      // The whole file again, not what follows what was read.
      this.#state = stateOf(undefined);
    }
    const state = this.#state;
    const named = isObject(record) ? ident(record.sessionId) : undefined;
    state.session ??= named ?? idOfName(path);
    const { session } = state;
    const reading: Reading = {
      agent: this.#agent,
      file: this.#file,
      state,
      session,
      events: [],
      problems: [],
    };
    if (isPlan(path)) {
      plan(record, reading);
    } else if (path.endsWith('/logs.json')) {
      promptLog(record, reading);
    } else if (!isObject(record)) {
      reading.problems.push(`the record is ${typeName(record)}, not an object`);
    } else if (isDocument) {
      document(record, reading);
    } else {
      line(record, reading);
    }
    const { events, problems } = reading;
    return problems.length === 0 ? { events } : { events, problems };
  }

  state(_keep: Keep): unknown {
    return stateToStore(this.#state);
  }
}

/** Before lines were appended (0.1 to 0.3x) a session was one document. */
function document(record: Json, reading: Reading): void {
  metadata(record, reading);
  for (const entry of messagesOf(record, reading)) {
    spoken(entry, false, reading);
  }
}

function line(record: Json, reading: Reading): void {
  const back = record.$rewindTo;
  if (back !== undefined) {
    rewound(ident(back), reading);
  } else if (record.$set !== undefined) {
    if (!isObject(record.$set)) {
      reading.problems.push(`$set is ${typeName(record.$set)}, not an object`);
      return;
    }
    changed(record.$set, reading);
    checkpoint(record.$set, reading);
  } else if (str(record.id) !== undefined || str(record.type) !== undefined) {
    spoken(record, false, reading);
  } else if (record.sessionId !== undefined || record.projectHash !== undefined) {
    metadata(record, reading);
    checkpoint(record, reading);
  } else {
    reading.events.push({ type: 'unknown', name: 'line without id' });
  }
}

/**
 * The history as the model has it, told whole after a resume, a compression, or when outputs were cut. What stood in lines
 * of its own is told better there; new is what the program wrote into the history. Usage has been told by those lines.
 */
function checkpoint(record: Json, reading: Reading): void {
  const { state } = reading;
  const messages = messagesOf(record, reading);
  const isKnown = messages.map((entry) => isSeen(ident(entry.id) ?? '', state));
  // Of a very long file the oldest ids were forgotten: they come before the first that is known.
  const start = state.forgot ? Math.max(0, isKnown.indexOf(true)) : 0;
  messages.forEach((entry, index) => {
    if (index >= start && isKnown[index] !== true) {
      spoken(entry, true, reading);
    }
  });
}

/** The user went back to before a message of theirs: what came since is left, and the next message starts another way. */
function rewound(id: string | undefined, reading: Reading): void {
  const { state } = reading;
  if (id === undefined) {
    reading.problems.push('$rewindTo is not an id');
    return;
  }
  const said = { id: `rewind-${id}`, at: null, isCheckpoint: false };
  message({ role: 'system', kind: 'notice', text: 'The conversation was rewound' }, '', said, reading);
  const index = state.prompts.findLastIndex(([prompt]) => prompt === id);
  const [entry] = index < 0 ? [] : state.prompts.splice(index);
  const before = entry?.[1] ?? '';
  if (before !== '') {
    state.branch = state.last = before;
  }
}
