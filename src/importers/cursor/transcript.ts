import { TitleRank } from '../../common/model.js';
import { contentOf } from '../attachments.js';
import {
  ident,
  isObject,
  jsonText,
  list,
  num,
  object,
  remember,
  str,
  typeName,
  word,
  type Json,
} from '../fields.js';
import type { SourceFile } from '../importer.js';
import { titleOf } from '../titles.js';
import { sessionOfTranscript } from './places.js';
import { answer, say, type Draft, type Reading } from './reading.js';
import { cursorTool } from './tools.js';
import { wordsOf } from './words.js';

/** What one line tells about the next. */
export interface TranscriptState {
  /** Lines, or blocks of a text, that were read: messages have neither id nor time. */
  lines: number;
  titled: boolean;
  /** Calls whose result is still to come, oldest first. */
  calls: string[];
}

export function transcriptStateOf(stored: unknown): TranscriptState {
  const from = object(stored);
  return {
    lines: num(from.lines) ?? 0,
    titled: from.titled === true,
    calls: list(from.calls).filter((call) => typeof call === 'string'),
  };
}

/**
 * A line of a transcript: `{role, message: {content: [{type: text | thinking | tool_use | tool_result}]}}`. Cursor writes it beside
 * its databases and leaves out much; no line has an id that these have. It is told as a thread of its own, which is the copy
 * that it is and stands alone where the databases are elsewhere.
 */
export function transcriptLine(line: Json, file: SourceFile, state: TranscriptState, reading: Reading): void {
  const nth = state.lines++;
  if (nth === 0) {
    begin(file, reading);
  }
  if (line.role === undefined && line.type === 'turn_ended') {
    return;
  }
  const content = object(line.message).content ?? line.content;
  const blocks = typeof content === 'string' ? [{ type: 'text', text: content }] : content;
  if (!Array.isArray(blocks) || (line.role !== 'user' && line.role !== 'assistant')) {
    if (line.role === 'user' || line.role === 'assistant') {
      reading.problems.push(`message.content is ${typeName(content)}, not an array`);
    } else {
      const name = str(line.type) ?? str(line.role) ?? 'line without role';
      reading.events.push({ type: 'unknown', name: name.slice(0, 80) });
    }
    return;
  }
  if (line.role === 'user') {
    // The file's time is the time of its last line.
    touch(file, reading);
  }
  list(blocks).forEach((block, place) => {
    if (isObject(block)) {
      told(block, line.role === 'user', `${nth}/${place}`, file, state, reading);
    } else {
      reading.problems.push(`message.content has ${typeName(block)}, not an object`);
    }
  });
}

/** A transcript as text: blocks `user:` and `assistant:`, in these `[Thinking]`, `[Tool call] name`, `[Tool result] name`. */
export function transcriptText(
  text: string,
  file: SourceFile,
  state: TranscriptState,
  reading: Reading,
): void {
  begin(file, reading);
  touch(file, reading);
  let role = 'user';
  let block: Json | null = null;
  let lines: string[] = [];
  const end = (): void => {
    if (block !== null) {
      const said = lines.join('\n').trim();
      const isUser = role === 'user';
      told(withText(block, said), isUser, `${state.lines++}`, file, state, reading);
    }
    lines = [];
  };
  for (const line of text.split('\n')) {
    const speaker = /^(user|assistant):\s*$/.exec(line)?.[1];
    const mark = /^\[(Thinking|Tool call|Tool result)\] ?(.*)$/.exec(line);
    if (speaker !== undefined) {
      end();
      role = speaker;
      block = { type: 'text' };
    } else if (mark !== null && block !== null) {
      end();
      const [, kind, rest = ''] = mark;
      block =
        kind === 'Thinking'
          ? { type: 'thinking' }
          : { type: kind === 'Tool call' ? 'tool_use' : 'tool_result', name: rest.trim() };
      lines = kind === 'Thinking' && rest !== '' ? [rest] : [];
    } else {
      lines.push(line);
    }
  }
  end();
}

function withText(block: Json, text: string): Json {
  switch (block.type) {
    case 'thinking':
      return { ...block, thinking: text };
    case 'tool_use':
      return { ...block, input: text };
    case 'tool_result':
      return { ...block, content: text };
    default:
      return { ...block, text };
  }
}

function told(
  block: Json,
  isUser: boolean,
  nth: string,
  file: SourceFile,
  state: TranscriptState,
  reading: Reading,
): void {
  const { session } = sessionOfTranscript(file.path);
  const of: Pick<Draft, 'session' | 'thread' | 'uid' | 'at' | 'copied'> = {
    ...{ session, thread: THREAD, uid: `${THREAD}/${nth}`, at: null, copied: true },
  };
  switch (block.type) {
    case 'text':
      return isUser
        ? prompt(of, str(block.text) ?? '', file, state, reading)
        : said(of, str(block.text) ?? '', reading);
    case 'thinking':
      return say(
        { ...of, role: 'assistant', kind: 'thinking', text: str(block.thinking) ?? str(block.text) ?? '' },
        reading,
      );
    case 'tool_use': {
      const callId = ident(block.id) ?? `${THREAD}-${nth}`;
      const name = word(block.name) ?? 'unknown';
      const text =
        typeof block.input === 'string' ? block.input : jsonText(object(block.input), reading.problems);
      remember(state.calls, callId, CALLS);
      return say(
        { ...of, role: 'assistant', kind: 'tool', text, tool: { callId, name, category: cursorTool(name) } },
        reading,
      );
    }
    case 'tool_result': {
      // Calls have no ids: results come in their order.
      const named = ident(block.tool_use_id);
      const callId = named !== undefined && state.calls.includes(named) ? named : (state.calls[0] ?? named);
      if (callId !== undefined) {
        state.calls = state.calls.filter((call) => call !== callId);
        const { text, attachments } = contentOf(block.content);
        const isError = block.is_error === true;
        reading.events.push({
          ...{ type: 'tool_result', session, thread: THREAD, callId, at: null, output: text, isError },
          ...(attachments.length === 0 ? {} : { attachments }),
        });
      }
      return;
    }
    default:
      reading.events.push({
        type: 'unknown',
        name: `content ${(str(block.type) ?? typeName(block.type)).slice(0, 80)}`,
      });
  }
}

function said(
  of: Pick<Draft, 'session' | 'thread' | 'uid' | 'at' | 'copied'>,
  text: string,
  reading: Reading,
): void {
  if (text !== '') {
    const draft: Draft = { ...of, role: 'assistant', kind: 'text', text };
    say({ ...draft, ...answer(draft, true, reading) }, reading);
  }
}

function prompt(
  of: Pick<Draft, 'session' | 'thread' | 'uid' | 'at' | 'copied'>,
  text: string,
  file: SourceFile,
  state: TranscriptState,
  reading: Reading,
): void {
  const { typed, added } = wordsOf(text);
  const isTask = sessionOfTranscript(file.path).parent !== null;
  if (typed !== '' && !state.titled) {
    state.titled = true;
    const title = { text: titleOf(typed), rank: isTask ? TitleRank.task : TitleRank.prompt };
    reading.events.push({ type: 'session', session: of.session, title });
  }
  say({ ...of, uid: `${of.uid}/added`, role: 'user', kind: 'injected', text: added }, reading);
  say(
    { ...of, role: 'user', kind: isTask ? 'injected' : 'prompt', text: typed, ...(isTask ? { isTask } : {}) },
    reading,
  );
}

function begin(file: SourceFile, reading: Reading): void {
  const { session, parent } = sessionOfTranscript(file.path);
  reading.events.push({ type: 'session', session, ...(parent === null ? {} : { parent }) });
  reading.events.push({
    type: 'sub_agent',
    session,
    thread: THREAD,
    description: 'Transcript',
    internal: true,
  });
}

function touch(file: SourceFile, reading: Reading): void {
  const { session } = sessionOfTranscript(file.path);
  if (file.modifiedAt > 0) {
    reading.events.push({ type: 'session', session, at: Math.round(file.modifiedAt) });
  }
}

const THREAD = 'transcript';
const CALLS = 40;
