import type { Client, SessionEvent } from '../../common/model.js';
import {
  fingerprint,
  folder,
  ident,
  isObject,
  jsonText,
  remember,
  str,
  time,
  word,
  type Json,
} from '../fields.js';
import { baseName } from '../../common/paths.js';
import type { Envelope, Reading } from './state.js';
import { inlineThread } from './subAgents.js';

/** Reads what every line says about itself, and tells the session what is new in it. */
export function envelopeOf(line: Json, type: string, reading: Reading): Envelope {
  const { state } = reading;
  const named = ident(line.sessionId) ?? ident(line.session_id);
  state.session ??= named ?? null;
  const session = state.session ?? baseName(reading.file.path).replace(/\.jsonl$/, '');
  const at = time(line.timestamp);
  if (at === null && line.timestamp !== undefined && line.timestamp !== null) {
    reading.problems.push('timestamp is not a time');
  }
  const original = originalSession(line, named, session);
  const envelope: Envelope = {
    session,
    uuid: ident(line.uuid) ?? nameless(line, type, reading.problems),
    at,
    copied: original !== undefined || (SAID.has(type) && at !== null && at < (state.openedAt ?? 0)),
    sidechain: line.isSidechain === true,
  };
  const cwd = folder(line.cwd);
  if (cwd !== undefined) {
    envelope.cwd = cwd;
  }
  const slug = ident(line.slug);
  if (slug !== undefined) {
    envelope.slug = slug;
  }
  const branch = word(line.gitBranch);
  // Without a branch git says "HEAD".
  if (branch !== undefined && branch !== 'HEAD') {
    envelope.branch = branch;
  }
  if (reading.fileThread !== null) {
    envelope.thread = reading.fileThread;
  } else if (envelope.sidechain && TREE.has(type)) {
    envelope.thread = ident(line.agentId) ?? inlineThread(line, envelope.uuid, session, reading);
  }
  announce(line, envelope, original, reading);
  return envelope;
}

/** The types of lines that hang together by `uuid` and `parentUuid`. */
export const TREE: ReadonlySet<string> = new Set(['user', 'assistant', 'system', 'attachment', 'progress']);

/** Those of them that a fork copies; reminders may be written after a line that is younger than they are. */
const SAID: ReadonlySet<string> = new Set(['user', 'assistant']);

/**
 * Where a line of the main thread goes on from, when that is not the line before it: the user went back and took another
 * way. Lines that made no message are stepped over; what cannot be found goes on from the line before.
 */
export function parentOf(line: Json, envelope: Envelope, reading: Reading): string | undefined {
  const { state } = reading;
  const parent = ident(line.parentUuid);
  // Results of parallel calls each have a parent of their own: only a line of the user's opens another way.
  if (parent === undefined || envelope.thread !== undefined || state.last === null || line.type !== 'user') {
    return undefined;
  }
  const kept = state.skipped.findLast(([uuid]) => uuid === parent)?.[1] ?? parent;
  return kept === state.last || kept === '' ? undefined : kept;
}

/** Notes the line's place in the chain for those that follow. `kept`: it made a message. */
export function chain(line: Json, envelope: Envelope, kept: boolean, reading: Reading): void {
  const { state } = reading;
  if (ident(line.uuid) === undefined || envelope.thread !== undefined) {
    return;
  }
  state.lastLine = envelope.uuid;
  if (kept) {
    state.last = envelope.uuid;
    return;
  }
  const parent = ident(line.parentUuid);
  const above =
    parent === undefined ? '' : (state.skipped.findLast(([uuid]) => uuid === parent)?.[1] ?? parent);
  // Results of parallel calls come in any order: one that does not follow the last message starts no other way.
  const told = line.type === 'user' && above !== state.last ? '' : above;
  remember(state.skipped, [envelope.uuid, told], 64);
}

/** The session that wrote the line first, when that is another one. */
function originalSession(line: Json, named: string | undefined, session: string): string | undefined {
  const requested = ident(line.requestSessionId);
  if (requested !== undefined && requested !== session) {
    return requested;
  }
  const forked = isObject(line.forkedFrom) ? ident(line.forkedFrom.sessionId) : ident(line.forkedFrom);
  if (forked !== undefined && forked !== session) {
    return forked;
  }
  return named !== undefined && named !== session ? named : undefined;
}

/** A message of old or hand-made files has no id: its name is made of its time and text. */
function nameless(line: Json, type: string, problems: string[]): string {
  const content = isObject(line.message) ? line.message.content : line.content;
  const text =
    typeof content === 'string'
      ? content
      : jsonText(content ?? line.message ?? line.attachment ?? null, problems);
  return `${ident(line.timestamp) ?? ''}/${type}/${fingerprint(text)}`;
}

function announce(line: Json, envelope: Envelope, original: string | undefined, reading: Reading): void {
  const { state } = reading;
  if (envelope.at !== null && !envelope.copied) {
    state.at = envelope.at;
  }
  const event: SessionEvent = { type: 'session', session: envelope.session };
  if (reading.fileThread !== null) {
    // The session's main file is another.
    event.thread = reading.fileThread;
  }
  let news = false;
  if (envelope.cwd !== undefined && envelope.cwd !== state.cwd) {
    state.cwd = event.cwd = envelope.cwd;
    news = true;
  }
  if (envelope.branch !== undefined && envelope.branch !== state.branch) {
    state.branch = event.branch = envelope.branch;
    news = true;
  }
  const version = word(line.version);
  // A sub-agent's file adds nothing about the program that the session's own does not say.
  if (version !== undefined && version !== state.version && reading.fileThread === null) {
    state.version = event.agentVersion = version;
    news = true;
  }
  const entrypoint = str(line.entrypoint);
  const headless =
    entrypoint?.startsWith('sdk') === true ||
    entrypoint === 'mcp' ||
    entrypoint === 'claude-code-github-action';
  if (entrypoint !== undefined && headless !== state.headless && reading.fileThread === null) {
    state.headless = event.headless = headless;
    const client = clients.find(([start]) => entrypoint.startsWith(start))?.[1];
    if (client !== undefined) {
      event.client = client;
    }
    news = true;
  }
  if (envelope.slug !== undefined && envelope.slug !== state.slug && reading.fileThread === null) {
    state.slug = event.plan = envelope.slug;
    news = true;
  }
  if (original !== undefined && original !== state.forkedFrom && reading.fileThread === null) {
    state.forkedFrom = event.forkedFrom = original;
    news = true;
  }
  if (news) {
    if (envelope.at !== null && !envelope.copied) {
      event.at = envelope.at;
    }
    reading.events.push(event);
  }
}

/** By the start of `entrypoint`. */
const clients: readonly (readonly [string, Client])[] = [
  ['cli', 'cli'],
  ['sdk', 'exec'],
  ['mcp', 'exec'],
  ['claude-code-github-action', 'exec'],
  ['claude-vscode', 'ide'],
  ['claude-jetbrains', 'ide'],
  ['claude-desktop', 'desktop'],
];
