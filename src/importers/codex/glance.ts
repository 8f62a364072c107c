import type { ImportEvent } from '../../common/model.js';
import { ascii, hasAt, isCompact, openBrace, plainWord } from '../bytes.js';
import type { LineBytes } from '../importer.js';
import type { State } from './state.js';

/**
 * What of a line counts: usage records and token counts, the model and folder of a turn, the first line and its repetitions,
 * and whatever names a sub-agent's thread. Inside the parent's history any line may be the last of it, and a bare file
 * tells its responses by their texts: there everything is parsed.
 */
export function glance(line: LineBytes, state: State): readonly ImportEvent[] | null {
  if (
    state.session === null ||
    state.createdAt === null ||
    state.replaying ||
    state.bare ||
    !isCompact(line)
  ) {
    return null;
  }
  const nested = line.indexOf(openBrace, 1);
  const type = typeBefore(line, 0, nested);
  // A payload that is no object makes it a line of another form.
  if (type === null || !hasAt(line, nested - PAYLOAD.length, PAYLOAD)) {
    return null;
  }
  if (type === 'event_msg') {
    const event = typeBefore(line, nested, line.indexOf(openBrace, nested + 1));
    return event !== null && SILENT_EVENTS.has(event) ? NOTHING : null;
  }
  return SILENT.has(type) ? NOTHING : null;
}

/** The type that is told between two places; null where none is, or none that is plain. `to` below 0: the line's end. */
function typeBefore(line: LineBytes, from: number, to: number): string | null {
  const at = line.indexOf(TYPE, from);
  return at < 0 || (to >= 0 && at > to) ? null : plainWord(line, at + TYPE.length);
}

const NOTHING: readonly ImportEvent[] = [];
const TYPE = ascii('"type":"');
const PAYLOAD = ascii('"payload":');

const SILENT: ReadonlySet<string> = new Set(['response_item', 'compacted', 'world_state']);

/** Events that say nothing about usage, turns or other threads. `item_completed` may name a thread. */
const SILENT_EVENTS: ReadonlySet<string> = new Set([
  'agent_message',
  'agent_message_delta',
  'agent_reasoning',
  'agent_reasoning_raw_content',
  'agent_reasoning_section_break',
  'exec_command_begin',
  'exec_command_end',
  'item_started',
  'mcp_tool_call_begin',
  'mcp_tool_call_end',
  'patch_apply_begin',
  'patch_apply_end',
  'plan_update',
  'turn_diff',
  'user_message',
  'view_image_tool_call',
  'web_search_begin',
  'web_search_end',
]);
