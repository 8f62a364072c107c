import type { SessionEvent } from '../../common/model.js';
import { fingerprint, folder, ident, jsonText, object, time, word, type Json } from '../fields.js';
import { answeredBy, follow } from '../lineChain.js';
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
    parent: owner === undefined && isOwn(line) ? answeredBy(ident(line.parentUuid), state.chain) : undefined,
  };
  news(line, envelope, forkedFrom, reading);
  return envelope;
}

/**
 * Notes the line's place in the chain for those that follow. `uid` is that of its last message. A note that the conversation was
 * rewound ends the way that is left: what follows goes on from before it.
 */
export function chain(line: Json, envelope: Envelope, uid: string | null, { state }: Reading): void {
  if (envelope.thread === undefined) {
    const after = ident(line.parentUuid);
    follow(envelope.uuid, after, line.subtype === 'rewind' ? null : uid, state.chain);
  }
}

/** Only what the user says opens another way. */
function isOwn(line: Json): boolean {
  return line.type === 'user' || line.subtype === 'slash_command';
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
