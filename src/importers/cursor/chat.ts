import { TitleRank, type SessionEvent } from '../../common/model.js';
import { contentOf, ofBlock } from '../attachments.js';
import {
  folder,
  ident,
  isObject,
  jsonText,
  list,
  object,
  str,
  time,
  typeName,
  withTexts,
  word,
  type Json,
  parsed,
} from '../fields.js';
import { titleOf } from '../titles.js';
import { answer, answeredOnce, say, type Reading } from './reading.js';
import { cursorTool } from './tools.js';
import { wordsOf } from './words.js';

/** What one row tells about the next. */
export interface ChatState {
  session: string;
  model: string | null;
  titled: boolean;
}

export function chatStateOf(stored: unknown, session: string): ChatState {
  const [from] = withTexts([stored], 'session');
  return {
    session: str(from?.session) ?? session,
    model: word(from?.model) ?? null,
    titled: from?.titled === true,
  };
}

/** `meta` of the store: JSON in hexadecimal digits, `{agentId, name, mode, createdAt, lastUsedModel, latestRootBlobId}`. */
export function meta(value: unknown, state: ChatState, reading: Reading): void {
  const data = parsed(fromHex(value), 'meta.value', reading);
  if (data === null) {
    return;
  }
  state.session = ident(data.agentId) ?? state.session;
  state.model = word(data.lastUsedModel) ?? null;
  state.titled = false;
  const event: SessionEvent = { type: 'session', session: state.session, client: 'cli' };
  const created = time(data.createdAt);
  if (created !== null) {
    event.at = created;
  }
  const name = str(data.name);
  if (name !== undefined && name.trim() !== '' && name !== 'New Agent') {
    event.title = { text: titleOf(name), rank: TitleRank.generated };
  }
  reading.events.push(event);
  if (event.title !== undefined) {
    answeredOnce(state.session, created, reading);
  }
}

/** A message: `{role, content: text | [{type: text | reasoning | tool-call | tool-result, …}]}`; it is named by its content. */
export function chatMessage(id: string, data: Json, state: ChatState, reading: Reading): void {
  const content = typeof data.content === 'string' ? [{ type: 'text', text: data.content }] : data.content;
  // What the model is told of itself.
  if (data.role === 'system') {
    return;
  }
  if (!Array.isArray(content) || !ROLES.has(str(data.role) ?? '')) {
    if (data.role === undefined) {
      return;
    }
    reading.problems.push(
      `content of ${str(data.role)?.slice(0, 40) ?? typeName(data.role)} is ${typeName(data.content)}, not an array`,
    );
    return;
  }
  let response = {};
  if (data.role === 'assistant') {
    const model = state.model ?? undefined;
    response = answer(
      {
        session: state.session,
        uid: id,
        at: null,
        role: 'assistant',
        kind: 'text',
        text: '',
        ...(model === undefined ? {} : { model }),
      },
      false,
      reading,
    );
  }
  list(content).forEach((block, nth) => {
    if (isObject(block)) {
      part({ uid: `${id}/${nth}`, role: data.role, response }, block, state, reading);
    } else {
      reading.problems.push(`content has ${typeName(block)}, not an object`);
    }
  });
}

const ROLES: ReadonlySet<string> = new Set(['user', 'assistant', 'tool']);

interface Part {
  uid: string;
  role: unknown;
  response: object;
}

function part({ uid, role, response }: Part, block: Json, state: ChatState, reading: Reading): void {
  const base = { session: state.session, uid, at: null };
  const said = { ...base, ...response, ...(state.model === null ? {} : { model: state.model }) };
  const text = str(block.text) ?? '';
  switch (block.type) {
    case 'text':
      return role === 'user'
        ? userText(base, text, state, reading)
        : say({ ...said, role: 'assistant', kind: 'text', text }, reading);
    case 'reasoning':
      return say({ ...said, role: 'assistant', kind: 'thinking', text }, reading);
    case 'tool-call': {
      const callId = ident(block.toolCallId) ?? uid.slice(0, 200);
      const name = word(block.toolName) ?? 'unknown';
      const input = jsonText(object(block.args ?? block.input), reading.problems);
      return say(
        {
          ...said,
          role: 'assistant',
          kind: 'tool',
          text: input,
          tool: { callId, name, category: cursorTool(name) },
        },
        reading,
      );
    }
    case 'tool-result': {
      const shown = contentOf(block.result ?? object(block.output).value ?? block.experimental_content);
      reading.events.push({
        type: 'tool_result',
        session: state.session,
        callId: ident(block.toolCallId) ?? uid.slice(0, 200),
        at: null,
        output: shown.text,
        isError: block.isError === true,
        ...(shown.attachments.length === 0 ? {} : { attachments: shown.attachments }),
      });
      return;
    }
    case 'image':
    case 'file': {
      const attachment = ofBlock({
        ...block,
        data: block.image ?? block.data,
        mimeType: block.mediaType ?? block.mimeType,
      });
      return say(
        {
          ...base,
          role: 'user',
          kind: 'injected',
          text: '',
          ...(attachment === null ? {} : { attachments: [attachment] }),
        },
        reading,
      );
    }
    // What the model thought, encrypted.
    case 'redacted-reasoning':
      return;
    default:
      reading.events.push({
        type: 'unknown',
        name: `content ${(str(block.type) ?? typeName(block.type)).slice(0, 80)}`,
      });
  }
}

function userText(
  base: { session: string; uid: string; at: null },
  text: string,
  state: ChatState,
  reading: Reading,
): void {
  const { typed, added } = wordsOf(text);
  const cwd = folder(/^Workspace Path: (.+)$/m.exec(added.slice(0, 4000))?.[1]?.trim());
  if (cwd !== undefined) {
    reading.events.push({ type: 'session', session: state.session, cwd });
  }
  if (typed !== '' && !state.titled) {
    state.titled = true;
    const title = { text: titleOf(typed), rank: TitleRank.prompt };
    reading.events.push({ type: 'session', session: state.session, title });
  }
  say({ ...base, uid: `${base.uid}/added`, role: 'user', kind: 'injected', text: added }, reading);
  say({ ...base, role: 'user', kind: 'prompt', text: typed }, reading);
}

/** The text of hexadecimal digits in UTF-8; what is no such text as it is. */
function fromHex(value: unknown): unknown {
  if (
    typeof value !== 'string' ||
    !/^(?:[0-9a-f]{2})+$/i.test(value.slice(0, 2000)) ||
    value.length % 2 > 0
  ) {
    return value;
  }
  const pairs = value.slice(0, 1 << 20).replace(/../g, '%$&');
  try {
    return decodeURIComponent(pairs);
  } catch {
    // No UTF-8: what follows says that it is no JSON.
    return value;
  }
}
