import { claude } from '../claude.js';
import { codex } from '../codex.js';
import { copilot } from '../copilot.js';
import { cursor } from '../cursor.js';
import { dropIn } from '../dropIn.js';
import { forms } from '../dropIn/forms.js';
import { isObject, object, str, type Json } from '../fields.js';
import { gemini } from '../gemini.js';
import { goose } from '../goose.js';
import { pi } from '../pi.js';
import { qwen } from '../qwen.js';
import { vscodeCopilot } from '../vscodeCopilot.js';
import type { Content } from './content.js';
import { part, stem, type Sign } from './sign.js';

/** Files of lines, by what their lines say. The first that fits is taken: the narrower before the wider. */
export const lineSigns: readonly Sign[] = [
  {
    importer: dropIn,
    form: 'drop-in lines (docs/schema)',
    shape: 'jsonl',
    is: ({ lines }) => lines.length > 0 && (lines.some(isDropInSession) || lines.every(isDropInLine)),
    within: /^[^/]+$/,
    place: (content) => `${stem(content)}.jsonl`,
  },
  {
    importer: codex,
    form: 'Codex rollouts',
    shape: 'jsonl',
    is: ({ lines }) =>
      lines.some(({ type, payload }) => isOneOf(type, CODEX) && payload !== undefined) ||
      lines.some(({ record_type: kind }) => typeof kind === 'string') ||
      (str(lines[0]?.id) !== undefined && 'instructions' in (lines[0] ?? {})),
    within: /^(?:archived_)?sessions\//,
    place: (content) =>
      `sessions/${stem(content).startsWith('rollout-') ? '' : 'rollout-'}${stem(content)}.jsonl`,
  },
  {
    importer: codex,
    form: 'saved output of codex exec --json',
    shape: 'jsonl',
    is: some(
      (line) =>
        (line.type === 'thread.started' && 'thread_id' in line) ||
        (line.type === 'turn.completed' && isObject(line.usage)) ||
        (line.type === 'item.completed' && isObject(line.item)),
    ),
    within: /^sessions\//,
    place: (content) => {
      const thread = content.lines.map(({ thread_id: id }) => id).find((id) => str(id) !== undefined);
      return `sessions/exec/rollout-${stem(content)}${thread === undefined ? '' : `-${part(thread)}`}.jsonl`;
    },
  },
  {
    importer: codex,
    form: "Codex's prompt history",
    shape: 'jsonl',
    is: some((line) => typeof line.ts === 'number' && typeof line.session_id === 'string' && 'text' in line),
    within: /^history\.jsonl$/,
    place: () => 'history.jsonl',
  },
  {
    importer: codex,
    form: "Codex's names of threads",
    shape: 'jsonl',
    is: some((line) => typeof line.thread_name === 'string' && 'id' in line),
    within: /^session_index\.jsonl$/,
    place: () => 'session_index.jsonl',
  },
  {
    importer: qwen,
    form: 'Qwen Code chats',
    shape: 'jsonl',
    is: some(
      (line) => 'sessionId' in line && 'uuid' in line && (isOneOf(line.subtype, QWEN) || hasParts(line)),
    ),
    within: /^projects\//,
    place: (content) =>
      `projects/imported/chats/${part(content.lines.map(({ sessionId }) => sessionId).find(str))}.jsonl`,
  },
  {
    importer: claude,
    form: 'Claude Code transcripts',
    shape: 'jsonl',
    is: some(
      (line) =>
        ('isSidechain' in line && 'sessionId' in line) ||
        ('sessionId' in line && isOneOf(line.type, CLAUDE)) ||
        (line.type === 'summary' && 'leafUuid' in line) ||
        (isOneOf(line.type, ['user', 'assistant']) && isObject(line.message) && 'uuid' in line),
    ),
    within: /^projects\//,
    place: claudePlace,
  },
  {
    importer: claude,
    form: "Claude Code's prompt history",
    shape: 'jsonl',
    is: some((line) => typeof line.display === 'string' && 'timestamp' in line),
    within: /^history\.jsonl$/,
    place: () => 'history.jsonl',
  },
  {
    importer: claude,
    form: "Claude Code's journals of workflows",
    shape: 'jsonl',
    is: some((line) => isOneOf(line.type, ['started', 'result']) && 'agentId' in line && 'key' in line),
    within: /^projects\/.*\/workflows\//,
    place: () => null,
  },
  {
    importer: vscodeCopilot,
    form: 'transcripts of VS Code Copilot Chat',
    shape: 'jsonl',
    is: some(({ type, data }) => type === 'session.start' && isExtension(object(data))),
    within: /^(?:workspaceStorage|globalStorage)\//,
    place: ({ lines }) => `GitHub.copilot-chat/transcripts/${part(sessionIn(lines))}.jsonl`,
  },
  {
    importer: copilot,
    form: 'GitHub Copilot CLI events',
    shape: 'jsonl',
    is: some(
      ({ type, data }) => typeof type === 'string' && /^[a-z]+\.[a-z_]+$/.test(type) && isObject(data),
    ),
    within: /^session-state\//,
    place: ({ lines }) => `session-state/${part(sessionIn(lines))}/events.jsonl`,
  },
  {
    importer: copilot,
    form: 'GitHub Copilot CLI telemetry',
    shape: 'jsonl',
    is: some(({ type, attributes }) => type === 'span' && Object.keys(object(attributes)).some(isGenAi)),
    within: /^otel\//,
    place: (content) => `otel/${stem(content)}.jsonl`,
  },
  {
    importer: vscodeCopilot,
    form: 'logs of VS Code chats',
    shape: 'text',
    is: ({ lines }) => lines[0]?.kind === 0 && isObject(lines[0].v),
    within: /(?:^|\/)(?:\w*ChatSessions|chatSessions)\//,
    place: (content) => `globalStorage/emptyWindowChatSessions/${stem(content)}.jsonl`,
  },
  {
    importer: pi,
    form: 'pi sessions',
    shape: 'jsonl',
    is: some(
      (line) =>
        (line.type === 'session' && typeof line.id === 'string' && 'timestamp' in line) ||
        (line.type === 'message' && 'message' in line && 'timestamp' in line && 'parentId' in line),
    ),
    within: /^sessions\//,
    place: (content) => `sessions/${stem(content)}.jsonl`,
  },
  {
    importer: qwen,
    form: 'chats of old versions of Qwen Code',
    shape: 'jsonl',
    is: (content) => isGeminiForm(content.lines) && isQwen(content),
    within: /^tmp\//,
    place: (content) => `tmp/imported/chats/session-${stem(content)}.jsonl`,
  },
  {
    importer: gemini,
    form: 'Gemini CLI chats',
    shape: 'jsonl',
    is: ({ lines }) => isGeminiForm(lines),
    within: /^tmp\//,
    place: (content) => `tmp/imported/chats/session-${stem(content)}.jsonl`,
  },
  {
    importer: cursor,
    form: 'Cursor transcripts',
    shape: 'jsonl',
    is: some(
      (line) =>
        isOneOf(line.role, ['user', 'assistant']) &&
        Array.isArray(object(line.message).content) &&
        !('type' in line) &&
        !('timestamp' in line),
    ),
    within: /^projects\//,
    place: (content) => `projects/imported/agent-transcripts/${stem(content)}.jsonl`,
  },
  {
    importer: goose,
    form: 'Goose sessions',
    shape: 'jsonl',
    is: some(
      (line) =>
        ('working_dir' in line && 'description' in line) ||
        (typeof line.created === 'number' &&
          isOneOf(line.role, ['user', 'assistant']) &&
          Array.isArray(line.content)),
    ),
    within: /^[^/]+$/,
    place: (content) => `${stem(content)}.jsonl`,
  },
];

/** True for what Qwen Code says of itself in a form that it shares with Gemini CLI. */
export function isQwen({ path, text }: Content): boolean {
  return /(?:^|\/)\.qwen\//.test(path) || /"model": ?"(?:[^"/]*\/)?(?:qwen|coder-model)/i.test(text);
}

function some(test: (line: Json) => boolean): Sign['is'] {
  return ({ lines }) => lines.some(test);
}

function isOneOf(value: unknown, names: readonly string[]): boolean {
  return typeof value === 'string' && names.includes(value);
}

function isDropInSession(line: Json): boolean {
  return line.type === 'session' && typeof line.session === 'string';
}

function isDropInLine(line: Json): boolean {
  const form = Object.hasOwn(forms, String(str(line.type))) ? forms[str(line.type) ?? ''] : undefined;
  return (
    form !== undefined && Object.keys(line).every((name) => name === 'type' || Object.hasOwn(form, name))
  );
}

function hasParts({ message }: Json): boolean {
  return isObject(message) && Array.isArray(message.parts);
}

/** The extension's versions are 0.1 and up, those of the command line 0.0.x or 1 and up. */
function isExtension({ producer, copilotVersion: version }: Json): boolean {
  return producer === 'copilot-agent' && /^0\.(?!0\.)/.test(str(version) ?? '');
}

function sessionIn(lines: readonly Json[]): unknown {
  return lines.map(({ data }) => object(data).sessionId).find((id) => id !== undefined);
}

function isGenAi(name: string): boolean {
  return name.startsWith('gen_ai.');
}

function isGeminiForm(lines: readonly Json[]): boolean {
  return lines.some(
    (line) =>
      ('projectHash' in line && 'sessionId' in line) ||
      '$rewindTo' in line ||
      (isObject(line.$set) && 'messages' in line.$set) ||
      (line.type === 'gemini' && 'timestamp' in line),
  );
}

/** A sub-agent's transcript names its session and itself. */
function claudePlace(content: Content): string {
  const { lines } = content;
  const session = part(
    lines.map(({ sessionId }) => sessionId).find((id) => str(id) !== undefined) ?? stem(content),
  );
  const agent = lines.every(({ isSidechain }) => isSidechain === true)
    ? lines.map(({ agentId }) => agentId).find((id) => str(id) !== undefined)
    : undefined;
  return agent === undefined
    ? `projects/imported/${session}.jsonl`
    : `projects/imported/${session}/subagents/agent-${part(agent)}.jsonl`;
}

const CODEX = [
  'session_meta',
  'response_item',
  'event_msg',
  'turn_context',
  'token_usage_record',
  'compacted',
];
const QWEN = ['ui_telemetry', 'chat_compression', 'slash_command', 'rewind', 'at_command'];
const CLAUDE = [
  ...['mode', 'permission-mode', 'queue-operation', 'custom-title', 'ai-title', 'last-prompt', 'pr-link'],
  ...['agent-name', 'file-history-snapshot', 'cost-state'],
];
