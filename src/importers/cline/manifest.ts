import { TitleRank, type Client, type SessionEvent } from '../../common/model.js';
import { folder, ident, isObject, num, object, str, time, typeName, word, type Json } from '../fields.js';
import type { ParsedRecord, SourceFile } from '../importer.js';
import { titleOf } from '../titles.js';
import { folderOf } from './places.js';

/**
 * `<id>.json`: what a session is (cline/cline `sdk/packages/core/src/session/models/session-manifest.ts`). Its sums of tokens
 * are those of the messages and of its sub-agents, and are left alone.
 */
export function manifest(record: unknown, file: SourceFile): ParsedRecord {
  if (!isObject(record)) {
    return { events: [], problems: [`the session's description is ${typeName(record)}, not an object`] };
  }
  const session = ident(record.session_id) ?? folderOf(file.path);
  const metadata = object(record.metadata);
  const started = time(record.started_at);
  const branch = word(object(metadata.git).branch);
  const cwd = folder(record.cwd) ?? folder(record.workspace_root);
  const event: SessionEvent = {
    type: 'session',
    session,
    ...(started === null ? {} : { at: started }),
    ...(cwd === undefined ? {} : { cwd }),
    ...(branch === undefined ? {} : { branch }),
    ...optional('title', titleIn(record, metadata)),
    ...optional('agentVersion', word(object(metadata.sessionHistoryOrigin).version)),
    ...optional('client', clientOf(record)),
    ...(record.interactive === false ? { headless: true } : {}),
    ...optional('parent', parentIn(session)),
    ...optional('forkedFrom', ident(object(metadata.fork).forkedFromSessionId)),
    ...optional('agentCostUsd', costIn(metadata)),
  };
  const ended = time(record.ended_at);
  const end: SessionEvent[] = ended === null ? [] : [{ type: 'session', session, at: ended, waiting: false }];
  const problems = started === null ? ['started_at is not a time'] : [];
  return { events: [event, ...end], ...(problems.length === 0 ? {} : { problems }) };
}

/** The session that started this one: the ids of sub-agents and teammates begin with it. */
export function parentIn(session: string): string | undefined {
  const mark = session.indexOf('__');
  return mark > 0 ? session.slice(0, mark) : undefined;
}

function titleIn(record: Json, metadata: Json): SessionEvent['title'] | undefined {
  const told = str(metadata.title)?.trim();
  const prompt = str(record.prompt)?.trim();
  const text = titleOf(told ?? prompt ?? '');
  // The title is the prompt until someone gives it another.
  const rank = told === undefined || told === prompt ? TitleRank.prompt : TitleRank.generated;
  return text === '' ? undefined : { text, rank };
}

function clientOf({ source, interactive }: Json): Client | undefined {
  const name = str(source)?.toLowerCase() ?? '';
  if (/vscode|jetbrains|ide/.test(name)) {
    return 'ide';
  }
  if (/desktop|kanban/.test(name)) {
    return 'desktop';
  }
  return name.startsWith('cli') ? (interactive === false ? 'exec' : 'cli') : undefined;
}

/** Zero is what is written of models without a price. */
function costIn(metadata: Json): number | undefined {
  const cost = num(metadata.totalCost) ?? num(object(metadata.usage).totalCost);
  return cost !== undefined && cost > 0 && cost < 1e6 ? cost : undefined;
}

function optional<K extends keyof SessionEvent>(
  key: K,
  value: SessionEvent[K] | undefined,
): Partial<SessionEvent> {
  return value === undefined ? {} : { [key]: value };
}
