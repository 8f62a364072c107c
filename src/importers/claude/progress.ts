import { ident, isObject, object, str, time, type Json } from '../fields.js';
import type { Envelope, Reading } from './state.js';
import { linkOfProgress } from './subAgents.js';
import { usageOf } from './usage.js';

/**
 * A progress line (2.1.12 to 2.1.81). `agent_progress` carries the whole message of a sub-agent: its usage counts when no
 * transcript has it. The message itself is left to the sub-agent's own file, where it stands too.
 */
export function progress(line: Json, envelope: Envelope, reading: Reading): void {
  const data = object(line.data);
  const type = str(data.type) ?? '';
  if (type !== 'agent_progress') {
    if (!SILENT.has(type)) {
      reading.events.push({ type: 'unknown', name: `progress/${type.slice(0, 60)}` });
    }
    return;
  }
  const thread = ident(data.agentId);
  if (thread !== undefined) {
    linkOfProgress(line, thread, envelope, reading);
  }
  const nested = data.message;
  if (!isObject(nested) || nested.type !== 'assistant' || !isObject(nested.message)) {
    return;
  }
  const { parent: _parent, ...outer } = envelope;
  const inner: Envelope = {
    ...outer,
    ...(thread === undefined ? {} : { thread }),
    uuid: ident(nested.uuid) ?? envelope.uuid,
    at: time(nested.timestamp) ?? envelope.at,
    sidechain: true,
  };
  const usage = usageOf(nested, nested.message, inner, 'progress', reading.problems);
  if (usage !== null) {
    reading.events.push(usage);
  }
}

const SILENT: ReadonlySet<string> = new Set([
  'bash_progress',
  'powershell_progress',
  'hook_progress',
  'mcp_progress',
  'query_update',
  'search_results_received',
  'waiting_for_task',
  'skill_progress',
]);
