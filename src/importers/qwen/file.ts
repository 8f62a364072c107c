import type { Keep } from '../../common/settings.js';
import { isObject, object, str, typeName, type Json } from '../fields.js';
import type { FileParser, ParsedRecord, SourceFile } from '../importer.js';
import { assistant } from './assistant.js';
import { chain, envelopeOf } from './envelope.js';
import { companions, isMeta } from './places.js';
import { stateOf, type Envelope, type Reading, type State } from './state.js';
import { announce, described } from './subAgents.js';
import { system } from './system.js';
import { toolResult } from './toolResult.js';
import { user } from './user.js';

/** A file of lines below `projects/`, or the description of a sub-agent. */
export class QwenFile implements FileParser {
  readonly #file: SourceFile;
  readonly #state: State;
  readonly #meta: Json;

  constructor(file: SourceFile, stored: unknown) {
    this.#file = file;
    this.#state = stateOf(stored);
    const [beside] = companions(file.path);
    this.#meta = beside === undefined ? {} : parsed(file.companions?.get(beside));
  }

  parse(record: unknown): ParsedRecord {
    const reading: Reading = {
      file: this.#file,
      state: this.#state,
      meta: this.#meta,
      events: [],
      problems: [],
    };
    if (!isObject(record)) {
      reading.problems.push(`the record is ${typeName(record)}, not an object`);
    } else if (isMeta(this.#file.path)) {
      described(record, reading);
    } else {
      line(record, reading);
    }
    const { events, problems } = reading;
    return problems.length === 0 ? { events } : { events, problems };
  }

  state(_keep: Keep): unknown {
    return this.#state;
  }
}

function line(record: Json, reading: Reading): void {
  const type = str(record.type);
  if (type === undefined) {
    reading.events.push({ type: 'unknown', name: 'line without type' });
    return;
  }
  const envelope = envelopeOf(record, reading);
  announce(record, envelope, reading);
  const before = reading.events.length;
  told(type, record, envelope, reading);
  const last = reading.events.findLast((event, index) => index >= before && event.type === 'message');
  chain(record, envelope, last?.type === 'message' ? last.uid : null, reading);
}

function told(type: string, record: Json, envelope: Envelope, reading: Reading): void {
  switch (type) {
    case 'user':
      return user(record, envelope, reading);
    case 'assistant':
      return assistant(record, envelope, reading);
    case 'tool_result':
      return toolResult(record, envelope, reading);
    case 'system':
      return system(record, envelope, reading);
    default:
      reading.events.push({ type: 'unknown', name: type.slice(0, 80) });
  }
}

/** A companion that is half written says nothing yet: the file itself is read again when it is whole. */
function parsed(text: string | undefined): Json {
  if (text === undefined) {
    return {};
  }
  try {
    return object(JSON.parse(text));
  } catch {
    return {};
  }
}
