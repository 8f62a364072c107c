import {
  TitleRank,
  type ImportEvent,
  type MessageEvent,
  type Tokens,
  type UsageEvent,
} from '../../common/model.js';
import type { Patch } from '../patch.js';
import { titleOf } from '../titles.js';
import type { Block, Run } from './blocks.js';
import { editsIn } from './edits.js';
import { tokensTold } from './usage.js';

/** What is known while one run is read. */
export interface RunReading {
  readonly session: string;
  readonly cwd: string;
  /** When the run started; null where it has no head. */
  readonly startedAt: number | null;
  /** When a text was typed, if it is known. Asked in the order of the file. */
  readonly typedAt: (text: string) => number | null;
  readonly events: ImportEvent[];
  /** That of the newest prompt: what follows it has no time of its own. */
  at: number | null;
  model: string | null;
  messages: number;
  responses: number;
  /** The newest response while it waits for its tokens. */
  open: UsageEvent | null;
  titled: boolean;
  edits: Map<string, Patch>;
  changes: number;
}

/** One run is a session. Aider's edits are no calls of tools: each file that was edited is told as a call. */
export function readRun(run: Run, reading: RunReading): void {
  for (const block of run.blocks) {
    switch (block.kind) {
      case 'user':
        user(block, reading);
        break;
      case 'answer':
        answer(block, reading);
        break;
      case 'program':
        program(block, reading);
        break;
    }
  }
}

function user({ lines }: Block, reading: RunReading): void {
  const text = lines.map((line) => line.replace(/^#### ?/, '').trimEnd()).join('\n');
  if (text === '<blank>') {
    return;
  }
  reading.at = reading.typedAt(text) ?? reading.at;
  reading.open = null;
  const kind = text.startsWith('!') ? 'shell' : text.startsWith('/') ? 'command' : 'prompt';
  message({ role: 'user', kind, text }, reading);
  if (!reading.titled && kind === 'prompt') {
    reading.titled = true;
    const title = { text: titleOf(text), rank: TitleRank.prompt };
    reading.events.push({ type: 'session', session: reading.session, title });
  }
}

/** An answer is a response, of which a line about tokens may follow. Quotations in it part it, but not the response. */
function answer({ lines }: Block, reading: RunReading): void {
  const text = lines.join('\n').trim();
  const { thinking, rest } = thoughtsIn(text);
  if (reading.open === null) {
    reading.open = respond(reading);
    reading.edits = new Map();
  }
  const response = reading.open.key;
  if (thinking !== null) {
    message({ role: 'assistant', kind: 'thinking', text: thinking, response }, reading);
  }
  message({ role: 'assistant', kind: 'text', text: rest, response }, reading);
  for (const [path, patch] of editsIn(text)) {
    reading.edits.set(path, patch);
  }
}

/** What stands between the marks of thinking and of the answer, each below a rule of dashes. */
function thoughtsIn(text: string): { thinking: string | null; rest: string } {
  const start = THINKING.exec(text)?.[0].length;
  const end = start === undefined ? -1 : text.indexOf(ANSWER, start);
  if (start === undefined || end < 0) {
    return { thinking: null, rest: text };
  }
  const thought = text.slice(start, end).trimEnd();
  let rule = thought.length;
  while (thought[rule - 1] === '-') {
    rule--;
  }
  const thinking = thought.length - rule < 5 ? thought : thought.slice(0, rule);
  return { thinking: thinking.trim(), rest: text.slice(end + ANSWER.length).trim() };
}

/** Lines of the program: tokens, edits that were made, commits, and what it says besides. */
function program({ lines }: Block, reading: RunReading): void {
  const said: string[] = [];
  const edited = new Map<string, boolean>();
  for (const raw of lines) {
    const line = raw.replace(/^> ?/, '').trimEnd();
    const told = tokensTold(line);
    if (told !== null) {
      tokens(told.tokens, reading);
    }
    cost(line, reading);
    facts(line, reading);
    const created = /^Creating empty file (.+)$/.exec(line)?.[1];
    const applied = /^Applied edit to (.+)$/.exec(line)?.[1];
    const path = created ?? applied;
    if (path !== undefined) {
      edited.set(path, edited.get(path) === true || created !== undefined);
    }
    if (line !== '') {
      said.push(line);
    }
  }
  if (said.length > 0) {
    const kind = said.some((line) => /^(?:\^C|Keyboard ?Interrupt)/i.test(line)) ? 'interrupt' : 'notice';
    message({ role: 'system', kind, text: said.join('\n') }, reading);
  }
  for (const [path, isNew] of edited) {
    change(
      path,
      isNew,
      lines.some((line) => line.includes(`Applied edit to ${path}`)),
      reading,
    );
  }
}

/** The response before the line, or one without a text. */
function tokens(used: Tokens, reading: RunReading): void {
  const response = reading.open ?? respond(reading);
  response.tokens = used;
  response.approximate = true;
  reading.open = null;
}

/** A response of which nothing is known but that it came. */
function respond(reading: RunReading): UsageEvent {
  const key = `aider:${reading.session}:${++reading.responses}`;
  const event: UsageEvent = {
    type: 'usage',
    session: reading.session,
    key,
    group: key,
    rank: 0,
    preference: 0,
    at: reading.at,
    isCopy: false,
    model: reading.model,
    tokens: null,
    cwd: reading.cwd,
  };
  reading.events.push(event);
  return event;
}

/** What the agent says the run has cost so far. */
function cost(line: string, { session, events }: RunReading): void {
  const usd = Number(/\$([\d.]+) session\.$/.exec(line)?.[1] ?? 0);
  if (usd > 0 && usd < 1e6) {
    events.push({ type: 'session', session, agentCostUsd: usd });
  }
}

function facts(line: string, reading: RunReading): void {
  const model = /^(?:Main model|Model|Models): ([^\s,]{1,200}) with /.exec(line)?.[1];
  if (model !== undefined) {
    reading.model = model;
  }
  const version = /^Aider v(\d[\w.]{0,40})$/.exec(line)?.[1];
  if (version !== undefined) {
    reading.events.push({ type: 'session', session: reading.session, agentVersion: version });
  }
  // The command line that started the run.
  if (/(?:^|[\\/])aider(?:\.exe)? .*(?:--message|--message-file|-m|-f)[ =]/.test(line)) {
    reading.events.push({ type: 'session', session: reading.session, headless: true, client: 'exec' });
  }
}

function change(path: string, isNew: boolean, isApplied: boolean, reading: RunReading): void {
  const { session, at } = reading;
  const callId = `${session}/edit-${reading.changes++}`;
  message(
    { role: 'assistant', kind: 'tool', text: path, tool: { callId, name: 'edit', category: 'edit' } },
    reading,
  );
  const patch = isApplied ? reading.edits.get(path) : undefined;
  // A file that was made and not edited is empty.
  const lines = isApplied
    ? { added: patch?.added ?? null, removed: patch?.removed ?? null }
    : { added: 0, removed: 0 };
  reading.events.push(
    { type: 'tool_result', session, callId, at, output: isApplied ? 'Applied' : 'Created', isError: false },
    {
      type: 'file_change',
      session,
      callId,
      at,
      path,
      operation: isNew ? 'create' : 'update',
      ...lines,
      ...(patch?.patch === undefined ? {} : { patch: patch.patch }),
    },
  );
}

function message(
  draft: Pick<MessageEvent, 'role' | 'kind' | 'text'> & Partial<Pick<MessageEvent, 'tool' | 'response'>>,
  reading: RunReading,
): void {
  if (draft.text === '') {
    return;
  }
  const isAnswer = draft.role === 'assistant' && reading.model !== null;
  reading.events.push({
    type: 'message',
    session: reading.session,
    // Runs only grow: the place of a message among its run's is its name, whatever half of it was read before.
    uid: String(reading.messages++),
    at: reading.at,
    ...draft,
    ...(isAnswer && reading.model !== null ? { model: reading.model } : {}),
    cwd: reading.cwd,
  });
}

const THINKING = /^(?:-{5,}\s*)?► \*\*THINKING\*\*/;
const ANSWER = '► **ANSWER**';
