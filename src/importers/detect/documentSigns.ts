import { amp } from '../amp.js';
import { claude } from '../claude.js';
import { cline } from '../cline.js';
import { codex } from '../codex.js';
import { copilot } from '../copilot.js';
import { isObject, list, object, str, type Json } from '../fields.js';
import { gemini } from '../gemini.js';
import { exported } from '../interchange/exported.js';
import { promptFlow } from '../interchange/promptFlow.js';
import { kilo } from '../kilo.js';
import { opencode } from '../opencode.js';
import { qwen } from '../qwen.js';
import { roo } from '../roo.js';
import { vscodeCopilot } from '../vscodeCopilot.js';
import type { Content } from './content.js';
import { isQwen } from './lineSigns.js';
import { part, stem, type Sign } from './sign.js';

type DocumentSign = Omit<Sign, 'shape' | 'is' | 'place'> & {
  is(document: Json, items: readonly Json[], content: Content): boolean;
  place(document: Json, content: Content, items: readonly Json[]): string | null;
};

/** JSON documents, by their fields. The first that fits is taken: the narrower before the wider. */
export const documentSigns: readonly Sign[] = (
  [
    {
      importer: exported,
      form: "Agent Logbook's own export",
      is: (of) => typeof of.schema === 'number' && Array.isArray(of.records),
      within: /^[^/]+$/,
      place: (_of, { name }) => name,
    },
    {
      importer: promptFlow,
      form: 'Prompt Flow export',
      is: (of) =>
        Array.isArray(of.conversation) && list(of.conversation).some((turn) => 'userPrompt' in object(turn)),
      within: /^[^/]+$/,
      place: (_of, { name }) => name,
    },
    {
      importer: codex,
      form: 'Codex rollouts of 2025',
      is: (of) => isObject(of.session) && Array.isArray(of.items),
      within: /^sessions\//,
      place: (of) => `sessions/rollout-${part(object(of.session).id)}.json`,
    },
    {
      importer: cline,
      form: "Cline's descriptions of sessions",
      is: (of) => 'started_at' in of && ('session_id' in of || 'interactive' in of),
      within: /^sessions\//,
      place: (of, content) => {
        const id = part(of.session_id ?? stem(content));
        return `sessions/${id}/${id}.json`;
      },
    },
    {
      importer: cline,
      form: 'Cline sessions',
      is: (of, items) =>
        isClineMessages(Array.isArray(of.messages) ? list(of.messages).filter(isObject) : items),
      within: /^sessions\//,
      place: (of, content) => {
        const id = part(of.sessionId ?? content.name.replace(/\.messages\.json$|\.json$/, ''));
        return `sessions/${id}/${id}.messages.json`;
      },
    },
    ...[kilo, roo, cline].map((importer) => ({
      importer,
      form: `${importer.label} tasks`,
      is: (_of: Json, items: readonly Json[], content: Content) =>
        items.some(({ type, ts }) => (type === 'say' || type === 'ask') && ts !== undefined) &&
        flavorOf(content) === importer.id,
      within: /^tasks\//,
      place: (_of: Json, content: Content, items: readonly Json[]) =>
        `tasks/${/tasks\/([^/]+)\//.exec(content.path)?.[1] ?? part(items[0]?.ts)}/ui_messages.json`,
    })),
    {
      importer: cline,
      form: "Cline's list of tasks",
      is: (_of, items) => items.some((item) => 'task' in item && 'tokensIn' in item && 'ts' in item),
      within: /^state\//,
      place: () => 'state/taskHistory.json',
    },
    ...[kilo, roo].map((importer) => ({
      importer,
      form: `${importer.label}'s notes on tasks`,
      is: (of: Json, _items: readonly Json[], content: Content) =>
        'task' in of && 'tokensIn' in of && (importer === roo || flavorOf(content) === 'kilo'),
      within: /^tasks\//,
      place: (of: Json) => `tasks/${part(of.id)}/history_item.json`,
    })),
    {
      importer: copilot,
      form: 'sessions of old versions of GitHub Copilot CLI',
      is: (of) => Array.isArray(of.timeline) || Array.isArray(of.chatMessages),
      within: /^history-session-state\//,
      place: (of) => `history-session-state/${part(of.sessionId)}.json`,
    },
    {
      importer: vscodeCopilot,
      form: 'VS Code chats',
      is: (of) => typeof of.version === 'number' && Array.isArray(of.requests),
      within: /ChatSessions\/|chatSessions\//,
      place: (of, content) =>
        `globalStorage/emptyWindowChatSessions/${part(of.sessionId ?? stem(content))}.json`,
    },
    ...[qwen, gemini].map((importer) => ({
      importer,
      form: `${importer.label} documents`,
      is: (of: Json, _items: readonly Json[], content: Content) =>
        'projectHash' in of && 'sessionId' in of && (importer === gemini || isQwen(content)),
      within: /^tmp\//,
      place: (of: Json) => `tmp/imported/chats/session-${part(of.sessionId)}.json`,
    })),
    ...[qwen, gemini].map((importer) => ({
      importer,
      form: `${importer.label}'s prompt history`,
      is: (_of: Json, items: readonly Json[], content: Content) =>
        items.some((item) => 'messageId' in item && 'sessionId' in item) &&
        (importer === gemini || isQwen(content)),
      within: /^tmp\//,
      place: () => 'tmp/imported/logs.json',
    })),
    {
      importer: amp,
      form: 'Amp threads',
      is: (of) =>
        ('messages' in of && isThread(of.id)) ||
        (Array.isArray(of.messages) && typeof of.created === 'number'),
      within: /^threads\//,
      place: (of, content) => `threads/${isThread(of.id) ? part(of.id) : stem(content)}.json`,
    },
    ...openCodeSigns(),
    {
      importer: claude,
      form: "Claude Code's running sessions",
      is: (of) => typeof of.pid === 'number' && of.pid > 0 && typeof of.sessionId === 'string',
      within: /^sessions\//,
      place: (of) => `sessions/${part(of.pid)}.json`,
    },
    {
      importer: claude,
      form: "Claude Code's to-do lists",
      is: (_of, items) => items.some((item) => 'content' in item && 'status' in item && 'activeForm' in item),
      within: /^todos\//,
      place: () => null,
    },
  ] satisfies DocumentSign[]
).map(signOf);

function isThread(id: unknown): boolean {
  return str(id)?.startsWith('T-') === true;
}

function openCodeSigns(): DocumentSign[] {
  const id = (of: unknown, start: string) => typeof of === 'string' && of.startsWith(start);
  return [
    {
      importer: opencode,
      form: 'OpenCode messages',
      is: (of) => id(of.sessionID, 'ses_') && 'role' in of,
      within: /^storage\/message\//,
      place: (of, content) => `storage/message/${part(of.sessionID)}/${part(of.id ?? stem(content))}.json`,
    },
    {
      importer: opencode,
      form: 'messages of the first versions of OpenCode',
      is: (of) => id(object(of.metadata).sessionID, 'ses_') && 'role' in of,
      within: /^project\//,
      place: (of) =>
        `project/imported/storage/session/message/${part(object(of.metadata).sessionID)}/${part(of.id)}.json`,
    },
    {
      importer: opencode,
      form: 'sessions of the first versions of OpenCode',
      is: (of) => id(of.id, 'ses_') && !('directory' in of) && !('projectID' in of),
      within: /^project\//,
      place: (of) => `project/imported/storage/session/info/${part(of.id)}.json`,
    },
    {
      importer: opencode,
      form: 'OpenCode sessions',
      is: (of) => id(of.id, 'ses_'),
      within: /^storage\/session\//,
      place: (of) => `storage/session/imported/${part(of.id)}.json`,
    },
    {
      importer: opencode,
      form: 'OpenCode to-do lists',
      is: (_of, items) => items.some((item) => 'content' in item && 'status' in item && 'priority' in item),
      within: /^storage\/todo\//,
      place: (_of, content) => (content.name.startsWith('ses_') ? `storage/todo/${content.name}` : null),
    },
  ];
}

function signOf(sign: DocumentSign): Sign {
  const taken = ({ document }: Content): [Json, readonly Json[]] => [
    object(document),
    list(document).filter(isObject),
  ];
  return {
    ...sign,
    shape: 'json',
    is: (content) => content.document !== undefined && sign.is(...taken(content), content),
    place: (content) => {
      const [document, items] = taken(content);
      return sign.place(document, content, items);
    },
  };
}

function isClineMessages(messages: readonly Json[]): boolean {
  return messages.some(
    ({ role, content, ts, metrics, modelInfo }) =>
      typeof role === 'string' &&
      content !== undefined &&
      (typeof ts === 'number' || isObject(metrics) || isObject(modelInfo)),
  );
}

/** Roo Code took over the form of Cline, and Kilo Code that of Roo Code. Its place tells, else words that only one has. */
function flavorOf({ path, text }: Content): string {
  const named = /kilocode|kilo-code/.test(path)
    ? 'kilo'
    : /roo-cline/.test(path)
      ? 'roo'
      : /claude-dev|\.cline/.test(path)
        ? 'cline'
        : null;
  if (named !== null) {
    return named;
  }
  return /apiProtocol|"condense_context"|"checkpoint_saved"|appliedDiff|updateTodoList|codebaseSearch/.test(
    text,
  )
    ? 'roo'
    : 'cline';
}
