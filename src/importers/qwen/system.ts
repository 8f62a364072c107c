import type { Client } from '../../common/model.js';
import { TitleRank } from '../../common/model.js';
import { count, ident, isObject, list, object, str, type Json } from '../fields.js';
import { partsOf } from '../geminiParts.js';
import { message, title } from './messages.js';
import { inSession, type Envelope, type Reading } from './state.js';

/** What the program notes about the session, by `subtype`. */
export function system(line: Json, envelope: Envelope, reading: Reading): void {
  const payload = object(line.systemPayload);
  const subtype = str(line.subtype) ?? '';
  switch (subtype) {
    case 'slash_command':
      return slashCommand(payload, envelope, reading);
    case 'custom_title':
      return named(payload, envelope, reading);
    case 'chat_compression':
      return message({ role: 'system', kind: 'compaction', text: summaryOf(payload) }, '', envelope, reading);
    case 'rewind':
      return message(
        { role: 'system', kind: 'notice', text: 'The conversation was rewound' },
        '',
        envelope,
        reading,
      );
    case 'ui_telemetry':
      return telemetry(object(payload.uiEvent), envelope, reading);
    case 'parent_session': {
      const parent = ident(payload.parentSessionId);
      if (parent !== undefined && parent !== envelope.session && !envelope.copied) {
        reading.events.push({ type: 'session', session: envelope.session, parent });
      }
      return;
    }
    case 'session_source':
      return surface(str(payload.sourceType), envelope, reading);
    case 'attribution_snapshot':
      return surface(str(object(payload.snapshot).surface), envelope, reading);
    default:
      if (!SILENT.has(subtype)) {
        reading.events.push({ type: 'unknown', name: `system/${subtype.slice(0, 60)}` });
      }
  }
}

/**
 * The program shows the last title of the file. It writes none of its own over one that was given by hand, but after a rewind,
 * which takes that back.
 */
function named(payload: Json, envelope: Envelope, reading: Reading): void {
  const { state } = reading;
  state.named ||= payload.titleSource !== 'auto';
  const rank = state.named ? TitleRank.custom : TitleRank.generated;
  title(str(payload.customTitle) ?? '', rank, envelope, reading);
}

/** `/command`: its invocation is the user's own, what it showed the program's. */
function slashCommand(payload: Json, envelope: Envelope, reading: Reading): void {
  if (payload.phase === 'result') {
    const shown = list(payload.outputHistoryItems)
      .filter(isObject)
      .map((item) => str(item.text) ?? '')
      .filter((text) => text !== '');
    message({ role: 'system', kind: 'notice', text: shown.join('\n') }, '', envelope, reading);
  } else if (payload.hiddenInvocation !== true) {
    message({ role: 'user', kind: 'command', text: str(payload.rawCommand) ?? '' }, '', envelope, reading);
  }
}

/**
 * Copies of what the answers and results say, but for two things: how long a call took, and that a request failed. The usage in
 * them is that of the answers, sub-agents included.
 */
function telemetry(event: Json, envelope: Envelope, reading: Reading): void {
  const name = str(event['event.name']) ?? '';
  const callId = ident(event.call_id);
  const durationMs = count(event.duration_ms);
  if (name.endsWith('.tool_call') && callId !== undefined && durationMs !== undefined) {
    const isError = event.success === false;
    const result = { callId, at: envelope.at, output: null, isError, durationMs };
    reading.events.push({ type: 'tool_result', ...inSession(envelope), ...result });
  } else if (name.endsWith('.api_error') && event.subagent_id === undefined) {
    const text = str(event.error_message) ?? str(event.error) ?? '';
    message({ role: 'system', kind: 'error', text }, '', envelope, reading);
  }
}

/** The history that the model goes on with begins with the summary. */
function summaryOf(payload: Json): string {
  const [first] = list(payload.compressedHistory);
  const text = partsOf(object(first).parts, 'compressedHistory', []).texts.join('\n');
  return text === '' ? 'The conversation was compressed' : text;
}

function surface(name: string | undefined, envelope: Envelope, reading: Reading): void {
  const { state } = reading;
  const client = name === undefined ? undefined : CLIENTS.find(([form]) => form.test(name))?.[1];
  if (client !== undefined && client !== state.client && envelope.thread === undefined && !envelope.copied) {
    state.client = client;
    reading.events.push({
      type: 'session',
      session: envelope.session,
      client,
      ...(client === 'exec' ? { headless: true } : {}),
    });
  }
}

/** By the name that the program or its caller gives: `cli`, `vscode`, `zed`, `desktop`, `sdk-…`. */
const CLIENTS: readonly (readonly [RegExp, Client])[] = [
  [/^cli$/i, 'cli'],
  [/vscode|jetbrains|zed|^ide$/i, 'ide'],
  [/desktop/i, 'desktop'],
  [/^sdk|^exec$|^ci$|headless|github-action/i, 'exec'],
];

/** Known, and told by other lines or of no use to a reader. */
const SILENT: ReadonlySet<string> = new Set([
  ...['agent_bootstrap', 'agent_launch_prompt', 'agent_retry', 'agent_session_ready', 'at_command'],
  ...[
    'background_task_completed',
    'branch_checkpoint',
    'file_history_snapshot',
    'goal_state',
    'goal_turn_end',
  ],
  ...['omni_recall', 'session_approval_mode', 'session_artifact_event', 'session_artifact_snapshot'],
  ...[
    'session_execution_engine',
    'session_model',
    'session_notes',
    'session_sources_snapshot',
    'turn_result',
  ],
  'user_text_elements',
]);
