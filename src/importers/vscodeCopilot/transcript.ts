import type { ImportEvent, MessageEvent } from '../../common/model.js';
import type { Keep } from '../../common/settings.js';
import { event } from '../copilot/events.js';
import { stateOf, stateToStore, type State } from '../copilot/state.js';
import { folder, ident, isObject, object, str } from '../fields.js';
import type { FileParser, ParsedRecord, RecordRange, SourceFile } from '../importer.js';
import { isUuid } from '../places.js';
import { idOfPath, workspaceOf } from './places.js';
import { callName, nextTurn, textName, thoughtName, turnsOf, type Turns } from './turns.js';
import { folderOfWorkspace } from '../uris.js';

/**
 * A transcript of the Copilot Chat extension (0.37 on): the events of Copilot CLI, of which it writes the conversation and
 * the tools. Where the editor keeps the session too, both tell the same messages under the same names.
 */
export class TranscriptFile implements FileParser {
  readonly #file: SourceFile;
  readonly #state: State;
  readonly #turns: Turns;

  constructor(file: SourceFile, stored: unknown) {
    this.#file = file;
    const from = object(stored);
    this.#state = stateOf(from.events);
    this.#turns = turnsOf(from.turns);
  }

  parse(record: unknown, range: RecordRange): ParsedRecord {
    const state = this.#state;
    const isFirst = state.session === null;
    state.session ??= idIn(record, this.#file.path);
    const cwd = isFirst ? this.#folder() : undefined;
    state.cwd ??= cwd ?? null;
    const { events, problems } = event(record, range.offset, {
      agent: 'vscode-copilot',
      session: state.session,
      state,
    });
    const named = events.map((told) => (told.type === 'message' ? this.#named(told) : told));
    const all: ImportEvent[] =
      cwd === undefined
        ? named
        : [{ type: 'session', session: state.session, cwd, ...atOf(events) }, ...named];
    return problems.length === 0 ? { events: all } : { events: all, problems };
  }

  state(keep: Keep): unknown {
    return { events: stateToStore(this.#state, keep), turns: this.#turns };
  }

  #folder(): string | undefined {
    const { companions, path } = this.#file;
    return folder(folderOfWorkspace(companions?.get(`${workspaceOf(path) ?? ''}workspace.json`)));
  }

  #named(message: MessageEvent): MessageEvent {
    const turns = this.#turns;
    // The editor tells which response a message is of, one a request; here there is one a call, of unknown tokens.
    const { parent: _parent, response: _response, ...rest } = message;
    const isOwn = message.role === 'user' && message.kind !== 'injected' && message.thread === undefined;
    const uid = isOwn ? nextTurn(turns, message.text) : nameOf(message, turns);
    const named: MessageEvent = { ...rest, uid };
    if (isOwn && turns.last !== null) {
      named.parent = turns.last;
    }
    if (message.thread === undefined) {
      turns.last = uid;
    }
    return named;
  }
}

function nameOf(message: MessageEvent, turns: Turns): string {
  if (message.thread !== undefined || message.role !== 'assistant') {
    return message.uid;
  }
  return message.tool !== undefined
    ? callName(turns, message.tool.callId)
    : message.kind === 'thinking'
      ? thoughtName(turns)
      : textName(turns);
}

function idIn(record: unknown, path: string): string {
  const ofPath = idOfPath(path);
  return isUuid(ofPath) || !isObject(record) ? ofPath : (ident(str(object(record.data).sessionId)) ?? ofPath);
}

/** The time of the session's first event, which is when its folder was known. */
function atOf(events: readonly ImportEvent[]): { at?: number } {
  const first = events.find(({ type }) => type === 'session' || type === 'message');
  return first !== undefined && 'at' in first && typeof first.at === 'number' ? { at: first.at } : {};
}
