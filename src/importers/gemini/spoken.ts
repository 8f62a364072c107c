import { TitleRank } from '../../common/model.js';
import {
  fingerprint,
  ident,
  jsonText,
  list,
  object,
  remember,
  str,
  time,
  word,
  type Json,
} from '../fields.js';
import { partsOf, type Parts } from '../geminiParts.js';
import { kindOf, split } from '../geminiWords.js';
import { message, titleFrom, type Said } from './messages.js';
import { toldWhere } from './meta.js';
import { see, type Reading } from './state.js';
import { checkpointCalls, responses, toolCalls } from './toolCalls.js';
import { endOpen, tokensOf, usage, usageKey } from './usage.js';
import { answered } from './waiting.js';

/** A message: `{id, timestamp, type: user | gemini | info | warning | error, content, …}`. */
export function spoken(record: Json, isCheckpoint: boolean, reading: Reading): void {
  const { state } = reading;
  const type = str(record.type) ?? '';
  const at = time(record.timestamp);
  if (at === null && record.timestamp !== undefined) {
    reading.problems.push('timestamp is not a time');
  }
  const id = ident(record.id) ?? nameless(record, type, reading.problems);
  if (id !== state.current) {
    endOpen(reading);
    state.current = id;
    state.parent = null;
  }
  see(id, state);
  const before = reading.events.length;
  told(type, record, { id, at, isCheckpoint }, reading);
  const first = reading.events.slice(before).find((event) => event.type === 'message');
  if (first !== undefined) {
    state.parent ??= state.branch;
    state.branch = null;
    if (state.parent !== null) {
      first.parent = state.parent;
    }
  }
}

function told(type: string, record: Json, said: Said, reading: Reading): void {
  switch (type) {
    case 'user':
      return user(record, said, reading);
    case 'gemini':
    case 'model':
    case 'assistant':
      return gemini(record, said, reading);
    case 'info':
    case 'warning':
    case 'error':
      return program(type, record, said, reading);
    default:
      reading.events.push({ type: 'unknown', name: `message/${type.slice(0, 60)}` });
  }
}

function user(record: Json, said: Said, reading: Reading): void {
  const { state } = reading;
  const { last } = state;
  const parts = partsOf(record.content, 'content', reading.problems);
  unknownParts(parts, reading);
  if (!said.isCheckpoint) {
    responses(parts, said, reading);
  }
  const shown =
    record.displayContent === undefined
      ? null
      : partsOf(record.displayContent, 'displayContent', reading.problems);
  const { typed, added } = split(parts.texts, shown?.texts.join('\n'));
  if (typed === '' && parts.attachments.length === 0) {
    return;
  }
  const kind = kindOf(typed);
  if (state.subAgent && kind === 'prompt') {
    // A sub-agent's words are its parent's: the first are its task, the others the program's.
    message(
      {
        role: 'user',
        kind: 'injected',
        text: typed,
        attachments: parts.attachments,
        ...(state.titled ? {} : { isTask: true }),
      },
      '',
      said,
      reading,
    );
    titleFrom(typed, TitleRank.task, reading);
  } else {
    message(
      { role: kind === 'compaction' ? 'system' : 'user', kind, text: typed, attachments: parts.attachments },
      '',
      said,
      reading,
    );
  }
  message({ role: 'user', kind: 'injected', text: added }, 'added', said, reading);
  if (kind === 'prompt' && !state.subAgent) {
    remember(state.prompts, [said.id, last ?? ''], 150);
    titleFrom(typed, TitleRank.prompt, reading);
    answered(said.at, reading);
  } else if (kind === 'injected') {
    toldWhere(typed, said.at, reading);
  }
}

function gemini(record: Json, given: Said, reading: Reading): void {
  const { state } = reading;
  const model = word(record.model);
  const parts = partsOf(record.content, 'content', reading.problems);
  unknownParts(parts, reading);
  const hasTokens = record.tokens !== undefined && record.tokens !== null && !given.isCheckpoint;
  const said: Said = {
    ...given,
    ...(model === undefined ? {} : { model }),
    ...(hasTokens ? { response: usageKey(given.id, reading) } : {}),
  };
  const thoughts = [...list(record.thoughts).map(thought), ...parts.thinking].filter((text) => text !== '');
  message({ role: 'assistant', kind: 'thinking', text: thoughts.join('\n\n') }, 'thinking', said, reading);
  message(
    { role: 'assistant', kind: 'text', text: parts.texts.join('\n'), attachments: parts.attachments },
    '',
    said,
    reading,
  );
  const known = toolCalls(record.toolCalls, said, reading);
  checkpointCalls(parts.calls, known, said, reading);
  if (hasTokens) {
    state.open = null;
    usage(said.id, said.at, model ?? null, tokensOf(record.tokens, reading.problems), reading);
  } else if (!said.isCheckpoint && model !== undefined) {
    state.open = { id: said.id, at: said.at, model };
  }
}

/** What the program itself said on the screen. */
function program(type: 'info' | 'warning' | 'error', record: Json, said: Said, reading: Reading): void {
  const text = partsOf(record.content, 'content', reading.problems).texts.join('\n');
  if (type === 'info' && text === 'Request cancelled.') {
    message({ role: 'user', kind: 'interrupt', text }, '', said, reading);
    return;
  }
  message({ role: 'system', kind: type === 'error' ? 'error' : 'notice', text }, '', said, reading);
}

function thought(told: unknown): string {
  const fields = object(told);
  const [subject, body] = [str(fields.subject), str(fields.description) ?? str(fields.summary)];
  return [subject === undefined ? undefined : `**${subject}**`, body]
    .filter((part) => part !== undefined)
    .join('\n');
}

function unknownParts({ unknown }: Parts, reading: Reading): void {
  reading.events.push(...unknown.map((name) => ({ type: 'unknown' as const, name: `part/${name}` })));
}

/** Messages of hand-made files have no id: the name is made of time and text. */
function nameless(record: Json, type: string, problems: string[]): string {
  const content =
    typeof record.content === 'string' ? record.content : jsonText(record.content ?? null, problems);
  return `${ident(record.timestamp) ?? ''}/${type.slice(0, 20)}-${fingerprint(content)}`;
}
