import { chatMessage, chatStateOf, meta, type ChatState } from './cursor/chat.js';
import { bubble } from './cursor/bubble.js';
import { composer } from './cursor/composer.js';
import { item } from './cursor/items.js';
import { companions, kindOf, mayContain, roots, shapeOf, type Kind } from './cursor/places.js';
import { chatQueries, globalQueries, workspaceQueries } from './cursor/queries.js';
import type { Reading } from './cursor/reading.js';
import {
  transcriptLine,
  transcriptStateOf,
  transcriptText,
  type TranscriptState,
} from './cursor/transcript.js';
import { count, folder, ident, isObject, parsed, str, typeName, word, type Json } from './fields.js';
import type { FileParser, Importer, ParsedRecord, RowQuery, SourceFile } from './importer.js';
import { isPlainId } from './places.js';

/**
 * Cursor (closed source; by what specstoryai/getspecstory, kenn-io/agentsview and others found, and by files of 2024 to 2026):
 * the editor's databases, the stores of its command line, and transcripts. It leaves no tokens on disk that are true, so that
 * every answer is of unknown usage. Transcripts copy in part what the databases have. See `cursor/transcript.ts`.
 */
export const cursor: Importer = {
  id: 'cursor',
  label: 'Cursor',
  version: 1,
  roots,
  shapeOf,
  mayContain,
  companions,
  queries: (path) => QUERIES[kindOf(path) ?? 'text'],
  start(file, state) {
    return new CursorFile(file, state);
  },
  resume(agentSessionId) {
    return isPlainId(agentSessionId) ? ['cursor-agent', '--resume', agentSessionId] : null;
  },
};

const QUERIES: Readonly<Record<Kind, readonly RowQuery[]>> = {
  global: globalQueries,
  workspace: workspaceQueries,
  chat: chatQueries,
  lines: [],
  text: [],
};

class CursorFile implements FileParser {
  readonly #file: SourceFile;
  readonly #kind: Kind | null;
  readonly #chat: ChatState;
  readonly #transcript: TranscriptState;

  constructor(file: SourceFile, stored: unknown) {
    this.#file = file;
    this.#kind = kindOf(file.path);
    this.#chat = chatStateOf(stored, file.path.split('/').at(-2) ?? 'unknown');
    this.#transcript = transcriptStateOf(stored);
  }

  parse(record: unknown): ParsedRecord {
    const reading: Reading = { events: [], problems: [] };
    this.#read(record, reading);
    const { events, problems } = reading;
    return problems.length === 0 ? { events } : { events, problems };
  }

  #read(record: unknown, reading: Reading): void {
    if (this.#kind === 'text') {
      if ((this.#file.companions?.size ?? 0) > 0) {
        return;
      }
      // The whole text comes again whenever it has changed.
      this.#transcript.lines = 0;
      this.#transcript.titled = false;
      this.#transcript.calls = [];
      transcriptText(str(record) ?? '', this.#file, this.#transcript, reading);
    } else if (!isObject(record)) {
      reading.problems.push(
        `the ${this.#kind === 'lines' ? 'line' : 'row'} is ${typeName(record)}, not an object`,
      );
    } else if (this.#kind === 'lines') {
      transcriptLine(record, this.#file, this.#transcript, reading);
    } else {
      this.#row(record, reading);
    }
  }

  /** A row of one of the statements in `queries`. */
  #row({ from, row }: Json, reading: Reading): void {
    if (!isObject(row)) {
      reading.problems.push(`row is ${typeName(row)}, not an object`);
      return;
    }
    const isChats = from === 'meta' || from === 'blob';
    // Only a store of chats has such rows, and a state that they may change.
    switch (isChats && this.#kind !== 'chat' ? undefined : from) {
      case 'composer':
        return composerRow(row, reading);
      case 'bubble':
        return bubbleRow(row, reading);
      case 'item':
        return itemRow(row, this.#file, reading);
      case 'meta':
        return meta(row.value, this.#chat, reading);
      case 'blob': {
        const id = ident(row.id);
        const data = parsed(row.value, 'blobs.data', reading);
        return id === undefined || data === null ? undefined : chatMessage(id, data, this.#chat, reading);
      }
      default:
        reading.events.push({
          type: 'unknown',
          name: `row of ${word(from)?.slice(0, 80) ?? typeName(from)}`,
        });
    }
  }

  state(): unknown {
    return this.#kind === 'chat' ? this.#chat : this.#transcript;
  }
}

function composerRow(row: Json, reading: Reading): void {
  const id = ident(row.id);
  const data = parsed(row.value, 'composerData', reading);
  if (id !== undefined && data !== null) {
    composer(id, data, reading);
  }
}

function bubbleRow(row: Json, reading: Reading): void {
  const session = ident(row.composer);
  const id = ident(row.bubble);
  const data = parsed(row.value, 'bubble', reading);
  if (session !== undefined && id !== undefined && data !== null) {
    bubble(
      {
        ...{ session, id, nth: count(row.nth) ?? null, model: word(row.model), folder: folder(row.folder) },
        isChild: str(row.parent) !== undefined,
      },
      data,
      reading,
    );
  }
}

function itemRow(row: Json, file: SourceFile, reading: Reading): void {
  let value: unknown;
  try {
    value = JSON.parse(str(row.value) ?? '');
  } catch {
    reading.problems.push(`item ${str(row.key)?.slice(0, 80) ?? typeName(row.key)} is not JSON`);
    return;
  }
  item(row.key, value, [...(file.companions?.values() ?? [])][0], reading);
}
