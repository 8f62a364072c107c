import type { SessionEvent } from '../../common/model.js';
import { contentOf, ofBlock } from '../attachments.js';
import {
  fingerprint,
  folder,
  ident,
  isObject,
  list,
  object,
  str,
  time,
  typeName,
  word,
  type Json,
} from '../fields.js';
import type { ParsedRecord, SourceFile } from '../importer.js';
import { called } from './calls.js';
import { parentIn } from './manifest.js';
import { folderOf, stemOf } from './places.js';
import { message, type Reading, type Said } from './reading.js';
import { providersApart, response } from './usage.js';
import { user } from './user.js';

/**
 * `<id>.messages.json`: a conversation, written anew with every message (cline/cline
 * `sdk/packages/shared/src/llms/messages.ts`). The oldest are a bare list.
 */
export function messages(record: unknown, file: SourceFile): ParsedRecord {
  const document = isObject(record) ? record : { messages: record };
  if (!Array.isArray(document.messages)) {
    return { events: [], problems: [`messages is ${typeName(document.messages)}, not a list`] };
  }
  const problems: string[] = [];
  const described = descriptionOf(file, problems);
  const all = document.messages.filter(isObject);
  const providerOf = (of: Json): string =>
    word(object(of.modelInfo).provider) ?? word(described.provider) ?? '';
  const metadata = object(described.metadata);
  const fork = object(metadata.fork);
  const reading: Reading = {
    session: sessionOf(document, file),
    cwd: folder(described.cwd) ?? folder(described.workspace_root) ?? null,
    branch: word(object(metadata.git).branch) ?? null,
    copiedBefore: ident(fork.forkedFromSessionId) === undefined ? 0 : (time(fork.forkedAt) ?? 0),
    hasEnded: time(described.ended_at) !== null,
    apart: providersApart(all, providerOf),
    results: resultsIn(all),
    events: [],
    problems,
    titled: false,
  };
  reading.events.push(...sessionFacts(document, file, reading));
  all.forEach((fields, index) => {
    said(saidOf(fields, index === all.length - 1, providerOf(fields), described, reading), reading);
  });
  reading.events.push(waits(all.at(-1), reading));
  return problems.length === 0 ? { events: reading.events } : { events: reading.events, problems };
}

/** A question that nobody has answered yet. */
function waits(last: Json | undefined, { hasEnded, results, session }: Reading): SessionEvent {
  const at = time(last?.ts);
  const waiting =
    !hasEnded &&
    list(last?.content).some((block) => {
      const { name, id } = object(block);
      return (name === 'ask_question' || name === 'ask_followup_question') && !results.has(ident(id) ?? '');
    });
  return { type: 'session', session, ...(at === null ? {} : { at }), waiting };
}

function said(one: Said, reading: Reading): void {
  const { fields } = one;
  switch (fields.role) {
    case 'user':
      return user(one, reading);
    case 'assistant':
      return assistant(one, reading);
    case 'error':
      return message(
        { role: 'system', kind: 'error', text: contentOf(fields.content).text },
        'error',
        one,
        reading,
      );
    default:
      reading.events.push({ type: 'unknown', name: `role ${word(fields.role) ?? 'missing'}`.slice(0, 80) });
  }
}

function assistant(one: Said, reading: Reading): void {
  const { fields } = one;
  if (object(fields.metadata).displayOnly === true) {
    message({ role: 'system', kind: 'error', text: contentOf(fields.content).text }, 'error', one, reading);
    return;
  }
  const key = response(one, reading);
  const of = key === undefined ? {} : { response: key };
  const blocks =
    typeof fields.content === 'string' ? [{ type: 'text', text: fields.content }] : list(fields.content);
  blocks.filter(isObject).forEach((block, index) => {
    const place = String(index);
    switch (block.type) {
      case 'text':
        return message(
          { role: 'assistant', kind: 'text', text: str(block.text) ?? '', ...of },
          place,
          one,
          reading,
        );
      case 'thinking':
        return message(
          { role: 'assistant', kind: 'thinking', text: str(block.thinking) ?? '', ...of },
          place,
          one,
          reading,
        );
      case 'tool_use':
        return called(block, key, one, reading);
      case 'redacted_thinking':
        // Its text is encrypted.
        return;
      default: {
        const attachment = ofBlock(block);
        if (attachment === null) {
          reading.events.push({
            type: 'unknown',
            name: `block ${word(block.type) ?? 'without type'}`.slice(0, 80),
          });
          return;
        }
        message(
          { role: 'assistant', kind: 'text', text: '', attachments: [attachment], ...of },
          place,
          one,
          reading,
        );
      }
    }
  });
  for (const child of list(fields.childSessions).filter(isObject)) {
    const id = ident(child.sessionId);
    const call = ident(child.toolCallId);
    if (id !== undefined && id !== reading.session) {
      reading.events.push({
        type: 'session',
        session: id,
        parent: reading.session,
        ...(call === undefined ? {} : { parentCall: call }),
      });
    }
  }
}

/** Read again with every message: answers come in a later message than the calls. */
function resultsIn(all: readonly Json[]): Map<string, Json> {
  const results = new Map<string, Json>();
  for (const { content } of all) {
    for (const block of list(content).filter(isObject)) {
      const id = block.type === 'tool_result' ? ident(block.tool_use_id) : undefined;
      if (id !== undefined) {
        results.set(id, block);
      }
    }
  }
  return results;
}

function saidOf(fields: Json, isLast: boolean, provider: string, described: Json, reading: Reading): Said {
  const at = time(fields.ts);
  const info = object(fields.modelInfo);
  const content = typeof fields.content === 'string' ? fields.content : contentOf(fields.content).text;
  return {
    fields,
    id: ident(fields.id) ?? `${reading.session}-${at ?? 0}-${fingerprint(content)}`,
    at,
    model: word(info.id) ?? word(described.model) ?? null,
    provider,
    isCopy: at !== null && at < reading.copiedBefore,
    isLast,
  };
}

/** A sub-agent's messages lie in the folder of its session, under its own name. */
function sessionOf(document: Json, file: SourceFile): string {
  const [own, told] = [folderOf(file.path), ident(document.sessionId)];
  const stem = stemOf(file.path);
  return stem === own ? (told ?? own) : told !== undefined && told !== own ? told : `${own}__${stem}`;
}

function sessionFacts(document: Json, file: SourceFile, { session }: Reading): SessionEvent[] {
  const own = folderOf(file.path);
  const parent = session !== own && stemOf(file.path) !== own ? own : parentIn(session);
  const agent = word(document.taskType) ?? word(document.agent);
  const version = word(object(document.origin).version);
  const facts = {
    ...(version === undefined ? {} : { agentVersion: version }),
    ...(parent === undefined || parent === session ? {} : { parent }),
    ...(parent === undefined || agent === undefined ? {} : { agentType: agent }),
  };
  return Object.keys(facts).length === 0 ? [] : [{ type: 'session', session, ...facts }];
}

/** The description beside the messages. One that is being written is left out: the messages are read again with the next one. */
function descriptionOf(file: SourceFile, problems: string[]): Json {
  const own = folderOf(file.path);
  const text = file.companions?.get(`sessions/${own}/${own}.json`);
  try {
    return object(text === undefined ? undefined : JSON.parse(text));
  } catch {
    problems.push(`${own}.json beside it is no JSON; what it tells of the session is missing`);
    return {};
  }
}
