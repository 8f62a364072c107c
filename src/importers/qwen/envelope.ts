import type { SessionEvent } from '../../common/model.js';
import { fingerprint, folder, ident, jsonText, object, remember, time, word, type Json } from '../fields.js';
import { idOfName, ownerOf } from './places.js';
import { inSession, type Envelope, type Reading } from './state.js';

/** Reads what every line says about itself, and tells the session what is new in it. */
export function envelopeOf(line: Json, reading: Reading): Envelope {
  const { state } = reading;
  const owner = ownerOf(reading.file.path);
  state.session ??= ident(line.sessionId) ?? ident(owner?.session ?? idOfName(reading.file.path)) ?? '';
  const at = time(line.timestamp);
  if (at === null && line.timestamp !== undefined) {
    reading.problems.push('timestamp is not a time');
  }
  const forkedFrom = ident(object(line.forkedFrom).sessionId);
  const branch = word(line.gitBranch);
  const envelope: Envelope = {
    session: state.session,
    thread: owner === undefined ? undefined : (ident(line.agentId) ?? ident(owner.thread)),
    uuid: ident(line.uuid) ?? nameless(line, reading.problems),
    at,
    cwd: folder(line.cwd),
    // Without a branch git says "HEAD".
    branch: branch === 'HEAD' ? undefined : branch,
    copied: forkedFrom !== undefined && forkedFrom !== state.session,
    parent: owner === undefined && isOwn(line) ? parentOf(line, reading) : undefined,
  };
  news(line, envelope, forkedFrom, reading);
  return envelope;
}

/**
 * Notes the line's place in the chain for those that follow. `uid` is that of its last message; most lines between two messages
 * (results, telemetry) are none, and are stepped over.
 */
export function chain(line: Json, envelope: Envelope, uid: string | null, reading: Reading): void {
  const { state } = reading;
  if (envelope.thread !== undefined) {
    return;
  }
  const isRewind = line.subtype === 'rewind';
  if (uid !== null && !isRewind) {
    state.last = uid;
    if (uid !== envelope.uuid) {
      remember(state.skipped, [envelope.uuid, uid], 64);
    }
    return;
  }
  const kept = keptOf(ident(line.parentUuid), reading);
  remember(state.skipped, [envelope.uuid, kept ?? ''], 64);
}

/** Only what the user says opens another way. */
function isOwn(line: Json): boolean {
  return line.type === 'user' || line.subtype === 'slash_command';
}

/** The message that a line goes on from; undefined where that is the last one, or is not known. */
function parentOf(line: Json, reading: Reading): string | undefined {
  const { state } = reading;
  const after = ident(line.parentUuid);
  const kept = keptOf(after, reading);
  if (after !== undefined) {
    remember(state.prompts, [after, kept ?? ''], 150);
  }
  return kept === undefined || kept === '' || kept === state.last ? undefined : kept;
}

/** The last message at or before a line. A line that is not known as one without a message is a message. */
function keptOf(uuid: string | undefined, { state }: Reading): string | undefined {
  if (uuid === undefined) {
    return undefined;
  }
  const of = ([name]: [string, string]): boolean => name === uuid;
  return (state.skipped.findLast(of) ?? state.prompts.findLast(of))?.[1] ?? uuid;
}

function news(line: Json, envelope: Envelope, forkedFrom: string | undefined, reading: Reading): void {
  const { state } = reading;
  const event: SessionEvent = { type: 'session', ...inSession(envelope) };
  let isNew = false;
  if (envelope.cwd !== undefined && envelope.cwd !== state.cwd) {
    state.cwd = event.cwd = envelope.cwd;
    isNew = true;
  }
  if (envelope.branch !== undefined && envelope.branch !== state.branch) {
    state.branch = event.branch = envelope.branch;
    isNew = true;
  }
  const version = word(line.version);
  if (version !== undefined && version !== state.version && envelope.thread === undefined) {
    state.version = event.agentVersion = version;
    isNew = true;
  }
  if (envelope.copied && forkedFrom !== undefined && forkedFrom !== state.forkedFrom) {
    state.forkedFrom = event.forkedFrom = forkedFrom;
    isNew = true;
  }
  if (isNew) {
    if (envelope.at !== null && !envelope.copied) {
      event.at = envelope.at;
    }
    reading.events.push(event);
  }
}

function nameless(line: Json, problems: string[]): string {
  const text = jsonText(line.message ?? line.systemPayload ?? null, problems);
  return `${ident(line.timestamp) ?? ''}/${fingerprint(text)}`;
}
